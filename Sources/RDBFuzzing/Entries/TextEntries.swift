import RDBFiles
import RDBFormats
import RDBOperations

/// Texts: versions, numbers, names.
enum TextEntries {
  static func run(_ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    do throws(UnknownServerVersion) {
      let server = try ServerVersion(text)
      if !server.name.hasPrefix(text) { return "\(text) became \(server.name)" }
    } catch {
      if error.description.isEmpty { return "an error without a sentence" }
    }
    if let time = try? TimeArgument(text, nowMilliseconds: 1_800_000_000_000), time.milliseconds - time.seconds * 1000 > 999 {
      return "\(text) is not in its second"
    }
    let parts = text.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    do {
      let framer = try RDBFramer(ArraySource(Array("REDIS0009".utf8)))
      let writer = ServerVersion.writer(ofAux: parts.first, valkeyVersion: parts.count > 1 ? parts[1] : nil, header: framer.header)
      if !ServerVersion.known.contains(writer) { return "an unknown writer \(writer)" }
    } catch {
      return "a header is refused: \(error.reason.code)"
    }
    for character in PathText(text).description.unicodeScalars where character.value < 32 { return "control characters in a message" }
    if KeyText(bytes).description.isEmpty { return "a key without a text" }
    return bytes.withUnsafeBytes(numbers)
  }

  private static func numbers(_ bytes: UnsafeRawBufferPointer) -> String? {
    _ = FunctionLibrary.name(of: bytes)
    if let number = Decimal.canonicalInteger(bytes), !String(number).utf8.elementsEqual(bytes) { return "canonical \(number)" }
    let prefix = DoubleText.parsePrefix(bytes)
    guard let value = DoubleText.parse(bytes) else { return nil }
    guard let prefix else { return "\(value) has no prefix" }
    // A NaN is not equal to itself, and its sign is nobody's business.
    if value.bitPattern != prefix.bitPattern, !(value.isNaN && prefix.isNaN) { return "\(value) and \(prefix)" }
    var text = [UInt8](repeating: 0, count: 32)
    let count = text.withUnsafeMutableBytes { ScoreText.g17(value, into: $0) }
    let again = text.withUnsafeBytes { DoubleText.parse(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    if let again, again == value || value.isNaN { return nil }
    return "\(value) is written so that \(String(describing: again)) comes back"
  }
}

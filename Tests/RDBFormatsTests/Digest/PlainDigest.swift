import RDBFormats

/// The slow twin: digest.md word for word, on arrays.
struct PlainDigest: Equatable {
  private(set) var bytes = [UInt8](repeating: 0, count: 20)

  static func hash(_ message: [UInt8]) -> [UInt8] {
    // In a debug build the portable way is too slow for megabytes.
    let hex = Array(message.withUnsafeBytes { SHA1.hash($0, portably: $0.count < 10_000) }.hex.utf8)
    return stride(from: 0, to: 40, by: 2).map { index in
      UInt8(String(decoding: hex[index..<index + 2], as: UTF8.self), radix: 16) ?? 0
    }
  }

  mutating func xor(_ message: [UInt8]) { bytes = zip(bytes, Self.hash(message)).map { $0 ^ $1 } }

  mutating func mix(_ message: [UInt8]) {
    xor(message)
    bytes = Self.hash(bytes)
  }

  mutating func mix(_ text: String) { mix(Array(text.utf8)) }

  var hex: String { bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() }

  /// A dataset of one key in database 0.
  ///
  /// - Parameter value: does the steps of the value.
  static func dataset(_ key: String, type: UInt8, _ value: (inout PlainDigest) -> Void) -> String {
    var digest = PlainDigest()
    digest.mix(key)
    digest.mix([0, 0, 0, type])
    value(&digest)
    var total = PlainDigest()
    total.mix([0, 0, 0, 0])
    total.xor(digest.bytes)
    return total.hex
  }

  /// X(d, M(M(0, first), second)).
  mutating func xorPair(_ first: [UInt8], _ second: [UInt8], mark: String? = nil) {
    var element = PlainDigest()
    element.mix(first)
    element.mix(second)
    if let mark { element.xor(Array(mark.utf8)) }
    xor(element.bytes)
  }
}

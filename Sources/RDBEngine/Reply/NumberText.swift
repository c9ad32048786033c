import Glibc
import RDBFormats

/// Text of floating-point numbers as servers reply with it and store it; a namespace.
package enum NumberText {
  /// The shortest text that reads back as the same number, as Redis 7.2 and newer reply (`fpconv_dtoa`).
  package static func double(_ value: Double) -> [UInt8] {
    if value.isNaN { return Array("nan".utf8) }
    if value.isInfinite { return Array((value < 0 ? "-inf" : "inf").utf8) }
    // Integers are written as such up to half of what 64 bits hold (`double2ll`), where the shortest text has an exponent.
    if value.magnitude <= 0x1p62, value == value.rounded(.towardZero), value != 0 { return Array(String(Int64(value)).utf8) }
    return withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { room in
      Array(room[..<ScoreText.grisu2(value, into: room)])
    }
  }

  /// The number with up to 17 digits, as C's `%.17g`.
  package static func seventeenDigits(_ value: Double) -> [UInt8] {
    withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { room in
      Array(room[..<ScoreText.g17(value, into: room)])
    }
  }

  /// The number with six digits behind the point, as C's `%f`.
  package static func sixPlaces(_ value: Double) -> String { places(value, 6) }

  /// The number with up to 17 digits behind the point, as servers write a number for people.
  package static func human(_ value: Double) -> [UInt8] {
    var text = Array(places(value, 17).utf8)
    guard text.contains(UInt8(ascii: ".")) else { return text }
    while text.last == UInt8(ascii: "0") { text.removeLast() }
    if text.last == UInt8(ascii: ".") { text.removeLast() }
    return text == Array("-0".utf8) ? [UInt8(ascii: "0")] : text
  }

  private static func places(_ value: Double, _ count: Int32) -> String {
    // The largest double has 309 digits before the point.
    var buffer = [CChar](repeating: 0, count: 400)
    let length = withVaList([count, value]) { vsnprintf(&buffer, buffer.count, "%.*f", $0) }
    return String(decoding: buffer.prefix(Int(max(0, length))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

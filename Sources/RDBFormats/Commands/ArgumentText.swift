/// How servers read numbers and ids from arguments; a namespace.
enum ArgumentText {
  /// A double as `string2d` takes it: no blank in front, not NaN, nothing that over- or underflows.
  @inline(__always)
  static func double(_ bytes: UnsafeRawBufferPointer) -> Double? {
    guard let first = bytes.first, !isSpace(first), let value = DoubleText.parse(bytes), !value.isNaN else { return nil }
    if value.isInfinite, !bytes.contains(where: { $0 | 0x20 == UInt8(ascii: "n") }) { return nil }
    if value == 0, underflows(bytes) { return nil }
    return value
  }

  /// Whether a text that reads as 0 has a digit that is not 0 in front of its exponent.
  private static func underflows(_ bytes: UnsafeRawBufferPointer) -> Bool {
    for byte in bytes {
      if (0x31...0x39).contains(byte) { return true }
      if byte | 0x20 == UInt8(ascii: "e") { return false }
    }
    return false
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (9...13).contains(byte) }

  /// Digits without sign, 64 bits, as ids have them: `string2ull` goes by `strtoull` where `string2ll` fails, but both
  /// refuse blanks and signs.
  static func unsigned(_ bytes: UnsafeRawBufferPointer) -> UInt64? {
    guard !bytes.isEmpty, bytes.count <= 20 else { return nil }
    var value: UInt64 = 0
    for byte in bytes {
      let digit = byte &- 0x30
      guard digit < 10 else { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
      if overflow || carry { return nil }
      value = sum
    }
    return value
  }

  /// `ms-seq`, or `ms` alone with `missing` for the sequence number; nil when it is none.
  static func streamID(_ bytes: UnsafeRawBufferPointer, missing: UInt64 = 0) -> (UInt64, UInt64)? {
    guard let dash = bytes.firstIndex(of: UInt8(ascii: "-")) else { return unsigned(bytes).map { ($0, missing) } }
    guard let first = unsigned(UnsafeRawBufferPointer(rebasing: bytes[..<dash])),
      let second = unsigned(UnsafeRawBufferPointer(rebasing: bytes[(dash + 1)...]))
    else { return nil }
    return (first, second)
  }

  /// Whether the bytes are this lower-case word, letter case aside.
  @inline(__always)
  static func equals(_ bytes: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
    guard bytes.count == word.utf8CodeUnitCount else { return false }
    for index in 0..<bytes.count where lower(bytes[index]) != word.utf8Start[index] { return false }
    return true
  }

  @inline(__always)
  static func lower(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}

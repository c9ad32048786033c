/// How servers read numbers and ids from arguments; a namespace.
enum ArgumentText {
  /// A double as `string2d` takes it: no blank in front, not NaN, nothing that over- or underflows; Valkey 9.1 reads no
  /// hexadecimal numbers.
  @inline(__always)
  static func double(_ bytes: UnsafeRawBufferPointer, _ version: ServerVersion) -> Double? {
    guard let first = bytes.first, !isSpace(first), let value = DoubleText.parse(bytes), !value.isNaN else { return nil }
    if value.isInfinite, !bytes.contains(where: { $0 | 0x20 == UInt8(ascii: "n") }) { return nil }
    if value == 0, underflows(bytes) { return nil }
    if version.isValkey(9, 1), isHexadecimal(bytes) { return nil }
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

  static func isHexadecimal(_ bytes: UnsafeRawBufferPointer) -> Bool { bytes.contains { $0 | 0x20 == UInt8(ascii: "x") } }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (9...13).contains(byte) }

  /// Whether a decimal number that a double cannot hold lies within the exponents of 80 bits.
  static func fitsLongDouble(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var digits = 0
    var zerosBehindPoint = 0
    var isBehindPoint = false
    var index = 0
    while index < bytes.count, bytes[index] | 0x20 != UInt8(ascii: "e") {
      let byte = bytes[index]
      if byte == UInt8(ascii: ".") { isBehindPoint = true }
      if (0x30...0x39).contains(byte) {
        if byte != 0x30 || digits > 0 { if !isBehindPoint || digits == 0 { digits += 1 } } else if isBehindPoint { zerosBehindPoint += 1 }
      }
      index += 1
    }
    guard digits > 0, index < bytes.count else { return true }
    let exponent = UnsafeRawBufferPointer(rebasing: bytes[(index + 1)...])
    let isNegative = exponent.first == UInt8(ascii: "-")
    var value = 0
    for byte in exponent where (0x30...0x39).contains(byte) { value = min(value * 10 + Int(byte - 0x30), 1_000_000) }
    return (-4949...4932).contains((isNegative ? -value : value) + digits - zerosBehindPoint)
  }

  /// 64 bits as ids have them. `string2ull` takes what `string2ll` takes and is not negative, and goes by `strtoull` for
  /// the rest: zeros and a plus may lead.
  static func unsigned(_ bytes: UnsafeRawBufferPointer) -> UInt64? {
    guard let first = bytes.first, bytes.count <= 64 else { return nil }
    let digits = first == UInt8(ascii: "+") ? UnsafeRawBufferPointer(rebasing: bytes.dropFirst()) : bytes
    guard !digits.isEmpty else { return nil }
    var value: UInt64 = 0
    for byte in digits {
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

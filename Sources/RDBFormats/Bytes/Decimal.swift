/// Decimal text of integers, in both directions, the way servers write it: no
/// plus sign, no leading zeros, no "-0".
package enum Decimal {
  /// Writes a number at the end of `buffer`.
  ///
  /// - Parameter buffer: at least 20 bytes.
  /// - Returns: where in the buffer the text stands.
  @inline(__always)
  package static func write(_ value: Int64, into buffer: UnsafeMutableRawBufferPointer) -> Range<Int> {
    let end = buffer.count
    precondition(end >= 20)
    var start = end
    var rest = value.magnitude
    repeat {
      start &-= 1
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      buffer[start] = 0x30 &+ UInt8(truncatingIfNeeded: digit)
      rest = quotient
    } while rest > 0
    if value < 0 {
      start &-= 1
      buffer[start] = 0x2D
    }
    return start..<end
  }

  /// The number whose canonical decimal text these bytes are; nil for "007", "+1", "-0" and everything else.
  @inline(__always)
  package static func canonicalInteger(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    guard let first = bytes.first, first <= 0x39, bytes.count <= 20 else { return nil }
    return parse(bytes)
  }

  @inline(never)
  private static func parse(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    var index = 0
    let isNegative = bytes[0] == 0x2D
    if isNegative { index = 1 }
    guard index < bytes.count, bytes.count - index <= 19 else { return nil }
    if bytes[index] == 0x30 { return bytes.count == 1 ? 0 : nil }
    var value: UInt64 = 0
    while index < bytes.count {
      let digit = bytes[index] &- 0x30
      guard digit < 10 else { return nil }
      value = value &* 10 &+ UInt64(digit)
      index &+= 1
    }
    if isNegative { return value <= UInt64(1) << 63 ? Int64(truncatingIfNeeded: 0 &- value) : nil }
    return Int64(exactly: value)
  }
}

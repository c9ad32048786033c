import Glibc

/// The reading of numbers from text as servers do it; a namespace.
package enum DoubleText {
  /// Reads the whole of a text as C's `strtod` would in the C locale.
  ///
  /// White space may lead; hexadecimal numbers, `inf`, `infinity` and `nan` in
  /// any case are numbers. Too large is infinite and too small is 0, as there.
  ///
  /// - Parameter bytes: at most 255; ends where it ends, no NUL needed.
  /// - Returns: nil when the text is empty, too long, or goes on after the number.
  package static func parse(_ bytes: UnsafeRawBufferPointer) -> Double? {
    guard !bytes.isEmpty, bytes.count <= 255 else { return nil }
    return parseSmall(bytes) ?? parseAny(bytes)
  }

  /// The numbers that one multiplication or division rounds right: both operands
  /// are exact (Clinger, "How to read floating point numbers accurately", 1990).
  ///
  /// - Returns: nil for all others, which may be numbers or not.
  private static func parseSmall(_ bytes: UnsafeRawBufferPointer) -> Double? {
    var index = 0
    let isNegative = bytes[0] == UInt8(ascii: "-")
    if isNegative || bytes[0] == UInt8(ascii: "+") { index = 1 }
    var mantissa: UInt64 = 0
    var digits = 0
    var pointAt = -1
    while index < bytes.count {
      let byte = bytes[index]
      if byte &- 48 < 10 {
        // Nineteen digits cannot overflow; more are left to the slow way.
        guard digits < 19 else { return nil }
        mantissa = mantissa &* 10 &+ UInt64(byte &- 48)
        digits += 1
      } else if byte == UInt8(ascii: "."), pointAt < 0 {
        pointAt = digits
      } else {
        break
      }
      index += 1
    }
    guard digits > 0, mantissa <= 1 << 53 else { return nil }
    var exponent = pointAt < 0 ? 0 : pointAt - digits
    if index < bytes.count {
      guard bytes[index] | 0x20 == UInt8(ascii: "e"), let written = shortExponent(bytes, from: index + 1) else { return nil }
      exponent += written
    }
    guard abs(exponent) <= 22 else { return nil }
    let magnitude =
      exponent < 0 ? Double(mantissa) / exactPowersOfTen[-exponent] : Double(mantissa) * exactPowersOfTen[exponent]
    return isNegative ? -magnitude : magnitude
  }

  /// One to three digits with or without a sign, up to the end.
  private static func shortExponent(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard start < bytes.count else { return nil }
    let isNegative = bytes[start] == UInt8(ascii: "-")
    let first = isNegative || bytes[start] == UInt8(ascii: "+") ? start + 1 : start
    guard (1...3).contains(bytes.count - first) else { return nil }
    var value = 0
    for byte in bytes[first...] {
      guard byte &- 48 < 10 else { return nil }
      value = value * 10 + Int(byte &- 48)
    }
    return isNegative ? -value : value
  }

  private static func parseAny(_ bytes: UnsafeRawBufferPointer) -> Double? {
    withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { copy in
      copy.copyMemory(from: bytes)
      copy[bytes.count] = 0
      guard let start = copy.baseAddress?.assumingMemoryBound(to: CChar.self) else { return nil }
      var end: UnsafeMutablePointer<CChar>?
      let value = strtod(start, &end)
      // A NUL inside ends the number there, which is not the end of the text.
      return end == start + bytes.count ? value : nil
    }
  }

  /// 10^0 … 10^22: the powers that a double holds exactly.
  private static let exactPowersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}

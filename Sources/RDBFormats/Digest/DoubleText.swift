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
    guard digits > 0 else { return nil }
    var exponent = pointAt < 0 ? 0 : pointAt - digits
    if index < bytes.count {
      guard bytes[index] | 0x20 == UInt8(ascii: "e"), let written = shortExponent(bytes, from: index + 1) else { return nil }
      exponent += written
    }
    let magnitude: Double
    if mantissa <= 1 << 53, abs(exponent) <= 22 {
      magnitude = exponent < 0 ? Double(mantissa) / exactPowersOfTen[-exponent] : Double(mantissa) * exactPowersOfTen[exponent]
    } else if mantissa > 0, (-19 ... -1).contains(exponent) {
      magnitude = quotient(mantissa, powersOfTen[-exponent])
    } else if exponent == 0 {
      magnitude = Double(mantissa)
    } else {
      return nil
    }
    return isNegative ? -magnitude : magnitude
  }

  /// The double nearest to a / b, ties to even: a division of 128 by 64 bits keeps 64 bits of quotient and says
  /// by its remainder whether more would follow, which is all that rounding to 53 needs.
  ///
  /// For the 17 digits of `%.17g`, which the exact operands of ``parseSmall(_:)`` do not reach.
  ///
  /// - Parameters: a: over 0. b: at least 10.
  private static func quotient(_ a: UInt64, _ b: UInt64) -> Double {
    let shiftA = a.leadingZeroBitCount
    let shiftB = b.leadingZeroBitCount
    let divisor = b << UInt64(shiftB)
    var high = a << UInt64(shiftA)
    var low: UInt64 = 0
    // The value is quotient × 2^scale.
    var scale = shiftB - shiftA - 64
    if high >= divisor {
      low = high << 63
      high >>= 1
      scale += 1
    }
    let (quotient, remainder) = divisor.dividingFullWidth((high, low))
    // The quotient lies in 2^63 ..< 2^64: eleven bits go.
    let rest = quotient & 0x7FF
    var mantissa = quotient >> 11
    if rest > 0x400 || (rest == 0x400 && (remainder != 0 || mantissa & 1 == 1)) { mantissa += 1 }
    return Double(mantissa) * Double(bitPattern: UInt64(scale + 11 + 1023) << 52)
  }

  /// 10^0 … 10^19: the powers that 64 bits hold.
  private static let powersOfTen: [UInt64] = (0...19).reduce(into: []) { powers, _ in powers.append((powers.last ?? 0) == 0 ? 1 : powers[powers.count - 1] &* 10) }

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

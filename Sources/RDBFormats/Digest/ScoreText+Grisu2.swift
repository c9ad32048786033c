// Grisu2 (Loitsch, "Printing floating-point numbers quickly and accurately with
// integers", 2010) with the roundings and the layout of the fpconv that Redis and
// Valkey carry. It is kept step by step as digest.md tells it: a better algorithm
// would print other digits for one double in a thousand, and another digest.

extension ScoreText {
  /// A number `significand` × 2^`exponent`.
  private struct Float {
    var significand: UInt64
    var exponent: Int

    /// The same number with bit 63 set.
    var normalized: Float {
      let shift = significand.leadingZeroBitCount
      return Float(significand: significand << UInt64(shift), exponent: exponent - shift)
    }

    /// The product, rounded half up to 64 bits.
    static func * (a: Float, b: Float) -> Float {
      let (high, low) = a.significand.multipliedFullWidth(by: b.significand)
      return Float(significand: high &+ low >> 63, exponent: a.exponent + b.exponent + 64)
    }
  }

  /// `digits`, as many as `count` says, times 10^`exponent`.
  private struct Decimal {
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var count = 0
    var exponent = 0

    mutating func append(_ digit: UInt64) {
      // Leading zeros are no digits.
      if digit > 0 || count > 0 {
        digits[count] = 48 + UInt8(truncatingIfNeeded: digit)
        count += 1
      }
    }

    /// Lowers the last digit while that brings the number closer to `target` and keeps it within `delta`.
    mutating func round(delta: UInt64, rest: UInt64, unit: UInt64, target: UInt64) {
      var rest = rest
      while rest < target && delta &- rest >= unit
        && (rest &+ unit < target || target &- rest > rest &+ unit &- target)
      {
        digits[count - 1] -= 1
        rest &+= unit
      }
    }
  }

  /// The whole of it, without the short way for small integers.
  ///
  /// - Parameter buffer: room for 32 bytes.
  /// - Returns: bytes written, at most 25.
  package static func grisu2Digits(_ value: Double, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    precondition(buffer.count >= 32)
    var text = Writer(buffer: buffer)
    let isNegative = value.sign == .minus
    if isNegative { text.put("-") }
    if value == 0 {
      text.put("0")
    } else if value.isNaN {
      for character: Unicode.Scalar in ["n", "a", "n"] { text.put(character) }
    } else if value.isInfinite {
      for character: Unicode.Scalar in ["i", "n", "f"] { text.put(character) }
    } else {
      text.lay(decimal(value.magnitude), isNegative: isNegative)
    }
    return text.count
  }

  /// - Parameter value: finite, over 0.
  private static func decimal(_ value: Double) -> Decimal {
    let hiddenBit: UInt64 = 1 << 52
    let fraction = value.bitPattern & (hiddenBit - 1)
    let biased = Int(value.bitPattern >> 52)
    let exact = Float(
      significand: biased > 0 ? fraction | hiddenBit : fraction, exponent: biased > 0 ? biased - 1075 : -1074)

    // Between the boundaries every number reads back as this one.
    let upper = Float(significand: exact.significand << 1 + 1, exponent: exact.exponent - 1).normalized
    let below =
      exact.significand == hiddenBit
      ? Float(significand: exact.significand << 2 - 1, exponent: exact.exponent - 2)
      : Float(significand: exact.significand << 1 - 1, exponent: exact.exponent - 1)
    let lower = Float(significand: below.significand << UInt64(below.exponent - upper.exponent), exponent: upper.exponent)

    let (power, tenExponent) = cachedPower(for: upper.exponent)
    let w = exact.normalized * power
    var scaledUpper = upper * power
    let scaledLower = lower * power
    // Inside by one, as the products are off by less.
    scaledUpper.significand &-= 1
    return digits(
      of: w.significand, upper: scaledUpper, delta: scaledUpper.significand &- (scaledLower.significand &+ 1),
      tenExponent: -tenExponent)
  }

  private static func digits(of w: UInt64, upper: Float, delta: UInt64, tenExponent: Int) -> Decimal {
    var result = Decimal()
    let shift = UInt64(-upper.exponent)
    let mask = UInt64(1) << shift - 1
    let target = upper.significand &- w
    var whole = upper.significand >> shift
    var part = upper.significand & mask

    var kappa = 10
    var unit: UInt64 = 1_000_000_000
    while kappa > 0 {
      result.append(whole / unit)
      whole %= unit
      kappa -= 1
      let rest = whole << shift &+ part
      if rest <= delta {
        result.exponent = tenExponent + kappa
        result.round(delta: delta, rest: rest, unit: unit << shift, target: target)
        return result
      }
      unit /= 10
    }

    // Eighteen more digits empty any double; in truth delta ends it before.
    var delta = delta
    var scale: UInt64 = 1
    for _ in 0..<18 {
      part &*= 10
      delta &*= 10
      scale &*= 10
      kappa -= 1
      result.append(part >> shift)
      part &= mask
      if part < delta { break }
    }
    result.exponent = tenExponent + kappa
    result.round(delta: delta, rest: part, unit: mask + 1, target: target &* scale)
    return result
  }

  /// The power of ten that brings a number with this exponent into −60 … −32.
  private static func cachedPower(for exponent: Int) -> (power: Float, tenExponent: Int) {
    let guess = Int(Double(-(exponent + 87)) * 0.30102999566398114)
    var index = (guess + 348) / 8
    while true {
      let tenExponent = 8 * index - 348
      // floor(log2(10^k)) − 63; exact in this range.
      let power = Float(significand: powersOfTen[index], exponent: (tenExponent * 217_706) >> 16 - 63)
      let sum = exponent + power.exponent + 64
      if sum < -60 {
        index += 1
      } else if sum > -32 {
        index -= 1
      } else {
        return (power, tenExponent)
      }
    }
  }

  /// Where the text goes.
  private struct Writer {
    let buffer: UnsafeMutableRawBufferPointer
    var count = 0

    mutating func put(_ byte: UInt8) {
      buffer[count] = byte
      count += 1
    }

    mutating func put(_ character: Unicode.Scalar) { put(UInt8(ascii: character)) }

    mutating func put(_ decimal: Decimal, _ range: Range<Int>) {
      for index in range { put(decimal.digits[index]) }
    }

    mutating func zeros(_ number: Int) {
      for _ in 0..<number { put("0") }
    }

    mutating func lay(_ decimal: Decimal, isNegative: Bool) {
      let exponent = decimal.exponent
      // What stands after the e of the scientific form.
      let scientific = exponent + decimal.count - 1
      if exponent >= 0 && abs(scientific) < decimal.count + 7 {
        put(decimal, 0..<decimal.count)
        zeros(exponent)
      } else if exponent < 0 && (exponent > -7 || abs(scientific) < 4) {
        let beforePoint = decimal.count + exponent
        if beforePoint <= 0 {
          put("0")
          put(".")
          zeros(-beforePoint)
          put(decimal, 0..<decimal.count)
        } else {
          put(decimal, 0..<beforePoint)
          put(".")
          put(decimal, beforePoint..<decimal.count)
        }
      } else {
        let shown = min(decimal.count, isNegative ? 17 : 18)
        put(decimal, 0..<1)
        if shown > 1 {
          put(".")
          put(decimal, 1..<shown)
        }
        put("e")
        put(scientific < 0 ? "-" : "+")
        let magnitude = abs(scientific)
        if magnitude >= 100 { put(48 + UInt8(magnitude / 100)) }
        if magnitude >= 10 { put(48 + UInt8(magnitude / 10 % 10)) }
        put(48 + UInt8(magnitude % 10))
      }
    }
  }
}

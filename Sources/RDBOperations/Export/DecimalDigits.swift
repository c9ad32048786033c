/// How long decimal text gets, for formats that say the length first.
enum DecimalDigits {
  /// Digits of a number.
  @inline(__always)
  static func count(_ value: UInt64) -> Int {
    if value < 10 { return 1 }
    if value < 100 { return 2 }
    if value < 1000 { return 3 }
    if value < 10000 { return 4 }
    return manyDigits(value)
  }

  @inline(never)
  private static func manyDigits(_ value: UInt64) -> Int {
    var count = 5
    var ceiling: UInt64 = 100_000
    // 10^19 is the largest power that fits.
    while count < 20, value >= ceiling {
      count += 1
      ceiling &*= 10
    }
    return count
  }

  /// Digits of a number with its sign.
  @inline(__always)
  static func count(_ value: Int64) -> Int { count(value.magnitude) + (value < 0 ? 1 : 0) }

  /// Writes a number that has so many digits.
  @inline(__always)
  static func write(_ value: UInt64, _ digits: Int, to target: UnsafeMutableRawPointer) {
    var rest = value
    var index = digits
    while index >= 2 {
      index &-= 2
      let (quotient, pair) = rest.quotientAndRemainder(dividingBy: 100)
      let (tens, ones) = UInt16(truncatingIfNeeded: pair).quotientAndRemainder(dividingBy: 10)
      (target + index).storeBytes(of: (tens | ones &<< 8) &+ 0x3030, as: UInt16.self)
      rest = quotient
    }
    if index > 0 { target.storeBytes(of: 0x30 &+ UInt8(truncatingIfNeeded: rest), as: UInt8.self) }
  }
}

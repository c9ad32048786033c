/// What may stand in a JSON string as it is.
enum JSONText {
  /// Marks, in the top bit of each byte, which of eight bytes need a closer look: quotes, backslashes, control
  /// characters, bytes over 0x7F. Exact up to the first of them, which is what is asked for.
  @inline(__always)
  static func specialBytes(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quote = word ^ (ones &* 0x22)
    let backslash = word ^ (ones &* 0x5C)
    // (x − 1) & ~x has its top bit set where x is 0; (x − 0x20) & ~x where x is below 0x20.
    let found = ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | ((word &- (ones &* 0x20)) & ~word) | word
    return found & (ones &* 0x80)
  }

  /// The last bytes of a text, fewer than eight, as the low bytes of a word; what the others are is undefined.
  ///
  /// - Returns: nil where that takes a load of each byte.
  @inline(__always)
  static func tail(_ source: UnsafeRawPointer, _ index: Int, _ count: Int) -> UInt64? {
    let size = count &- index
    if count >= 8 {
      return source.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self) &>> UInt64(8 &* (8 &- size))
    }
    guard size >= 4 else { return nil }
    let low = UInt64(source.loadUnaligned(fromByteOffset: index, as: UInt32.self))
    let high = UInt64(source.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
    return low | high &<< UInt64(8 &* (size &- 4))
  }

  /// Bytes of the UTF-8 sequence that begins with a byte over 0x7F; 0 when it is none: overlong, a surrogate, over
  /// U+10FFFF, cut.
  @inline(__always)
  static func sequenceByteCount(_ start: UnsafeRawPointer, _ available: Int) -> Int {
    func continues(_ index: Int) -> Bool { start.load(fromByteOffset: index, as: UInt8.self) & 0xC0 == 0x80 }
    let lead = start.load(as: UInt8.self)
    guard available >= 2, continues(1) else { return 0 }
    let second = start.load(fromByteOffset: 1, as: UInt8.self)
    switch lead {
    case 0xC2...0xDF: return 2
    case 0xE0...0xEF:
      if lead == 0xE0, second < 0xA0 { return 0 }
      if lead == 0xED, second > 0x9F { return 0 }
      return available >= 3 && continues(2) ? 3 : 0
    case 0xF0...0xF4:
      if lead == 0xF0, second < 0x90 { return 0 }
      if lead == 0xF4, second > 0x8F { return 0 }
      return available >= 4 && continues(2) && continues(3) ? 4 : 0
    default: return 0
    }
  }
}

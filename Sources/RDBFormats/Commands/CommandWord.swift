/// A name or option word of at most 16 bytes in lower case, held in two registers.
///
/// Names of commands and option words are compared once a command; as words that is a load, a few
/// operations without branches and one comparison.
struct CommandWord: Hashable {
  /// The first eight bytes, little-endian, zeros behind a shorter text.
  var low: UInt64
  /// The last eight bytes of a text longer than eight (they may overlap); otherwise 0.
  var high: UInt64
  var count: UInt8

  /// Nil for an empty text and for one of more than 16 bytes.
  @inline(__always)
  init?(_ bytes: UnsafeRawBufferPointer) {
    let count = bytes.count
    guard count &- 1 < 16, count > 0, let base = bytes.baseAddress else { return nil }
    self.count = UInt8(truncatingIfNeeded: count)
    if count >= 8 {
      low = Self.lowercased(UInt64(littleEndian: base.loadUnaligned(as: UInt64.self)))
      high = count == 8 ? 0 : Self.lowercased(UInt64(littleEndian: base.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)))
    } else if count >= 4 {
      // Two halves that overlap; where they do they are equal.
      let first = UInt64(UInt32(littleEndian: base.loadUnaligned(as: UInt32.self)))
      let last = UInt64(UInt32(littleEndian: base.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)))
      low = Self.lowercased(first | last << UInt64(truncatingIfNeeded: 8 &* (count &- 4)))
      high = 0
    } else {
      let first = UInt64(bytes[0])
      let middle = UInt64(bytes[count / 2]) << UInt64(truncatingIfNeeded: 8 &* (count / 2))
      let last = UInt64(bytes[count &- 1]) << UInt64(truncatingIfNeeded: 8 &* (count &- 1))
      low = Self.lowercased(first | middle | last)
      high = 0
    }
  }

  /// The word of a text of the table.
  init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard let word = bytes.withUnsafeBytes({ CommandWord($0) }) else { return nil }
    self = word
  }

  /// ASCII letters in lower case, all other bytes as they are.
  @inline(__always)
  static func lowercased(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let sevenBits = word & (ones &* 0x7F)
    let aboveZ = sevenBits &+ ones &* (0x7F - 0x5A)
    let fromA = sevenBits &+ ones &* (0x80 - 0x41)
    let isUpper = (fromA ^ aboveZ) & ~word & (ones &* 0x80)
    return word | isUpper >> 2
  }

  /// Spread over 64 bits; the top ones are the best.
  @inline(__always)
  var hash: UInt64 {
    (low ^ (high << 23 | high >> 41) &+ UInt64(count)) &* 0x9E37_79B9_7F4A_7C15
  }
}

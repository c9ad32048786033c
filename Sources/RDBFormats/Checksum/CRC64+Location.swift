// A checksum that does not agree says more than "wrong": the difference is what
// the wrong bits left behind after every byte that came later. Undone a byte at
// a time, it becomes small exactly where one wrong byte would explain it. Of
// 2^64 differences 255 a byte do, so that a place found by chance is a matter of
// 1 : 2^26 in a file of 1 GB. (CRC-64 is linear: a difference does not depend on
// what the right bytes are.)

extension CRC64 {
  /// Where bytes are wrong, by what a checksum says of them.
  package struct Wound: Hashable, Sendable {
    /// Bytes from the start of what was summed.
    package let offset: Int
    /// What makes the bytes from there on right, by exclusive or; the first byte is the lowest.
    package let difference: UInt64
  }

  /// Looks for the only few bytes in a row that can be wrong if nothing else is.
  ///
  /// - Parameters:
  ///   - difference: exclusive or of the checksum that is right and the one that was computed, not 0.
  ///   - byteCount: how many bytes were summed.
  ///   - range: where the first of them may stand.
  ///   - width: how many bytes in a row may be wrong, 1 to 4; a find means something while 2^(8 · width) · bytes is far below 2^64.
  /// - Returns: nil when there is no such place, or more than one.
  /// - Complexity: O(bytes behind the start of `range`), a few steps a byte, or a 256th of that for one byte in a long range.
  package static func locate(_ difference: UInt64, byteCount: Int, in range: Range<Int>, width: Int = 1) -> Wound? {
    let range = range.clamped(to: 0..<byteCount)
    guard difference != 0, !range.isEmpty else { return nil }
    let limit: UInt64 = 1 << UInt64(8 * min(4, max(1, width)))
    // The state behind the range, from which it is undone backwards.
    let state = undone(difference, byteCount: byteCount - range.upperBound)
    var found: [Wound] = []
    var last = state
    var offset = range.upperBound
    // Block by block while only one byte may be wrong: what one can leave behind at the end of a block is known.
    if limit == 256, range.count >= 1 << 16 {
      let blocks = WoundedBlocks.shared
      while offset - range.lowerBound >= WoundedBlocks.byteCount {
        if blocks.mayHold(last) { undo(last, from: offset, to: offset - WoundedBlocks.byteCount, limit, &found) }
        last = blocks.undone(last)
        offset -= WoundedBlocks.byteCount
      }
    }
    undo(last, from: offset, to: range.lowerBound, limit, &found)
    // A wound of fewer bytes than allowed shows from several places: each is the same bytes.
    guard let first = found.max(by: { $0.offset < $1.offset }) else { return nil }
    let isOne = found.allSatisfy { other in
      let shift = UInt64(first.offset - other.offset) * 8
      return shift < 64 && first.difference << shift == other.difference && (first.difference << shift) >> shift == first.difference
    }
    return isOne ? first : nil
  }

  /// Undoes a state byte by byte and notes where little of it is left.
  private static func undo(_ state: UInt64, from end: Int, to start: Int, _ limit: UInt64, _ found: inout [Wound]) {
    undoing.withUnsafeBufferPointer { table in
      var state = state
      var offset = end
      while offset > start {
        offset -= 1
        state = state << 8 ^ table[Int(state >> 56)]
        if state < limit, found.count < 64 { found.append(Wound(offset: offset, difference: state)) }
      }
    }
  }

  /// By the highest byte of a state: what a step over one byte has to be undone with.
  fileprivate static let undoing: [UInt64] = {
    var table = [UInt64](repeating: 0, count: 256)
    for byte in 0..<256 {
      var crc = CRC64()
      withUnsafeBytes(of: UInt8(byte)) { crc.update($0.bytes) }
      table[Int(crc.value >> 56)] = crc.value << 8 | UInt64(byte)
    }
    return table
  }()

  /// A state without the last byte that was summed, as if that had been zero: otherwise its value has to be added by exclusive or.
  static func undone(_ state: UInt64) -> UInt64 { state << 8 ^ undoing[Int(state >> 56)] }

  /// A state without the last bytes that were summed, as if those had been zero.
  static func undone(_ state: UInt64, byteCount: Int) -> UInt64 { product(state, inversePower(byteCount)) }

  /// What a state has to be multiplied with to undo so many bytes.
  private static func inversePower(_ byteCount: Int) -> UInt64 {
    var result = UInt64(1) << 63
    // One byte undone, of the state that stands for 1.
    var power = undone(result)
    var count = byteCount
    while count > 0 {
      if count & 1 == 1 { result = product(result, power) }
      power = product(power, power)
      count >>= 1
    }
    return result
  }
}

/// What one wrong byte in a block leaves behind at the end of it, whichever it is, and how a whole block is undone.
private struct WoundedBlocks: Sendable {
  /// Bytes of a block.
  static let byteCount = 256
  static let shared = WoundedBlocks()

  /// A bit for every state that one wrong byte can lead to, by a hash: one in 64 of the others has one as well.
  private let marks: [UInt64]
  /// By the place of a byte in a state and its value: what it becomes when a block is undone.
  private let steps: [UInt64]
  private static let hashBitCount: UInt64 = 22

  private init() {
    var marks = [UInt64](repeating: 0, count: 1 << Int(Self.hashBitCount - 6))
    let forward = (0..<256).map { byte in
      var crc = CRC64()
      withUnsafeBytes(of: UInt8(byte)) { crc.update($0.bytes) }
      return crc.value
    }
    for difference in 1...255 as ClosedRange<UInt64> {
      var state = difference
      for _ in 0..<Self.byteCount {
        state = state >> 8 ^ forward[Int(state & 255)]
        let hash = Self.hash(state)
        marks[hash >> 6] |= 1 << UInt64(hash & 63)
      }
    }
    self.marks = marks
    steps = (0..<2048).map { index in
      var state = UInt64(index & 255) << UInt64(8 * (index >> 8))
      for _ in 0..<Self.byteCount { state = state << 8 ^ CRC64.undoing[Int(state >> 56)] }
      return state
    }
  }

  @inline(__always)
  private static func hash(_ state: UInt64) -> Int { Int(truncatingIfNeeded: (state &* 0x9E37_79B9_7F4A_7C15) >> (64 - hashBitCount)) }

  /// Whether one wrong byte in the block in front can have led to a state; sometimes yes when not.
  @inline(__always)
  func mayHold(_ state: UInt64) -> Bool {
    let hash = Self.hash(state)
    return marks[hash >> 6] >> UInt64(hash & 63) & 1 == 1
  }

  /// A state without the last block.
  @inline(__always)
  func undone(_ state: UInt64) -> UInt64 {
    var result: UInt64 = 0
    for place in 0..<8 { result ^= steps[place << 8 | Int(state >> UInt64(8 * place) & 255)] }
    return result
  }
}

extension SHA1 {
  /// Takes in whole blocks without any instruction made for it.
  static func compressPortably(_ state: inout Digest, _ blocks: UnsafeRawBufferPointer) {
    var words = InlineArray<16, UInt32>(repeating: 0)
    for block in stride(from: 0, to: blocks.count & ~63, by: 64) {
      for index in 0..<16 {
        words[index] = UInt32(bigEndian: blocks.loadUnaligned(fromByteOffset: block + 4 * index, as: UInt32.self))
      }
      compressPortably(&state, &words)
    }
  }

  /// One block as sixteen words, which are used up.
  static func compressPortably(_ state: inout Digest, _ words: inout InlineArray<16, UInt32>) {
    var (a, b, c, d, e) = (state.word0, state.word1, state.word2, state.word3, state.word4)
    for round in 0..<80 {
      let slot = round & 15
      if round >= 16 {
        // The sixteen words before this one stand in a ring; its own is the oldest.
        let mixed = words[(round &- 3) & 15] ^ words[(round &- 8) & 15] ^ words[(round &- 14) & 15] ^ words[slot]
        words[slot] = rotated(mixed, by: 1)
      }
      let function: UInt32
      switch round {
      case ..<20: function = (b & c | ~b & d) &+ 0x5A82_7999
      case ..<40: function = (b ^ c ^ d) &+ 0x6ED9_EBA1
      case ..<60: function = (b & c | b & d | c & d) &+ 0x8F1B_BCDC
      default: function = (b ^ c ^ d) &+ 0xCA62_C1D6
      }
      let sum = rotated(a, by: 5) &+ function &+ e &+ words[slot]
      (e, d, c, b, a) = (d, c, rotated(b, by: 30), a, sum)
    }
    state = Digest(
      state.word0 &+ a, state.word1 &+ b, state.word2 &+ c, state.word3 &+ d, state.word4 &+ e)
  }

  @inline(__always)
  private static func rotated(_ word: UInt32, by bits: UInt32) -> UInt32 {
    word &<< bits | word &>> (32 &- bits)
  }
}

extension IndexedArguments {
  /// The first argument that may hold commands within (see ``AOFSwallowedCommands``), or nil.
  ///
  /// - Complexity: O(bytes), eight at a time.
  @inline(__always)
  func firstWithHeader() -> Int? {
    for index in 0..<present {
      let bytes = argument(index).prefix
      // Shorter ones cannot hold the end of one command and another.
      if bytes.count >= 16, Self.holdsHeader(bytes) { return index }
    }
    return nil
  }

  /// Whether CR LF, `*` and a digit stand somewhere inside.
  @inline(never)
  private static func holdsHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let base = bytes.baseAddress else { return false }
    let stars: UInt64 = 0x2A2A_2A2A_2A2A_2A2A
    var index = 0
    while index + 8 <= bytes.count {
      // Eight bytes at a time: a byte is zero in `word ^ stars` where a star was.
      let word = base.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ stars
      if (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0, header(bytes, index..<index + 8) { return true }
      index += 8
    }
    return header(bytes, index..<bytes.count)
  }

  private static func header(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
    for index in range where bytes[index] == 0x2A && index >= 2 && index + 1 < bytes.count {
      if bytes[index - 1] == 0x0A, bytes[index - 2] == 0x0D, bytes[index + 1] &- 0x31 < 9 { return true }
    }
    return false
  }
}

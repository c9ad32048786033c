/// The words of one command after the other, for whoever judges commands: pointers to where they lie.
///
/// Memory: 24 bytes for each word of the longest command.
final class AOFWords: CommandArguments {
  private var words: [(prefix: UnsafeRawBufferPointer, size: Int)] = []
  private(set) var count = 0

  /// Takes the words of a command, which stay valid as long as the command is lent.
  ///
  /// - Returns: the index of the first word that may hold commands within (see ``AOFHiddenCommands``), or nil.
  @inline(__always)
  func take(_ command: borrowing AOFCommand) -> Int? {
    words.removeAll(keepingCapacity: true)
    count = command.argumentCount
    var suspect: Int?
    var arguments = command.arguments
    while let argument = arguments.next() {
      let bytes = argument.bytes
      // Shorter ones cannot hold the end of one command and another.
      if bytes.count >= 16, suspect == nil, Self.holdsHeader(bytes) { suspect = words.count }
      words.append((bytes, Int(clamping: argument.byteCount)))
    }
    return suspect
  }

  func argument(_ index: Int) -> (prefix: UnsafeRawBufferPointer, size: Int) {
    // Of a command that is not here whole the last words may be missing: for them only their number counts.
    words.indices.contains(index) ? words[index] : (UnsafeRawBufferPointer(start: nil, count: 0), 0)
  }

  /// Whether CR LF, `*` and a digit stand somewhere inside.
  @inline(never)
  static func holdsHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
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

/// The words of an AOF's command, reachable by their place; used for one command after the other.
struct HistoryArguments: CommandArguments, ~Copyable {
  private var words: [(prefix: UnsafeRawBufferPointer, size: Int)] = []

  /// Points to the words of a command, for as long as that is lent.
  mutating func take(_ command: borrowing AOFCommand) {
    words.removeAll(keepingCapacity: true)
    var arguments = command.arguments
    while let argument = arguments.next() { words.append((argument.bytes, Int(clamping: argument.byteCount))) }
  }

  var count: Int { words.count }

  func argument(_ index: Int) -> (prefix: UnsafeRawBufferPointer, size: Int) { words[index] }

  /// All that is there of a word; empty behind the last.
  func bytes(_ index: Int) -> UnsafeRawBufferPointer {
    words.indices.contains(index) ? words[index].prefix : UnsafeRawBufferPointer(start: nil, count: 0)
  }
}

import RDBFormats

/// A command as a list of words, for what takes ``CommandArguments``.
package final class CommandWords: CommandArguments {
  package let words: [[UInt8]]
  private let memory: [UnsafeMutableRawBufferPointer]

  package init(_ words: [[UInt8]]) {
    self.words = words
    memory = words.map { word in
      let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: word.count, alignment: 1)
      copy.copyBytes(from: word)
      return copy
    }
  }

  /// Words with blanks between them; `""` is an empty one.
  package convenience init(_ text: String) { self.init(Self.split(text)) }

  deinit { for word in memory { word.deallocate() } }

  package static func split(_ text: String) -> [[UInt8]] {
    text.split(separator: " ").map { $0 == "\"\"" ? [] : [UInt8]($0.utf8) }
  }

  package var count: Int { words.count }
  package func argument(_ index: Int) -> (prefix: UnsafeRawBufferPointer, size: Int) {
    (UnsafeRawBufferPointer(memory[index]), memory[index].count)
  }
}

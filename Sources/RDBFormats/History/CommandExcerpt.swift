/// What is kept of a command to be shown: its first words, each cut.
package struct CommandExcerpt: Hashable, Sendable {
  /// One of its words.
  package struct Word: Hashable, Sendable {
    /// The first bytes of it.
    package let bytes: [UInt8]
    /// How many it has altogether.
    package let byteCount: UInt64
  }

  /// The most words that are kept.
  package static var wordCount: Int { 12 }
  /// The most bytes that are kept of a word.
  package static var wordByteCount: Int { 80 }

  /// The first of them, the name included.
  package let words: [Word]
  /// How many words the command has.
  package let argumentCount: Int

  init(_ command: borrowing AOFCommand) {
    var words: [Word] = []
    var arguments = command.arguments
    while words.count < Self.wordCount, let argument = arguments.next() {
      words.append(Word(bytes: [UInt8](argument.bytes.prefix(Self.wordByteCount)), byteCount: argument.byteCount))
    }
    self.words = words
    argumentCount = command.argumentCount
  }
}

import RDBFormats
import RDBOperations

/// A command as a person types it, cut: words with blanks or control characters in quotes.
struct CommandLineText: CustomStringConvertible {
  let description: String

  /// The most characters of a line; a word more may stand behind.
  private static let maximumCount = 160

  init(_ excerpt: CommandExcerpt) {
    var text = ""
    var shown = 0
    for word in excerpt.words where text.utf8.count < Self.maximumCount {
      text += (shown > 0 ? " " : "") + Self.word(word)
      shown += 1
    }
    let left = excerpt.argumentCount - shown
    if left > 0 { text += " … \(Numbers.count(UInt64(left), "more word"))" }
    description = text
  }

  private static func word(_ word: CommandExcerpt.Word) -> String {
    let isPlain = !word.bytes.isEmpty && word.bytes.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x27 && $0 != 0x5C }
    let text = isPlain ? String(decoding: word.bytes, as: UTF8.self) : KeyText(word.bytes, maximumByteCount: .max).description
    let isCut = UInt64(word.bytes.count) < word.byteCount
    return isCut ? text + "… (\(grouped(word.byteCount)) bytes)" : text
  }
}

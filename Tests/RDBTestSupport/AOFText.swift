/// An AOF written down as text: a command a line, words with blanks between them, annotations as they are.
package struct AOFText {
  package let bytes: [UInt8]
  /// Where each line begins.
  package let offsets: [Int]
  private let lines: [String]

  package init(_ text: String) {
    var bytes: [UInt8] = []
    var offsets: [Int] = []
    lines = text.split(separator: "\n").map(String.init)
    for line in lines {
      offsets.append(bytes.count)
      bytes += line.hasPrefix("#") ? [UInt8](line.utf8) + [13, 10] : RESPClient.encode(CommandWords.split(line))
    }
    self.bytes = bytes
    self.offsets = offsets
  }

  /// Where the first line begins that is `line`; -1 when there is none.
  package func offset(of line: String) -> Int { lines.firstIndex(of: line).map { offsets[$0] } ?? -1 }
}

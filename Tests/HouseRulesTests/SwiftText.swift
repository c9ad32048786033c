/// A Swift file with the words of a person taken out: in ``code`` the contents of
/// comments and string literals are gone, so that a rule about code does not stumble
/// over a sentence about it.
///
/// Not a parser: it knows comments (nested too), strings of every delimiter with
/// their interpolations, and raw identifiers. Regex literals it does not know.
struct SwiftText {
  /// The file as it is, line by line.
  let lines: [String]
  /// The same lines without comments and without what stands between quotes.
  let code: [String]

  init(_ text: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var stripper = Stripper(Array(text))
    code = stripper.strip().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// Copies code, and of comments and strings only the line breaks and quotes.
  private struct Stripper {
    let input: [Character]
    var position = 0
    var output = ""

    init(_ input: [Character]) { self.input = input }

    mutating func strip() -> String {
      code(until: nil)
      return output
    }

    private func has(_ text: String) -> Bool {
      var index = position
      for character in text {
        guard index < input.count, input[index] == character else { return false }
        index += 1
      }
      return true
    }

    /// Copies code up to the parenthesis that closes an interpolation, or to the end.
    private mutating func code(until end: Character?) {
      var depth = 0
      while position < input.count {
        if has("//") {
          while position < input.count, input[position] != "\n" { position += 1 }
        } else if has("/*") {
          blockComment()
        } else if input[position] == "`" {
          rawIdentifier()
        } else if input[position] == "\"" || (input[position] == "#" && startsHashedString()) {
          string()
        } else {
          if let end {
            if input[position] == "(" { depth += 1 }
            if input[position] == end {
              if depth == 0 { return }
              depth -= 1
            }
          }
          output.append(input[position])
          position += 1
        }
      }
    }

    private mutating func blockComment() {
      var depth = 0
      repeat {
        if has("/*") {
          depth += 1
          position += 2
        } else if has("*/") {
          depth -= 1
          position += 2
        } else {
          if input[position] == "\n" { output.append("\n") }
          position += 1
        }
      } while depth > 0 && position < input.count
    }

    private mutating func rawIdentifier() {
      output.append("`")
      position += 1
      while position < input.count, input[position] != "`", input[position] != "\n" { position += 1 }
      if position < input.count, input[position] == "`" {
        output.append("`")
        position += 1
      }
    }

    private func startsHashedString() -> Bool {
      var index = position
      while index < input.count, input[index] == "#" { index += 1 }
      return index < input.count && input[index] == "\""
    }

    private mutating func string() {
      var hashes = ""
      while input[position] == "#" {
        hashes += "#"
        position += 1
      }
      let quote = has("\"\"\"") ? "\"\"\"" : "\""
      output += quote
      position += quote.count
      while position < input.count {
        if has(quote + hashes) {
          output += quote
          position += quote.count + hashes.count
          return
        }
        if has("\\" + hashes + "(") {
          position += hashes.count + 2
          output.append("(")
          code(until: ")")
          if position < input.count { position += 1 }
          output.append(")")
        } else if has("\\" + hashes) {
          position += hashes.count + 1
          if position < input.count, input[position] != "\n" { position += 1 }
        } else {
          if input[position] == "\n" {
            output.append("\n")
            if quote.count == 1 {
              position += 1
              return
            }
          }
          position += 1
        }
      }
    }
  }
}

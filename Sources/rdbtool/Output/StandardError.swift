import Glibc

/// Lines for a person, on standard error.
enum StandardError {
  /// Writes a line.
  static func print(_ line: String) { write(line + "\n") }

  /// Writes text as it is; nobody can be told when that fails.
  static func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while let base = rest.baseAddress, rest.count > 0 {
        let count = Glibc.write(2, base, rest.count)
        guard count > 0 else { return }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }

  /// Whether a person is looking.
  static var isTerminal: Bool { isatty(2) == 1 }
}

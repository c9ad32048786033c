/// A word as it has to be typed into a shell.
struct ShellWord: CustomStringConvertible {
  let description: String

  init(_ text: String) {
    let plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-:=@%+,"
    if !text.isEmpty, text.allSatisfy({ plain.contains($0) }) {
      description = text
    } else if text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value < 0x7F }) {
      description = "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    } else {
      // Control characters must not reach the terminal, nor letters that look like others: every byte in numbers that is not ASCII.
      var quoted = "$'"
      for byte in text.utf8 {
        switch byte {
        case 0x27, 0x5C: quoted += "\\" + String(Unicode.Scalar(byte))
        case 0x20..<0x7F: quoted += String(Unicode.Scalar(byte))
        default: quoted += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
      }
      description = quoted + "'"
    }
  }
}

import Glibc

/// An `errno` in words: `no space left on device`.
package struct SystemErrorText: CustomStringConvertible, Sendable {
  package let number: Int32

  package init(_ number: Int32) { self.number = number }

  package var description: String {
    // MT-safe since glibc 2.32.
    guard let words = strerror(number) else { return "system error \(number)" }
    let text = String(cString: words)
    // In the middle of a sentence; `I/O` and the like stay as they are.
    guard let first = text.first, text.dropFirst().first?.isLowercase == true else { return text }
    return first.lowercased() + text.dropFirst()
  }
}

import Glibc

/// Colours for a person, where a person is looking and wants them.
struct TextStyle {
  private let isColored: Bool

  init(_ choice: ColorChoice) {
    switch choice {
    case .always: isColored = true
    case .never: isColored = false
    // https://no-color.org: any value but the empty one switches colours off.
    case .auto: isColored = StandardOutput.isTerminal && getenv("NO_COLOR").map { $0.pointee == 0 } ?? true
    }
  }

  func good(_ text: String) -> String { wrap(text, "32") }
  func bad(_ text: String) -> String { wrap(text, "1;31") }
  func odd(_ text: String) -> String { wrap(text, "33") }
  func faint(_ text: String) -> String { wrap(text, "2") }
  func strong(_ text: String) -> String { wrap(text, "1") }

  private func wrap(_ text: String, _ code: String) -> String { isColored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}

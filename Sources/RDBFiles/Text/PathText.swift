/// A path, or another text from outside, as it may be shown in a message.
///
/// A file name can hold line ends, terminal sequences and characters that turn
/// the direction of the text; printed as they are they would forge a report.
package struct PathText: CustomStringConvertible, Sendable {
  package let path: String

  package init(_ path: String) { self.path = path }

  /// The path with everything that is not one visible character or a plain
  /// space written as `\n` or `\u{1b}`; an empty path as `""`.
  ///
  /// - Complexity: O(n).
  package var description: String {
    if path.isEmpty { return "\"\"" }
    var text = ""
    for scalar in path.unicodeScalars {
      switch scalar {
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      default:
        if Self.isVisible(scalar) {
          text.unicodeScalars.append(scalar)
        } else {
          text += "\\u{" + String(scalar.value, radix: 16) + "}"
        }
      }
    }
    return text
  }

  /// Whether a character leaves a mark, or a plain space, and nothing else.
  package static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
    default: true
    }
  }
}

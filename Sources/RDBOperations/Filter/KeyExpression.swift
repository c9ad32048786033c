/// A regular expression over keys, searched for anywhere in them.
///
/// Keys are taken as UTF-8. One that is not UTF-8 is matched on its lossy text, where every bad sequence is one
/// U+FFFD: `.` matches there, a literal byte does not.
///
/// Unchecked: a compiled expression is only ever read; Swift leaves it unmarked as it may hold functions of its own,
/// which one that was compiled from text cannot.
package struct KeyExpression: @unchecked Sendable {
  /// As it was written.
  package let text: String
  private let compiled: Regex<AnyRegexOutput>

  /// - Throws: `.expression` with what the compiler of expressions says.
  package static func parse(_ text: String) throws(FilterError) -> KeyExpression {
    do {
      return KeyExpression(text: text, compiled: try Regex(text))
    } catch {
      throw .expression(text, problem: "\(error)")
    }
  }

  /// Whether the key holds what the expression describes. Allocates.
  package func matches(_ key: RawSpan) -> Bool {
    let key = key.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    // Only code of one's own inside an expression can throw while it matches; one that was compiled from text has none.
    return (try? compiled.firstMatch(in: key)) != nil
  }
}

/// Ranges of elements as commands give them: both ends included, negative ones counted from the end; a namespace.
package enum ElementRange {
  /// - Returns: nil when it is empty.
  package static func of(_ start: Int64, _ end: Int64, _ count: Int) -> Range<Int>? {
    let count = Int64(count)
    if start < 0, end < 0, start > end { return nil }
    let first = max(0, start < 0 ? count &+ start : start)
    let last = min(count - 1, end < 0 ? count &+ end : end)
    guard count > 0, first <= last else { return nil }
    return Int(first)..<Int(last) + 1
  }
}

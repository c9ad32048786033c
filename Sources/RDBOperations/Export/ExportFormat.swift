/// What an export looks like.
package enum ExportFormat: String, Sendable, CaseIterable {
  /// One JSON object a key, one a line.
  case jsonl
  /// One JSON document.
  case json
  /// Commands that build the dataset again: for `redis-cli --pipe`.
  case resp
  /// A table with one key a row.
  case csv
  /// Names of keys, one a line.
  case keys
}

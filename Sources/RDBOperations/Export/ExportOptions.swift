package import RDBFormats

/// How an export is made.
package struct ExportOptions: Sendable {
  package var format: ExportFormat
  package var filter = KeyFilter()
  package var threads = 1
  /// What expiries are compared with by a filter, since 1970; exported they are as they stand.
  package var nowMilliseconds: Int64
  /// The name of the source, which the JSON document repeats.
  package var source = ""
  /// Whom commands are for: what that server does not know is left out. Nil for one that knows them all.
  package var target: ServerVersion?
  /// What ``SizeScan`` found: needed by a filter for sizes, and by a table, whose rows say how large a value is before
  /// the value. Without it those columns are left empty for values that are larger than a window.
  package var largeValues = SizeScan.LargeValues()
  /// Bytes that a thread takes at a time; nil for those of the framer's window.
  package var chunkByteCount: Int?

  package init(_ format: ExportFormat, nowMilliseconds: Int64) {
    self.format = format
    self.nowMilliseconds = nowMilliseconds
  }
}

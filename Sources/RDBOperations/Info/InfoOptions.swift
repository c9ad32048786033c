package import RDBFormats

/// What `info` was asked for.
package struct InfoOptions: Sendable {
  /// Which keys count; all when nil.
  package var filter: (@Sendable (RecordHead, RawSpan) -> Bool)?
  /// Whether the filter asks for sizes of values.
  package var wantsValueByteCount = false
  /// What counts as expired, in milliseconds since 1970.
  package var nowMilliseconds: Int64
  /// Threads to walk with, at least 1.
  package var threads = 1

  package init(nowMilliseconds: Int64) { self.nowMilliseconds = nowMilliseconds }
}

package import RDBFormats

/// What `repair` was asked for.
package struct RepairOptions: Sendable {
  /// What becomes of the readable part of a damaged value.
  package enum Partial: String, Sendable, CaseIterable {
    /// It is lost with the rest.
    case drop
    /// The elements before the wound are kept, in a plain encoding.
    case keep
  }

  /// Who is to read the new file; nil: whoever reads the old one.
  package var server: ServerVersion?
  /// The RDB version to write; nil: that of the file, or of the server.
  package var rdbVersion: Int?
  /// Of damaged values.
  package var partial = Partial.drop
  /// Threads to walk with, at least 1.
  package var threads = 1
  /// What counts as expired, in milliseconds since 1970; nothing is left out for it.
  package var nowMilliseconds: Int64
  /// Where large collections are sorted and piped input is kept.
  package var temporaryDirectory: String
  /// Bytes that a thread walks at a time.
  package var chunkByteCount = 1 << 20

  package init(nowMilliseconds: Int64, temporaryDirectory: String) {
    self.nowMilliseconds = nowMilliseconds
    self.temporaryDirectory = temporaryDirectory
  }
}

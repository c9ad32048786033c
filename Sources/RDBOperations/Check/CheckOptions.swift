package import RDBFormats

/// What `check` was asked for.
package struct CheckOptions: Sendable {
  /// Structure and checksum only.
  package var isFast = false
  /// Judge for a fresh installation of this server; nil: for the one that wrote the file.
  package var server: ServerVersion?
  /// Threads to walk with, at least 1.
  package var threads = 1
  /// What counts as expired, in milliseconds since 1970.
  package var nowMilliseconds: Int64
  /// Where collections of over half a million elements are sorted.
  package var temporaryDirectory: String

  package init(nowMilliseconds: Int64, temporaryDirectory: String) {
    self.nowMilliseconds = nowMilliseconds
    self.temporaryDirectory = temporaryDirectory
  }
}

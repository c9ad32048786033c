package import RDBFiles

/// Why an AOF is not cut; nothing was written.
package enum TruncateError: Error {
  /// It cannot be done as asked, in one sentence.
  case refused(String)
  /// What would stay is damaged, so that no server would start on it: in one sentence, and what to do.
  case damaged(String)
  /// Writing failed.
  case sink(SinkError)
}

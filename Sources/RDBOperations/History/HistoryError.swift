package import RDBFiles

/// Why there is no history to tell.
package enum HistoryError: Error {
  /// It cannot be opened or read.
  case source(SourceError)
  /// It broke off while it was read; what the source says.
  case reading(path: String, any Error)
  /// It is no AOF; what it is, fit to follow "this is".
  case notAnAOF(path: String, content: String)
  /// Whoever was told the life of a key wants no more.
  case consumer(any Error)
}

import RDBFormats

/// What is removed from the front of a stream, and how.
struct StreamTrim {
  enum Strategy {
    /// Down to so many entries.
    case length(Int64)
    /// All below an id.
    case id(StreamEntryID)
  }

  var strategy: Strategy
  /// Only whole nodes.
  var isApproximate = false
  /// How many at most; 0 for any number.
  var limit = 0
  var references = StreamReferences.kept

  func isSatisfied(length: Int) -> Bool {
    if case .length(let wanted) = strategy { return Int64(length) <= wanted }
    return false
  }
}

/// What becomes of pending entries when entries of a stream are deleted (Redis 8.2).
enum StreamReferences {
  /// They stay.
  case kept
  /// They go.
  case deleted
  /// Only entries that every group has read and acknowledged are deleted.
  case acknowledged

  init?(_ word: Word, _ call: Call) {
    guard call.version.isRedis(8, 2) else { return nil }
    if word.equals("KEEPREF") { self = .kept }
    else if word.equals("DELREF") { self = .deleted }
    else if word.equals("ACKED") { self = .acknowledged }
    else { return nil }
  }
}

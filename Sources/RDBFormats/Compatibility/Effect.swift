/// What something in a file does to a server that starts on it.
public enum Effect: Int, Hashable, Sendable, Comparable {
  /// Nothing.
  case none
  /// Nothing, but worth knowing.
  case note
  /// It loads, but something is lost that was worth nothing, or is odd.
  case warning
  /// It starts, but loses, misreads or later crashes on something.
  case damaged
  /// It does not start.
  case refused

  /// The lesser evil first.
  public static func < (a: Effect, b: Effect) -> Bool { a.rawValue < b.rawValue }
}

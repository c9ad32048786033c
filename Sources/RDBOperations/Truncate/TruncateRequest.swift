/// What is to be cut off.
package enum TruncateRequest: Sendable {
  /// Everything after that second: all of the second itself stays.
  case time(seconds: Int64)
  /// What does not end at or before that offset of a file; of the last one of a set when no file is named.
  case offset(Int, file: String?)
  /// From the transaction or command on that fits.
  case command(glob: String, Occurrence, sinceSeconds: Int64?)

  /// Which of several commands that fit.
  package enum Occurrence: Hashable, Sendable {
    /// The one that keeps least.
    case first
    /// The one that keeps most.
    case last
    /// Counted from 1.
    case number(UInt64)
  }
}

/// Why a server refuses to run a command whose number of arguments is right.
public struct ArgumentProblem: Error, Hashable, Sendable {
  /// What servers call it.
  public enum Reason: String, Hashable, Sendable {
    /// Words that are missing, left over, or that do not go together.
    case syntax
    /// "value is not an integer or out of range".
    case notAnInteger
    /// "value is not a valid float".
    case notAFloat
    /// A number that is one but may not be that: negative, too large, zero.
    case outOfRange
    /// "Invalid stream ID".
    case invalidStreamID
    /// A serialised value whose version or checksum is wrong, or a library without its first line.
    case badPayload
  }

  /// What is wrong.
  public let reason: Reason
  /// Which argument shows it, 0 being the name; the number of arguments when one is missing.
  public let argument: Int

  package init(reason: Reason, argument: Int) {
    self.reason = reason
    self.argument = argument
  }
}

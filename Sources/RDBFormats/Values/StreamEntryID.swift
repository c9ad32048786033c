/// The id of a stream entry.
public struct StreamEntryID: Hashable, Sendable, Comparable {
  /// Milliseconds since 1970, by the clock of the server that added it.
  public var milliseconds: UInt64
  /// Counts entries of one millisecond.
  public var sequence: UInt64

  /// - Parameters:
  ///   - milliseconds: since 1970.
  ///   - sequence: within the millisecond.
  public init(milliseconds: UInt64, sequence: UInt64) {
    self.milliseconds = milliseconds
    self.sequence = sequence
  }

  /// 0-0, below every entry.
  public static let zero = StreamEntryID(milliseconds: 0, sequence: 0)

  /// By milliseconds, then by sequence.
  public static func < (a: StreamEntryID, b: StreamEntryID) -> Bool {
    a.milliseconds != b.milliseconds ? a.milliseconds < b.milliseconds : a.sequence < b.sequence
  }
}

extension StreamEntryID: CustomStringConvertible {
  public var description: String { "\(milliseconds)-\(sequence)" }
}

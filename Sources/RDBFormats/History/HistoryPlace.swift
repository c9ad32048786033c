/// Where in the history of an AOF a command stands, and when it ran.
package struct HistoryPlace: Hashable, Sendable {
  /// The file of the set, counted from 0 in the order in which servers load them.
  package var part: Int
  /// Bytes from the start of that file to the command.
  package var offset: Int
  /// Bytes from the start of that file to what must not be split: the command, or the MULTI in front, with its timestamp.
  package var unitOffset: Int
  /// The second in which it ran, since 1970: the latest timestamp so far, which is what a cut to a moment goes by. Nil before the first.
  package var seconds: Int64?
  /// The database it runs in.
  package var database: Int
  /// Whether it waits between MULTI and EXEC.
  package var isInTransaction: Bool

  package init(part: Int, offset: Int, unitOffset: Int, seconds: Int64?, database: Int, isInTransaction: Bool) {
    self.part = part
    self.offset = offset
    self.unitOffset = unitOffset
    self.seconds = seconds
    self.database = database
    self.isInTransaction = isInTransaction
  }
}

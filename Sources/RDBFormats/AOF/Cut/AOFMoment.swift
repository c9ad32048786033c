/// A place in a file of an AOF, and what had happened by then.
package struct AOFMoment: Hashable, Sendable {
  /// Bytes from the start of the file.
  package var offset: Int
  /// Commands before it, in this file and those before.
  package var commandCount: UInt64
  /// Transactions before it, in this file and those before.
  package var transactionCount: UInt64
  /// The last timestamp before it, in seconds since 1970; nil when there was none.
  package var seconds: Int64?

  /// - Parameters:
  ///   - offset: bytes from the start of the file.
  ///   - commandCount: commands before it.
  ///   - transactionCount: transactions before it.
  ///   - seconds: the last timestamp before it.
  package init(offset: Int = 0, commandCount: UInt64 = 0, transactionCount: UInt64 = 0, seconds: Int64? = nil) {
    self.offset = offset
    self.commandCount = commandCount
    self.transactionCount = transactionCount
    self.seconds = seconds
  }
}

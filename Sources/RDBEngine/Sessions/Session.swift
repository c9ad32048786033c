import RDBFormats

/// One client, or one AOF that is replayed: its database, its transaction.
package final class Session {
  /// The database that its commands work on.
  package var database = 0
  /// Where its replies go.
  package let reply = ReplyBuffer()
  /// Commands since MULTI; nil outside of a transaction.
  var queued: [QueuedCommand]?
  /// Whether a command was refused since MULTI: EXEC does nothing then.
  var isTransactionRefused = false
  /// Keys that were watched, with what the keyspace knew of them.
  var watched: [WatchedKey] = []

  package init() {}

  struct QueuedCommand {
    let id: Command.ID
    let words: [[UInt8]]
  }

  struct WatchedKey {
    let database: Int
    let key: [UInt8]
    /// Of the last change of the key when it was watched.
    let version: UInt64
  }

  /// Leaves the transaction.
  func endTransaction() {
    queued = nil
    isTransactionRefused = false
    watched.removeAll()
  }
}

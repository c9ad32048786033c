package import RDBFormats

/// What `repair` of an AOF came to.
package struct AOFRepairReport: Sendable {
  /// What became of one file.
  package struct Part: Sendable {
    /// Its name, or as it was given for a single file.
    package let name: String
    /// Bytes it has, decompressed.
    package let byteCount: UInt64
    /// Bytes the new file has.
    package var newByteCount: UInt64 = 0
    /// Commands kept, transactions counted by theirs.
    package var commands: UInt64 = 0
    /// What the RDB in front came to; nil when there is none, or it could be left as it is.
    package var rdb: RepairReport?
    /// Keys of that RDB in the new file.
    package var keys: UInt64 = 0
    /// Commands, transactions and what is left of them, in the order of the file.
    package var losses: [AOFLoss] = []
    /// All losses of commands.
    package var lossCount: UInt64 = 0
    /// Transactions that were lost.
    package var lostTransactions: UInt64 = 0
    /// Bytes of the old file that are in the quarantine, in its order.
    package var leftOut: [Range<Int>] = []
    /// What a reader has to know of it, in sentences.
    package var notes: [String] = []
  }

  /// Whether it is one file; a set of several otherwise.
  package let isSingle: Bool
  /// Its files, in the order in which servers load them.
  package internal(set) var parts: [Part] = []
  /// Files that the manifest names and that are not there, or cannot be used.
  package internal(set) var lostFiles: [(name: String, byteCount: UInt64, why: String)] = []
  /// What a reader has to know of the set, in sentences.
  package internal(set) var notes: [String] = []
  /// Whether the manifest says something else than it did.
  package internal(set) var manifestChanged = false
  /// Where the bytes are that were left out; nil when there are none, or nothing was written.
  package var quarantine: String?
  /// Where the old file or manifest is, when it was replaced in place.
  package var backup: String?

  init(isSingle: Bool) { self.isSingle = isSingle }

  /// Whether one of the files begins with an RDB.
  package var hasRDB: Bool { parts.contains { $0.keys > 0 || $0.rdb != nil } }
  /// Commands and transactions in the new files.
  package var commands: UInt64 { parts.reduce(0) { $0 + $1.commands } }
  /// Keys of RDBs in the new files.
  package var keys: UInt64 { parts.reduce(0) { $0 + $1.keys } }
  /// Everything that was lost: commands and transactions, keys of an RDB, files.
  package var lossCount: UInt64 { parts.reduce(UInt64(lostFiles.count)) { $0 + $1.lossCount + ($1.rdb?.lossCount ?? 0) } }
  /// Bytes of the old files.
  package var bytes: UInt64 { parts.reduce(lostFiles.reduce(0) { $0 + $1.byteCount }) { $0 + $1.byteCount } }
  /// Bytes of the new files.
  package var newBytes: UInt64 { parts.reduce(0) { $0 + $1.newByteCount } }
  /// Bytes of the old files that are not in the new ones.
  package var lostBytes: UInt64 { parts.reduce(lostFiles.reduce(0) { $0 + $1.byteCount }) { $0 + $1.leftOut.reduce(0) { $0 + UInt64($1.count) } } }
  /// Whether all that was there is there still.
  package var isComplete: Bool { lossCount == 0 }
  /// Whether there is nothing to mend.
  package internal(set) var isSound = false
  /// The share of bytes that was kept, 0 to 1.
  package var keptShare: Double { bytes == 0 ? 1 : 1 - Double(lostBytes) / Double(bytes) }
}

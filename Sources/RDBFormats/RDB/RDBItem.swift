/// What stands next in an RDB.
public enum RDBItem: Hashable, Sendable {
  /// An auxiliary field: two strings follow.
  case auxiliary
  /// Keys of this database follow.
  case database(UInt64)
  /// How many keys and expiries the writer announced for the database.
  case sizeHint(keys: UInt64, expires: UInt64)
  /// A function library: its source follows.
  case function
  /// Data of a module that belongs to no key: items follow. `when`: 1 before keys, 2 after.
  case moduleAuxiliary(ModuleID, when: UInt64, whenOpcode: UInt64)
  /// A cluster's hash slot with the keys to come.
  case slotInfo(slot: UInt64, keys: UInt64, expires: UInt64)
  /// A slot import that was under way (Valkey).
  case slotImport(rangeCount: UInt64)
  /// A template of hash fields (Redis 8.10); kept by the parser.
  case hashTemplate(id: UInt64, fieldCount: Int)
  /// Metadata of the key to come (Redis 8.6), skipped; the key follows as an item of its own.
  case keyMetadata
  /// A key: its name and value follow.
  case record(ValueEncoding)
  /// The end opcode; eight bytes of checksum follow in versions that have one.
  case end
}

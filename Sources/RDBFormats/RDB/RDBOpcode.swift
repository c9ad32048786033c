/// Bytes that stand where a value type could: everything between keys (rdb.md §3).
enum RDBOpcode {
  static let end: UInt8 = 255
  static let selectDatabase: UInt8 = 254
  static let expireSeconds: UInt8 = 253
  static let expireMilliseconds: UInt8 = 252
  static let resizeDatabase: UInt8 = 251
  static let auxiliary: UInt8 = 250
  static let frequency: UInt8 = 249
  static let idle: UInt8 = 248
  static let moduleAuxiliary: UInt8 = 247
  static let functionPreGA: UInt8 = 246
  static let function2: UInt8 = 245
  static let slotInfo: UInt8 = 244
  /// Redis 8.6 and newer: metadata of the next key. Valkey 9.0 and newer: a slot import.
  static let keyMetadataOrSlotImport: UInt8 = 243
  /// Redis 8.10 and newer: a template of hash fields. Valkey 9.2: an update in a forkless snapshot.
  static let hashTemplateOrUpdate: UInt8 = 242
}

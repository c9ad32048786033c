// An RDB, as this parser goes through it (rdb.md §1):
//
//   header ( item )* FF [checksum]
//   item = opcode payload
//        | (attribute)* type key value        attribute = expiry, idle, frequency, metadata
//
// The parser reads what frames an item and stops in front of its strings:
// whoever drives it reads or skips key and value (`RDBReader`, `RDBFramer`).

/// Where a walk through an RDB stands. A plain value: a copy is a second walk.
struct RDBParser {
  /// What changes with every item: cheap to copy, so that a walk can step back over an item that is cut off.
  struct State {
    /// The database of the keys to come.
    var database: UInt64 = 0
    /// Attributes read and not yet claimed by a key; after ``next(_:)`` gave a record: that record's.
    var attributes = KeyAttributes()
    /// Whether the attributes belong to the last record and end with it.
    var attributesAreSpent = false
  }

  var dialect = RDBDialect.redis
  var version = 0
  var state = State()
  private(set) var templates: [HashTemplate] = []
  private var templateByteCount = 0
  /// Offset of the key metadata of the item, negative when it has none.
  private(set) var keyMetadataOffset = -1
  /// Offset of the first byte of the item.
  private(set) var itemOffset = 0
  /// Offset of the type byte or opcode of the item.
  private(set) var typeOffset = 0

  /// The database of the keys to come.
  var database: UInt64 { state.database }
  /// Attributes read and not yet claimed by a key; after ``next(_:)`` gave a record: that record's.
  var attributes: KeyAttributes { state.attributes }

  init() {}

  init(dialect: RDBDialect) { self.dialect = dialect }

  init(_ header: RDBHeader) {
    dialect = header.dialect
    version = header.version
  }

  /// Reads up to the strings of the next item.
  ///
  /// - Throws: `.endMissing` when the input ends between two items, and what is wrong with the framing.
  @inline(__always)
  mutating func next<C: ByteReading & ~Copyable>(_ cursor: inout C) throws(DecodeFault) -> RDBItem {
    if state.attributesAreSpent { state = State(database: state.database) }
    keyMetadataOffset = -1
    itemOffset = cursor.offset
    while true {
      typeOffset = cursor.offset
      let byte: UInt8
      do { byte = try cursor.readByte() } catch {
        if case .truncated = error.reason, itemOffset == typeOffset { throw DecodeFault(.endMissing, at: typeOffset) }
        throw error
      }
      if byte <= ValueEncoding.highestTypeByte, let encoding = ValueEncoding.of(byte, dialect) {
        state.attributesAreSpent = state.attributes.isPresent
        return .record(encoding)
      }
      if let item = try opcode(byte, &cursor) {
        if state.attributes.isPresent { state.attributes.oddities.insert(.detached) }
        return item
      }
    }
  }

  /// - Returns: nil when the opcode was an attribute of the key to come.
  @inline(never)
  private mutating func opcode<C: ByteReading & ~Copyable>(_ byte: UInt8, _ cursor: inout C) throws(DecodeFault) -> RDBItem? {
    switch byte {
    case ValueEncoding.modulePreGA.rawValue: throw cursor.fault(.moduleValuePreGA, at: typeOffset)
    case RDBOpcode.expireMilliseconds:
      let milliseconds = try cursor.readLittleEndian(Int64.self)
      // -1 is "no expiry" to every server.
      state.attributes.expiresAtMilliseconds = milliseconds == -1 ? nil : milliseconds
      if milliseconds == -1 { state.attributes.oddities.insert(.expiryOfMinusOne) }
      return nil
    case RDBOpcode.expireSeconds:
      let seconds = Int64(try cursor.readLittleEndian(Int32.self))
      state.attributes.expiresAtMilliseconds = seconds * 1000
      return nil
    case RDBOpcode.idle:
      state.attributes.idleSeconds = try cursor.readLength()
      return nil
    case RDBOpcode.frequency:
      state.attributes.frequency = try cursor.readByte()
      return nil
    case RDBOpcode.auxiliary: return .auxiliary
    case RDBOpcode.selectDatabase:
      state.database = try cursor.readLength()
      return .database(state.database)
    case RDBOpcode.resizeDatabase:
      let keys = try cursor.readLength()
      return .sizeHint(keys: keys, expires: try cursor.readLength())
    case RDBOpcode.end: return .end
    case RDBOpcode.function2: return .function
    case RDBOpcode.functionPreGA: throw cursor.fault(.functionPreGA, at: typeOffset)
    case RDBOpcode.moduleAuxiliary:
      let id = ModuleID(rawValue: try cursor.readLength())
      let whenOpcode = try cursor.readLength()
      return .moduleAuxiliary(id, when: try cursor.readLength(), whenOpcode: whenOpcode)
    case RDBOpcode.slotInfo:
      let slot = try cursor.readLength()
      let keys = try cursor.readLength()
      return .slotInfo(slot: slot, keys: keys, expires: try cursor.readLength())
    case RDBOpcode.keyMetadataOrSlotImport where dialect == .valkey: return try slotImport(&cursor)
    case RDBOpcode.keyMetadataOrSlotImport where dialect == .redis:
      keyMetadataOffset = cursor.offset - 1
      state.attributes.hasMetadata = true
      state.attributes.metadataClassCount = try Self.skipKeyMetadata(&cursor)
      return nil
    case RDBOpcode.hashTemplateOrUpdate where dialect == .redis: return try hashTemplate(&cursor)
    default: throw cursor.fault(.unknownOpcode(byte), at: typeOffset)
    }
  }

  /// `str job (exactly 40 chars), len n, n×(len first, len last)`.
  private func slotImport<C: ByteReading & ~Copyable>(_ cursor: inout C) throws(DecodeFault) -> RDBItem {
    switch try cursor.readStringToken() {
    case .raw(40): try cursor.skip(40)
    case .raw(let count): throw cursor.fault(.slotImportName(length: count), at: typeOffset)
    case .integer, .compressed: throw cursor.fault(.slotImportName(length: 0), at: typeOffset)
    }
    let count = try cursor.readCount(minimumSize: 2)
    var left = count
    while left > 0 {
      _ = try cursor.readLength()
      _ = try cursor.readLength()
      left -= 1
    }
    return .slotImport(rangeCount: count)
  }

  /// `len classes, each: 4 bytes class spec, module opcodes … 0`.
  private static func skipKeyMetadata<C: ByteReading & ~Copyable>(_ cursor: inout C) throws(DecodeFault) -> Int {
    let count = try cursor.readCount(minimumSize: 5)
    var left = count
    while left > 0 {
      try cursor.skip(4)
      try cursor.skipModuleItems()
      left -= 1
    }
    return Int(clamping: count)
  }

  /// `len id, len fields, str ×fields`.
  private mutating func hashTemplate<C: ByteReading & ~Copyable>(_ cursor: inout C) throws(DecodeFault) -> RDBItem {
    let id = try cursor.readLength()
    guard id == UInt64(templates.count), templates.count < HashTemplate.maximumCount else {
      throw cursor.fault(.hashTemplate("template \(id) where \(templates.count) is next"), at: typeOffset)
    }
    let count = try cursor.readCount(minimumSize: 1)
    var fields: [[UInt8]] = []
    let buffer = TextBuffer()
    defer { withExtendedLifetime(buffer) {} }
    // Counted when all of it was there: a framer tries once more with more bytes in hand.
    var byteCount = templateByteCount
    for _ in 0..<count {
      let name = try cursor.readText(into: buffer)
      byteCount += name.count + 16
      guard byteCount <= HashTemplate.maximumByteCount else {
        throw cursor.fault(.unsupported("hash templates of over 8 MiB"), at: typeOffset)
      }
      fields.append([UInt8](name))
    }
    templates.append(HashTemplate(fields: fields))
    templateByteCount = byteCount
    return .hashTemplate(id: id, fieldCount: fields.count)
  }
}

/// How a value is written: the type byte, told apart by dialect (rdb.md §5).
public enum ValueEncoding: UInt8, Hashable, Sendable, CaseIterable {
  /// Type 0: one string.
  case string = 0
  /// Type 1: a list of strings.
  case list = 1
  /// Type 2: a set of strings.
  case set = 2
  /// Type 3: members with ASCII scores.
  case sortedSet = 3
  /// Type 4: fields and values.
  case hash = 4
  /// Type 5: members with binary scores.
  case sortedSet2 = 5
  /// Type 6: a module value of 4.0 release candidates; carries no lengths.
  case modulePreGA = 6
  /// Type 7: a module value.
  case module2 = 7
  /// Type 9: a hash as a zipmap.
  case hashZipmap = 9
  /// Type 10: a list as one ziplist.
  case listZiplist = 10
  /// Type 11: a set of integers.
  case setIntset = 11
  /// Type 12: a sorted set as a ziplist.
  case sortedSetZiplist = 12
  /// Type 13: a hash as a ziplist.
  case hashZiplist = 13
  /// Type 14: a list of ziplists.
  case quicklist = 14
  /// Type 15: a stream of Redis 5.0.
  case stream = 15
  /// Type 16: a hash as a listpack.
  case hashListpack = 16
  /// Type 17: a sorted set as a listpack.
  case sortedSetListpack = 17
  /// Type 18: a list of listpacks and plain elements.
  case quicklist2 = 18
  /// Type 19: a stream of Redis 7.0.
  case stream2 = 19
  /// Type 20: a set as a listpack.
  case setListpack = 20
  /// Type 21: a stream of Redis 7.2.
  case stream3 = 21
  /// Redis type 22: a hash with field expiries of 7.4 release candidates.
  case hashMetadataPreGA = 22
  /// Redis type 23: the same as a listpack.
  case hashListpackExPreGA = 23
  /// Redis type 24: a hash with field expiries.
  case hashMetadata = 24
  /// Redis type 25: a hash with field expiries as a listpack.
  case hashListpackEx = 25
  /// Type 26: a stream with idempotency data (Redis 8.6).
  case stream4 = 26
  /// Type 27: a stream with a NACK zone (Redis 8.8).
  case stream5 = 27
  /// Type 28: an array (Redis 8.8).
  case array = 28
  /// Type 29: a hash with its own template, as a listpack (DUMP payloads of Redis 8.10).
  case hashTemplateListpack = 29
  /// Type 30: a hash that names its template, as a listpack.
  case hashTemplateListpackReference = 30
  /// Type 31: a hash with its own template (DUMP payloads of Redis 8.10).
  case hashTemplateArray = 31
  /// Type 32: a hash that names its template.
  case hashTemplateArrayReference = 32
  /// Valkey type 22: a hash with field expiries.
  case valkeyHash2 = 150
  /// Valkey type 23: a hash of paths (Valkey 9.2).
  case valkeyPathHash = 151

  /// The encoding that a type byte stands for, or nil for bytes never given out in that dialect.
  ///
  /// Type 6 has none: nobody can read past it.
  @inline(__always)
  static func of(_ byte: UInt8, _ dialect: RDBDialect) -> ValueEncoding? {
    // The one that most records have, without a search through all cases.
    byte == 0 ? .string : rare(byte, dialect)
  }

  /// Bytes above it are opcodes or nothing.
  static var highestTypeByte: UInt8 { 32 }

  private static func rare(_ byte: UInt8, _ dialect: RDBDialect) -> ValueEncoding? {
    if byte <= 21 { return byte == modulePreGA.rawValue ? nil : ValueEncoding(rawValue: byte) }
    switch dialect {
    case .redis: return byte <= 32 ? ValueEncoding(rawValue: byte) : nil
    case .valkey: return byte == 22 ? .valkeyHash2 : byte == 23 ? .valkeyPathHash : nil
    }
  }

  /// The byte in the file.
  public var typeByte: UInt8 { rawValue < 128 ? rawValue : rawValue - 128 }

  /// What a user calls it.
  public var kind: ValueKind {
    switch self {
    case .string: .string
    case .list, .listZiplist, .quicklist, .quicklist2: .list
    case .set, .setIntset, .setListpack: .set
    case .sortedSet, .sortedSet2, .sortedSetZiplist, .sortedSetListpack: .sortedSet
    case .hash, .hashZipmap, .hashZiplist, .hashListpack, .hashMetadataPreGA, .hashListpackExPreGA, .hashMetadata,
      .hashListpackEx, .hashTemplateListpack, .hashTemplateListpackReference, .hashTemplateArray,
      .hashTemplateArrayReference, .valkeyHash2, .valkeyPathHash:
      .hash
    case .stream, .stream2, .stream3, .stream4, .stream5: .stream
    case .modulePreGA, .module2: .module
    case .array: .array
    }
  }

  /// The servers' name of the layout, as `OBJECT ENCODING` would say it of such a value.
  public var name: String {
    switch self {
    case .string: "raw"
    case .list: "linkedlist"
    case .set, .hash: "hashtable"
    case .hashMetadata, .hashMetadataPreGA, .valkeyHash2: "hashtable_ex"
    case .sortedSet, .sortedSet2: "skiplist"
    case .hashZipmap: "zipmap"
    case .listZiplist, .sortedSetZiplist, .hashZiplist: "ziplist"
    case .setIntset: "intset"
    case .quicklist, .quicklist2: "quicklist"
    case .stream, .stream2, .stream3, .stream4, .stream5: "stream"
    case .hashListpack, .sortedSetListpack, .setListpack: "listpack"
    case .hashListpackEx, .hashListpackExPreGA: "listpackex"
    case .hashTemplateListpack, .hashTemplateListpackReference, .hashTemplateArray, .hashTemplateArrayReference: "template"
    case .valkeyPathHash: "pathhash"
    case .modulePreGA, .module2: "module"
    case .array: "array"
    }
  }
}

extension ValueEncoding {
  /// Whether elements may stand for names that lie elsewhere in the file: ``ValueVisitor/sharedElement(_:_:_:)``.
  package var sharesNames: Bool {
    switch self {
    case .hashTemplateListpackReference, .hashTemplateArrayReference: true
    default: kind == .stream
    }
  }
}

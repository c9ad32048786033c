/// Something sound in a file that a server does not know.
public struct FormatObstacle: Hashable, Sendable {
  /// What it is, as the end of "because of …".
  public let what: String
  /// Where it stands first.
  public let offset: Int
  /// The key it belongs to, for one.
  public let key: [UInt8]?
  /// The database of the key.
  public let database: UInt64?

  package init(what: String, offset: Int, key: [UInt8]?, database: UInt64?) {
    self.what = what
    self.offset = offset
    self.key = key
    self.database = database
  }
}

extension ServerVersion {
  /// What in a file that is otherwise sound keeps this server from loading it (rdb.md §2, §3, §5).
  public func obstacles(_ header: RDBHeader, _ tally: RecordTally) -> [FormatObstacle] {
    var found: [FormatObstacle] = []
    func add(_ what: String, _ sighting: RecordTally.Sighting?) {
      guard let sighting else { return }
      found.append(FormatObstacle(what: what, offset: sighting.offset, key: sighting.key, database: sighting.database))
    }
    if let what = headerObstacle(header) { found.append(FormatObstacle(what: what, offset: 0, key: nil, database: nil)) }
    for (encoding, sighting) in tally.encodings.sorted(by: { $0.value.offset < $1.value.offset }) where !knows(encoding) {
      add("type \(encoding.typeByte) (\(encoding.description))", sighting)
    }
    if !isAtLeast(family == .redis ? 3 : 0, family == .redis ? 2 : 0) {
      add("auxiliary fields", tally.auxiliary)
      add("RESIZEDB", tally.sizeHint)
    }
    if family == .redis {
      if !isAtLeast(5, 0) {
        add("an LRU idle time", tally.idle)
        add("an LFU counter", tally.frequency)
        add("module aux data", tally.moduleAuxiliary)
      }
      if !isAtLeast(7, 0) { add("a function library", tally.function) }
      if !isAtLeast(7, 4) { add("cluster slot info", tally.slotInfo) }
    }
    if header.dialect == .redis {
      if !isRedis(8, 6) { add("key metadata", tally.keyMetadata) }
      if !isRedis(8, 10) { add("a hash template", tally.hashTemplate) }
    }
    return found
  }

  private func headerObstacle(_ header: RDBHeader) -> String? {
    let label = header.dialect == .redis ? "RDB version \(header.version)" : "a VALKEY header"
    guard header.version >= 1 else { return label }
    switch (header.dialect, family) {
    case (.redis, .redis): return header.version <= newestRDBVersion ? nil : label
    case (.valkey, .redis): return "a VALKEY header"
    case (.valkey, .valkey): return header.version == newestRDBVersion ? nil : "VALKEY version \(header.version)"
    case (.redis, .valkey):
      guard header.version <= 11 else { return label }
      // Valkey 9 wants the digit, Redis reads with atoi.
      if isAtLeast(9, 0), !header.text.hasPrefix("REDIS0") { return "a header of other than four digits" }
      return nil
    }
  }

  /// Whether it reads values that are written this way.
  public func knows(_ encoding: ValueEncoding) -> Bool {
    if family == .valkey {
      switch encoding {
      case .valkeyHash2: return isAtLeast(9, 0)
      case .valkeyPathHash: return false
      default: return encoding.rawValue <= 21 && encoding != .modulePreGA
      }
    }
    switch encoding {
    case .string, .list, .set, .sortedSet, .hash, .hashZipmap, .listZiplist, .setIntset, .sortedSetZiplist, .hashZiplist: return true
    case .quicklist: return isAtLeast(3, 2)
    case .sortedSet2, .module2: return isAtLeast(4, 0)
    case .stream: return isAtLeast(5, 0)
    case .hashListpack, .sortedSetListpack, .quicklist2, .stream2: return isAtLeast(7, 0)
    case .setListpack, .stream3: return isAtLeast(7, 2)
    case .hashMetadataPreGA, .hashListpackExPreGA, .hashMetadata, .hashListpackEx: return isAtLeast(7, 4)
    case .stream4: return isAtLeast(8, 6)
    case .stream5, .array: return isAtLeast(8, 8)
    case .hashTemplateListpack, .hashTemplateListpackReference, .hashTemplateArray, .hashTemplateArrayReference:
      return isAtLeast(8, 10)
    case .modulePreGA, .valkeyHash2, .valkeyPathHash: return false
    }
  }
}

extension ValueEncoding: CustomStringConvertible {
  /// What it is, in words: "hash with field TTLs, listpack".
  public var description: String {
    switch self {
    case .string: "string"
    case .list: "list"
    case .set: "set"
    case .sortedSet: "sorted set with ASCII scores"
    case .sortedSet2: "sorted set"
    case .hash: "hash"
    case .modulePreGA: "module value of a 4.0 release candidate"
    case .module2: "module value"
    case .hashZipmap: "hash, zipmap"
    case .listZiplist: "list, ziplist"
    case .setIntset: "set, intset"
    case .sortedSetZiplist: "sorted set, ziplist"
    case .hashZiplist: "hash, ziplist"
    case .quicklist: "list, quicklist of ziplists"
    case .quicklist2: "list, quicklist of listpacks"
    case .stream: "stream of 5.0"
    case .stream2: "stream of 7.0"
    case .stream3: "stream of 7.2"
    case .stream4: "stream with idempotency data"
    case .stream5: "stream with a NACK zone"
    case .hashListpack: "hash, listpack"
    case .sortedSetListpack: "sorted set, listpack"
    case .setListpack: "set, listpack"
    case .hashMetadataPreGA, .hashListpackExPreGA: "hash with field TTLs of a 7.4 release candidate"
    case .hashMetadata, .valkeyHash2: "hash with field TTLs"
    case .hashListpackEx: "hash with field TTLs, listpack"
    case .array: "array"
    case .hashTemplateListpack, .hashTemplateListpackReference, .hashTemplateArray, .hashTemplateArrayReference: "hash by template"
    case .valkeyPathHash: "path hash"
    }
  }
}

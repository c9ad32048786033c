/// What the name of a file of an AOF says: `<prefix>.<sequence>.base.rdb`, `.base.aof` or `.incr.aof`.
public struct AOFFileName: Hashable, Sendable {
  /// `appendfilename` of the server.
  public let prefix: [UInt8]
  /// Counts bases and increments separately, from 1 on.
  public let sequence: Int64
  /// Base or increment.
  public let type: AOFManifestEntry.FileType
  /// Whether the suffix says RDB; servers look at the first bytes instead.
  public let isRDB: Bool

  /// What a name of a file says, to rebuild a manifest from what is in a directory.
  ///
  /// - Returns: nil when servers give no such names.
  public init?(parsing name: [UInt8]) {
    let suffixes: [(String, AOFManifestEntry.FileType, Bool)] = [
      (".base.rdb", .base, true), (".base.aof", .base, false), (".incr.aof", .increment, false),
    ]
    guard !name.starts(with: Array("temp-".utf8)),
      let (suffix, type, isRDB) = suffixes.first(where: { name.count > $0.0.utf8.count && name.suffix($0.0.utf8.count).elementsEqual($0.0.utf8) })
    else { return nil }
    let stem = name.dropLast(suffix.utf8.count)
    guard let dot = stem.lastIndex(of: 0x2E), dot > stem.startIndex,
      let sequence = Array(stem[(dot + 1)...]).withUnsafeBytes({ Decimal.canonicalInteger($0) }), sequence > 0,
      AOFManifestEntry.isFileName(name)
    else { return nil }
    prefix = Array(stem[..<dot])
    self.sequence = sequence
    self.type = type
    self.isRDB = isRDB
  }

  /// - Parameters:
  ///   - prefix: `appendfilename` of the server, `appendonly.aof` unless configured.
  ///   - sequence: from 1 on.
  ///   - type: ``AOFManifestEntry/FileType/base`` or ``AOFManifestEntry/FileType/increment``.
  ///   - isRDB: whether a base is an RDB.
  public init(prefix: [UInt8], sequence: Int64, type: AOFManifestEntry.FileType, isRDB: Bool) {
    self.prefix = prefix
    self.sequence = sequence
    self.type = type
    self.isRDB = isRDB && type == .base
  }

  /// The name.
  public var bytes: [UInt8] {
    let suffix = type == .base ? (isRDB ? "base.rdb" : "base.aof") : "incr.aof"
    return prefix + Array(".\(sequence).\(suffix)".utf8)
  }

  /// The name of the manifest of an AOF with this prefix.
  public static func manifest(prefix: [UInt8]) -> [UInt8] { prefix + Array(".manifest".utf8) }
}

extension AOFManifest {
  /// The name that the next base or increment gets from a server.
  public func nextName(prefix: [UInt8], type: AOFManifestEntry.FileType, isRDB: Bool) -> AOFFileName {
    let last = entries.filter { $0.type == type }.map(\.sequence).max() ?? 0
    return AOFFileName(prefix: prefix, sequence: max(0, last).addingReportingOverflow(1).partialValue, type: type, isRDB: isRDB)
  }
}

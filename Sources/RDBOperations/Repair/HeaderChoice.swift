import RDBFormats

/// Which magic and version the new file begins with.
enum HeaderChoice {
  /// - Throws: ``RepairError/version(_:)`` when the version asked for cannot hold what is kept.
  static func header(_ start: RDBStart, _ scan: RepairScan, _ options: RepairOptions) throws -> RDBHeader {
    let kept = scan.encodings.filter { $0.value > 0 }.map(\.key)
    let newest = kept.max { $0.firstRDBVersion < $1.firstRDBVersion }
    let needed = newest?.firstRDBVersion ?? 1
    if let version = options.rdbVersion {
      let isValkey = version >= 80
      guard (1...RDBHeader.newestRedis).contains(version) || (80...RDBHeader.newestValkey).contains(version) else {
        throw RepairError.version("RDB version \(version) is none that a server writes: 1 to \(RDBHeader.newestRedis) are Redis, 80 and 81 Valkey")
      }
      if let newest, isValkey ? (22...32).contains(newest.rawValue) : needed > version {
        throw RepairError.version(
          "RDB version \(version) cannot hold type \(newest.typeByte) (\(newest.description)), which is in the file; give --rdb-version \(needed) or newer")
      }
      return RDBHeader(dialect: isValkey ? .valkey : .redis, version: version)
    }
    let own = start.isKnownVersion ? start.assumed.version : nil
    if let server = options.server {
      if server.isValkey(9, 0), start.assumed.dialect == .valkey { return RDBHeader(dialect: .valkey, version: server.newestRDBVersion) }
      let limit = server.family == .valkey ? 11 : server.newestRDBVersion
      let version = start.assumed.dialect == .redis ? min(own ?? limit, limit) : limit
      return RDBHeader(dialect: .redis, version: max(needed, version))
    }
    if let own { return own >= needed ? RDBHeader(dialect: start.assumed.dialect, version: own) : RDBHeader(dialect: start.assumed.dialect, version: needed) }
    if start.assumed.dialect == .valkey { return RDBHeader(dialect: .valkey, version: max(80, needed)) }
    if start.isNamed, start.writer.family == .redis { return RDBHeader(dialect: .redis, version: max(needed, start.writer.newestRDBVersion)) }
    // Nobody knows who wrote it: the oldest version that can hold it, which every newer server reads as well.
    return RDBHeader(dialect: .redis, version: max(needed, scan.plan.functionCount > 0 ? 10 : 9))
  }
}

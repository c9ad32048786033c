/// What of a file may stay: by the strictness of servers, and by what a chosen server can read.
package struct SalvageRules: Sendable {
  /// Who decides whether a record is sound: the strictest of them.
  package let judges: [Judge]
  /// Who has to be able to read what stays: who the new file is for, or else the writer where the file names it, since that cannot
  /// have written what it does not read; nil for nobody in particular.
  package let target: ServerVersion?

  /// - Parameters:
  ///   - header: of the damaged file.
  ///   - writer: who wrote it.
  ///   - isNamed: whether the file says so.
  ///   - target: who is to read what comes of it.
  package init(_ header: RDBHeader, writer: ServerVersion, isNamed: Bool = false, target: ServerVersion?) {
    // A name that does not go with the version of the format is wounded itself.
    self.target = target ?? (isNamed && writer.headerReadable(header) ? writer : nil)
    let newest = [ServerVersion.redis.last, ServerVersion.valkey.last].compactMap { $0 }
      .filter { server in server.headerReadable(header) }
    judges = (newest + [target ?? writer]).map { Judge($0, isConfiguredAsWriter: true) }
  }

  /// Why a target cannot read a record; nil when it can, or there is none.
  func obstacle(_ encoding: ValueEncoding, _ attributes: KeyAttributes) -> String? {
    guard let target else { return nil }
    if !target.knows(encoding) { return "type \(encoding.typeByte) (\(encoding.description)), which \(target.name) does not read" }
    if attributes.hasMetadata, !target.isRedis(8, 6) { return "key metadata, which \(target.name) does not read" }
    return nil
  }

  /// What becomes of an item that is no record and has nothing wrong.
  func admits(_ item: RDBItem) -> Admission {
    guard let target else { return .keep }
    let isOldRedis = target.family == .redis
    switch item {
    case .auxiliary, .sizeHint: return isOldRedis && !target.isAtLeast(3, 2) ? .leave : .keep
    case .moduleAuxiliary: return isOldRedis && !target.isAtLeast(5, 0) ? .lose("module aux data") : .keep
    case .function: return isOldRedis && !target.isAtLeast(7, 0) ? .lose("a function library") : .keep
    case .slotInfo: return isOldRedis && !target.isAtLeast(7, 4) ? .leave : .keep
    case .slotImport: return target.isValkey(9, 0) ? .keep : .leave
    case .hashTemplate: return target.isRedis(8, 10) ? .keep : .leave
    default: return .keep
    }
  }

  /// Whether a target reads idle times and frequencies.
  var readsUse: Bool { target.map { $0.family == .valkey || $0.isAtLeast(5, 0) } ?? true }

  enum Admission {
    case keep
    case leave
    case lose(String)
  }
}

extension ServerVersion {
  /// Whether the header alone does not keep it from reading a file.
  func headerReadable(_ header: RDBHeader) -> Bool {
    obstacles(header, RecordTally()).isEmpty
  }
}

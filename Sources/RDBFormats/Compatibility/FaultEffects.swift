// table: what each fault does to each server. The facts are those of rdb.md §11, measured again by ServerTests.

/// Who a file is judged for.
public struct Judge: Hashable, Sendable {
  /// The release line. Redis from 6.2 on with `sanitize-dump-payload yes`, Valkey as it is.
  public let server: ServerVersion
  /// Whether it has the configuration of the server that wrote the file (as many
  /// databases, the same modules, cluster mode) or that of a fresh installation.
  public let isConfiguredAsWriter: Bool

  /// - Parameters:
  ///   - server: the release line.
  ///   - isConfiguredAsWriter: with the databases and modules of the writer, or a fresh installation.
  public init(_ server: ServerVersion, isConfiguredAsWriter: Bool) {
    self.server = server
    self.isConfiguredAsWriter = isConfiguredAsWriter
  }

  /// Whether it reads listpacks, and turns ziplists into them while it loads.
  private var isModern: Bool { server.isModern }

  /// Whether it looks into containers while loading: Redis since 6.2, every Valkey.
  var sanitizes: Bool { server.family == .valkey || server.isAtLeast(6, 2) }

  /// Whether back lengths at the three boundary sizes are read the new way (rdb.md §6).
  public var readsNewBoundaries: Bool { server.isRedis(8, 8) || server.isValkey(9, 1) }

  /// What a fault does to it.
  ///
  /// - Parameter encoding: how the value is written that the fault is in.
  public func effect(of reason: DecodeFault.Reason, in encoding: ValueEncoding?) -> Effect {
    let server = server
    let inContainer: Effect = sanitizes ? .refused : .damaged
    switch reason {
    // Framing: nobody gets past it.
    case .truncated, .inputFailed, .implausible, .notAnRDB, .version, .lengthEncoding, .stringEncoding,
      .unknownOpcode, .moduleValuePreGA, .functionPreGA, .moduleOpcode, .moduleUnended, .compressed, .moduleAuxWhen, .moduleIDZero, .quicklistContainer,
      .slotImportName, .endMissing, .checksumMissing, .checksumMismatch, .unsupported, .arrayTag, .arrayOrder, .hashTemplate,
      .asciiScore, .lzf, .containerTooLarge:
      return .refused
    case .lzfEmpty, .countIsEncoded: return .damaged

    // Containers: without the deep check servers load them and crash when the key is used.
    case .listpackTooShort, .listpackSize: return .refused
    case .listpackTerminator, .listpackEncoding, .listpackEntryPastEnd, .listpackBacklen, .listpackCount: return inContainer
    case .ziplistTooShort, .ziplistSize, .ziplistTerminator, .ziplistEncoding, .ziplistEntryPastEnd, .ziplistPrevlen,
      .ziplistTail, .ziplistCount:
      return inContainer
    case .intsetWidth, .intsetSize, .intsetEmpty, .intsetOrder, .intsetDuplicate: return inContainer
    case .zipmapTerminator, .zipmapEntryPastEnd, .zipmapCount: return inContainer
    case .tupleCount: return inContainer

    case .duplicate(let role):
      switch (role, encoding) {
      case (.setMember, .set), (.sortedSetMember, .sortedSet), (.sortedSetMember, .sortedSet2): return .refused
      case (.groupName, _), (.consumerName, _): return .refused
      default: return inContainer
      }
    case .emptyCollection:
      switch encoding {
      // Converted to a listpack while loading, and found to be short.
      case .hashZipmap: return isModern ? .refused : .warning
      case .listZiplist, .hashZiplist, .sortedSetZiplist: return isModern ? .warning : inContainer
      default: return .warning
      }
    // Old servers could leave lists of empty ziplists behind; no server has ever written one of empty listpacks.
    case .quicklistOnlyEmptyNodes: return !isModern ? inContainer : encoding == .quicklist2 ? .damaged : .warning
    case .quicklistEmptyNode: return isModern ? .warning : inContainer
    case .scoreIsNaN:
      switch encoding {
      case .sortedSetListpack, .sortedSetZiplist: return server.isValkey(9, 0) ? .refused : .damaged
      default: return .refused
      }
    case .scoreText: return .damaged
    case .scoreOrder: return .warning
    case .fieldExpiry where encoding == .hashMetadata: return .refused
    case .fieldExpiry, .fieldExpiryOrder: return inContainer
    case .fieldExpiryOverflow: return .damaged

    case .streamNodeID, .streamNodeEmpty, .streamNodeDuplicate: return .refused
    case .streamNodeLayout, .streamNodeCount: return inContainer
    case .streamNodeDeletedCount: return server.isValkey(9, 0) ? .refused : .damaged
    case .streamEntryOrder, .streamLastID: return .damaged
    case .streamNodeOrder: return .warning
    case .streamLength: return server.isValkey(9, 0) ? .refused : .damaged
    case .streamFirstID, .streamMaxDeletedID, .streamEntriesAdded: return .warning
    case .streamPendingDuplicate, .streamPendingUnknown: return .refused
    case .streamPendingShared: return server.isRedis(7, 4) ? .damaged : .refused
    case .streamPendingUnowned: return inContainer

    // The file as a whole.
    case .duplicateKey: return .refused
    case .databaseNumber(let number):
      return number > UInt64(Int32.max) ? .refused : isConfiguredAsWriter ? .warning : .refused
    case .resizeHint: return .warning
    case .resizeHintUnbearable(let count):
      // 2^33 slots do not fit into memory; counts whose size overflows are ignored by Valkey.
      // The writer is taken at its word: it had the memory.
      return isConfiguredAsWriter || (server.isValkey(9, 0) && count >= 1 << 58) ? .warning : .refused
    case .functionLibrary: return .refused
    case .moduleNeeded(let id):
      return isConfiguredAsWriter || Self.bundledModules(with: server).contains(id.name) ? .note : .refused
    case .moduleAuxNeeded(let id):
      return isConfiguredAsWriter ? .warning : Self.bundledModules(with: server).contains(id.name) ? .note : .refused
    case .slotNumber: return .damaged
    case .slotImport: return isConfiguredAsWriter ? .warning : .refused
    case .trailing: return .warning
    case .listpackBoundary(_, let newer): return newer == readsNewBoundaries ? .note : .refused
    case .oddity, .duplicatesUnchecked, .pendingUnchecked, .expiredKeys: return .note
    case .checksumAbsent, .versionTooLow, .attributes: return .warning
    }
  }

  /// Module types that come with a server.
  static func bundledModules(with server: ServerVersion) -> Set<String> {
    guard server.isRedis(8, 0) else { return [] }
    return [
      "vectorset", "ReJSON-RL", "MBbloom--", "MBbloomCF", "CMSk-TYPE", "TopK-TYPE", "TDIS-TYPE", "TSDB-TYPE",
      "scdtype00", "ft_index0",
    ]
  }
}

import RDBFormats

/// What is wrong or odd with a file as a whole, told from what was counted and how it ends.
enum FileFindings {
  /// - Parameter isInAOF: whether it is read as the start of an AOF.
  static func of(_ end: PipelineEnd, _ tally: RecordTally, nowMilliseconds: Int64, isInAOF: Bool = false) -> [RecordFinding] {
    var found: [RecordFinding] = []
    func add(_ reason: DecodeFault.Reason, at offset: Int, _ sighting: RecordTally.Sighting? = nil) {
      found.append(RecordFinding(DecodeFault(reason, at: offset), database: sighting?.database, key: sighting?.key))
    }
    addEnding(end, add: { add($0, at: $1) })
    for oddity in AuxiliaryOddities.of(tally, nowMilliseconds: nowMilliseconds, isInAOF: isInAOF) { add(.oddity(oddity), at: tally.auxiliary?.offset ?? 0) }

    // What was announced can only be compared with what is there when all of it was seen.
    if end.fault == nil {
      for (_, counts) in tally.databases.sorted(by: { $0.key < $1.key }) {
        if let announced = counts.announced, announced.keys < 1 << 33, announced.keys != counts.keys {
          add(.resizeHint(claimed: announced.keys, actual: counts.keys), at: counts.announcedAt)
        }
      }
    }
    if tally.highestDatabase.number >= 16 { add(.databaseNumber(tally.highestDatabase.number), at: tally.highestDatabase.offset) }
    for (module, sighting) in tally.modules.sorted(by: { $0.value.offset < $1.value.offset }) where module.rawValue != 0 {
      if sighting.key == nil { add(.moduleAuxNeeded(module), at: sighting.offset) } else { add(.moduleNeeded(module), at: sighting.offset, sighting) }
    }
    if let sighting = tally.slotImport { add(.slotImport, at: sighting.offset) }
    if tally.expiredKeys > 0 { add(.expiredKeys(tally.expiredKeys), at: 0) }
    let version = end.header.version
    let newer = tally.encodings.filter { end.header.dialect == .redis && $0.key.firstRDBVersion > version }.min { $0.value.offset < $1.value.offset }
    if let (encoding, sighting) = newer {
      add(
        .versionTooLow("the header says RDB version \(version), type \(encoding.typeByte) (\(encoding)) came with version \(encoding.firstRDBVersion)"),
        at: sighting.offset, sighting)
    }
    return found
  }

  private static func addEnding(_ end: PipelineEnd, add: (DecodeFault.Reason, Int) -> Void) {
    guard let ending = end.ending else { return }
    let footer = ending.offset + 1
    switch end.checksum {
    case .invalid(let stored, let computed): add(.checksumMismatch(stored: stored, computed: computed), footer)
    case .absent: add(.checksumAbsent, min(footer, ending.offset))
    case .unchecked where end.header.hasChecksum && ending.storedChecksum == nil:
      add(.checksumMissing(available: ending.checksumByteCount), footer + ending.checksumByteCount)
    case .valid, .unchecked: break
    }
    if ending.trailingByteCount > 0 {
      add(.trailing(byteCount: ending.trailingByteCount, zeros: ending.trailingIsZero), footer + (end.header.hasChecksum ? 8 : 0))
    }
  }
}

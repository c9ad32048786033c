import RDBFiles
import RDBFormats

/// The steps of finding out what a damaged RDB still holds.
struct RepairJob {
  private let content: SourceContent
  private let bytes: any RandomAccessBytes
  private let options: RepairOptions
  private let progress: ((UInt64) -> Void)?

  init(_ content: SourceContent, _ bytes: any RandomAccessBytes, _ options: RepairOptions, _ progress: ((UInt64) -> Void)?) {
    self.content = content
    self.bytes = bytes
    self.options = options
    self.progress = progress
  }

  func run() throws -> PreparedRepair {
    let found = try walk(bytes)
    guard let right = try correction(found) else { return try finish(found, nil) }
    let patched = PatchedBytes(bytes, at: right.offset, difference: right.difference)
    let second = try walk(patched)
    // Proved twice over: the checksum agrees, and nothing is wrong any more that was wrong before.
    guard case .valid = second.scan.checksum, second.scan.woundCount == 0, second.scan.plan.lossCount <= found.scan.plan.lossCount else {
      return try finish(found, nil)
    }
    return try finish(second, right)
  }

  /// A walk and what it began with.
  private struct Walk {
    let start: RDBStart
    let scan: RepairScan
    let bytes: any RandomAccessBytes
  }

  private func walk(_ bytes: any RandomAccessBytes) throws -> Walk {
    let start = try RDBStart(bytes, content)
    let rules = SalvageRules(start.assumed, writer: start.writer, isNamed: start.isNamed, target: options.server)
    let scan = RepairScan(bytes, header: start.assumed, rules: rules, options, progress: progress)
    var offset = start.itemsOffset
    if start.header == nil {
      // Whatever is left of the header, and of what came behind it.
      guard let first = try scan.begin(from: start.baseOffset) else {
        throw RepairError.nothingToSave("no record of an RDB could be found in its \(grouped(UInt64(bytes.byteCount))) bytes")
      }
      offset = first
    } else if start.baseOffset > 0 {
      scan.skip(0..<start.baseOffset, "\(grouped(UInt64(start.baseOffset))) bytes in front of the RDB were left out")
    }
    let framer = RDBFramer(
      assuming: start.assumed, RangeSource(bytes, offset..<bytes.byteCount), at: offset, byteCount: UInt64(max(0, bytes.byteCount - offset)),
      windowByteCount: options.chunkByteCount)
    try scan.run(framer, isWhole: start.header != nil)
    try scan.dropEmptyNames()
    try scan.placeDatabases()
    try scan.dropRepeatedKeys()
    return Walk(start: start, scan: scan, bytes: bytes)
  }

  // MARK: What the checksum says

  /// Bytes that are wrong, and how.
  struct Correction {
    let offset: Int
    let difference: [UInt8]
  }

  /// The few bytes that the checksum proves wrong, when they are all that is.
  private func correction(_ walk: Walk) throws -> Correction? {
    let scan = walk.scan
    guard walk.start.assumed.hasChecksum, scan.checksum != .valid, scan.checksum != .absent, scan.woundCount <= 2, scan.plan.lossCount <= 4 else {
      return nil
    }
    let base = walk.start.baseOffset
    let content = bytes.byteCount - base - 8
    guard content > 16 else { return nil }
    let stored = try storedChecksum(at: base + content)
    let computed: UInt64
    // A walk that came through in one go has summed the file already.
    if case .invalid(stored, let sum) = scan.checksum { computed = sum } else { computed = try checksum(from: base, byteCount: content) }
    guard stored != 0, stored != computed else { return nil }
    let difference = stored ^ computed
    // Anywhere, while a find means something; near a place that is known to be wrong a few bytes more.
    var attempts = [(range: 0..<content, width: content < 1 << 16 ? 2 : 1)]
    if let place = scan.plan.losses.first?.range.lowerBound {
      attempts.append((max(0, place - base - (64 << 10))..<min(content, place - base + (64 << 10)), 4))
    }
    for attempt in attempts {
      guard let wound = locate(difference, content, attempt.range, attempt.width) else { continue }
      let size = (64 - wound.difference.leadingZeroBitCount + 7) / 8
      return Correction(
        offset: base + wound.offset, difference: (0..<size).map { UInt8(truncatingIfNeeded: wound.difference >> UInt64(8 * $0)) })
    }
    return nil
  }

  /// Looks in as many parts of a range as there are threads.
  private func locate(_ difference: UInt64, _ byteCount: Int, _ range: Range<Int>, _ width: Int) -> CRC64.Wound? {
    let parts = range.count < 1 << 22 ? 1 : max(1, options.threads)
    let found = UnsafeMutablePointer<CRC64.Wound?>.allocate(capacity: parts)
    found.initialize(repeating: nil, count: parts)
    defer { found.deallocate() }
    Threads.run(parts) { part in
      let begin = range.lowerBound + range.count / parts * part
      let end = part == parts - 1 ? range.upperBound : range.lowerBound + range.count / parts * (part + 1)
      found[part] = CRC64.locate(difference, byteCount: byteCount, in: begin..<end, width: width)
    }
    let wounds = UnsafeMutableBufferPointer(start: found, count: parts).compactMap(\.self)
    return wounds.count == 1 ? wounds[0] : nil
  }

  private func storedChecksum(at offset: Int) throws -> UInt64 {
    var stored: UInt64 = 0
    _ = try withUnsafeMutableBytes(of: &stored) { try bytes.read(at: offset, into: $0) }
    return UInt64(littleEndian: stored)
  }

  private func checksum(from start: Int, byteCount: Int) throws -> UInt64 {
    var crc = CRC64()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    var offset = start
    while offset < start + byteCount {
      let wanted = min(buffer.count, start + byteCount - offset)
      let got = try bytes.read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
      guard got > 0 else { break }
      crc.update(UnsafeRawBufferPointer(rebasing: buffer[..<got]).bytes)
      offset += got
    }
    return crc.value
  }

  // MARK: The result

  private func finish(_ walk: Walk, _ correction: Correction?) throws -> PreparedRepair {
    let scan = walk.scan
    let header = try HeaderChoice.header(walk.start, scan, options)
    var report = RepairReport(header: walk.start.header, newHeader: header)
    report.checksum = correction == nil ? scan.checksum : .unchecked
    report.bytes = UInt64(bytes.byteCount)
    report.databases = scan.kept.filter { $0.value.keys > 0 }
    report.kept = report.databases.values.reduce(0) { $0 + $1.keys }
    report.keptInPart = scan.keptInPart
    scan.plan.sortLosses()
    report.losses = scan.plan.losses
    report.lossCount = scan.plan.lossCount
    report.lostKeys = scan.plan.lostKeys
    report.lostRanges = scan.plan.lostRanges
    report.lostBytes = scan.plan.lostByteCount
    report.notes = scan.notes
    if let correction { report.corrected = try corrected(correction) }
    if report.corrected == nil, case .invalid = scan.checksum, scan.woundCount == 0, scan.plan.lossCount == 0 {
      report.notes.append(
        "the checksum says that something is not as it was written, and every record is well-formed: the wound hides inside a value, "
          + "where nothing shows it")
    }
    if report.kept == 0, scan.plan.functionCount == 0, report.lossCount > 0 || walk.start.header == nil || scan.woundCount > 0 {
      throw RepairError.nothingToSave("not one key of it could be read")
    }
    return PreparedRepair(plan: scan.plan, bytes: walk.bytes, header: header, counts: scan.kept, threads: options.threads, report: report)
  }

  private func corrected(_ correction: Correction) throws -> CorrectedBytes {
    var found = [UInt8](repeating: 0, count: correction.difference.count)
    _ = try found.withUnsafeMutableBytes { try bytes.read(at: correction.offset, into: $0) }
    return CorrectedBytes(offset: correction.offset, found: found, right: zip(found, correction.difference).map { $0 ^ $1 })
  }
}

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
    let second = try walk(EditedBytes(bytes, replacing: right.range, with: right.right))
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
    try scan.dropStrangers()
    try scan.placeDatabases()
    try scan.dropRepeatedKeys()
    return Walk(start: start, scan: scan, bytes: bytes)
  }

  // MARK: What the checksum says

  /// The few bytes that the checksum proves wrong, or too many, when they are all that is.
  private func correction(_ walk: Walk) throws -> CorrectedBytes? {
    let scan = walk.scan
    guard walk.start.assumed.hasChecksum, scan.checksum != .valid, scan.checksum != .absent, scan.woundCount <= 8, scan.plan.lossCount <= 64 else {
      return nil
    }
    let base = walk.start.baseOffset
    let content = bytes.byteCount - base - 8
    guard content > 16 else { return nil }
    let stored = try storedChecksum(at: base + content)
    let computed: UInt64
    // A walk that came through in one go has summed the file already.
    if case .invalid(stored, let sum) = scan.checksum { computed = sum } else { computed = try checksum(of: base..<base + content) }
    guard stored != 0, stored != computed else { return nil }
    let difference = stored ^ computed
    let place = scan.firstWound ?? scan.plan.losses.first?.range.lowerBound
    if scan.woundCount <= 2, scan.plan.lossCount <= 4 {
      // Anywhere, while a find means something; near a place that is known to be wrong a few bytes more.
      var attempts = [(range: 0..<content, width: content < 1 << 16 ? 2 : 1)]
      if let place { attempts.append((max(0, place - base - (64 << 10))..<min(content, place - base + (64 << 10)), 4)) }
      for attempt in attempts {
        guard let wound = locate(difference, content, attempt.range, attempt.width) else { continue }
        let size = (64 - wound.difference.leadingZeroBitCount + 7) / 8
        let range = base + wound.offset..<base + wound.offset + size
        let found = try read(range)
        return CorrectedBytes(range: range, found: found, right: found.enumerated().map { $1 ^ UInt8(truncatingIfNeeded: wound.difference >> UInt64(8 * $0)) })
      }
    }
    guard let place, let inserted = try insertion(near: place, base..<base + content, stored) else { return nil }
    return CorrectedBytes(range: inserted, found: try read(inserted), right: [])
  }

  /// Bytes near a wound without which the checksum would be right.
  private func insertion(near place: Int, _ content: Range<Int>, _ stored: UInt64) throws -> Range<Int>? {
    let range = (place - (64 << 10)..<place + (256 << 10)).clamped(to: content)
    let before = try checksum(of: content.lowerBound..<range.lowerBound)
    let behind = try checksum(of: range.upperBound..<content.upperBound)
    let found = try read(range).withUnsafeBytes {
      CRC64.locateInsertion(in: $0, before: before, behind: (behind, content.upperBound - range.upperBound), stored: stored)
    }
    return found.map { range.lowerBound + $0.lowerBound..<range.lowerBound + $0.upperBound }
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

  private func checksum(of range: Range<Int>) throws -> UInt64 { try bytes.checksum(of: range) }

  private func read(_ range: Range<Int>) throws -> [UInt8] {
    var found = [UInt8](repeating: 0, count: range.count)
    let count = try found.withUnsafeMutableBytes { try bytes.read(at: range.lowerBound, into: $0) }
    return Array(found.prefix(count))
  }

  // MARK: The result

  private func finish(_ walk: Walk, _ correction: CorrectedBytes?) throws -> PreparedRepair {
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
    if let correction, correction.right.isEmpty { report.leaveOut(correction.range) }
    report.lostBytes = report.lostRanges.reduce(0) { $0 + UInt64($1.count) }
    report.notes = scan.notes
    report.corrected = correction
    if report.corrected == nil, case .invalid = scan.checksum, scan.woundCount == 0, scan.plan.lossCount == 0 {
      report.notes.append(
        "the checksum says that something is not as it was written, and every record is well-formed: the wound hides inside a value, "
          + "where nothing shows it")
    }
    if report.kept == 0, scan.plan.functionCount == 0, report.lossCount > 0 || walk.start.header == nil || scan.woundCount > 0 {
      throw RepairError.nothingToSave("not one key of it could be read")
    }
    return PreparedRepair(
      plan: scan.plan, bytes: walk.bytes, original: bytes, header: header, counts: scan.kept, threads: options.threads, report: report)
  }
}

// After a wound nobody knows where the next record begins. Every byte may be the
// first of one, and many a text, read from the right byte, parses as a record or
// two. So a place counts only when
//
//   - the item that begins there speaks for itself: a container whose inner
//     structure agrees, or a key like the other keys of the file, and
//   - the items behind it go on without a fault, to the end or for long enough.
//
// What parses but cannot prove itself is left out: a key less is better than a
// key that never was.

/// Looks for the place behind a wound from which on an RDB can be read again.
package final class RecordSearch {
  private let bytes: any RandomAccessBytes
  private var parser: RDBParser
  private let header: RDBHeader
  private var shapes = KeyShapes()
  private var visitor: EvidenceVisitor
  private let scratch = RecordScratch()
  private let scan = SearchWindow()
  private let chain = SearchWindow()
  /// Bytes that candidates made us walk, and those that were scanned: the former may be only so many times the latter.
  private var walkedByteCount = 0
  private var scannedByteCount = 0
  /// Places from which the walk is known to fail.
  private var failures: Set<Int> = []

  /// What a first item and what a chain have to speak for themselves, in bits.
  private static let minimumOfFirst = 8, minimumOfChain = 24, minimumOfBrokenChain = 40
  /// What ends a chain that goes on.
  private static let enoughItems = 24
  private static let maximumItemByteCount = 16 << 20

  /// - Parameter header: of the file, or what is assumed of it.
  package init(_ bytes: any RandomAccessBytes, header: RDBHeader) {
    self.bytes = bytes
    self.header = header
    parser = RDBParser(header)
    visitor = EvidenceVisitor(Judge(ServerVersion.redis[ServerVersion.redis.count - 1], isConfiguredAsWriter: true))
  }

  /// Takes over what a walk has learned of the file: templates and database.
  package func follow(_ framer: RDBFramer) { parser = framer.parser }

  // MARK: Looking back

  /// An item of a stretch that was walked.
  package struct Reviewed {
    /// Where it stands.
    package let range: Range<Int>
    /// How much speaks for it, in bits.
    package let bits: Int
    /// Whether it is a key, and in which database with what attributes.
    package let isKey: Bool
    package let attributes: KeyAttributes
    package let database: UInt64
    /// Whether its end is proved by more than a length.
    package let isSelfContained: Bool
    package let key: [UInt8]?
    package let encoding: ValueEncoding
    /// Where the text of a plain string begins, and the bytes of its length in front of it; nil for others.
    package let valueOffset: Int
  }

  /// Looks once more at items that a walk went through, and learns from those that are certain.
  ///
  /// - Parameters:
  ///   - range: begins and ends between items.
  ///   - database: of the first key.
  package func review(_ range: Range<Int>, database: UInt64) throws -> [Reviewed] {
    var items: [Reviewed] = []
    var offset = range.lowerBound
    var parser = parser
    parser.state = RDBParser.State(database: database)
    while offset < range.upperBound {
      guard case .item(let end, let bits) = try item(at: offset, &parser, limit: Self.maximumItemByteCount) else { break }
      items.append(
        Reviewed(
          range: offset..<end, bits: bits, isKey: visitor.hasRecord, attributes: visitor.head.attributes,
          database: visitor.head.database,
          isSelfContained: visitor.hasRecord ? visitor.isSelfContained : bits > 0, key: visitor.hasRecord ? [UInt8](visitor.key.prefix(64 << 10)) : nil,
          encoding: visitor.head.encoding, valueOffset: visitor.head.valueOffset))
      // The last few may be the first that are wrong.
      if visitor.hasRecord, bits >= 0, range.upperBound - end > 256 || bits >= 16 { shapes.learn(visitor.key, visitor.head.encoding) }
      offset = end
    }
    return items
  }

  /// How much a key that was read speaks for its record, in bits.
  package func evidence(_ key: [UInt8], _ encoding: ValueEncoding) -> Int { key.withUnsafeBytes { shapes.evidence($0, encoding) } }

  /// What can be read of a damaged value: the elements before its wound.
  ///
  /// - Returns: nil when it is nothing, or a kind that has no plain encoding.
  package func readablePart(of loss: SalvageLoss) throws -> PlainValue? {
    guard let encoding = loss.encoding, let start = loss.valueOffset, let collector = PlainValueCollector(encoding.kind) else { return nil }
    let end = max(start, loss.range.upperBound)
    var window = ByteWindow(
      source: RangeSource(bytes, start..<end), capacity: 64 << 10, baseOffset: start, byteCount: UInt64(end - start))
    var visitor = collector
    do throws(DecodeFault) {
      try ValueWalker.walk(encoding, &window, parser, scratch.walk, &visitor)
    } catch {
      if let failure = window.sourceFailure { throw failure }
    }
    return collector.value
  }

  // MARK: Looking ahead

  /// The first place at or behind `start` where items begin that prove themselves.
  ///
  /// - Returns: nil when there is none before the end.
  /// - Complexity: O(bytes up to it).
  package func first(from start: Int, woundAt wound: Int) throws -> Int? {
    var offset = max(0, start)
    while offset < bytes.byteCount {
      try scan.load(bytes, at: offset, byteCount: 1 << 20)
      guard scan.count > 0 else { return nil }
      let isLast = scan.start + scan.count >= bytes.byteCount
      // Candidates near the end of the window are left to the next one, which holds more of what follows them.
      let stop = isLast ? scan.count : max(1, scan.count - (64 << 10))
      for index in 0..<stop where isCandidate(index) {
        let place = scan.start + index
        scannedByteCount = max(scannedByteCount, place - start)
        if try proves(place, woundAt: wound) { return place }
      }
      offset += stop
      failures.removeAll(keepingCapacity: true)
    }
    return nil
  }

  /// Whether an item could begin there, by its first two bytes.
  @inline(__always)
  private func isCandidate(_ index: Int) -> Bool {
    let byte = scan.bytes[index]
    if byte <= ValueEncoding.highestTypeByte {
      guard index + 1 < scan.count, ValueEncoding.of(byte, header.dialect) != nil else { return false }
      switch scan.bytes[index + 1] {
      case 0, 0x81...0xBF, 0xC4...0xFF: return false
      default: return true
      }
    }
    switch byte {
    case RDBOpcode.end: return scan.start + index + (header.hasChecksum ? 9 : 1) == bytes.byteCount
    case RDBOpcode.selectDatabase, RDBOpcode.resizeDatabase, RDBOpcode.auxiliary, RDBOpcode.function2, RDBOpcode.moduleAuxiliary,
      RDBOpcode.expireSeconds, RDBOpcode.expireMilliseconds, RDBOpcode.idle, RDBOpcode.frequency, RDBOpcode.slotInfo,
      RDBOpcode.keyMetadataOrSlotImport, RDBOpcode.hashTemplateOrUpdate:
      return true
    default: return false
    }
  }

  private func proves(_ start: Int, woundAt wound: Int) throws -> Bool {
    var parser = parser
    parser.state = RDBParser.State(database: parser.database)
    var offset = start
    var total = 0
    var first = 0
    var count = 0
    let isOverBudget = walkedByteCount > (64 << 20) + 32 * scannedByteCount
    let limit = isOverBudget ? 4 << 10 : Self.maximumItemByteCount
    while true {
      if failures.contains(offset) { return false }
      let result = try item(at: offset, &parser, limit: limit)
      switch result {
      case .item(let end, let bits):
        walkedByteCount += end - offset
        count += 1
        total += bits
        // A SELECTDB alone proves nothing: the item behind it has to.
        if count == 1 || (count == 2 && first > 0 && first < Self.minimumOfFirst && !visitor.hasRecord) { first += bits }
        if count == 1, visitor.hasRecord, first < Self.minimumOfFirst || (start > wound && hidesExpiry(before: start)) { return false }
        if count == 1, first < 0 { return false }
        offset = end
        if count >= Self.enoughItems { return first >= Self.minimumOfFirst && total >= Self.minimumOfChain }
      case .end:
        return count == 0 || (first >= Self.minimumOfFirst && total + 30 >= Self.minimumOfChain)
      case .outOfSight(let bits):
        // A record larger than what is looked at in one piece.
        return count > 0 && first >= Self.minimumOfFirst && total + min(0, bits) >= Self.minimumOfChain
      case .cut:
        // The file ends here, in the middle of something.
        return count > 0 && first >= Self.minimumOfFirst && total >= Self.minimumOfChain
      case .fault(let at):
        walkedByteCount += max(16, at - offset)
        if count == 0 {
          if failures.count < 1 << 16 { failures.insert(offset) }
          return false
        }
        return first >= Self.minimumOfFirst && total >= Self.minimumOfBrokenChain
      }
    }
  }

  /// Whether the eight bytes in front of a type byte read as an expiry of our time: its opcode is what was lost then, and the
  /// key would come out living forever.
  private func hidesExpiry(before place: Int) -> Bool {
    let index = place - scan.start
    guard index >= 8, !visitor.head.attributes.isPresent else { return false }
    let milliseconds = scan.bytes.loadUnaligned(fromByteOffset: index - 8, as: UInt64.self).littleEndian
    return (1_000_000_000_000...5_000_000_000_000).contains(milliseconds)
  }

  // MARK: One item

  private enum Sight {
    /// A whole item, and how much speaks for it.
    case item(end: Int, bits: Int)
    /// The end opcode, where the end of the file is.
    case end
    /// Longer than what is looked at.
    case outOfSight(bits: Int)
    /// The file ends inside it.
    case cut
    /// No item.
    case fault(at: Int)
  }

  private func item(at offset: Int, _ parser: inout RDBParser, limit: Int) throws -> Sight {
    if offset >= bytes.byteCount { return .cut }
    // In the window that is being scanned first, then in one of its own that grows.
    if scan.contains(offset) {
      let sight = walk(scan, offset, &parser, limit: limit)
      if case .outOfSight = sight {} else { return sight }
    }
    var size = 64 << 10
    while true {
      if !(chain.contains(offset) && (chain.start + chain.count - offset >= size || chain.start + chain.count >= bytes.byteCount)) {
        try chain.load(bytes, at: offset, byteCount: size)
      }
      let sight = walk(chain, offset, &parser, limit: limit)
      guard case .outOfSight(let bits) = sight else { return sight }
      // Only what looks like a record is worth more memory.
      guard size < limit, bits > 0, size < Self.maximumItemByteCount else { return sight }
      size = min(size * 8, Self.maximumItemByteCount)
    }
  }

  private func walk(_ window: SearchWindow, _ offset: Int, _ parser: inout RDBParser, limit: Int) -> Sight {
    let index = offset - window.start
    let size = min(window.count - index, limit)
    let isWhole = offset + size >= bytes.byteCount
    let part = UnsafeRawBufferPointer(rebasing: window.bytes[index..<index + size])
    var cursor = MemoryCursor(part, baseOffset: offset, further: UInt64(max(0, bytes.byteCount - offset - size)))
    visitor.reset()
    let before = parser.state
    do throws(DecodeFault) {
      guard try parser.drive(&cursor, scratch, &visitor) else {
        let rest = bytes.byteCount - cursor.offset
        return rest == (header.hasChecksum ? 8 : 0) ? .end : .fault(at: offset)
      }
      return .item(end: cursor.offset, bits: visitor.bits(shapes, fileByteCount: bytes.byteCount))
    } catch {
      parser.state = before
      switch error.reason {
      case .truncated, .endMissing, .moduleUnended:
        // What a length promises has to be there, seen or not.
        if case .truncated(let needed, _) = error.reason, needed > UInt64(max(0, bytes.byteCount - error.offset)) {
          return .fault(at: error.offset)
        }
        if isWhole { return .cut }
        return .outOfSight(bits: visitor.hasRecord ? shapes.evidence(visitor.key, visitor.head.encoding) : size < 1024 ? 1 : -1)
      default: return .fault(at: error.offset)
      }
    }
  }
}

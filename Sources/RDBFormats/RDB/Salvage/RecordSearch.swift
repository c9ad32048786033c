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
  private var firstKey: [UInt8] = []
  private var visited: [Int] = []
  private var proof = Proof.evidence
  /// Where the first item of the last chain ended.
  private var firstEnd = 0
  /// Places from which the walk is known to fail.
  private var failures: Set<Int> = []

  /// What a first item and what a chain have to speak for themselves, in bits.
  private static let minimumOfChain = 24, minimumOfBrokenChain = 40
  /// While little is known of the keys a text that is one has to do.
  private var minimumOfFirst: Int { shapes.knowsEnough ? 8 : 5 }
  /// What ends a chain that goes on, and what no bytes go on for that are no items.
  private static let enoughItems = 24, certainItems = 4096

  /// What makes a place count.
  private enum Proof {
    /// That its items speak for themselves.
    case evidence
    /// That its items end where the file does, or are very many.
    case leadingToEnd
    /// That they are many.
    case length
  }

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
    /// The key, in which database, how written and with what attributes; nil for what is no key.
    package let key: [UInt8]?
    package let database: UInt64
    /// The database of what follows it.
    package let databaseBehind: UInt64
    package let encoding: ValueEncoding
    package let attributes: KeyAttributes
    /// Whether something is wrong inside the value.
    package let isWounded: Bool
    /// Whether its end is proved by more than a length.
    package let isSelfContained: Bool
    /// How much speaks for it, in bits: its key, and everything else.
    package fileprivate(set) var keyBits = 0
    package let otherBits: Int
    package var bits: Int { keyBits + otherBits }
  }

  /// The most items that are looked at once more.
  private static let maximumReview = 1 << 14

  /// Looks once more at items that a walk went through, and learns what keys look like here.
  ///
  /// - Parameters:
  ///   - range: begins and ends between items.
  ///   - database: of the first key.
  /// - Returns: the last items of it.
  package func review(_ range: Range<Int>, database: UInt64) throws -> [Reviewed] {
    var items: [Reviewed] = []
    var offset = range.lowerBound
    var parser = parser
    parser.state = RDBParser.State(database: database)
    while offset < range.upperBound, let item = try reviewed(at: offset, &parser) {
      if items.count >= 2 * Self.maximumReview {
        for item in items.prefix(Self.maximumReview) { learn(item) }
        items.removeFirst(Self.maximumReview)
      }
      items.append(item)
      offset = item.range.upperBound
    }
    // The last ones may be bytes of a wound: they teach what is text at most.
    let learned = items.indices.map { index in
      guard index + Self.doubtfulCount < items.count || items[index].key.map({ $0.withUnsafeBytes { KeyShapes.isText($0) } }) == true else { return false }
      return learn(items[index])
    }
    // Each is weighed by all others, those behind it included.
    for index in items.indices {
      guard let key = items[index].key else { continue }
      items[index].keyBits = key.withUnsafeBytes { shapes.evidence($0, items[index].encoding, isLearned: learned[index]) }
    }
    return items
  }

  /// So many items in front of a place may be other than they look.
  private static let doubtfulCount = 8

  @discardableResult
  private func learn(_ item: Reviewed) -> Bool {
    guard let key = item.key, !key.isEmpty, !item.isWounded else { return false }
    key.withUnsafeBytes { shapes.learn($0, item.encoding) }
    return true
  }

  /// Looks at a few items and learns nothing.
  ///
  /// - Parameter count: the most that are looked at.
  package func review(from start: Int, atMost count: Int, database: UInt64) throws -> [Reviewed] {
    var items: [Reviewed] = []
    var parser = parser
    parser.state = RDBParser.State(database: database)
    var offset = start
    while items.count < count, let item = try reviewed(at: offset, &parser) {
      items.append(item)
      offset = item.range.upperBound
    }
    return items
  }

  private func reviewed(at offset: Int, _ parser: inout RDBParser) throws -> Reviewed? {
    guard case .item(let end, _) = try item(at: offset, &parser, limit: Self.maximumItemByteCount) else { return nil }
    let isKey = visitor.hasRecord
    return Reviewed(
      range: offset..<end, key: isKey ? [UInt8](visitor.key.prefix(64 << 10)) : nil, database: visitor.head.database, databaseBehind: parser.database,
      encoding: visitor.head.encoding, attributes: visitor.head.attributes, isWounded: visitor.isWounded,
      isSelfContained: isKey ? visitor.isSelfContained : visitor.bitsWithoutKey > 0, otherBits: visitor.bitsWithoutKey)
  }

  /// Whether an item of this file begins at a place, or its end.
  package func looksRight(at place: WalkPlace) throws -> Bool {
    var parser = place.parser
    switch try item(at: place.offset, &parser, limit: Self.maximumItemByteCount) {
    case .item(_, let bits): return bits >= 2 && !(visitor.hasRecord && visitor.key.isEmpty)
    case .outOfSight(let bits): return bits >= 0
    case .end, .cut: return true
    case .fault: return false
    }
  }

  /// Whether a key looks like none of those that were learned from.
  package func isStranger(_ key: [UInt8], _ encoding: ValueEncoding) -> Bool { evidence(key, encoding) <= -10 }

  /// Whether a record would stand at `offset` if only its first byte, or what is missing at the end of the file, were right.
  package func couldBegin(at offset: Int) throws -> Bool {
    try chain.load(bytes, at: offset, byteCount: 4096)
    guard chain.count > 1 else { return true }
    switch chain.bytes[0] {
    case RDBOpcode.end, RDBOpcode.selectDatabase, RDBOpcode.resizeDatabase, RDBOpcode.auxiliary, RDBOpcode.function2,
      RDBOpcode.moduleAuxiliary, RDBOpcode.expireSeconds, RDBOpcode.expireMilliseconds, RDBOpcode.idle, RDBOpcode.frequency,
      RDBOpcode.slotInfo, RDBOpcode.keyMetadataOrSlotImport, RDBOpcode.hashTemplateOrUpdate:
      return true
    default: break
    }
    let size = Int(chain.bytes[1])
    guard (3..<64).contains(size) else { return false }
    let name = UnsafeRawBufferPointer(rebasing: chain.bytes[2..<min(chain.count, 2 + size)])
    let isCut = name.count < size
    return KeyShapes.isText(name) && (isCut || shapes.evidence(name, .string) >= (shapes.knowsEnough ? 8 : 3))
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

  /// What is left of a SELECTDB with its RESIZEDB in a stretch that could not be read: the number of the database.
  package func databaseNumber(in range: Range<Int>) throws -> UInt64? {
    try chain.load(bytes, at: range.lowerBound, byteCount: min(64 << 10, max(16, range.count + 16)))
    var found: UInt64?
    for index in 0..<max(0, min(chain.count, range.count) - 4) where chain.bytes[index] == RDBOpcode.selectDatabase {
      let number = chain.bytes[index + 1]
      guard number < 64, chain.bytes[index + 2] == RDBOpcode.resizeDatabase else { continue }
      found = UInt64(number)
    }
    return found
  }

  // MARK: Looking ahead

  /// The first place at or behind `start` where items begin that prove themselves.
  ///
  /// - Parameters:
  ///   - start: where to begin; it may lie in a record that seems to have swallowed others.
  ///   - wound: where the walk came to its end: from there nothing can be read.
  ///   - mustPass: items that begin before this have to lead beyond it.
  /// - Returns: nil when there is none before the end.
  /// - Complexity: O(bytes up to it).
  package func first(from start: Int, woundAt wound: Int, mustPass: Int = 0) throws -> Int? {
    // Where nothing is known of the keys none can prove itself. A run that leads to the end of the file is one for certain, and
    // tells what keys look like here; but how it begins may be a part of something else.
    var behindRun: Int?
    if !shapes.knowsEnough {
      proof = .leadingToEnd
      defer { proof = .evidence }
      if try look(from: start, wound, mustPass) != nil {
        behindRun = firstEnd
        try learn(from: firstEnd)
      }
    }
    if let place = try look(from: start, wound, mustPass) { return place }
    guard behindRun == nil, !shapes.knowsEnough else { return behindRun }
    proof = .length
    defer { proof = .evidence }
    guard try look(from: start, wound, mustPass) != nil else { return nil }
    return firstEnd
  }

  /// Learns what keys look like from items that go on without a fault: from the second half of few, and all but the first of many.
  private func learn(from start: Int) throws {
    var offsets: [Int] = []
    var offset = start
    var walker = parser
    walker.state = RDBParser.State(database: parser.database)
    while offsets.count < Self.maximumReview, case .item(let end, _) = try item(at: offset, &walker, limit: Self.maximumItemByteCount) {
      offsets.append(offset)
      offset = end
    }
    for offset in offsets.dropFirst(min(offsets.count / 2 + 1, 64)) {
      guard case .item = try item(at: offset, &walker, limit: Self.maximumItemByteCount) else { continue }
      if visitor.hasRecord, !visitor.isWounded { shapes.learn(visitor.key, visitor.head.encoding) }
    }
  }

  private func look(from start: Int, _ wound: Int, _ mustPass: Int) throws -> Int? {
    failures = [wound]
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
        if try proves(place, wound, mustPass) { return place }
      }
      offset += stop
      failures = [wound]
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

  private func proves(_ start: Int, _ wound: Int, _ mustPass: Int) throws -> Bool {
    visited.removeAll(keepingCapacity: true)
    if try leadsOn(start, wound, mustPass) { return true }
    // Whoever comes by one of these places fails as this one did; a first item that says too little is no reason.
    if visited.count > 1 { failures.formUnion(visited) }
    return false
  }

  private func leadsOn(_ start: Int, _ wound: Int, _ mustPass: Int) throws -> Bool {
    var parser = parser
    parser.state = RDBParser.State(database: parser.database)
    var offset = start
    var total = 0
    var first = 0
    var count = 0
    // Keys of a chain that begin alike speak for each other.
    var alike = 0
    firstKey.removeAll(keepingCapacity: true)
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
        if count == 1 || (count == 2 && first > 0 && first < minimumOfFirst && !visitor.hasRecord) { first += bits }
        if count == 1 { firstEnd = end }
        if proof != .evidence {
          offset = end
          if count >= (proof == .length ? Self.enoughItems : Self.certainItems), offset > mustPass { return true }
          continue
        }
        if visitor.hasRecord { alike += likeness(visitor.key) }
        if count == 1, visitor.hasRecord {
          // A name that swallowed the front of the record has all of its value to speak for it.
          let isNamedOddly = shapes.knowsEnough && shapes.evidence(visitor.key, visitor.head.encoding) < 2
          if isNamedOddly || first < minimumOfFirst || (start > wound && hidesExpiry(before: start)) { return false }
        }
        if count == 1, first < 0 {
          visited.removeAll()
          return false
        }
        offset = end
        if failures.count < 1 << 16, start < wound { visited.append(end) }
        if count >= Self.enoughItems, offset > mustPass { return first >= minimumOfFirst && total >= Self.minimumOfChain }
      case .end:
        if proof != .evidence { return count >= 4 }
        return count == 0 || (first >= minimumOfFirst && total + 30 >= Self.minimumOfChain)
      case .outOfSight(let bits):
        if proof != .evidence { return false }
        // A record larger than what is looked at in one piece.
        return count > 0 && first >= minimumOfFirst && total + min(0, bits) >= Self.minimumOfChain
      case .cut:
        if proof != .evidence { return proof == .length && count >= 8 }
        // The file ends here, in the middle of something.
        return count > 0 && first >= minimumOfFirst && total >= Self.minimumOfChain
      case .fault(let at):
        walkedByteCount += max(16, at - offset)
        if count == 0 {
          if failures.count < 1 << 16 { failures.insert(offset) }
          return false
        }
        return proof == .evidence && offset > mustPass && first >= minimumOfFirst && total + min(24, alike) >= Self.minimumOfBrokenChain
      }
    }
  }

  /// Whether a key begins like the first of its chain, in bits.
  private func likeness(_ key: UnsafeRawBufferPointer) -> Int {
    guard !firstKey.isEmpty else {
      firstKey = [UInt8](key.prefix(3))
      return 0
    }
    return key.count >= 3 && firstKey.count == 3 && key.prefix(3).elementsEqual(firstKey) ? 6 : 0
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
      return .item(end: cursor.offset, bits: visitor.bits(shapes))
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

/// One thread's share of a walk through a damaged RDB: everything is checked, and what is sound is told apart from what is not.
package final class SalvageWalker {
  private var visitor: CheckVisitor
  private let rules: SalvageRules
  private let scratch = RecordScratch()
  /// What became of the bytes since ``reset()``, in their order.
  package private(set) var steps: [SalvageStep] = []
  private var runStart = 0
  /// Where the last piece began, and the database of its first key.
  package private(set) var pieceStart = (offset: 0, database: UInt64(0))

  /// Whether to stop behind a record that is damaged: a damaged length shows inside a value first, and what comes next is
  /// no record then.
  package var stopsBehindDamage = true
  /// Where the walk stopped for that.
  package private(set) var stop: WalkPlace?

  /// Keys of one database and what of them expires.
  package struct Count: Sendable {
    package var keys: UInt64 = 0
    package var expires: UInt64 = 0

    /// None.
    package init() {}
  }

  /// What was kept and lost of each database since ``reset()``.
  package private(set) var lostCounts: [UInt64: Count] = [:]
  /// How many of the records lost were written in each encoding.
  package private(set) var lostEncodings: [ValueEncoding: UInt64] = [:]

  /// - Parameters:
  ///   - seed: the same for all walkers whose keys are compared.
  ///   - spill: room for collections of over half a million elements.
  package init(_ rules: SalvageRules, nowMilliseconds: Int64, seed: UInt64, spill: (any HashSpill)?) {
    self.rules = rules
    visitor = CheckVisitor(isDeep: true, nowMilliseconds: nowMilliseconds, hash: KeyHash(seed: seed), spill: spill)
    visitor.mark.judges = rules.judges
  }

  /// What was counted since ``reset()``, lost records included.
  package var tally: RecordTally {
    visitor.settle()
    return visitor.tally
  }

  /// Writes the keys that were kept down.
  package func appendKeys(to log: KeyLog) { visitor.keys.withUnsafeBufferPointer { log.append($0) } }

  /// Forgets what was merged.
  package func reset() {
    visitor.reset()
    steps.removeAll(keepingCapacity: true)
    stop = nil
    lostCounts.removeAll(keepingCapacity: true)
    lostEncodings.removeAll(keepingCapacity: true)
  }

  /// Walks a chunk.
  package func walk(_ chunk: RecordChunk) -> DecodeFault? {
    visitor.keepsKey = false
    visitor.database = chunk.parser.database
    var cursor = MemoryCursor(chunk.bytes(from: chunk.offset), baseOffset: chunk.offset)
    var parser = chunk.parser
    runStart = chunk.offset
    pieceStart = (chunk.offset, chunk.parser.database)
    let asksAlways = rules.target != nil
    do throws(DecodeFault) {
      while cursor.available > 0 {
        guard try parser.drive(&cursor, scratch, &visitor) else { break }
        if visitor.mark.isSet || asksAlways || expiresTooEarly(parser), decide(parser, end: cursor.offset) {
          stop = WalkPlace(offset: cursor.offset, parser: parser)
          break
        }
        if stopsBehindDamage, visitor.key.isEmpty, visitor.head.offset == parser.itemOffset, endsExpiry(chunk, cursor.offset) {
          stop = WalkPlace(offset: cursor.offset, parser: parser, isInsideExpiry: true)
          break
        }
      }
      closeRun(at: cursor.offset)
      return nil
    } catch {
      closeRun(at: parser.itemOffset)
      return error
    }
  }

  /// Whether the record that was walked last has an expiry that no server can have written.
  private func expiresTooEarly(_ parser: borrowing RDBParser) -> Bool {
    guard let milliseconds = visitor.head.attributes.expiresAtMilliseconds else { return false }
    return milliseconds < 0 && visitor.head.offset == parser.itemOffset
  }

  /// Whether the eight bytes in front of a place are an expiry of our time, with its opcode: their zeros pass for a key without a name.
  private func endsExpiry(_ chunk: RecordChunk, _ offset: Int) -> Bool {
    let start = offset - 9
    guard start >= chunk.offset else { return false }
    let bytes = chunk.bytes(from: start)
    let milliseconds = bytes.loadUnaligned(fromByteOffset: 1, as: UInt64.self).littleEndian
    return bytes[0] == RDBOpcode.expireMilliseconds && (1_000_000_000_000...5_000_000_000_000).contains(milliseconds)
  }

  /// Walks the next item in the stream.
  package func streamItem(_ framer: RDBFramer) -> RDBFramer.StreamedItem {
    visitor.keepsKey = false
    visitor.database = framer.database
    visitor.mark.reset()
    runStart = framer.offset
    pieceStart = (framer.offset, framer.database)
    let keysBefore = visitor.keys.count
    let recordsBefore = visitor.recordCount
    let item = framer.streamItem(&visitor)
    if item.fault == nil {
      if item.ending == nil {
        let end = item.offset + item.byteCount
        if decide(framer.parser, end: end) { stop = WalkPlace(offset: end, parser: framer.parser) }
        closeRun(at: end)
      }
      return item
    }
    // What the record was, as far as it could be read.
    if visitor.recordCount != recordsBefore, visitor.head.offset == item.offset {
      openRecord = loss(item.offset..<item.offset, why: "")
      forgetRecord(keysBefore: keysBefore)
    } else {
      openRecord = nil
    }
    visitor.mark.reset()
    return item
  }

  /// The record that a framing fault ended, when its key was read.
  package private(set) var openRecord: SalvageLoss?

  /// Says what becomes of the item that was walked last.
  ///
  /// - Returns: whether the walk stops behind it.
  private func decide(_ parser: borrowing RDBParser, end: Int) -> Bool {
    defer { visitor.mark.reset() }
    let mark = visitor.mark
    // A field or a library of which not even the text can be read is no item to the visitor.
    if let item = mark.item ?? (visitor.head.offset != parser.itemOffset && mark.isSet ? .auxiliary : nil) {
      decide(item, mark, parser, end: end)
      return false
    }
    let attributes = visitor.head.attributes
    var why: String?
    if mark.worst >= .damaged, let fault = mark.fault {
      why = fault.reason.message
    } else if let obstacle = rules.obstacle(visitor.head.encoding, attributes) {
      why = obstacle
    } else if expiresTooEarly(parser) {
      why = "an expiry before 1970, which no server writes and which ends Valkey when it meets it"
    }
    if let why {
      closeRun(at: parser.itemOffset)
      var loss = loss(parser.itemOffset..<end, why: why)
      loss.faultOffset = mark.fault?.offset
      steps.append(.lose(loss))
      forgetRecord(keysBefore: visitor.keys.count - (visitor.isUnreadable ? 0 : 1))
      runStart = end
      return stopsBehindDamage && mark.worst >= .damaged
    }
    let dropsUse = !rules.readsUse && (attributes.idleSeconds != nil || attributes.frequency != nil)
    if dropsUse || attributes.oddities.contains(.detached) {
      var again = attributes
      if dropsUse {
        again.idleSeconds = nil
        again.frequency = nil
      }
      closeRun(at: parser.itemOffset)
      // What stands in front of the type byte is written again, but for metadata, which only its bytes can say.
      let start = attributes.hasMetadata ? parser.itemOffset : parser.typeOffset
      if start > parser.itemOffset { steps.append(.leave(parser.itemOffset..<start)) }
      steps.append(.attributes(again))
      runStart = start
    }
    return false
  }

  private func decide(_ item: RDBItem, _ mark: ItemMark, _ parser: borrowing RDBParser, end: Int) {
    // Attributes of a key to come may stand in front; they are written again before it.
    let range = parser.typeOffset..<end
    func replace(_ step: SalvageStep?) {
      closeRun(at: parser.itemOffset)
      if parser.itemOffset < parser.typeOffset { steps.append(.leave(parser.itemOffset..<parser.typeOffset)) }
      if let step {
        steps.append(step)
        runStart = end
      } else {
        runStart = parser.typeOffset
      }
    }
    if mark.worst >= .damaged, let fault = mark.fault, !fault.reason.isHint {
      return replace(.lose(SalvageLoss(range, why: fault.reason.message, isKey: false)))
    }
    switch rules.admits(item) {
    case .keep: break
    case .leave: return replace(.leave(range))
    case .lose(let what):
      return replace(.lose(SalvageLoss(range, why: "\(what), which \(rules.target?.name ?? "") does not read", isKey: false)))
    }
    switch item {
    // No server can be told to have that many: the keys behind it stay in the database before it.
    case .database(let number) where number > UInt64(Int32.max):
      replace(.lose(SalvageLoss(range, why: "database \(number), which no server can have", isKey: false)))
    case .sizeHint(let keys, _): replace(.sizeHint(database: visitor.database, announcedKeys: keys, range))
    case .function: replace(.function(name: visitor.tally.functions.last ?? [], range))
    // A server that is not in a cluster ignores it; a slot that does not exist it would not.
    case .slotInfo(let slot, _, _) where slot >= 16_384: replace(.leave(range))
    default: if parser.itemOffset < parser.typeOffset { replace(nil) }
    }
  }

  private func closeRun(at offset: Int) {
    if offset > runStart { steps.append(.keep(runStart..<offset)) }
    runStart = offset
  }

  private func loss(_ range: Range<Int>, why: String) -> SalvageLoss {
    var loss = SalvageLoss(range, why: why, isKey: true)
    loss.database = visitor.head.database
    loss.encoding = visitor.head.encoding
    loss.valueOffset = visitor.head.valueOffset
    loss.attributes = visitor.head.attributes
    if !visitor.isUnreadable { loss.key = [UInt8](visitor.key.prefix(64 << 10)) }
    return loss
  }

  /// Takes the record that was walked last out of what was counted.
  private func forgetRecord(keysBefore: Int) {
    visitor.forgetKeys(from: keysBefore)
    var count = lostCounts[visitor.head.database] ?? Count()
    count.keys += 1
    if visitor.head.attributes.expiresAtMilliseconds != nil { count.expires += 1 }
    lostCounts[visitor.head.database] = count
    if !visitor.isUnreadable { lostEncodings[visitor.head.encoding, default: 0] += 1 }
  }
}

extension DecodeFault.Reason {
  /// Whether servers do without what is wrong.
  fileprivate var isHint: Bool {
    switch self {
    case .resizeHint, .resizeHintUnbearable: true
    default: false
    }
  }
}

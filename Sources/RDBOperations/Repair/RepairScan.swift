import RDBFormats

/// The walk through a damaged RDB: stretch by stretch, each as far as it goes, then from the next place that proves itself.
///
/// Gives a plan; nothing is written.
final class RepairScan {
  let plan = RepairPlan()
  private let bytes: any RandomAccessBytes
  private let options: RepairOptions
  private let rules: SalvageRules
  private let search: RecordSearch
  private let seed = UInt64.random(in: 1 ... .max)
  private let log = KeyLog()
  private let progress: ((UInt64) -> Void)?

  /// Keys that are kept, by database.
  private(set) var kept: [UInt64: SalvageWalker.Count] = [:]
  /// Records of each encoding that are kept.
  private(set) var encodings: [ValueEncoding: UInt64] = [:]
  private(set) var keptInPart: UInt64 = 0
  private(set) var auxiliaryFields: [(name: [UInt8], value: [UInt8])] = []
  private(set) var notes: [String] = []
  /// Places where the frame of the file was lost.
  private(set) var woundCount = 0
  /// The first of them.
  private(set) var firstWound: Int?
  private(set) var checksum = PipelineEnd.Checksum.unchecked
  private var functionNames: Set<[UInt8]> = []
  /// Keys that the file says it has, by database.
  private var announced: [UInt64: UInt64] = [:]
  /// Places behind wounds, where a SELECTDB may have been lost.
  private var seams: [Seam] = []

  private struct Seam {
    /// The wound in front of it.
    let wound: Range<Int>
    /// Where the walk went on: behind the wound, or inside the record that had seemed to end in front of it.
    let start: Int
    let insertion: Int
    let database: UInt64
    /// What that database had up to there.
    let before: SalvageWalker.Count
    /// What of it had been lost.
    let lostBefore: UInt64
  }

  /// The last walk: it knows the templates of the file.
  private var walked: RDBFramer

  // What the segment under way told.
  private var brokenItem: (offset: Int, record: SalvageLoss?)?
  private var woundStart = 0
  /// The database that a wound was met in, where a SELECTDB in front of it turned out to be none.
  private var databaseBehindWound: UInt64?
  /// Where the last pieces that were walked began.
  private var pieces: [(offset: Int, database: UInt64)] = []

  init(_ bytes: any RandomAccessBytes, header: RDBHeader, rules: SalvageRules, _ options: RepairOptions, progress: ((UInt64) -> Void)?) {
    self.bytes = bytes
    self.options = options
    self.rules = rules
    self.progress = progress
    search = RecordSearch(bytes, header: header)
    walked = RDBFramer(assuming: header, RangeSource(bytes, 0..<0), at: 0, byteCount: 0, windowByteCount: 64)
  }

  // MARK: Told by the workers, one at a time, in the order of the file

  /// A record whose frame is broken, at `offset`.
  func broke(at offset: Int, _ record: SalvageLoss?) { brokenItem = (offset, record) }

  func take(_ walker: SalvageWalker) throws {
    pieces.append(walker.pieceStart)
    if pieces.count > 8 { pieces.removeFirst(4) }
    let tally = walker.tally
    for (number, count) in tally.databases {
      let lost = walker.lostCounts[number] ?? SalvageWalker.Count()
      kept[number, default: SalvageWalker.Count()].keys += count.keys - min(count.keys, lost.keys)
      kept[number, default: SalvageWalker.Count()].expires += count.expires - min(count.expires, lost.expires)
    }
    for (encoding, sighting) in tally.encodings {
      encodings[encoding, default: 0] += sighting.count - min(sighting.count, walker.lostEncodings[encoding] ?? 0)
    }
    auxiliaryFields += tally.auxiliaryFields.prefix(max(0, RecordTally.maximumAuxiliaryCount - auxiliaryFields.count))
    walker.appendKeys(to: log)
    for step in walker.steps { try take(step) }
    if let stop = walker.stop { throw Stop(place: stop) }
  }

  /// Behind a record that is damaged.
  private struct Stop: Error { let place: WalkPlace }

  private func take(_ step: SalvageStep) throws {
    switch step {
    case .keep(let range): plan.copy(range)
    case .function(let name, let range):
      if functionNames.insert(name).inserted {
        plan.functionCount += 1
        plan.copy(range)
      } else {
        plan.lose(SalvageLoss(range, why: "function library \(KeyText(name)) a second time", isKey: false))
      }
    case .sizeHint(let database, let keys, _):
      plan.insert(.sizeHint(database: database))
      announced[database, default: 0] &+= keys
    case .attributes(let attributes): plan.insert(.attributes(attributes))
    case .leave(let range): plan.leaveOut(range)
    case .lose(let loss): try lose(loss)
    }
  }

  /// Gives a record up, or all of it that cannot be read.
  private func lose(_ loss: SalvageLoss) throws {
    plan.lose(loss)
    guard options.partial == .keep, let key = loss.key, let value = try search.readablePart(of: loss) else { return }
    plan.insert(.value(key: key, attributes: loss.attributes, value))
    keptInPart += 1
    let database = loss.database ?? 0
    kept[database, default: SalvageWalker.Count()].keys += 1
    if loss.attributes.expiresAtMilliseconds != nil { kept[database, default: SalvageWalker.Count()].expires += 1 }
    encodings[value.encoding, default: 0] += 1
  }

  // MARK: The walk

  /// Looks for the first item of a file without a header; what stands before it is left out.
  func begin(from offset: Int) throws -> Int? {
    guard let first = try search.first(from: offset, woundAt: offset) else { return nil }
    woundCount += 1
    skip(0..<first, "the header cannot be read; the first \(grouped(UInt64(first))) bytes were left out")
    return first
  }

  /// Leaves bytes out that are no part of any key.
  func skip(_ range: Range<Int>, _ note: String) {
    plan.leaveOut(range)
    notes.append(note)
  }

  /// The most times that a walk stops behind a damaged record to look at what follows: each costs about a millisecond.
  private static let maximumStopCount = 4096

  /// Walks to the end of the file.
  ///
  /// - Throws: what kept the bytes from being read.
  func run(_ first: RDBFramer, isWhole: Bool) throws {
    var framer = first
    walked = first
    first.stopsAtZeros = true
    let workers = (0..<max(1, options.threads)).map { _ in makeWorker() }
    // How far the segment may go before it is given all threads: many wounds near each other should not cost a
    // window and a set of threads each.
    var limit: Int?
    var isFirst = isWhole
    var stopCount = 0
    while true {
      brokenItem = nil
      let began = framer.offset
      let isLimited = limit != nil
      let pipeline = RecordPipeline<RepairWorker>(
        framer, checksums: isFirst, chunkByteCount: isLimited ? 16 << 10 : options.chunkByteCount, progress: isLimited ? nil : progress.map { report in { report(UInt64(began) + $0) } })
      let end: PipelineEnd
      do { end = try pipeline.run(isLimited ? [workers[0]] : workers) } catch let stop as Stop {
        if isFirst, try isAsWritten() { checksum = .valid }
        isFirst = false
        stopCount += 1
        if checksum == .valid || stopCount >= Self.maximumStopCount { workers.forEach { $0.stopsBehindDamage = false } }
        // A framer that has gone further than the walk is of no use any more.
        framer = RDBFramer(
          resuming: framer, RangeSource(bytes, 0..<0), at: stop.place.offset, byteCount: 0, windowByteCount: 64, from: stop.place)
        walked = framer
        search.follow(framer)
        if try checksum == .valid || (!stop.place.isInsideExpiry && looksRight(stop.place)) {
          framer = goOn(framer, at: stop.place.offset, &limit)
        } else {
          guard let next = try wound("what follows it is no record, so that its length may be wrong", nil, at: stop.place.offset) else { return }
          framer = resume(framer, at: next, &limit)
        }
        workers.forEach { $0.reset() }
        continue
      }
      if let failure = end.sourceFailure { throw failure }
      if isFirst { checksum = end.checksum }
      isFirst = false
      walked = framer
      search.follow(framer)
      if let ending = end.ending {
        guard let next = try behind(ending) else { return }
        framer = resume(framer, at: next, &limit)
        continue
      }
      guard let fault = end.fault else { return }
      let place = brokenItem?.offset ?? began
      if let bound = limit, place > began || bound < bytes.byteCount, began + bound < bytes.byteCount, fault.isOfMissingBytes {
        // Not the file ended but what we allowed ourselves of it.
        limit = nil
        framer = RDBFramer(resuming: framer, RangeSource(bytes, place..<bytes.byteCount), at: place, byteCount: UInt64(bytes.byteCount - place))
        framer.stopsAtZeros = true
        continue
      }
      guard let next = try wound(fault.reason.message, fault, at: place) else { return }
      framer = resume(framer, at: next, &limit)
    }
  }

  /// Whether the checksum at the end agrees with everything in front of it: nothing is wounded then, whatever it looks like.
  private func isAsWritten() throws -> Bool {
    let end = bytes.byteCount - 8
    guard walked.header.hasChecksum, end > RDBHeader.byteCount else { return false }
    var stored: UInt64 = 0
    _ = try withUnsafeMutableBytes(of: &stored) { try bytes.read(at: end, into: $0) }
    stored = UInt64(littleEndian: stored)
    return try stored != 0 && bytes.checksum(of: 0..<end) == stored
  }

  /// Whether what stands behind a damaged record is one of this file.
  private func looksRight(_ place: WalkPlace) throws -> Bool {
    _ = try review(before: place.offset)
    return try search.looksRight(at: place)
  }

  /// Finds databases whose SELECTDB was lost: what was announced for the one before is exceeded by what follows a wound.
  func placeDatabases() throws {
    let keyCount = kept.values.reduce(0) { $0 &+ $1.keys }
    let recordByteCount = max(4, UInt64(bytes.byteCount) / max(1, keyCount))
    for (database, count) in kept.sorted(by: { $0.key < $1.key }) {
      guard let expected = announced[database], count.keys + (plan.lostKeysByDatabase[database] ?? 0) > expected,
        let seam = seams.last(where: {
          guard $0.database == database, $0.before.keys + $0.lostBefore <= expected else { return false }
          // What is missing up to there must have had room in the wound; a few keys too many can have come out of that as well.
          return expected - $0.before.keys - $0.lostBefore <= UInt64($0.wound.count) * 4 / recordByteCount + 8
        })
      else { continue }
      let moved = (keys: count.keys - seam.before.keys, expires: count.expires - min(count.expires, seam.before.expires))
      guard moved.keys > 0 else { continue }
      let known = try search.databaseNumber(in: seam.wound)
      guard let number = known ?? freeNumber(behind: database), number != database else { continue }
      plan.select(database: number, walkedAs: database, at: seam.insertion)
      kept[database] = seam.before
      kept[number, default: SalvageWalker.Count()].keys += moved.keys
      kept[number, default: SalvageWalker.Count()].expires += moved.expires
      notes.append(
        "database \(database) had \(grouped(expected)) keys when the file was written: the \(grouped(moved.keys)) behind byte \(grouped(UInt64(seam.wound.upperBound))) are of another one, "
          + (known == nil ? "whose number is lost; they were put into database \(number)" : "and what is left of its number says \(number)"))
    }
  }

  /// The database that a lost SELECTDB can have named: servers write them in ascending order.
  ///
  /// - Returns: nil when there is none that a server with its usual sixteen has; the keys stay where they were walked then.
  private func freeNumber(behind database: UInt64) -> UInt64? {
    let next = kept.keys.filter { $0 > database }.min() ?? 16
    return database + 1 < min(next, 16) ? database + 1 : nil
  }

  /// Looks at the keys behind wounds once more, now that the others are known, and gives up those that look like none of them:
  /// bytes of a value can pass for a record.
  func dropStrangers() throws {
    let lost = Set(plan.losses.map(\.range))
    for (index, seam) in seams.enumerated() {
      let end = index + 1 < seams.count ? min(seams[index + 1].wound.lowerBound, seams[index + 1].start) : bytes.byteCount
      let items = try search.review(from: seam.start, atMost: Self.neighbourCount, database: seam.database)
      dropStrangers(in: items.filter { $0.range.upperBound <= end && !lost.contains($0.range) })
    }
  }

  private func dropStrangers(in items: [RecordSearch.Reviewed]) {
    let strangers = items.filter { item in item.key.map { search.isStranger($0, item.encoding) } ?? false }
    for item in strangers {
      let loss = SalvageLoss(item, why: "it stands beside a wound and its name is like no other of the file")
      plan.lose(loss)
      forget(loss)
    }
    plan.remove(strangers.map(\.range))
  }

  /// So many keys beside a wound have to look like the others.
  private static let neighbourCount = 32

  /// Looks at what is kept once more when keys are there twice, and drops all but the first of each.
  func dropRepeatedKeys() throws {
    let marks = log.duplicates()
    guard !marks.isEmpty else { return }
    let keys = RepeatedKeys(marks, seed: seed)
    var database: UInt64 = 0
    var ranges: [Range<Int>] = []
    let weights = plan.stretchByteCounts()
    // From the start again: hash templates are numbered as they come.
    var last = RDBFramer(assuming: walked.header, RangeSource(bytes, 0..<0), at: 0, byteCount: 0, windowByteCount: 64)
    var stretch = 0
    for step in plan.steps {
      switch step {
      case .insert(let index):
        switch plan.insertions[index] {
        case .select(let number, let walked): (database, keys.actualDatabase) = (walked, number)
        case .seam(let walked): (database, keys.actualDatabase) = (walked, nil)
        default: break
        }
        if plan.isSeam(index) { stretch += 1 }
      case .copy(let range):
        let framer = RDBFramer(
          resuming: last, RangeSource(bytes, range), at: range.lowerBound, byteCount: UInt64(range.count))
        last = framer
        framer.assume(database: database)
        while framer.offset < range.upperBound {
          let (item, repeated) = keys.next(framer, weight: weights[stretch])
          guard item.fault == nil, item.ending == nil else { break }
          guard let loss = repeated else { continue }
          ranges.append(loss.range)
          plan.lose(loss)
          forget(loss)
        }
        database = framer.database
        if let failure = framer.sourceFailure { throw failure }
      }
    }
    plan.remove(ranges.sorted { $0.lowerBound < $1.lowerBound })
  }

  /// Takes a record that was counted as kept out of the counts.
  private func forget(_ loss: SalvageLoss) {
    if let encoding = loss.encoding, let count = encodings[encoding] { encodings[encoding] = count - min(count, 1) }
    guard let database = loss.database, var count = kept[database] else { return }
    count.keys -= min(count.keys, 1)
    if loss.attributes.expiresAtMilliseconds != nil { count.expires -= min(count.expires, 1) }
    kept[database] = count
  }

  private func makeWorker() -> RepairWorker {
    RepairWorker(
      SalvageWalker(
        rules, nowMilliseconds: options.nowMilliseconds, seed: seed, spill: TemporarySpill(directory: options.temporaryDirectory)), self)
  }

  /// Goes on behind a wound.
  private func resume(_ framer: RDBFramer, at offset: Int, _ limit: inout Int?) -> RDBFramer {
    let database = databaseBehindWound ?? framer.database
    databaseBehindWound = nil
    let seam = plan.insert(.seam(database: database))
    if seams.count < 10_000 {
      seams.append(
        Seam(
          wound: woundStart..<max(woundStart, offset), start: offset, insertion: seam, database: database, before: kept[database] ?? SalvageWalker.Count(), lostBefore: plan.lostKeysByDatabase[database] ?? 0))
    }
    let next = goOn(framer, at: offset, &limit)
    next.assume(database: database)
    return next
  }

  /// Goes on at an item, for the first stretch with little effort.
  private func goOn(_ framer: RDBFramer, at offset: Int, _ limit: inout Int?) -> RDBFramer {
    let bound = 256 << 10
    limit = bound
    pieces.removeAll()
    let next = RDBFramer(
      resuming: framer, RangeSource(bytes, offset..<min(bytes.byteCount, offset + bound)), at: offset,
      byteCount: UInt64(max(0, bytes.byteCount - offset)), windowByteCount: 16 << 10)
    next.stopsAtZeros = true
    return next
  }

  /// Looks at what stands behind an end opcode, and tells where to go on when that was not the end.
  private func behind(_ ending: RDBFramer.Ending) throws -> Int? {
    let end = ending.offset + 1 + ending.checksumByteCount
    guard ending.trailingByteCount > 0 else { return nil }
    if checksum != .valid, !ending.trailingIsZero { _ = try review(before: ending.offset) }
    if checksum != .valid, !ending.trailingIsZero, let next = try search.first(from: ending.offset + 1, woundAt: ending.offset) {
      woundCount += 1
      woundStart = ending.offset
      plan.lose(SalvageLoss(ending.offset..<next, why: "an end opcode in the middle of the file", isKey: false))
      return next
    }
    plan.leaveOut(end..<bytes.byteCount)
    notes.append("\(grouped(ending.trailingByteCount)) bytes behind the end of the file were left out")
    return nil
  }

  /// Looks for the next place that can be read; what lies between is lost.
  ///
  /// - Parameter fault: what kept the walk from going on; nil when something could be read that should not be there.
  private func wound(_ why: String, _ fault: DecodeFault?, at place: Int) throws -> Int? {
    woundCount += 1
    firstWound = firstWound ?? place
    woundStart = place
    let (start, mustPass) = try dropDoubtful(before: place, fault)
    let next = try search.first(from: start + 1, woundAt: place, mustPass: mustPass ? place : start)
    if let next, next < place {
      // The record before had swallowed what stands there.
      plan.regain(from: next)
      return next
    }
    let end = next ?? bytes.byteCount
    // An end opcode that is not one any more, or the bytes of the checksum: nothing that held a key.
    let isTail = next == nil && (fault?.isEndMissing == true || bytes.byteCount - place == 9 && brokenItem?.record == nil)
    if isTail {
      plan.leaveOut(place..<end)
      notes.append("the end of the file is missing; it was written again")
      return nil
    }
    var loss = brokenItem?.record ?? SalvageLoss(place..<end, why: "", isKey: true)
    if let key = loss.key, let encoding = loss.encoding, search.evidence(key, encoding) < 0 { loss.key = nil }
    loss.range = place..<end
    loss.why = why
    try lose(loss)
    return next
  }

  /// Looks once more at what was walked last, and learns what keys look like here.
  private func review(before place: Int) throws -> [RecordSearch.Reviewed] {
    guard let start = pieces.first(where: { $0.offset >= place - (2 << 20) }), start.offset < place else { return [] }
    let items = try search.review(start.offset..<place, database: start.database)
    return items.last?.range.upperBound == place ? items : []
  }

  /// The records right in front of a wound may be part of it: a length that became too short lets bytes of a value pass for
  /// records. What cannot prove itself goes, back to the first that can.
  ///
  /// - Returns: where bytes of other records may begin, the place of the wound at the latest; and whether records that
  ///   begin before that place have to lead beyond it, since what stands there may be sound.
  private func dropDoubtful(before place: Int, _ fault: DecodeFault?) throws -> (start: Int, mustPass: Bool) {
    let items = try review(before: place)
    // A record that is broken off and has a name like the others began where it should, and so ended the one before.
    if fault?.isOfMissingBytes == true, let record = brokenItem?.record, let key = record.key, let encoding = record.encoding,
      search.evidence(key, encoding) >= 4
    {
      return (place, false)
    }
    // Some wounds only the full check sees.
    let lost = Set(plan.losses.suffix(1024).map(\.range))
    func isLost(_ item: RecordSearch.Reviewed) -> Bool { item.isWounded || lost.contains(item.range) }
    var count = 0
    while count < items.count {
      let item = items[items.count - 1 - count]
      // What is known to be wounded explains the rest; it is lost already.
      // An empty name proves nothing: two zero bytes behind a third are one.
      if item.bits >= 2 && item.key?.isEmpty != true || (isLost(item) && item.keyBits >= 0) { break }
      count += 1
    }
    // What stands where a type should was put there by the record before, more often than not.
    if count < items.count, case let last = items[items.count - 1 - count], last.key != nil, !isLost(last), !last.isSelfContained,
      try isShifted(fault, at: place, doubtful: count)
    {
      count += 1
    }
    dropStrangers(in: items.dropLast(count).suffix(Self.neighbourCount).filter { !isLost($0) })
    if let first = items.suffix(count).first { woundStart = first.range.lowerBound }
    // A damaged container that ends where no record begins may have been shorter.
    var swallowed = place
    if count < items.count, case let last = items[items.count - 1 - count], isLost(last),
      let loss = plan.losses.last(where: { $0.range == last.range })
    {
      swallowed = max(loss.range.lowerBound, loss.faultOffset ?? loss.range.lowerBound)
    }
    guard count > 0 else { return (swallowed, false) }
    let doubtful = items.suffix(count)
    databaseBehindWound = items.dropLast(count).last?.databaseBehind ?? doubtful.first?.database
    guard let first = doubtful.first else { return (swallowed, false) }
    plan.retract(from: first.range.lowerBound)
    for item in doubtful where !isLost(item) {
      guard item.key != nil else {
        plan.leaveOut(item.range)
        continue
      }
      var loss = SalvageLoss(item, why: "it stands in front of a wound and nothing proves that it is not part of it")
      loss.isKey = item.bits >= 2
      plan.lose(loss)
      forget(loss)
    }
    return (min(swallowed, first.range.lowerBound), !isLost(first) && first.bits >= 2)
  }

  /// Whether the place of a fault is likely to be no beginning of a record at all.
  private func isShifted(_ fault: DecodeFault?, at place: Int, doubtful: Int) throws -> Bool {
    if doubtful > 0 { return true }
    // An end opcode of which only the first byte is wrong.
    if bytes.byteCount - place == 9 { return false }
    if fault?.isEndMissing == true { return false }
    if let record = brokenItem?.record, let key = record.key, let encoding = record.encoding { return search.evidence(key, encoding) < 0 }
    // Or only one byte is wrong, and a key follows as it should.
    return try !search.couldBegin(at: place)
  }
}

extension DecodeFault {
  /// Whether the bytes ended before what they promised.
  fileprivate var isOfMissingBytes: Bool {
    switch reason {
    case .truncated, .endMissing, .moduleUnended, .implausible, .checksumMissing: true
    default: false
    }
  }

  fileprivate var isEndMissing: Bool {
    if case .endMissing = reason { true } else { false }
  }
}

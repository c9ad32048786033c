/// Looks at everything in an RDB that a walker alone does not see: duplicates,
/// orders, memberships; and counts what there is.
///
/// One a thread; ``RecordChecker`` drives it.
struct CheckVisitor: ~Copyable {
  let isDeep: Bool
  let nowMilliseconds: Int64
  let hash: KeyHash
  let spilled: SpilledElements?

  // What was found since the last merge.
  var findings: [RecordFinding] = []
  /// Findings that were dropped because there were too many.
  var dropped: UInt64 = 0
  var tally = RecordTally()
  var keys: [CheckedKey] = []

  // The database under way.
  var database: UInt64 = 0
  private var databaseCounts = RecordTally.Database()
  private var encodingCounts = InlineArray<256, UInt64>(repeating: 0)

  // The record under way.
  private(set) var head = RecordHead()
  private(set) var key = UnsafeRawBufferPointer(start: nil, count: 0)
  private(set) var isInRecord = false
  /// For whoever decides about every item as soon as it was walked.
  var mark = ItemMark()
  private var hasRecord = false
  /// Whether the last record since the merge has a key that cannot be read.
  private(set) var lastIsUnreadable = false
  private var findingsOfRecord = 0
  /// The key of the record, once a finding needs it; and the bytes of such keys since the last merge.
  private var reportedKey: [UInt8]?
  private var keyByteCount = 0
  /// Kinds of findings of the record, and since the last merge.
  private var kindsOfRecord: Set<RecordFinding.Kind> = []
  private var kinds: Set<RecordFinding.Kind> = []
  private var elements = ElementSet()
  private var findsDuplicates = false
  private var previousScore = -Double.infinity
  private var scoresAreOrdered = false
  private var previousExpiry: Int64 = 0
  private var expiriesAreOrdered = false
  private var hasFieldExpiry = false
  private var largeHash: UInt64 = 0
  private var largeRole = ElementRole.string
  /// The key of a record that was walked in the stream, kept for a duplicate that shows at the merge.
  private(set) var streamedKey: [UInt8]?
  var keepsKey = false

  // The stream under way.
  private var groups = ElementSet()
  private var consumers = ElementSet()
  private var pending = ElementSet()
  private var owned = ElementSet()
  private var ownedByConsumer = ElementSet()
  private var pendingCount: UInt64 = 0
  private var isInGroup = false

  /// The most findings of one record and since one merge that are kept.
  static let maximumOfRecord = 16, maximumOfPiece = 4096

  init(isDeep: Bool, nowMilliseconds: Int64, hash: KeyHash, spill: (any HashSpill)?) {
    self.isDeep = isDeep
    self.nowMilliseconds = nowMilliseconds
    self.hash = hash
    spilled = spill.map(SpilledElements.init)
  }

  // MARK: Findings

  /// Keeps a finding of the record under way, or of what stands between records.
  mutating func report(_ fault: DecodeFault, element: UnsafeRawBufferPointer? = nil) {
    if !mark.judges.isEmpty { mark.note(fault, in: isInRecord ? head.encoding : nil) }
    findingsOfRecord += 1
    if findingsOfRecord == 1 { kindsOfRecord.removeAll(keepingCapacity: true) }
    // The first of a kind is always kept: the verdict depends on it.
    let kind = RecordFinding.Kind(code: fault.reason.code, encoding: isInRecord ? head.encoding : nil)
    let isFirstOfRecord = kindsOfRecord.insert(kind).inserted
    let isFirst = kinds.insert(kind).inserted
    let hasRoom = findings.count < Self.maximumOfPiece && keyByteCount <= CheckResults.maximumKeyByteCount
    guard isFirst || (hasRoom && (isFirstOfRecord || findingsOfRecord <= Self.maximumOfRecord)) else {
      dropped += 1
      return
    }
    if isInRecord, reportedKey == nil {
      // One copy for all findings of the record.
      reportedKey = [UInt8](key)
      keyByteCount += key.count
    }
    findings.append(
      RecordFinding(
        fault, database: isInRecord ? head.database : nil, key: isInRecord ? reportedKey : nil,
        encoding: isInRecord ? head.encoding : nil, element: element.map { [UInt8]($0.prefix(64)) }))
  }

  /// Records met, those with an unreadable key included; only ever compared.
  var recordCount: UInt64 { databaseCounts.keys }

  /// Whether the key of the last record could not be read.
  var isUnreadable: Bool { lastIsUnreadable }

  /// Takes keys back that are not to be compared.
  mutating func forgetKeys(from count: Int) { if keys.count > count { keys.removeLast(keys.count - count) } }

  /// Something wrong with the record as a whole.
  private mutating func report(_ reason: DecodeFault.Reason, element: UnsafeRawBufferPointer? = nil) {
    report(DecodeFault(reason, at: head.valueOffset), element: element)
  }

  private func sighting(_ offset: Int) -> RecordTally.Sighting {
    RecordTally.Sighting(offset: offset, database: isInRecord ? head.database : nil, key: isInRecord ? [UInt8](key) : nil)
  }

  private mutating func see(_ path: WritableKeyPath<RecordTally, RecordTally.Sighting?>, at offset: Int) {
    if tally[keyPath: path] == nil { tally[keyPath: path] = sighting(offset) } else { tally[keyPath: path]?.count += 1 }
  }

  /// Moves the counts of the database under way to the tally; called before a merge.
  mutating func settle() {
    if databaseCounts.keys > 0 || databaseCounts.announced != nil {
      tally.add(databaseCounts, to: database)
      databaseCounts = RecordTally.Database()
    }
    for encoding in ValueEncoding.allCases where encodingCounts[Int(encoding.rawValue)] > 0 {
      tally.encodings[encoding]?.count = encodingCounts[Int(encoding.rawValue)]
      encodingCounts[Int(encoding.rawValue)] = 0
    }
  }

  /// The last record since the merge; its key is still in memory until the next walk.
  var lastRecord: (database: UInt64, key: [UInt8])? {
    hasRecord ? (head.database, [UInt8](key.prefix(4096))) : nil
  }

  /// Forgets what was merged.
  mutating func reset() {
    hasRecord = false
    lastIsUnreadable = false
    findings.removeAll(keepingCapacity: true)
    kinds.removeAll(keepingCapacity: true)
    keyByteCount = 0
    keys.removeAll(keepingCapacity: true)
    dropped = 0
    tally = RecordTally()
  }

  // MARK: Duplicates

  @inline(__always)
  private mutating func insert(_ elementHash: UInt64) -> Bool {
    if elements.isFull {
      // Without room outside memory the rest is let through, and that is said at the end.
      guard let spilled else { return true }
      spilled.take(&elements)
    }
    return elements.insert(elementHash)
  }

  @inline(__always)
  private func elementHash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    // A number and its text are the same element.
    if let number = Decimal.canonicalInteger(bytes) { return hash.number(number) }
    return hash.element(bytes)
  }

  @inline(__always)
  private func idHash(_ id: StreamEntryID) -> UInt64 {
    hash.number(Int64(truncatingIfNeeded: id.milliseconds &* 0x9E37_79B9_7F4A_7C15 ^ hash.number(Int64(truncatingIfNeeded: id.sequence))))
  }

  @inline(never)
  private mutating func duplicate(_ role: ElementRole, _ bytes: UnsafeRawBufferPointer) {
    report(.duplicate(role), element: bytes)
  }

  private mutating func duplicate(_ role: ElementRole, number: Int64) {
    var text = String(number)
    text.withUTF8 { report(.duplicate(role), element: UnsafeRawBufferPointer($0)) }
  }

  // MARK: Groups of a stream

  private mutating func endGroup() {
    guard isInGroup else { return }
    isInGroup = false
    let missing = pendingCount &- UInt64(owned.count)
    if pendingCount <= UInt64(ElementSet.maximumCount), missing > 0, missing <= pendingCount {
      report(.streamPendingUnowned(count: missing))
    }
    pending.reset()
    owned.reset()
    ownedByConsumer.reset()
    consumers.reset()
  }

  private mutating func name(_ role: ElementRole, _ nameHash: UInt64, _ bytes: UnsafeRawBufferPointer) {
    if role == .groupName {
      endGroup()
      isInGroup = true
      pendingCount = 0
      if !groups.isFull, !groups.insert(nameHash) { duplicate(role, bytes) }
    } else if !consumers.isFull, !consumers.insert(nameHash) {
      duplicate(role, bytes)
    }
  }
}

extension CheckVisitor: RecordVisitor {
  var wantsValueByteCount: Bool { false }

  /// Only what has to be compared: members, fields, names of groups and consumers.
  @inline(__always)
  func wantsText(_ role: ElementRole) -> Bool {
    switch role {
    case .setMember, .sortedSetMember, .hashField, .groupName, .consumerName: true
    default: false
    }
  }

  @inline(__always)
  mutating func record(_ head: RecordHead, key: RawSpan) -> Bool {
    self.head = head
    key.withUnsafeBytes { self.key = $0 }
    if reportedKey != nil { reportedKey = nil }
    isInRecord = true
    hasRecord = true
    lastIsUnreadable = false
    findingsOfRecord = 0
    if head.database != database {
      settle()
      database = head.database
    }
    databaseCounts.keys &+= 1
    if let expiry = head.attributes.expiresAtMilliseconds {
      databaseCounts.expires &+= 1
      if expiry <= nowMilliseconds { tally.expiredKeys &+= 1 }
    }
    let raw = Int(head.encoding.rawValue)
    if encodingCounts[raw] == 0 { tally.encodings[head.encoding] = sighting(head.typeOffset) }
    encodingCounts[raw] &+= 1
    if head.attributes.isPresent { look(at: head.attributes) }
    if head.attributes.idleSeconds != nil { see(\.idle, at: head.offset) }
    if head.attributes.frequency != nil { see(\.frequency, at: head.offset) }
    guard isDeep else {
      isInRecord = false
      return false
    }
    let (place, mark) = hash.key(head, self.key)
    keys.append(CheckedKey(place: place, mark: mark, offset: head.offset, database: head.database))
    if keepsKey { streamedKey = [UInt8](self.key) }
    prepare(head.encoding)
    return true
  }

  @inline(never)
  private mutating func look(at attributes: KeyAttributes) {
    var odd: String?
    if attributes.oddities.contains(.expiryOfMinusOne) { odd = "the expiry -1, which servers take for none" }
    if attributes.oddities.contains(.detached) { odd = "an expiry, idle time or frequency that something else separates from its key" }
    if let expiry = attributes.expiresAtMilliseconds {
      if expiry < 0 { odd = "an expiry before 1970" }
      // 10^15 milliseconds are the year 33658: a time in microseconds, or no time at all.
      if expiry >= 1_000_000_000_000_000 { odd = "an expiry in over 30 000 years" }
    }
    if let idle = attributes.idleSeconds, idle > UInt64(UInt32.max) { odd = "an idle time of over a hundred years" }
    if let odd { report(DecodeFault(.attributes(odd), at: head.offset)) }
  }

  @inline(__always)
  private mutating func prepare(_ encoding: ValueEncoding) {
    if encoding == .string {
      findsDuplicates = false
      return
    }
    elements.reset(isLarge: encoding == .set || encoding == .hash || encoding == .sortedSet2)
    // The walker sees duplicates of an intset itself: they stand side by side.
    findsDuplicates = encoding != .setIntset
    scoresAreOrdered = encoding == .sortedSetListpack || encoding == .sortedSetZiplist
    previousScore = -.infinity
    expiriesAreOrdered = encoding == .hashListpackEx || encoding == .hashListpackExPreGA
    previousExpiry = 0
    hasFieldExpiry = false
  }

  @inline(__always)
  mutating func recordEnd(at offset: Int) {
    if head.encoding != .string { finishRecord() }
    isInRecord = false
  }

  private mutating func finishRecord() {
    if hasFieldExpiry { see(\.fieldExpiries, at: head.typeOffset) }
    if head.encoding.kind == .stream {
      endGroup()
      groups.reset()
    }
    if let spilled, !spilled.isEmpty {
      spilled.take(&elements)
      let count = spilled.countDuplicates()
      if count > 0 { report(.duplicate(head.encoding.kind == .hash ? .hashField : .setMember)) }
      if spilled.failure != nil { report(.duplicatesUnchecked) }
    } else if elements.isFull, spilled == nil {
      report(.duplicatesUnchecked)
    }
  }

  mutating func unreadableKey(_ head: RecordHead, _ fault: DecodeFault) {
    self.head = head
    isInRecord = false
    // The memory of the key before was used for what could be read of this one.
    hasRecord = false
    lastIsUnreadable = true
    databaseCounts.keys &+= 1
    findingsOfRecord = 0
    report(fault)
  }

  @inline(__always)
  mutating func element(_ role: ElementRole, _ bytes: RawSpan) {
    switch role {
    case .setMember, .hashField, .sortedSetMember:
      guard findsDuplicates else { return }
      bytes.withUnsafeBytes { if !insert(elementHash($0)) { duplicate(role, $0) } }
    case .groupName, .consumerName: bytes.withUnsafeBytes { name(role, elementHash($0), $0) }
    default: break
    }
  }

  @inline(__always)
  mutating func integer(_ role: ElementRole, _ value: Int64) {
    switch role {
    case .setMember, .hashField, .sortedSetMember:
      guard findsDuplicates else { return }
      if !insert(hash.number(value)) { duplicate(role, number: value) }
    case .groupName, .consumerName:
      var text = String(value)
      text.withUTF8 { name(role, hash.number(value), UnsafeRawBufferPointer($0)) }
    case .string: tally.integerStrings &+= 1
    default: break
    }
  }

  mutating func largeElement(_ role: ElementRole, byteCount: UInt64) {
    largeRole = role
    largeHash = byteCount
  }

  mutating func piece(_ bytes: RawSpan) {
    // Depends on where pieces are cut, which two equal large elements of one collection need not share; taken in
    // steps of 64 bytes of content only, it does not.
    bytes.withUnsafeBytes { largeHash = large.update(largeHash, $0) }
  }

  mutating func largeElementEnd() {
    switch largeRole {
    case .setMember, .hashField, .sortedSetMember:
      if findsDuplicates, !insert(large.finish(largeHash, hash)) { report(.duplicate(largeRole)) }
    default: break
    }
  }

  private var large: LargeElementHash { LargeElementHash() }

  @inline(__always)
  mutating func score(_ value: Double) {
    guard scoresAreOrdered else { return }
    if value < previousScore {
      scoresAreOrdered = false
      report(.scoreOrder)
    }
    previousScore = value
  }

  @inline(__always)
  mutating func fieldExpiry(_ milliseconds: Int64?) {
    if milliseconds != nil { hasFieldExpiry = true }
    guard expiriesAreOrdered else { return }
    // Fields with an expiry come first, ascending; those without last.
    let position = milliseconds ?? .max
    if position < previousExpiry {
      expiriesAreOrdered = false
      report(.fieldExpiryOrder)
    }
    previousExpiry = position
  }

  mutating func streamEntry(_ id: StreamEntryID, fieldCount: Int) {}
  mutating func streamEnd(_ properties: StreamProperties) {}

  mutating func group(_ group: StreamGroup) {
    pendingCount = group.pendingCount
    if pendingCount > UInt64(ElementSet.maximumCount) { report(.pendingUnchecked(pendingCount)) }
  }

  mutating func pending(_ id: StreamEntryID, deliveredAt: Int64, deliveryCount: UInt64) {
    guard pendingCount <= UInt64(ElementSet.maximumCount) else { return }
    if !pending.insert(idHash(id)) { report(.streamPendingDuplicate(id)) }
  }

  mutating func consumer(seenAt: Int64, activeAt: Int64?, pendingCount: UInt64) { ownedByConsumer.reset() }

  mutating func owned(_ id: StreamEntryID) {
    guard pendingCount <= UInt64(ElementSet.maximumCount) else { return }
    let idHash = idHash(id)
    guard pending.contains(idHash) else { return report(.streamPendingUnknown(id)) }
    let isNewToConsumer = ownedByConsumer.insert(idHash)
    if !owned.insert(idHash) { report(isNewToConsumer ? .streamPendingShared(id) : .streamPendingDuplicate(id)) }
  }

  mutating func groupsEnd() { endGroup() }

  mutating func module(_ id: ModuleID) {
    tally.modules[id] = RecordTally.join(tally.modules[id], sighting(head.typeOffset))
  }

  mutating func moduleInteger(opcode: UInt8, _ bits: UInt64) {}
  mutating func moduleDouble(_ value: Double) {}
  mutating func arrayIndex(_ index: UInt64) {}

  mutating func defect(_ fault: DecodeFault) {
    if case .listpackBoundary(_, let newer) = fault.reason {
      see(newer ? \.newBoundary : \.oldBoundary, at: fault.offset)
    } else {
      report(fault)
    }
  }

  // MARK: Between keys

  mutating func auxiliary(_ name: RawSpan, _ value: RawSpan, at offset: Int) {
    isInRecord = false
    mark.see(.auxiliary)
    see(\.auxiliary, at: offset)
    if tally.auxiliaryFields.count < RecordTally.maximumAuxiliaryCount {
      tally.auxiliaryFields.append((name.withUnsafeBytes { [UInt8]($0.prefix(1024)) }, value.withUnsafeBytes { [UInt8]($0.prefix(1024)) }))
    }
  }

  mutating func function(_ source: RawSpan, at offset: Int) {
    isInRecord = false
    mark.see(.function)
    findingsOfRecord = 0
    see(\.function, at: offset)
    switch source.withUnsafeBytes({ FunctionLibrary.name(of: $0) }) {
    case .success(let name):
      tally.functions.append(name)
      tally.functionOffsets.append(offset)
    case .failure(let problem): report(DecodeFault(.functionLibrary(problem.text), at: offset))
    }
  }

  mutating func item(_ item: RDBItem, at offset: Int) {
    isInRecord = false
    if item != .keyMetadata { mark.see(item) }
    findingsOfRecord = 0
    switch item {
    case .database(let number):
      settle()
      database = number
      if number > tally.highestDatabase.number { tally.highestDatabase = (number, offset) }
    case .sizeHint(let keys, let expires):
      see(\.sizeHint, at: offset)
      let before = databaseCounts.announced ?? (0, 0)
      databaseCounts.announced = (before.keys &+ keys, before.expires &+ expires)
      databaseCounts.announcedAt = offset
      if max(keys, expires) >= 1 << 33 { report(DecodeFault(.resizeHintUnbearable(max(keys, expires)), at: offset)) }
    case .slotInfo(let slot, _, _):
      see(\.slotInfo, at: offset)
      if slot >= 16384 { report(DecodeFault(.slotNumber(slot), at: offset)) }
    case .slotImport:
      see(\.slotImport, at: offset)
    case .moduleAuxiliary(let id, let when, let whenOpcode):
      see(\.moduleAuxiliary, at: offset)
      tally.modules[id] = RecordTally.join(tally.modules[id], sighting(offset))
      if whenOpcode != 2 || when < 1 || when > 2 { report(DecodeFault(.moduleAuxWhen(whenOpcode == 2 ? when : whenOpcode), at: offset)) }
      if id.rawValue == 0 { report(DecodeFault(.moduleIDZero, at: offset)) }
    case .keyMetadata: see(\.keyMetadata, at: offset)
    case .hashTemplate: see(\.hashTemplate, at: offset)
    case .auxiliary, .function, .record, .end: break
    }
  }
}

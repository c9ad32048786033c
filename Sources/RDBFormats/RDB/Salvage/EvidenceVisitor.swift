/// Weighs one item: how much speaks for it being what it looks like, in bits.
///
/// Containers and compressed strings prove themselves by their inner structure; a plain string has only its key to show.
struct EvidenceVisitor: ~Copyable {
  private(set) var head = RecordHead()
  private(set) var key = UnsafeRawBufferPointer(start: nil, count: 0)
  private(set) var hasRecord = false
  private var elements = 0
  private var byteCount = 0
  private var integers = 0
  private var scores = 0
  private var oddScores = 0
  private var defects = 0
  /// Whether something is wrong inside the value.
  private(set) var isWounded = false
  private var other = 0
  let judge: Judge

  init(_ judge: Judge) { self.judge = judge }

  /// Forgets the item.
  mutating func reset() {
    hasRecord = false
    elements = 0
    byteCount = 0
    integers = 0
    scores = 0
    oddScores = 0
    defects = 0
    isWounded = false
    other = 0
  }

  /// What the item came to.
  func bits(_ shapes: borrowing KeyShapes) -> Int {
    hasRecord ? shapes.evidence(key, head.encoding) + bitsWithoutKey : other
  }

  /// The same without what the key has to say.
  var bitsWithoutKey: Int { hasRecord ? attributeBits + valueBits : other }

  /// Whether the record's end is proved by more than the length of its last string.
  var isSelfContained: Bool {
    guard hasRecord, !isWounded else { return false }
    switch head.encoding {
    case .string: return integers > 0 || (elements == 0 && byteCount == 0)
    case .list, .set, .hash, .module2, .array, .valkeyPathHash, .hashTemplateListpack, .hashTemplateArray,
      .hashTemplateArrayReference, .hashTemplateListpackReference, .hashMetadata, .hashMetadataPreGA:
      return false
    default: return elements > 0
    }
  }

  private var attributeBits: Int {
    var bits = 0
    if let milliseconds = head.attributes.expiresAtMilliseconds {
      // From 2001 to 2128: whatever a clock and a sensible time to live make.
      bits += (1_000_000_000_000...5_000_000_000_000).contains(milliseconds) ? 12 : -12
    }
    if let idle = head.attributes.idleSeconds { bits += idle < 1 << 32 ? 2 : -12 }
    if head.attributes.frequency != nil { bits += 1 }
    if head.attributes.hasMetadata { bits -= 4 }
    if !head.attributes.oddities.isEmpty { bits -= 8 }
    return bits
  }

  private var valueBits: Int {
    if isWounded { return -12 }
    switch head.encoding {
    case .string:
      if integers > 0 { return 2 }
      // Compressed strings are checked and not told of.
      if elements == 0 { return 12 }
      return byteCount == 0 ? -3 : 0
    case .list, .set, .hash: return elements + integers == 0 ? -15 : min(8, elements + integers)
    case .sortedSet, .sortedSet2: return oddScores > 0 ? -6 : min(16, 3 * scores)
    case .hashMetadata, .hashMetadataPreGA, .valkeyHash2, .valkeyPathHash: return min(12, elements + integers)
    case .module2, .array: return 6
    default: return elements + integers == 0 ? -4 : 18
    }
  }
}

extension EvidenceVisitor: RecordVisitor {
  var wantsValueByteCount: Bool { false }
  func wantsText(_ role: ElementRole) -> Bool { false }

  mutating func record(_ head: RecordHead, key: RawSpan) -> Bool {
    self.head = head
    key.withUnsafeBytes { self.key = $0 }
    hasRecord = true
    return true
  }

  mutating func recordEnd(at offset: Int) {}

  mutating func unreadableKey(_ head: RecordHead, _ fault: DecodeFault) { other = -20 }

  mutating func auxiliary(_ name: RawSpan, _ value: RawSpan, at offset: Int) {
    let isKnown = name.withUnsafeBytes { KeyShapes.isAuxiliaryName($0) }
    other = isKnown ? 20 : name.withUnsafeBytes { !$0.isEmpty && KeyShapes.isText($0) } ? 5 : -15
  }

  mutating func function(_ source: RawSpan, at offset: Int) {
    if case .success = source.withUnsafeBytes({ FunctionLibrary.name(of: $0) }) { other = 24 } else { other = -15 }
  }

  mutating func item(_ item: RDBItem, at offset: Int) {
    switch item {
    case .database(let number): other = number < 16 ? 4 : number < 1024 ? 0 : -20
    case .sizeHint(let keys, let expires): other = expires <= keys && keys > 0 && keys < 1 << 33 ? 8 : -15
    case .moduleAuxiliary(let id, let when, let whenOpcode): other = id.rawValue != 0 && whenOpcode == 2 && (1...2).contains(when) ? 8 : -15
    case .slotInfo(let slot, let keys, let expires): other = slot < 16_384 && expires <= keys && keys > 0 ? 6 : -15
    case .hashTemplate: other = 5
    default: other = 0
    }
  }

  mutating func element(_ role: ElementRole, _ bytes: RawSpan) {
    elements &+= 1
    byteCount &+= bytes.byteCount
  }

  mutating func integer(_ role: ElementRole, _ value: Int64) { integers &+= 1 }

  mutating func largeElement(_ role: ElementRole, byteCount: UInt64) {
    elements &+= 1
    self.byteCount &+= Int(clamping: byteCount)
  }

  mutating func piece(_ bytes: RawSpan) {}
  mutating func largeElementEnd() {}

  mutating func score(_ value: Double) {
    scores &+= 1
    let size = abs(value)
    if !(size == 0 || size.isInfinite || (1e-9...1e18).contains(size)) { oddScores &+= 1 }
  }

  mutating func fieldExpiry(_ milliseconds: Int64?) {}
  mutating func streamEntry(_ id: StreamEntryID, fieldCount: Int) { elements &+= 1 }
  mutating func streamEnd(_ properties: StreamProperties) {}
  mutating func group(_ group: StreamGroup) {}
  mutating func pending(_ id: StreamEntryID, deliveredAt: Int64, deliveryCount: UInt64) {}
  mutating func consumer(seenAt: Int64, activeAt: Int64?, pendingCount: UInt64) {}
  mutating func owned(_ id: StreamEntryID) {}
  mutating func groupsEnd() {}
  mutating func module(_ id: ModuleID) {}
  mutating func moduleInteger(opcode: UInt8, _ bits: UInt64) {}
  mutating func moduleDouble(_ value: Double) {}
  mutating func arrayIndex(_ index: UInt64) {}

  mutating func defect(_ fault: DecodeFault) {
    if judge.effect(of: fault.reason, in: hasRecord ? head.encoding : nil) >= .damaged { isWounded = true }
  }
}

package import RDBFormats

// The table is an array of words: 48 bits say where the record stands, 16 bits of
// its hash spare most comparisons. A record's home is given by the highest bits
// of its hash and it stands there or behind, so that the order of homes is
// the order of hashes: a scan that says "from this hash on" survives any growth.

/// The keys of one database.
///
/// Values stay packed, as they were loaded or set, until a command needs to change a part of one. Not for use on
/// several threads at once.
package final class Keyspace {
  package internal(set) var number: Int
  private let hash: KeyHash
  private let reader: SerializedValueReader
  private var slots: UnsafeMutableBufferPointer<UInt64>
  /// 64 − log2 of the number of slots.
  private var shift: UInt64
  /// Slots that are not free: keys and tombstones.
  private var usedSlotCount = 0
  private var arena = Arena()
  /// How many keys there are, and how many of them expire.
  package private(set) var count = 0, expiryCount = 0
  /// Grows with every change, for those who watch.
  package var generation: UInt64 = 0

  private let nowhere = UnsafeMutableRawPointer.allocate(byteCount: KeyRecord.headByteCount, alignment: 8)

  private static let tombstone: UInt64 = 1
  private static let addressMask: UInt64 = 1 << 48 - 1

  /// - Parameter seed: a random number of the process.
  package init(number: Int, seed: UInt64, dialect: RDBDialect = .redis) {
    self.number = number
    hash = KeyHash(seed: seed)
    reader = SerializedValueReader(dialect)
    slots = Self.table(16)
    shift = 60
  }

  deinit {
    forEach { $0.release() }
    slots.deallocate()
    nowhere.deallocate()
  }

  private static func table(_ count: Int) -> UnsafeMutableBufferPointer<UInt64> {
    let slots = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: count)
    slots.initialize(repeating: 0)
    return slots
  }

  // MARK: Finding

  /// The record of a key; nil when there is none.
  ///
  /// - Complexity: O(1).
  package func find(_ key: UnsafeRawBufferPointer) -> KeyRecord? { slot(of: key, hash.element(key)).map { record(slots[$0]) } }

  package func find(_ key: Word) -> KeyRecord? { find(key.bytes) }

  private func record(_ slot: UInt64) -> KeyRecord {
    // Tombstones and free slots are never asked for: the other pointer is never used.
    KeyRecord(start: UnsafeMutableRawPointer(bitPattern: UInt(slot & Self.addressMask)) ?? nowhere)
  }

  private func slot(of key: UnsafeRawBufferPointer, _ hash: UInt64) -> Int? {
    let mask = slots.count &- 1
    var at = Int(truncatingIfNeeded: hash >> shift)
    let tag = hash << 48
    while true {
      let slot = slots[at]
      if slot == 0 { return nil }
      if slot & ~Self.addressMask == tag, slot > Self.tombstone {
        let found = record(slot).key
        if found.count == key.count, found.elementsEqualFast(key) { return at }
      }
      at = (at &+ 1) & mask
    }
  }

  // MARK: Changing

  /// Puts a packed value in the place of whatever a key had.
  package func set(_ key: UnsafeRawBufferPointer, _ encoding: ValueEncoding, _ value: UnsafeRawBufferPointer, expiresAt: Int64?) {
    let room = place(key, encoding, [], valueByteCount: value.count, expiresAt)
    room.copyMemory(from: value)
  }

  /// Puts a string in the place of whatever a key had.
  ///
  /// - Parameter isText: whether servers keep it as text even if it is that of a number.
  package func setString(_ key: UnsafeRawBufferPointer, _ text: UnsafeRawBufferPointer, expiresAt: Int64?, isText: Bool = false) {
    let head = RDBString.headByteCount(text.count)
    let room = place(key, .string, isText ? .isText : [], valueByteCount: head + text.count, expiresAt)
    RDBString.writeHead(text.count, into: room)
    UnsafeMutableRawBufferPointer(rebasing: room[head...]).copyMemory(from: text)
  }

  package func setString(_ key: UnsafeRawBufferPointer, _ text: [UInt8], expiresAt: Int64?, isText: Bool = false) {
    text.withUnsafeBytes { setString(key, $0, expiresAt: expiresAt, isText: isText) }
  }

  /// Puts what a record of this or another keyspace holds in the place of whatever a key had. An object is shared.
  package func set(_ key: UnsafeRawBufferPointer, _ other: KeyRecord, expiresAt: Int64?) {
    if let object = other.object { return set(key, object, expiresAt: expiresAt) }
    let room = place(key, other.encoding, other.flags.intersection(.isText), valueByteCount: other.value.count, expiresAt)
    room.copyMemory(from: other.value)
  }

  /// Puts an object in the place of whatever a key had.
  package func set(_ key: UnsafeRawBufferPointer, _ object: LiveValue, expiresAt: Int64?) {
    // Owned before the old value goes: it may be the same.
    let owner = Unmanaged.passRetained(object)
    let room = place(key, object.encoding, .isLive, valueByteCount: 8, expiresAt)
    room.storeBytes(of: UInt(bitPattern: owner.toOpaque()), as: UInt.self)
  }

  /// Makes a record for a key; what it had is gone.
  ///
  /// - Returns: room for the value. The key may lie in a record of this keyspace, but not the value.
  private func place(
    _ key: UnsafeRawBufferPointer, _ encoding: ValueEncoding, _ flags: KeyRecord.Flags, valueByteCount: Int, _ expiresAt: Int64?
  ) -> UnsafeMutableRawBufferPointer {
    let hash = hash.element(key)
    let new = KeyRecord(start: arena.allocate(KeyRecord.byteCount(key: key.count, value: valueByteCount, hasExpiry: expiresAt != nil)))
    new.write(key, encoding: encoding, flags: expiresAt == nil ? flags : flags.union(.hasExpiry), valueByteCount: valueByteCount)
    if let expiresAt {
      new.expiresAt = expiresAt
      expiryCount &+= 1
    }
    let word = hash << 48 | UInt64(UInt(bitPattern: new.start))
    if let at = slot(of: key, hash) {
      let old = record(slots[at])
      slots[at] = word
      drop(old)
    } else {
      if (usedSlotCount &+ 1) &* 8 > slots.count &* 7 { rehash(for: count &+ 1) }
      insert(word, hash)
      usedSlotCount &+= 1
      count &+= 1
    }
    generation &+= 1
    return new.mutableValue
  }

  private func insert(_ word: UInt64, _ hash: UInt64) {
    let mask = slots.count &- 1
    var at = Int(truncatingIfNeeded: hash >> shift)
    while slots[at] != 0 { at = (at &+ 1) & mask }
    slots[at] = word
  }

  /// Gives the memory of a record back.
  private func drop(_ record: KeyRecord) {
    if record.expiresAt != nil { expiryCount &-= 1 }
    record.release()
    arena.free(record.start, record.byteCount)
  }

  /// Removes a key.
  ///
  /// - Returns: whether it was there.
  @discardableResult
  package func remove(_ key: UnsafeRawBufferPointer) -> Bool {
    guard let at = slot(of: key, hash.element(key)) else { return false }
    let old = record(slots[at])
    slots[at] = Self.tombstone
    count &-= 1
    generation &+= 1
    drop(old)
    if count == 0 { removeAll() }
    return true
  }

  /// Sets or takes away the expiry of a key that is there.
  package func setExpiry(_ key: UnsafeRawBufferPointer, _ expiresAt: Int64?) {
    guard let at = slot(of: key, hash.element(key)) else { return }
    let old = record(slots[at])
    generation &+= 1
    if expiresAt != nil, old.expiresAt != nil { return old.expiresAt = expiresAt }
    guard expiresAt != nil || old.expiresAt != nil else { return }
    let size = old.byteCount + (expiresAt == nil ? -8 : 8)
    let new = KeyRecord(start: arena.allocate(size))
    var flags = old.flags.subtracting(.hasExpiry)
    if expiresAt != nil { flags.insert(.hasExpiry) }
    new.write(old.key, encoding: old.encoding, flags: flags, valueByteCount: old.value.count)
    new.expiresAt = expiresAt
    new.mutableValue.copyMemory(from: old.value)
    slots[at] = slots[at] & ~Self.addressMask | UInt64(UInt(bitPattern: new.start))
    expiryCount &+= expiresAt == nil ? -1 : 1
    // The object, if there is one, belongs to the new record now.
    arena.free(old.start, old.byteCount)
  }

  /// Removes every key.
  package func removeAll() {
    forEach { $0.release() }
    slots.deallocate()
    slots = Self.table(16)
    shift = 60
    usedSlotCount = 0
    count = 0
    expiryCount = 0
    arena = Arena()
    generation &+= 1
  }

  /// Makes room for so many keys before they come; `hint` is believed up to what `byteCount` bytes can hold.
  package func reserve(_ hint: UInt64, byteCount: Int) {
    let believed = Int(clamping: min(hint, UInt64(max(0, byteCount) / 4)))
    if believed > count { rehash(for: believed) }
  }

  private func rehash(for wanted: Int) {
    var capacity = 16
    while capacity &* 3 < wanted &* 4 { capacity &*= 2 }
    let old = slots
    slots = Self.table(capacity)
    shift = UInt64(64 - capacity.trailingZeroBitCount)
    usedSlotCount = count
    for slot in old where slot > Self.tombstone { insert(slot, hash.element(record(slot).key)) }
    old.deallocate()
  }

  /// Moves the live records together when most of the memory is garbage. Records that were lent are gone then.
  package func compact() {
    guard arena.garbageByteCount > 1 << 24, arena.garbageByteCount > arena.liveByteCount else { return }
    var fresh = Arena()
    for at in slots.indices where slots[at] > Self.tombstone {
      let old = record(slots[at])
      let size = old.byteCount
      if arena.moveLarge(old.start, size, to: &fresh) { continue }
      let start = fresh.allocate(size)
      start.copyMemory(from: old.start, byteCount: size)
      slots[at] = slots[at] & ~Self.addressMask | UInt64(UInt(bitPattern: start))
    }
    arena = fresh
  }

  // MARK: Going through

  /// Every record, in no order that means anything. The body must not change the keyspace.
  package func forEach(_ body: (KeyRecord) throws -> Void) rethrows {
    for slot in slots where slot > Self.tombstone { try body(record(slot)) }
  }

  /// The records from a place on, as SCAN gives them: every key that is there all the while comes once.
  ///
  /// - Parameters:
  ///   - cursor: 0 to begin, or what the last call returned.
  ///   - count: about how many.
  /// - Returns: the next cursor; 0 at the end.
  package func scan(_ cursor: UInt64, count wanted: Int, _ body: (KeyRecord) -> Void) -> UInt64 {
    var home = Int(truncatingIfNeeded: (cursor << 16) >> shift)
    guard cursor < 1 << 48, home < slots.count else { return 0 }
    let mask = slots.count &- 1
    var seen = 0
    while home < slots.count {
      // Whoever belongs here stands here or behind, up to the next free slot.
      var at = home
      while slots[at] != 0 {
        let slot = slots[at]
        if slot > Self.tombstone {
          let record = record(slot)
          let hash = hash.element(record.key)
          // Behind a table that shrank, the cursor stands in the middle of a home.
          if Int(truncatingIfNeeded: hash >> shift) == home, hash >> 16 >= cursor {
            body(record)
            seen += 1
          }
        }
        at = (at &+ 1) & mask
        if at == home { break }
      }
      home += 1
      if seen >= wanted { break }
    }
    return home >= slots.count ? 0 : (UInt64(home) << shift) >> 16
  }

  /// A key by chance; nil when there is none.
  package func randomRecord(_ random: inout some RandomNumberGenerator) -> KeyRecord? {
    guard count > 0 else { return nil }
    let mask = slots.count &- 1
    while true {
      let slot = slots[Int(truncatingIfNeeded: random.next()) & mask]
      if slot > Self.tombstone { return record(slot) }
    }
  }

  // MARK: Values

  /// The bytes of a string, lent until the next call or change.
  ///
  /// - Throws: ``CommandError/wrongType``, or what is wrong with a value that was loaded.
  package func string(_ record: KeyRecord) throws(CommandError) -> UnsafeRawBufferPointer {
    guard record.kind == .string else { throw .wrongType }
    if let object = record.object { return unsafeDowncast(object, to: StringValue.self).bytes }
    do throws(DecodeFault) { return try reader.string(record.value) } catch { throw .damaged(error.reason.message) }
  }

  /// The object of a key; a packed value is decoded and stays so.
  ///
  /// - Throws: ``CommandError/wrongType`` when it is of another kind, or what is wrong with a value that was loaded.
  package func live<Value: LiveValue>(_ record: KeyRecord, _ kind: ValueKind, as type: Value.Type) throws(CommandError) -> Value {
    guard record.kind == kind else { throw .wrongType }
    if let object = record.object { return unsafeDowncast(object, to: Value.self) }
    let object = try decode(record)
    guard let value = object as? Value else { throw .wrongType }
    let key = [UInt8](record.key)
    let before = generation
    key.withUnsafeBytes { set($0, value, expiresAt: record.expiresAt) }
    generation = before
    return value
  }

  /// An object with what a packed value holds.
  package func decode(_ record: KeyRecord) throws(CommandError) -> LiveValue {
    if let object = record.object { return object.copy() }
    guard let builder = ValueBuilders.builder(record.kind) else { throw .damaged("a kind that the engine does not decode") }
    do throws(DecodeFault) { try reader.walk(record.encoding, record.value, builder) } catch { throw .damaged(error.reason.message) }
    builder.finish(record.encoding)
    if let defect = builder.fault { throw .damaged(defect.reason.message) }
    return builder.value
  }

  /// Tells a sink what the value of a record holds, packed or live.
  package func walk(_ record: KeyRecord, _ sink: ValueSink) throws(DecodeFault) {
    if let object = record.object { return object.walk(sink) }
    try reader.walk(record.encoding, record.value, sink)
  }
}

extension UnsafeRawBufferPointer {
  /// Whether the bytes are equal; the counts are.
  @inline(__always)
  func elementsEqualFast(_ other: UnsafeRawBufferPointer) -> Bool {
    var index = 0
    while count &- index >= 8 {
      if loadUnaligned(fromByteOffset: index, as: UInt64.self) != other.loadUnaligned(fromByteOffset: index, as: UInt64.self) { return false }
      index &+= 8
    }
    while index < count {
      if self[index] != other[index] { return false }
      index &+= 1
    }
    return true
  }
}

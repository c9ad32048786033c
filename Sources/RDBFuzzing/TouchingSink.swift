package import RDBFormats

/// Reads every byte that a walk hands out and folds all that it is told, in order, into one number.
///
/// Two walks over the same bytes must give the same, however they were cut; and a pointer that leads
/// nowhere shows, under the address sanitizer at the latest.
package final class TouchingSink: RecordSink {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325
  /// Faults inside values, in order.
  package private(set) var faults: [DecodeFault] = []
  /// What was told in all.
  package private(set) var eventCount = 0

  package var fingerprint: UInt64 { state }

  private func fold(_ word: UInt64) {
    state = (state ^ word) &* 0x0000_0100_0000_01b3
    state ^= state >> 29
  }

  private func event(_ number: UInt64) {
    eventCount += 1
    fold(number)
  }

  private func fold(_ bytes: RawSpan) {
    bytes.withUnsafeBytes { buffer in
      for byte in buffer { fold(UInt64(byte)) }
      fold(UInt64(buffer.count))
    }
  }

  private func fold(_ id: StreamEntryID) {
    fold(id.milliseconds)
    fold(id.sequence)
  }

  package override var wantsValueByteCount: Bool { true }
  package override func record(_ head: RecordHead, key: RawSpan) -> Bool {
    event(1)
    for number in [head.offset, head.typeOffset, head.valueOffset] { fold(UInt64(bitPattern: Int64(number))) }
    fold(head.database)
    fold(UInt64(head.encoding.rawValue))
    fold(UInt64(bitPattern: Int64(head.attributes.hashValueWithoutSeed)))
    fold(key)
    return true
  }
  package override func recordEnd(at offset: Int) {
    event(2)
    fold(UInt64(bitPattern: Int64(offset)))
  }
  package override func unreadableKey(_ head: RecordHead, _ fault: DecodeFault) {
    event(3)
    faults.append(fault)
  }
  package override func auxiliary(_ name: RawSpan, _ value: RawSpan, at offset: Int) {
    event(4)
    fold(name)
    fold(value)
    fold(UInt64(bitPattern: Int64(offset)))
  }
  package override func function(_ source: RawSpan, at offset: Int) {
    event(5)
    fold(source)
    source.withUnsafeBytes { if case .success(let name) = FunctionLibrary.name(of: $0) { fold(UInt64(name.count)) } }
  }
  package override func item(_ item: RDBItem, at offset: Int) {
    event(6)
    fold(UInt64(bitPattern: Int64(offset)))
  }
  package override func element(_ role: ElementRole, _ bytes: RawSpan) {
    event(7)
    fold(UInt64(role.rawValue))
    fold(bytes)
  }
  package override func sharedElement(_ role: ElementRole, _ bytes: RawSpan, _ name: SharedName) {
    event(25)
    fold(UInt64(role.rawValue))
    // Told as often as there are entries: read whole, a small file would keep us for minutes.
    fold(bytes.extracting(first: min(bytes.byteCount, 64)))
    fold(bytes.extracting(last: min(bytes.byteCount, 64)))
    fold(UInt64(bytes.byteCount))
  }
  package override func integer(_ role: ElementRole, _ value: Int64) {
    event(8)
    fold(UInt64(role.rawValue))
    fold(UInt64(bitPattern: value))
  }
  package override func largeElement(_ role: ElementRole, byteCount: UInt64) {
    event(9)
    fold(byteCount)
  }
  package override func piece(_ bytes: RawSpan) { bytes.withUnsafeBytes { for byte in $0 { fold(UInt64(byte)) } } }
  package override func largeElementEnd() { event(10) }
  package override func score(_ value: Double) {
    event(11)
    fold(value.bitPattern)
  }
  package override func fieldExpiry(_ milliseconds: Int64?) {
    event(12)
    fold(UInt64(bitPattern: milliseconds ?? .min))
  }
  package override func streamEntry(_ id: StreamEntryID, fieldCount: Int) {
    event(13)
    fold(id)
    fold(UInt64(bitPattern: Int64(fieldCount)))
  }
  package override func streamEnd(_ properties: StreamProperties) {
    event(14)
    fold(properties.length)
    fold(properties.last)
  }
  package override func group(_ group: StreamGroup) {
    event(15)
    fold(group.last)
    fold(group.pendingCount)
  }
  package override func pending(_ id: StreamEntryID, deliveredAt: Int64, deliveryCount: UInt64) {
    event(16)
    fold(id)
    fold(deliveryCount)
  }
  package override func consumer(seenAt: Int64, activeAt: Int64?, pendingCount: UInt64) {
    event(17)
    fold(pendingCount)
  }
  package override func owned(_ id: StreamEntryID) {
    event(18)
    fold(id)
  }
  package override func groupsEnd() { event(19) }
  package override func module(_ id: ModuleID) {
    event(20)
    fold(id.rawValue)
    fold(UInt64(id.name.utf8.count))
  }
  package override func moduleInteger(opcode: UInt8, _ bits: UInt64) {
    event(21)
    fold(bits)
  }
  package override func moduleDouble(_ value: Double) {
    event(22)
    fold(value.bitPattern)
  }
  package override func arrayIndex(_ index: UInt64) {
    event(23)
    fold(index)
  }
  package override func defect(_ fault: DecodeFault) {
    event(24)
    fold(UInt64(bitPattern: Int64(fault.offset)))
    faults.append(fault)
  }
}

extension KeyAttributes {
  /// The same in every process, unlike `hashValue`.
  fileprivate var hashValueWithoutSeed: Int {
    var sum = Int(truncatingIfNeeded: expiresAtMilliseconds ?? -7)
    sum = sum &* 31 &+ Int(truncatingIfNeeded: idleSeconds ?? 7)
    sum = sum &* 31 &+ Int(frequency ?? 3)
    return sum &* 31 &+ metadataClassCount
  }
}

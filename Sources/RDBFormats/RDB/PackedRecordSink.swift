/// A ``RecordSink`` that takes values as they stand in the file.
open class PackedRecordSink: RecordSink {
  /// A key whose ``RecordSink/record(_:key:)`` was answered with false, and its value: what stands behind the key. Lent for the call.
  ///
  /// Not called by ``RDBFramer/streamItem(_:)``, which holds no whole value.
  open func packed(_ head: RecordHead, key: RawSpan, value: RawSpan) {}
}

/// Finds the values of records that nobody wanted to be told.
private struct PackedVisitor: RecordVisitor {
  let sink: PackedRecordSink
  var head: RecordHead?
  var key = UnsafeRawBufferPointer(start: nil, count: 0)

  var wantsValueByteCount: Bool { false }
  func wantsText(_ role: ElementRole) -> Bool { true }

  mutating func record(_ head: RecordHead, key: RawSpan) -> Bool {
    if sink.record(head, key: key) {
      self.head = nil
      return true
    }
    self.head = head
    key.withUnsafeBytes { self.key = $0 }
    return false
  }

  func recordEnd(at offset: Int) { sink.recordEnd(at: offset) }
  mutating func unreadableKey(_ head: RecordHead, _ fault: DecodeFault) {
    self.head = nil
    sink.unreadableKey(head, fault)
  }
  func auxiliary(_ name: RawSpan, _ value: RawSpan, at offset: Int) { sink.auxiliary(name, value, at: offset) }
  func function(_ source: RawSpan, at offset: Int) { sink.function(source, at: offset) }
  func item(_ item: RDBItem, at offset: Int) { sink.item(item, at: offset) }
  func element(_ role: ElementRole, _ bytes: RawSpan) { sink.element(role, bytes) }
  func sharedElement(_ role: ElementRole, _ bytes: RawSpan, _ name: SharedName) { sink.sharedElement(role, bytes, name) }
  func integer(_ role: ElementRole, _ value: Int64) { sink.integer(role, value) }
  func largeElement(_ role: ElementRole, byteCount: UInt64) { sink.largeElement(role, byteCount: byteCount) }
  func piece(_ bytes: RawSpan) { sink.piece(bytes) }
  func largeElementEnd() { sink.largeElementEnd() }
  func score(_ value: Double) { sink.score(value) }
  func fieldExpiry(_ milliseconds: Int64?) { sink.fieldExpiry(milliseconds) }
  func streamEntry(_ id: StreamEntryID, fieldCount: Int) { sink.streamEntry(id, fieldCount: fieldCount) }
  func streamEnd(_ properties: StreamProperties) { sink.streamEnd(properties) }
  func group(_ group: StreamGroup) { sink.group(group) }
  func pending(_ id: StreamEntryID, deliveredAt: Int64, deliveryCount: UInt64) { sink.pending(id, deliveredAt: deliveredAt, deliveryCount: deliveryCount) }
  func consumer(seenAt: Int64, activeAt: Int64?, pendingCount: UInt64) { sink.consumer(seenAt: seenAt, activeAt: activeAt, pendingCount: pendingCount) }
  func owned(_ id: StreamEntryID) { sink.owned(id) }
  func groupsEnd() { sink.groupsEnd() }
  func module(_ id: ModuleID) { sink.module(id) }
  func moduleInteger(opcode: UInt8, _ bits: UInt64) { sink.moduleInteger(opcode: opcode, bits) }
  func moduleDouble(_ value: Double) { sink.moduleDouble(value) }
  func arrayIndex(_ index: UInt64) { sink.arrayIndex(index) }
  func defect(_ fault: DecodeFault) { sink.defect(fault) }
}

extension RecordChunk {
  /// Walks every item, values as they stand.
  ///
  /// - Throws: what is wrong with the framing; never happens, since the framer has walked it.
  package func walkPacked(_ sink: PackedRecordSink) throws(DecodeFault) {
    var cursor = MemoryCursor(UnsafeRawBufferPointer(rebasing: buffer[..<byteCount]), baseOffset: offset)
    var parser = parser
    var visitor = PackedVisitor(sink: sink)
    while cursor.available > 0 {
      visitor.head = nil
      guard try parser.drive(&cursor, scratch, &visitor) else { return }
      guard let head = visitor.head else { continue }
      let value = UnsafeRawBufferPointer(rebasing: buffer[head.valueOffset - offset..<cursor.offset - offset])
      sink.packed(head, key: visitor.key.bytes, value: value.bytes)
    }
  }
}

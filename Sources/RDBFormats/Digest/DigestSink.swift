/// Hands what is told of a value on to a digest: for values that stand in no file.
final class DigestSink: ValueSink {
  private var visitor: DigestVisitor

  init(_ dialect: DigestDialect, keepsRows: Bool) { visitor = DigestVisitor(dialect, keepsRows: keepsRows, filter: nil) }

  var totals: DatasetDigest { visitor.totals }
  var problem: DigestProblem? { visitor.problem }

  func begin(_ head: RecordHead, _ key: UnsafeRawBufferPointer) -> Bool { visitor.record(head, key: key.bytes) }
  func end() { visitor.recordEnd(at: 0) }
  func fail(_ fault: DecodeFault) { visitor.fail(fault) }
  func function(_ source: UnsafeRawBufferPointer) { visitor.function(source.bytes, at: 0) }
  func walk(_ encoding: ValueEncoding, _ bytes: UnsafeRawBufferPointer, _ parser: borrowing RDBParser, _ scratch: WalkScratch) throws(DecodeFault) {
    var cursor = MemoryCursor(bytes, baseOffset: 0)
    try ValueWalker.walk(encoding, &cursor, parser, scratch, &visitor)
  }
  func drainRows(_ body: (UInt64, RawSpan, Digest) throws -> Void) rethrows { try visitor.rows.drain(body) }

  override func element(_ role: ElementRole, _ bytes: RawSpan) { visitor.element(role, bytes) }
  override func sharedElement(_ role: ElementRole, _ bytes: RawSpan, _ name: SharedName) { visitor.sharedElement(role, bytes, name) }
  override func integer(_ role: ElementRole, _ value: Int64) { visitor.integer(role, value) }
  override func largeElement(_ role: ElementRole, byteCount: UInt64) { visitor.largeElement(role, byteCount: byteCount) }
  override func piece(_ bytes: RawSpan) { visitor.piece(bytes) }
  override func largeElementEnd() { visitor.largeElementEnd() }
  override func score(_ value: Double) { visitor.score(value) }
  override func fieldExpiry(_ milliseconds: Int64?) { visitor.fieldExpiry(milliseconds) }
  override func streamEntry(_ id: StreamEntryID, fieldCount: Int) { visitor.streamEntry(id, fieldCount: fieldCount) }
  override func streamEnd(_ properties: StreamProperties) { visitor.streamEnd(properties) }
  override func group(_ group: StreamGroup) { visitor.group(group) }
  override func pending(_ id: StreamEntryID, deliveredAt: Int64, deliveryCount: UInt64) {
    visitor.pending(id, deliveredAt: deliveredAt, deliveryCount: deliveryCount)
  }
  override func consumer(seenAt: Int64, activeAt: Int64?, pendingCount: UInt64) {
    visitor.consumer(seenAt: seenAt, activeAt: activeAt, pendingCount: pendingCount)
  }
  override func owned(_ id: StreamEntryID) { visitor.owned(id) }
  override func groupsEnd() { visitor.groupsEnd() }
  override func module(_ id: ModuleID) { visitor.module(id) }
  override func moduleInteger(opcode: UInt8, _ bits: UInt64) { visitor.moduleInteger(opcode: opcode, bits) }
  override func moduleDouble(_ value: Double) { visitor.moduleDouble(value) }
  override func arrayIndex(_ index: UInt64) { visitor.arrayIndex(index) }
  override func defect(_ fault: DecodeFault) { visitor.defect(fault) }
}

/// Computes digests of keys that stand in memory, as ``DatasetDigester`` does of those in files.
package final class MemoryDigester {
  private let sink: DigestSink
  private let scratch = WalkScratch()
  private let parser: RDBParser

  /// - Parameters:
  ///   - keepsRows: whether the digest of every single key is wanted too.
  ///   - dialect: of the type bytes of packed values.
  package init(_ digest: DigestDialect, keepsRows: Bool = false, dialect: RDBDialect = .redis) {
    sink = DigestSink(digest, keepsRows: keepsRows)
    parser = RDBParser(RDBHeader(dialect: dialect, version: dialect == .valkey ? RDBHeader.newestValkey : RDBHeader.newestRedis))
  }

  /// A key whose value stands there as an RDB has it.
  package func add(_ head: RecordHead, _ key: UnsafeRawBufferPointer, packed value: UnsafeRawBufferPointer) {
    guard sink.begin(head, key) else { return }
    do throws(DecodeFault) { try sink.walk(head.encoding, value, parser, scratch) } catch { sink.fail(error) }
    sink.end()
  }

  /// A key whose value tells itself.
  package func add(_ head: RecordHead, _ key: UnsafeRawBufferPointer, _ walk: (ValueSink) -> Void) {
    guard sink.begin(head, key) else { return }
    walk(sink)
    sink.end()
  }

  /// A function library.
  package func add(function source: UnsafeRawBufferPointer) { sink.function(source) }

  /// What the keys so far add up to; means nothing once there is a ``problem``.
  package var totals: DatasetDigest { sink.totals }
  /// The first thing in the way of a digest.
  package var problem: DigestProblem? { sink.problem }
  /// Tells the digests of single keys seen since the last call.
  package func drainRows(_ body: (UInt64, RawSpan, Digest) throws -> Void) rethrows { try sink.drainRows(body) }
}

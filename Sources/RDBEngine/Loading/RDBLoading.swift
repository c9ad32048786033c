import RDBFormats

/// Puts what an RDB holds into an engine. Values stay packed; what the walk has to take apart anyway comes as an object.
final class RDBLoading: PackedRecordSink {
  private let engine: Engine
  private var builder: ValueBuilder?
  private var head = RecordHead()
  private var key: [UInt8] = []
  /// Whether values come in pieces: none is whole in memory.
  var isStreaming = false
  /// What was in the way, the first of it.
  private(set) var problem: LoadError?
  private(set) var keyCount: UInt64 = 0

  private var database: UInt64 = 0
  private let byteCount: UInt64

  /// - Parameter byteCount: of the file, as far as known: no file holds more keys than bytes.
  init(_ engine: Engine, byteCount: UInt64) {
    self.engine = engine
    self.byteCount = byteCount
  }

  override func record(_ head: RecordHead, key: RawSpan) -> Bool {
    guard problem == nil else { return false }
    switch head.encoding {
    case .hashTemplateListpackReference, .hashTemplateArrayReference: break
    default: if !isStreaming { return false }
    }
    guard let builder = ValueBuilders.builder(head.encoding.kind) else {
      problem = .undecodable(key: key.withUnsafeBytes { [UInt8]($0) }, database: head.database, offset: head.offset)
      return false
    }
    self.builder = builder
    self.head = head
    self.key = key.withUnsafeBytes { [UInt8]($0) }
    return true
  }

  override func recordEnd(at offset: Int) {
    guard let builder else { return }
    self.builder = nil
    builder.finish(head.encoding)
    if let fault = builder.fault { problem = problem ?? .damaged(fault, key: key, database: head.database) }
    guard let keyspace = keyspace(head) else { return }
    key.withUnsafeBytes { keyspace.set($0, builder.value, expiresAt: head.attributes.expiresAtMilliseconds) }
    keyCount += 1
  }

  override func packed(_ head: RecordHead, key: RawSpan, value: RawSpan) {
    guard problem == nil, let keyspace = keyspace(head) else { return }
    if let large = head.largeKey {
      problem = .keyTooLong(byteCount: large.byteCount, offset: head.offset)
      return
    }
    key.withUnsafeBytes { key in
      value.withUnsafeBytes { keyspace.set(key, head.encoding, $0, expiresAt: head.attributes.expiresAtMilliseconds) }
    }
    keyCount += 1
  }

  private func keyspace(_ head: RecordHead) -> Keyspace? {
    guard head.database < UInt64(engine.databases.count) else {
      problem = problem ?? .database(head.database, count: engine.databases.count, offset: head.offset)
      return nil
    }
    return engine.databases[Int(head.database)]
  }

  override func unreadableKey(_ head: RecordHead, _ fault: DecodeFault) { problem = problem ?? .damaged(fault, key: [], database: head.database) }

  override func function(_ source: RawSpan, at offset: Int) { engine.functionLibraries.append(source.withUnsafeBytes { [UInt8]($0) }) }

  override func item(_ item: RDBItem, at offset: Int) {
    switch item {
    case .database(let number): database = number
    // How many keys there will be, as the file says; believed up to what its bytes can hold.
    case .sizeHint(let keys, _):
      guard database < UInt64(engine.databases.count) else { return }
      engine.databases[Int(database)].reserve(keys, byteCount: Int(clamping: byteCount))
    default: break
    }
  }

  override func element(_ role: ElementRole, _ bytes: RawSpan) { builder?.element(role, bytes) }
  override func sharedElement(_ role: ElementRole, _ bytes: RawSpan, _ name: SharedName) { builder?.element(role, bytes) }
  override func integer(_ role: ElementRole, _ value: Int64) { builder?.integer(role, value) }
  override func largeElement(_ role: ElementRole, byteCount: UInt64) { builder?.largeElement(role, byteCount: byteCount) }
  override func piece(_ bytes: RawSpan) { builder?.piece(bytes) }
  override func largeElementEnd() { builder?.largeElementEnd() }
  override func score(_ value: Double) { builder?.score(value) }
  override func fieldExpiry(_ milliseconds: Int64?) { builder?.fieldExpiry(milliseconds) }
  override func streamEntry(_ id: StreamEntryID, fieldCount: Int) { builder?.streamEntry(id, fieldCount: fieldCount) }
  override func streamEnd(_ properties: StreamProperties) { builder?.streamEnd(properties) }
  override func group(_ group: StreamGroup) { builder?.group(group) }
  override func pending(_ id: StreamEntryID, deliveredAt: Int64, deliveryCount: UInt64) {
    builder?.pending(id, deliveredAt: deliveredAt, deliveryCount: deliveryCount)
  }
  override func consumer(seenAt: Int64, activeAt: Int64?, pendingCount: UInt64) {
    builder?.consumer(seenAt: seenAt, activeAt: activeAt, pendingCount: pendingCount)
  }
  override func owned(_ id: StreamEntryID) { builder?.owned(id) }
  override func groupsEnd() { builder?.groupsEnd() }
  override func module(_ id: ModuleID) { builder?.module(id) }
  override func moduleInteger(opcode: UInt8, _ bits: UInt64) { builder?.moduleInteger(opcode: opcode, bits) }
  override func moduleDouble(_ value: Double) { builder?.moduleDouble(value) }
  override func arrayIndex(_ index: UInt64) { builder?.arrayIndex(index) }
  override func defect(_ fault: DecodeFault) { builder?.defect(fault) }
}

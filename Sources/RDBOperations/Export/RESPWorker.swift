import RDBFormats

/// Writes the commands that build a dataset again.
///
/// Large collections come in commands of at most 64 items and a megabyte, as servers do it when they rewrite an AOF. A
/// command says first how many arguments it has, so items wait in ``group`` until theirs is full. What is over
/// ``ValueWalker/wholeElementByteCount`` gets a command of its own and passes through; only names that large (a hash
/// field, a member with its score) have to be held.
final class RESPWorker: ExportWorker {
  /// Most items of a command.
  static let groupItemCount = 64
  /// Bytes of items after which a command ends.
  static let groupByteCount = 1 << 20

  /// The key as an argument.
  let keyArgument = OutputBuffer(capacity: 256)
  /// Items of the next command.
  private let group = OutputBuffer(capacity: 64 << 10)
  private var groupItems = 0
  /// Where the last item in ``group`` begins, and in a hash where its field ends.
  private var itemStart = 0
  private var fieldEnd = 0
  /// Commands that have to follow the next one.
  private let after = OutputBuffer(capacity: 4096)
  /// A name or member that waits for what belongs before it.
  let name = OutputBuffer(capacity: 256)
  let target: RESPTarget
  /// Of a stream: what is known of the group and the consumer being told.
  var stream = StreamCommands()

  /// Where the bytes of a large element go; nil for nowhere.
  private var largeTarget: OutputBuffer?
  private var largeRole = ElementRole.string
  /// The key has commands.
  private var hasCommands = false
  var isSkipped = false
  private var isJSONModule = false
  /// The database that the rendered bytes need first, and where in them; the one that they leave selected.
  private var firstDatabase: UInt64?
  private var firstDatabaseAt = 0
  private var lastDatabase: UInt64?
  private let exportsFunctions: Bool

  init(_ options: ExportOptions, _ state: ExportState) {
    target = RESPTarget(server: options.target)
    // Libraries are no keys: who chooses keys did not ask for them.
    exportsFunctions = options.filter.isEmpty
    super.init(options, state)
  }

  // MARK: Records

  override func beginRecord(_ head: RecordHead, _ key: RawSpan) -> Bool {
    keyArgument.truncate(to: 0)
    keyArgument.appendArgument(key)
    group.truncate(to: 0)
    groupItems = 0
    after.truncate(to: 0)
    hasCommands = false
    isSkipped = false
    isJSONModule = false
    let kind = head.encoding.kind
    if kind == .stream { stream.begin() }
    if kind == .array || kind == .stream && !target.hasStreams {
      skip(type: kind.name)
      isSkipped = true
    }
    return true
  }

  override func finishRecord() {
    emit(groupItems, group.count)
    guard hasCommands, let milliseconds = head.attributes.expiresAtMilliseconds else { return }
    output.append("*3\r\n$9\r\nPEXPIREAT\r\n")
    output.append(keyArgument)
    output.appendArgument(decimal: milliseconds)
  }

  override func function(_ source: RawSpan, at offset: Int) {
    guard exportsFunctions, !isDamaged else { return }
    guard target.hasFunctions else {
      counts.skippedFunctions += 1
      return
    }
    output.append("*4\r\n$8\r\nFUNCTION\r\n$4\r\nLOAD\r\n$7\r\nREPLACE\r\n")
    output.appendArgument(source)
  }

  /// To be called before a command for the key: selects its database.
  @inline(__always)
  func beginCommand() {
    if hasCommands { return }
    hasCommands = true
    let database = head.database
    if lastDatabase == database { return }
    if firstDatabase == nil {
      // Whether what came before has selected it already shows when it has been written.
      firstDatabase = database
      firstDatabaseAt = output.count
    } else {
      output.appendSelect(database)
    }
    lastDatabase = database
  }

  override func prepareToWrite() throws -> Int {
    defer {
      firstDatabase = nil
      lastDatabase = nil
    }
    var written = 0
    if let first = firstDatabase, first != state.selectedDatabase {
      try state.write(UnsafeRawBufferPointer(rebasing: output.bytes[..<firstDatabaseAt]))
      written = firstDatabaseAt
      let command = OutputBuffer()
      command.appendSelect(first)
      try state.write(command.bytes)
    }
    if let lastDatabase { state.selectedDatabase = lastDatabase }
    return written
  }

  // MARK: Groups

  @inline(__always)
  private func beginItem() {
    if groupItems >= Self.groupItemCount || group.count >= Self.groupByteCount { emit(groupItems, group.count) }
    // A field may have been left there for its expiry.
    if groupItems == 0 { group.truncate(to: 0) }
    itemStart = group.count
  }

  @inline(__always)
  private func endItem() {
    groupItems &+= 1
    if group.count > Self.groupByteCount, groupItems > 1 { emit(groupItems &- 1, itemStart) }
  }

  /// Writes a command with the first items of the group.
  private func emit(_ items: Int, _ byteCount: Int) {
    guard items > 0 else { return }
    beginCollectionCommand(items)
    output.append(UnsafeRawBufferPointer(rebasing: group.bytes[..<byteCount]))
    group.removeFirst(byteCount)
    groupItems -= items
    itemStart -= min(itemStart, byteCount)
    fieldEnd -= min(fieldEnd, byteCount)
    emitAfter()
    rested()
  }

  private func emitAfter() {
    output.append(after)
    after.truncate(to: 0)
  }

  /// Writes everything of a command but its items.
  private func beginCollectionCommand(_ items: Int) {
    beginCommand()
    let kind = head.encoding.kind
    output.append(header: 0x2A, UInt64(kind == .hash || kind == .sortedSet ? items * 2 + 2 : items + 2))
    switch kind {
    case .list: output.append("$5\r\nRPUSH\r\n")
    case .set: output.append("$4\r\nSADD\r\n")
    case .sortedSet: output.append("$4\r\nZADD\r\n")
    case .hash: output.append(target.hasManyFieldHSET ? "$4\r\nHSET\r\n" : "$5\r\nHMSET\r\n")
    case .string, .stream, .module, .array: break
    }
    output.append(keyArgument)
  }

  // MARK: Elements

  override func element(_ role: ElementRole, _ bytes: RawSpan) {
    append(role) { $0.appendArgument(bytes) }
    end(role)
  }

  override func sharedElement(_ role: ElementRole, _ bytes: RawSpan, _ name: SharedName) {
    if !isOver { element(role, bytes) }
  }

  override func integer(_ role: ElementRole, _ value: Int64) {
    append(role) { $0.appendArgument(decimal: value) }
    end(role)
  }

  /// Writes what stands before an element, and lets `body` write it where it goes.
  @inline(__always)
  private func append(_ role: ElementRole, _ body: (OutputBuffer) -> Void) {
    switch role {
    case .string:
      beginCommand()
      output.append("*3\r\n$3\r\nSET\r\n")
      output.append(keyArgument)
      body(output)
    case .listElement, .setMember, .hashField:
      beginItem()
      body(group)
    case .hashValue: body(group)
    case .sortedSetMember, .groupName, .consumerName:
      name.truncate(to: 0)
      body(name)
    case .streamField, .streamValue: if !isSkipped { body(output) }
    case .moduleString:
      guard isJSONModule, !hasCommands else { return }
      beginCommand()
      output.append("*4\r\n$8\r\nJSON.SET\r\n")
      output.append(keyArgument)
      output.append("$1\r\n$\r\n")
      body(output)
    case .arrayElement, .producerName: break
    }
  }

  @inline(__always)
  private func end(_ role: ElementRole) {
    switch role {
    case .listElement, .setMember, .hashValue: endItem()
    case .hashField: fieldEnd = group.count
    case .streamValue: rested()
    case .string, .sortedSetMember, .streamField, .groupName, .consumerName, .moduleString, .arrayElement, .producerName: break
    }
  }

  override func largeElement(_ role: ElementRole, byteCount: UInt64) {
    switch role {
    case .listElement, .setMember:
      emit(groupItems, group.count)
      beginCollectionCommand(1)
      largeTarget = output
    case .hashValue:
      emit(groupItems, itemStart)
      beginCollectionCommand(1)
      // The field stays in the group, not as an item, until its expiry is known.
      output.append(group)
      largeTarget = output
    default:
      largeTarget = nil
      append(role) { largeTarget = $0 }
    }
    largeTarget?.append(header: 0x24, byteCount)
    largeRole = role
  }

  override func piece(_ bytes: RawSpan) {
    largeTarget?.append(bytes)
    rested()
  }

  override func largeElementEnd() {
    largeTarget?.append("\r\n")
    switch largeRole {
    case .listElement, .setMember, .hashValue: rested()
    default: end(largeRole)
    }
  }

  override func score(_ value: Double) {
    beginItem()
    group.appendArgument(score: value)
    group.append(name)
    endItem()
  }

  override func fieldExpiry(_ milliseconds: Int64?) {
    guard let milliseconds else { return }
    guard target.hasFieldExpiry else {
      counts.skippedFieldExpiries += 1
      return
    }
    after.append("*6\r\n$10\r\nHPEXPIREAT\r\n")
    after.append(keyArgument)
    after.appendArgument(decimal: milliseconds)
    after.append("$6\r\nFIELDS\r\n$1\r\n1\r\n")
    after.append(UnsafeRawBufferPointer(rebasing: group.bytes[itemStart..<max(itemStart, fieldEnd)]))
    // Its pair has been written when it was too large for the group.
    if groupItems == 0 { emitAfter() }
  }

  override func module(_ id: ModuleID) {
    isJSONModule = id.isJSONDocument
    if !isJSONModule { skip(type: id.name) }
  }

  // MARK: Streams, in a file of their own

  override func streamEntry(_ id: StreamEntryID, fieldCount: Int) { beginEntry(id, fieldCount: fieldCount) }
  override func streamEnd(_ properties: StreamProperties) { append(properties) }
  override func group(_ group: StreamGroup) { append(group) }
  override func pending(_ id: StreamEntryID, deliveredAt: Int64, deliveryCount: UInt64) {
    appendPending(id, deliveredAt: deliveredAt, deliveryCount: deliveryCount)
  }
  override func consumer(seenAt: Int64, activeAt: Int64?, pendingCount: UInt64) {
    appendConsumer(pendingCount: pendingCount)
  }
  override func owned(_ id: StreamEntryID) { appendOwned(id) }
}

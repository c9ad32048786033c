import RDBFormats

/// Streams: adding, reading ranges, deleting; a namespace.
enum StreamCommands {
  static let all: [(String, CommandImplementation)] = [
    ("XADD", xadd), ("XLEN", xlen), ("XRANGE", xrange), ("XREVRANGE", xrevrange), ("XDEL", xdel), ("XDELEX", xdelex), ("XTRIM", xtrim),
    ("XSETID", xsetid),
  ]

  /// The stream of a key.
  static func stream(_ call: Call, _ key: Word) throws(CommandError) -> StreamValue? { try call.live(key, .stream, as: StreamValue.self) }

  /// Writes an entry: its id, its fields and values.
  static func reply(_ call: Call, _ entry: StreamValue.Entry) {
    call.reply.array(2)
    call.reply.bulk(entry.id)
    call.reply.array(Int(clamping: entry.entry.fieldCount &* 2))
    let elements = entry.node.elements
    entry.node.forEachField(entry.entry, entry.head) { field, value in
      elements.lend(field) { call.reply.bulk($0) }
      elements.lend(value) { call.reply.bulk($0) }
    }
  }

  /// Writes the entries of a range as an array.
  ///
  /// - Parameter limit: how many at most; 0 for all.
  static func reply(
    _ call: Call, _ stream: StreamValue, from start: StreamEntryID, to end: StreamEntryID = .highest, limit: Int64, reversed: Bool = false
  ) {
    call.reply.array {
      var count = 0
      stream.forEach(from: start, to: end, reversed: reversed) { entry in
        reply(call, entry)
        count += 1
        return limit == 0 || Int64(count) < limit
      }
      return count
    }
  }

  // MARK: Adding

  @Sendable static func xadd(_ call: Call) throws(CommandError) {
    let options = try StreamAddOptions(call)
    let words = call.arguments.from(options.end)
    guard words.count >= 2, words.count % 2 == 0 else { throw .wrongArity("xadd") }
    if let text = options.id, !text.wantsSequence, text.milliseconds == 0, (text.sequence ?? 0) == 0 {
      throw CommandError("ERR The ID specified in XADD must be greater than 0-0")
    }
    let old = try stream(call, call[1])
    if old == nil, options.onlyOld { return call.reply.null() }
    let last = old?.last ?? .zero
    guard last != .highest else { throw CommandError("ERR The stream has exhausted the last possible ID, unable to add more items") }
    guard let id = Self.id(options.id, after: last, now: call.now) else {
      throw CommandError("ERR The ID specified in XADD is equal or smaller than the target stream top item")
    }
    guard (0..<words.count).reduce(0, { $0 + words[$1].count }) <= 1 << 30 else { throw CommandError("ERR Elements are too large to be stored") }
    let stream = old ?? StreamValue(call.limits)
    if old == nil { call.keyspace.set(call[1].bytes, stream, expiresAt: nil) }
    stream.append(id, words)
    call.reply.bulk(id)
    if let trim = options.trim { _ = stream.trim(trim) }
    call.changed(call[1])
  }

  /// The id of a new entry; nil when it is not above the last one.
  private static func id(_ text: StreamIDText?, after last: StreamEntryID, now: Int64) -> StreamEntryID? {
    guard let text else {
      let time = UInt64(max(0, now))
      return time > last.milliseconds ? StreamEntryID(milliseconds: time, sequence: 0) : last.next
    }
    if text.wantsSequence, text.milliseconds == last.milliseconds {
      return last.sequence < .max ? StreamEntryID(milliseconds: last.milliseconds, sequence: last.sequence + 1) : nil
    }
    let id = StreamEntryID(milliseconds: text.milliseconds, sequence: text.sequence ?? 0)
    return id > last ? id : nil
  }

  @Sendable static func xtrim(_ call: Call) throws(CommandError) {
    let options = try StreamAddOptions(call, isTrim: true)
    guard let trim = options.trim, let stream = try stream(call, call[1]) else { return call.reply.integer(0) }
    let removed = stream.trim(trim)
    if removed > 0 { call.changed(call[1]) }
    call.reply.integer(removed)
  }

  // MARK: Reading

  @Sendable static func xlen(_ call: Call) throws(CommandError) { call.reply.integer(try stream(call, call[1])?.length ?? 0) }

  @Sendable static func xrange(_ call: Call) throws(CommandError) { try range(call, reversed: false) }
  @Sendable static func xrevrange(_ call: Call) throws(CommandError) { try range(call, reversed: true) }

  private static func range(_ call: Call, reversed: Bool) throws(CommandError) {
    let start = try call[reversed ? 3 : 2].streamRangeStart()
    let end = try call[reversed ? 2 : 3].streamRangeEnd()
    var limit: Int64?
    for index in stride(from: 4, to: call.count, by: 2) {
      guard call[index].equals("COUNT"), index + 1 < call.count else { throw .syntax }
      limit = max(-1, try call[index + 1].integer())
      if limit == -1 { limit = 0 }
    }
    guard let stream = try stream(call, call[1]) else { return call.reply.array(0) }
    if limit == 0 { return call.reply.nullArray() }
    reply(call, stream, from: start, to: end, limit: limit ?? 0, reversed: reversed)
  }

  // MARK: Deleting

  /// The ids from a word on.
  static func ids(_ call: Call, _ range: Range<Int>) throws(CommandError) -> [StreamEntryID] {
    var ids: [StreamEntryID] = []
    for index in range { ids.append(try call[index].streamID()) }
    return ids
  }

  @Sendable static func xdel(_ call: Call) throws(CommandError) {
    guard let stream = try stream(call, call[1]) else { return call.reply.integer(0) }
    let ids = try ids(call, 2..<call.count)
    let removed = ids.count { stream.delete($0) }
    if removed > 0 { call.changed(call[1]) }
    call.reply.integer(removed)
  }

  @Sendable static func xdelex(_ call: Call) throws(CommandError) {
    let stream = try stream(call, call[1])
    let options = try StreamDeleteOptions(call, from: 2)
    guard let stream else { return options.replyMissing(call) }
    let ids = try ids(call, options.ids)
    var hasChanged = false
    call.reply.array(ids.count)
    for id in ids {
      let answer = delete(stream, id, options.references)
      if answer == 1 { hasChanged = true }
      call.reply.integer(answer)
    }
    if hasChanged { call.changed(call[1]) }
  }

  /// Deletes an entry if nothing speaks against it.
  ///
  /// - Returns: 1, 2 when it is still referenced, −1 when it is not there.
  static func delete(_ stream: StreamValue, _ id: StreamEntryID, _ references: StreamReferences) -> Int {
    switch references {
    case .kept: break
    case .acknowledged: if stream.isReferenced(id) { return 2 }
    case .deleted: stream.deleteReferences(id)
    }
    return stream.delete(id) ? 1 : -1
  }

  // MARK: Settings

  @Sendable static func xsetid(_ call: Call) throws(CommandError) {
    let id = try call[2].streamID()
    var added: Int64?
    var deleted = StreamEntryID.zero
    var index = 3
    while index < call.count {
      guard index + 1 < call.count else { throw .syntax }
      if call[index].equals("ENTRIESADDED") {
        let number = try call[index + 1].integer()
        guard number >= 0 else { throw CommandError("ERR entries_added must be positive") }
        added = number
      } else if call[index].equals("MAXDELETEDID") {
        deleted = try call[index + 1].streamID()
        guard id >= deleted else { throw CommandError("ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id") }
      } else { throw .syntax }
      index += 2
    }
    guard let stream = try stream(call, call[1]) else { throw .noSuchKey }
    guard id >= stream.maxDeleted else { throw CommandError("ERR The ID specified in XSETID is smaller than current max_deleted_entry_id") }
    if stream.length > 0 {
      if let top = stream.edge(last: true), id < top {
        throw CommandError("ERR The ID specified in XSETID is smaller than the target stream top item")
      }
      if let added, Int64(stream.length) > added {
        throw CommandError("ERR The entries_added specified in XSETID is smaller than the target stream length")
      }
    }
    stream.last = id
    if let added { stream.entriesAdded = UInt64(added) }
    if deleted != .zero { stream.maxDeleted = deleted }
    call.changedUnseen()
    call.reply.ok()
  }
}

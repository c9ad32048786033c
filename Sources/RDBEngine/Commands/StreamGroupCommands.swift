import RDBFormats

/// Consumer groups: making, acknowledging, what is pending; a namespace.
enum StreamGroupCommands {
  static let all: [(String, CommandImplementation)] = [
    ("XGROUP|CREATE", create), ("XGROUP|SETID", setid), ("XGROUP|DESTROY", destroy), ("XGROUP|CREATECONSUMER", createconsumer),
    ("XGROUP|DELCONSUMER", delconsumer), ("XACK", xack), ("XACKDEL", xackdel), ("XPENDING", xpending),
  ]

  /// The group of a key.
  ///
  /// - Throws: that there is no such key or group.
  static func group(_ call: Call, key: Word, name: Word) throws(CommandError) -> (StreamValue, ConsumerGroup) {
    if let stream = try StreamCommands.stream(call, key), let group = stream.group(name) { return (stream, group) }
    throw CommandError("NOGROUP No such key '\(key.cText)' or consumer group '\(name.cText)'")
  }

  // MARK: XGROUP

  private static let keyIsMissing = CommandError(
    "ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.")

  private static func unknown(_ call: Call) -> CommandError {
    CommandError("ERR unknown subcommand or wrong number of arguments for '\(String(call[1].cText.prefix(128)))'. Try XGROUP HELP.")
  }

  /// The options of CREATE and SETID.
  private struct Options {
    var makesStream = false
    var entriesRead: UInt64?

    init(_ call: Call, allowsStream: Bool) throws(CommandError) {
      var index = 5
      while index < call.count {
        if allowsStream, call[index].equals("MKSTREAM") {
          makesStream = true
          index += 1
        } else if call[index].equals("ENTRIESREAD"), index + 1 < call.count {
          let number = try call[index + 1].integer()
          guard number >= -1 else { throw CommandError("ERR value for ENTRIESREAD must be positive or -1") }
          entriesRead = number < 0 ? nil : UInt64(number)
          index += 2
        } else { throw StreamGroupCommands.unknown(call) }
      }
    }
  }

  /// The stream and group that a subcommand needs.
  private static func existing(_ call: Call) throws(CommandError) -> (StreamValue, ConsumerGroup) {
    guard let stream = try StreamCommands.stream(call, call[2]) else { throw keyIsMissing }
    guard let group = stream.group(call[3]) else {
      throw CommandError("NOGROUP No such consumer group '\(call[3].cText)' for key name '\(call[2].cText)'")
    }
    return (stream, group)
  }

  @Sendable static func create(_ call: Call) throws(CommandError) {
    let options = try Options(call, allowsStream: true)
    let old = try StreamCommands.stream(call, call[2])
    guard old != nil || options.makesStream else { throw keyIsMissing }
    guard call.count <= 8 else { throw unknown(call) }
    let id = call[4].isCharacter("$") ? old?.last ?? .zero : try call[4].streamID()
    let stream = old ?? StreamValue(call.limits)
    if old == nil { call.keyspace.set(call[2].bytes, stream, expiresAt: nil) }
    let read = options.entriesRead.map { min($0, stream.entriesAdded) }
    guard stream.add(ConsumerGroup(call[3].array, last: id, entriesRead: read)) else {
      throw CommandError("BUSYGROUP Consumer Group name already exists")
    }
    if old == nil { call.changed(call[2]) } else { call.changedUnseen() }
    call.reply.ok()
  }

  @Sendable static func setid(_ call: Call) throws(CommandError) {
    let options = try Options(call, allowsStream: false)
    let (stream, group) = try existing(call)
    guard call.count == 5 || call.count == 7 else { throw unknown(call) }
    stream.setLast(call[4].isCharacter("$") ? stream.last : try call[4].streamIDOrEdge(), of: group)
    group.entriesRead = options.entriesRead.map { min($0, stream.entriesAdded) }
    call.changedUnseen()
    call.reply.ok()
  }

  @Sendable static func destroy(_ call: Call) throws(CommandError) {
    guard let stream = try StreamCommands.stream(call, call[2]) else { throw keyIsMissing }
    guard let group = stream.group(call[3]) else { return call.reply.integer(0) }
    stream.remove(group)
    call.changedUnseen()
    call.reply.integer(1)
  }

  @Sendable static func createconsumer(_ call: Call) throws(CommandError) {
    let (_, group) = try existing(call)
    let isNew = group.consumer(orNew: call[4].array, now: call.now).isNew
    if isNew { call.changedUnseen() }
    call.reply.flag(isNew)
  }

  @Sendable static func delconsumer(_ call: Call) throws(CommandError) {
    let (_, group) = try existing(call)
    guard let consumer = group.consumer(call[4]) else { return call.reply.integer(0) }
    let count = consumer.pending.count
    group.remove(consumer)
    call.changedUnseen()
    call.reply.integer(count)
  }

  // MARK: Acknowledging

  @Sendable static func xack(_ call: Call) throws(CommandError) {
    guard let stream = try StreamCommands.stream(call, call[1]), let group = stream.group(call[2]) else { return call.reply.integer(0) }
    let ids = try StreamCommands.ids(call, 3..<call.count)
    let count = ids.count { group.acknowledge($0) }
    if count > 0 { call.changedUnseen() }
    call.reply.integer(count)
  }

  @Sendable static func xackdel(_ call: Call) throws(CommandError) {
    let stream = try StreamCommands.stream(call, call[1])
    let options = try StreamDeleteOptions(call, from: 3)
    guard let stream, let group = stream.group(call[2]) else { return options.replyMissing(call) }
    let ids = try StreamCommands.ids(call, options.ids)
    var hasDeleted = false
    call.reply.array(ids.count)
    for id in ids {
      guard group.acknowledge(id) else {
        call.reply.integer(-1)
        continue
      }
      call.changedUnseen()
      let answer = StreamCommands.delete(stream, id, options.references)
      if answer == 1 { hasDeleted = true }
      // One that is gone already counts as deleted.
      call.reply.integer(answer == 2 ? 2 : 1)
    }
    if hasDeleted { call.changed(call[1]) }
  }

  // MARK: Pending

  @Sendable static func xpending(_ call: Call) throws(CommandError) {
    guard call.count == 3 || (6...9).contains(call.count) else { throw .syntax }
    guard call.count > 3 else { return try pendingSummary(call) }
    var index = 3
    var idle: Int64 = 0
    if call[3].equals("IDLE") {
      idle = try call[4].integer()
      guard call.count >= 8 else { throw .syntax }
      index = 5
    }
    var left = max(0, try call[index + 2].integer())
    let start = try call[index].streamRangeStart()
    let end = try call[index + 1].streamRangeEnd()
    let (_, group) = try group(call, key: call[1], name: call[2])
    var consumer: ConsumerGroup.Consumer?
    if index + 3 < call.count {
      consumer = group.consumer(call[index + 3])
      if consumer == nil { return call.reply.array(0) }
    }
    call.reply.array {
      var count = 0
      func row(_ id: StreamEntryID, _ row: ConsumerGroup.Pending) -> Bool {
        guard left > 0, id <= end else { return false }
        let elapsed = call.now &- row.deliveredAt
        if idle != 0, elapsed < idle { return true }
        call.reply.array(4)
        call.reply.bulk(id)
        call.reply.bulk(row.consumer?.name ?? [])
        call.reply.integer(max(0, elapsed))
        call.reply.integer(Int64(bitPattern: row.deliveryCount))
        count += 1
        left -= 1
        return true
      }
      if let consumer {
        consumer.pending.forEach(from: start) { id, _ in group.pending[id].map { row(id, $0) } ?? true }
      } else {
        group.pending.forEach(from: start, row)
      }
      return count
    }
  }

  private static func pendingSummary(_ call: Call) throws(CommandError) {
    let (_, group) = try group(call, key: call[1], name: call[2])
    call.reply.array(4)
    call.reply.integer(group.pending.count)
    guard let first = group.pending.first, let last = group.pending.last else {
      call.reply.null()
      call.reply.null()
      return call.reply.nullArray()
    }
    call.reply.bulk(first)
    call.reply.bulk(last)
    let busy = group.consumers.filter { $0.pending.count > 0 }
    call.reply.array(busy.count)
    for consumer in busy {
      call.reply.array(2)
      call.reply.bulk(consumer.name)
      call.reply.bulk(decimal: Int64(consumer.pending.count))
    }
  }
}

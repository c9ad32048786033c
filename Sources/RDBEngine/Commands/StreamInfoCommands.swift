import RDBFormats

/// XINFO; a namespace.
enum StreamInfoCommands {
  static let all: [(String, CommandImplementation)] = [("XINFO|STREAM", stream), ("XINFO|GROUPS", groups), ("XINFO|CONSUMERS", consumers)]

  private static func existing(_ call: Call) throws(CommandError) -> StreamValue {
    guard let stream = try StreamCommands.stream(call, call[2]) else { throw .noSuchKey }
    return stream
  }

  @Sendable static func consumers(_ call: Call) throws(CommandError) {
    let stream = try existing(call)
    guard let group = stream.group(call[3]) else {
      throw CommandError("NOGROUP No such consumer group '\(call[3].cText)' for key name '\(call[2].cText)'")
    }
    call.reply.array(group.consumers.count)
    for consumer in group.consumers {
      call.reply.map(knowsActivity(call) ? 4 : 3)
      call.reply.bulk("name")
      call.reply.bulk(consumer.name)
      call.reply.bulk("pending")
      call.reply.integer(consumer.pending.count)
      call.reply.bulk("idle")
      call.reply.integer(max(0, call.now &- consumer.seenAt))
      guard knowsActivity(call) else { continue }
      call.reply.bulk("inactive")
      call.reply.integer(consumer.activeAt == -1 ? -1 : call.now &- consumer.activeAt)
    }
  }

  @Sendable static func groups(_ call: Call) throws(CommandError) {
    let stream = try existing(call)
    call.reply.array(stream.groups.count)
    for group in stream.groups {
      call.reply.map(call.version.isModern ? 6 : 4)
      call.reply.bulk("name")
      call.reply.bulk(group.name)
      call.reply.bulk("consumers")
      call.reply.integer(group.consumers.count)
      call.reply.bulk("pending")
      call.reply.integer(group.pending.count)
      call.reply.bulk("last-delivered-id")
      call.reply.bulk(group.last)
      reply(call, counters: group, stream)
    }
  }

  /// Whether consumers have a time at which they last got something: from Redis 7.2 on.
  private static func knowsActivity(_ call: Call) -> Bool { call.version.family == .valkey || call.version.isAtLeast(7, 2) }

  /// Entries read, and how many are left; from Redis 7.0 on.
  private static func reply(_ call: Call, counters group: ConsumerGroup, _ stream: StreamValue) {
    guard call.version.isModern else { return }
    call.reply.bulk("entries-read")
    if let read = group.entriesRead { call.reply.integer(Int64(bitPattern: read)) } else { call.reply.null() }
    call.reply.bulk("lag")
    if let lag = stream.lag(of: group) { call.reply.integer(lag) } else { call.reply.null() }
  }

  @Sendable static func stream(_ call: Call) throws(CommandError) {
    let stream = try existing(call)
    guard call.count > 3 else { return summary(call, stream) }
    func unknown() -> CommandError {
      CommandError("ERR unknown subcommand or wrong number of arguments for '\(String(call[1].cText.prefix(128)))'. Try XINFO HELP.")
    }
    guard call.count == 4 || call.count == 6, call[3].equals("FULL") else { throw unknown() }
    var limit: Int64 = 10
    if call.count == 6 {
      guard call[4].equals("COUNT") else { throw unknown() }
      limit = try call[5].integer()
      if limit < 0 { limit = 10 }
    }
    full(call, stream, limit)
  }

  private static func head(_ call: Call, _ stream: StreamValue) {
    call.reply.bulk("length")
    call.reply.integer(stream.length)
    call.reply.bulk("radix-tree-keys")
    call.reply.integer(stream.nodes.count)
    call.reply.bulk("radix-tree-nodes")
    call.reply.integer(stream.radixNodeCount)
    call.reply.bulk("last-generated-id")
    call.reply.bulk(stream.last)
    guard call.version.isModern else { return }
    call.reply.bulk("max-deleted-entry-id")
    call.reply.bulk(stream.maxDeleted)
    call.reply.bulk("entries-added")
    call.reply.integer(Int64(bitPattern: stream.entriesAdded))
    call.reply.bulk("recorded-first-entry-id")
    call.reply.bulk(stream.first)
  }

  private static func summary(_ call: Call, _ stream: StreamValue) {
    call.reply.map(call.version.isModern ? 10 : 7)
    head(call, stream)
    call.reply.bulk("groups")
    call.reply.integer(stream.groups.count)
    for (label, isLast) in [("first-entry", false), ("last-entry", true)] {
      call.reply.bulk(label)
      var found = false
      stream.forEach(reversed: isLast) { entry in
        StreamCommands.reply(call, entry)
        found = true
        return false
      }
      if !found { call.reply.null() }
    }
  }

  private static func full(_ call: Call, _ stream: StreamValue, _ limit: Int64) {
    call.reply.map(call.version.isModern ? 9 : 6)
    head(call, stream)
    call.reply.bulk("entries")
    StreamCommands.reply(call, stream, from: .zero, limit: limit)
    call.reply.bulk("groups")
    call.reply.array(stream.groups.count)
    for group in stream.groups {
      call.reply.map(call.version.isModern ? 7 : 5)
      call.reply.bulk("name")
      call.reply.bulk(group.name)
      call.reply.bulk("last-delivered-id")
      call.reply.bulk(group.last)
      reply(call, counters: group, stream)
      call.reply.bulk("pel-count")
      call.reply.integer(group.pending.count)
      call.reply.bulk("pending")
      replyPending(call, group.pending, limit) { id, row in
        call.reply.array(4)
        call.reply.bulk(id)
        call.reply.bulk(row.consumer?.name ?? [])
        call.reply.integer(row.deliveredAt)
        call.reply.integer(Int64(bitPattern: row.deliveryCount))
      }
      call.reply.bulk("consumers")
      call.reply.array(group.consumers.count)
      for consumer in group.consumers { full(call, group, consumer, limit) }
    }
  }

  private static func full(_ call: Call, _ group: ConsumerGroup, _ consumer: ConsumerGroup.Consumer, _ limit: Int64) {
    call.reply.map(knowsActivity(call) ? 5 : 4)
    call.reply.bulk("name")
    call.reply.bulk(consumer.name)
    call.reply.bulk("seen-time")
    call.reply.integer(consumer.seenAt)
    if knowsActivity(call) {
      call.reply.bulk("active-time")
      call.reply.integer(consumer.activeAt)
    }
    call.reply.bulk("pel-count")
    call.reply.integer(consumer.pending.count)
    call.reply.bulk("pending")
    replyPending(call, consumer.pending, limit) { id, _ in
      let row = group.pending[id]
      call.reply.array(3)
      call.reply.bulk(id)
      call.reply.integer(row?.deliveredAt ?? 0)
      call.reply.integer(Int64(bitPattern: row?.deliveryCount ?? 0))
    }
  }

  /// Writes up to `limit` pending entries as an array; 0 for all.
  private static func replyPending<Row>(_ call: Call, _ table: StreamIDTable<Row>, _ limit: Int64, _ body: (StreamEntryID, Row) -> Void) {
    call.reply.array {
      var count = 0
      table.forEach { id, row in
        body(id, row)
        count += 1
        return limit == 0 || Int64(count) < limit
      }
      return count
    }
  }
}

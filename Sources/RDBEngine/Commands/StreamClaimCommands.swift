import RDBFormats

/// XCLAIM and XAUTOCLAIM: pending entries go to another consumer; a namespace.
enum StreamClaimCommands {
  static let all: [(String, CommandImplementation)] = [("XCLAIM", xclaim), ("XAUTOCLAIM", xautoclaim)]

  @Sendable static func xclaim(_ call: Call) throws(CommandError) {
    let (stream, group) = try StreamGroupCommands.group(call, key: call[1], name: call[2])
    guard let idle = call[4].integerOrNil else { throw CommandError("ERR Invalid min-idle-time argument for XCLAIM") }
    let options = try ClaimOptions(call)
    if options.lastID > group.last { stream.setLast(options.lastID, of: group) }
    let (consumer, _) = group.consumer(orNew: call[3].array, now: call.now)
    consumer.seenAt = call.now
    call.reply.array {
      var count = 0
      for id in options.ids {
        guard let entry = stream.find(id) else {
          // Nobody can get what is gone.
          group.acknowledge(id)
          continue
        }
        var row: ConsumerGroup.Pending
        if let old = group.pending[id] {
          row = old
          if row.consumer != nil, idle > 0, call.now &- row.deliveredAt < idle { continue }
        } else {
          guard options.isForced else { continue }
          row = ConsumerGroup.Pending(consumer: nil, deliveredAt: call.now, deliveryCount: 1)
        }
        row.deliveredAt = options.deliveredAt
        if let retries = options.retryCount { row.deliveryCount = retries } else if !options.wantsIDs { row.deliveryCount &+= 1 }
        claim(call, group, consumer, row, entry, wantsID: options.wantsIDs)
        count += 1
      }
      return count
    }
    call.changedUnseen()
  }

  /// Gives an entry to a consumer and writes it.
  private static func claim(
    _ call: Call, _ group: ConsumerGroup, _ consumer: ConsumerGroup.Consumer, _ row: ConsumerGroup.Pending, _ entry: StreamValue.Entry, wantsID: Bool
  ) {
    var row = row
    row.consumer = consumer
    group.assign(entry.id, row)
    consumer.activeAt = call.now
    if wantsID { call.reply.bulk(entry.id) } else { StreamCommands.reply(call, entry) }
  }

  /// The words of XCLAIM from the ids on.
  private struct ClaimOptions {
    var ids: [StreamEntryID] = []
    var deliveredAt: Int64
    var retryCount: UInt64?
    var isForced = false
    var wantsIDs = false
    var lastID = StreamEntryID.zero

    init(_ call: Call) throws(CommandError) {
      var index = 5
      while index < call.count, let text = StreamIDText(call[index].bytes), !text.wantsSequence {
        ids.append(StreamEntryID(milliseconds: text.milliseconds, sequence: text.sequence ?? 0))
        index += 1
      }
      var time: Int64 = -1
      while index < call.count {
        let word = call[index]
        let hasMore = index + 1 < call.count
        func number(_ option: String) throws(CommandError) -> Int64 {
          guard let number = call[index + 1].integerOrNil else { throw CommandError("ERR Invalid \(option) option argument for XCLAIM") }
          return number
        }
        if word.equals("FORCE") {
          isForced = true
        } else if word.equals("JUSTID") {
          wantsIDs = true
        } else if word.equals("IDLE"), hasMore {
          time = call.now &- (try number("IDLE"))
          index += 1
        } else if word.equals("TIME"), hasMore {
          time = try number("TIME")
          index += 1
        } else if word.equals("RETRYCOUNT"), hasMore {
          let count = try number("RETRYCOUNT")
          retryCount = count < 0 ? nil : UInt64(count)
          index += 1
        } else if word.equals("LASTID"), hasMore {
          lastID = try call[index + 1].streamID()
          index += 1
        } else { throw CommandError("ERR Unrecognized XCLAIM option '\(word.cText)'") }
        index += 1
      }
      // A time that cannot be is now. That of a replay is only about known: there the file is believed.
      deliveredAt = time < 0 || time > call.now && call.engine.options.expiresKeys ? call.now : time
    }
  }

  @Sendable static func xautoclaim(_ call: Call) throws(CommandError) {
    guard let idle = call[4].integerOrNil else { throw CommandError("ERR Invalid min-idle-time argument for XAUTOCLAIM") }
    let start = try call[5].streamRangeStart()
    var left: Int64 = 100
    var wantsIDs = false
    var index = 6
    while index < call.count {
      if call[index].equals("COUNT"), index + 1 < call.count {
        left = try call[index + 1].integer(in: 1...Int64.max / 16, orElse: "COUNT must be > 0")
        index += 1
      } else if call[index].equals("JUSTID") {
        wantsIDs = true
      } else { throw .syntax }
      index += 1
    }
    let (stream, group) = try StreamGroupCommands.group(call, key: call[1], name: call[2])
    let (consumer, _) = group.consumer(orNew: call[3].array, now: call.now)
    consumer.seenAt = call.now

    var claimed: [StreamValue.Entry] = []
    var deleted: [StreamEntryID] = []
    var attempts = left * 10
    var cursor = group.pending.first(from: start)
    while attempts > 0, left > 0, let id = cursor {
      attempts -= 1
      cursor = id.next.flatMap { group.pending.first(from: $0) }
      guard let entry = stream.find(id) else {
        group.acknowledge(id)
        deleted.append(id)
        left -= 1
        continue
      }
      guard var row = group.pending[id], idle <= 0 || call.now &- row.deliveredAt >= idle else { continue }
      row.deliveredAt = call.now
      if !wantsIDs { row.deliveryCount &+= 1 }
      row.consumer = consumer
      group.assign(id, row)
      consumer.activeAt = call.now
      claimed.append(entry)
      left -= 1
    }
    call.changedUnseen()
    call.reply.array(3)
    call.reply.bulk(cursor ?? .zero)
    call.reply.array(claimed.count)
    for entry in claimed { if wantsIDs { call.reply.bulk(entry.id) } else { StreamCommands.reply(call, entry) } }
    call.reply.array(deleted.count)
    for id in deleted { call.reply.bulk(id) }
  }
}

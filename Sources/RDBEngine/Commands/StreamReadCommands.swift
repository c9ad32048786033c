import RDBFormats

/// XREAD and XREADGROUP; a namespace. Who would wait is answered as inside of a transaction: at once.
enum StreamReadCommands {
  static let all: [(String, CommandImplementation)] = [("XREAD", xread), ("XREADGROUP", xreadgroup)]

  @Sendable static func xread(_ call: Call) throws(CommandError) {
    let options = try StreamReadOptions(call, isGroup: false)
    var wanted: [(key: Word, stream: StreamValue, from: StreamEntryID)] = []
    for index in 0..<options.streamCount {
      let key = call[options.firstKey + index], word = call[options.firstKey + options.streamCount + index]
      let stream = try StreamCommands.stream(call, key)
      var after = StreamEntryID.zero
      if word.isCharacter("$") {
        after = stream?.last ?? .zero
      } else if word.isCharacter("+") {
        after = stream?.edge(last: true)?.previous ?? .zero
      } else if word.isCharacter(">") {
        throw CommandError("ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.")
      } else {
        after = try word.streamID()
      }
      if let stream, let top = stream.edge(last: true), top > after, let from = after.next { wanted.append((key, stream, from)) }
    }
    reply(call, wanted.count) { index in
      call.reply.bulk(wanted[index].key.bytes)
      StreamCommands.reply(call, wanted[index].stream, from: wanted[index].from, limit: options.limit)
    }
  }

  /// Writes streams and what was found in them; nothing without any.
  private static func reply(_ call: Call, _ count: Int, _ body: (Int) -> Void) {
    guard count > 0 else { return call.reply.nullArray() }
    if call.reply.version == 3 { call.reply.map(count) } else { call.reply.array(count) }
    for index in 0..<count {
      if call.reply.version != 3 { call.reply.array(2) }
      body(index)
    }
  }

  private struct GroupRead {
    let key: Word
    let stream: StreamValue
    let group: ConsumerGroup
    /// Own entries behind this one are read again; nil for new ones.
    let history: StreamEntryID?
  }

  @Sendable static func xreadgroup(_ call: Call) throws(CommandError) {
    let options = try StreamReadOptions(call, isGroup: true)
    guard let names = options.group else { throw CommandError("ERR Missing GROUP option for XREADGROUP") }
    var reads: [GroupRead] = []
    for index in 0..<options.streamCount {
      let key = call[options.firstKey + index], word = call[options.firstKey + options.streamCount + index]
      let stream = try StreamCommands.stream(call, key)
      guard let stream, let group = stream.group(names.group) else {
        throw CommandError(
          "NOGROUP No such key '\(key.cText)' or consumer group '\(names.group.cText)' in XREADGROUP with GROUP option")
      }
      for special in ["$", "+"] as [Unicode.Scalar] where word.isCharacter(special) {
        throw CommandError(
          "ERR The \(special) ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The \(special) ID would just return an empty result set."
        )
      }
      var history: StreamEntryID?
      if !word.isCharacter(">") { history = try word.streamID() }
      // The highest id is what servers keep for `>`.
      reads.append(GroupRead(key: key, stream: stream, group: group, history: history == .highest ? nil : history))
    }
    var served: [(read: GroupRead, consumer: ConsumerGroup.Consumer)] = []
    for read in reads {
      let (consumer, isNew) = read.group.consumer(orNew: names.consumer.array, now: call.now)
      consumer.seenAt = call.now
      var isServed = read.history != nil
      if !isServed, let top = read.stream.edge(last: true) { isServed = top > read.group.last }
      if isServed { served.append((read, consumer)) }
      if isNew || isServed { call.changedUnseen() }
    }
    reply(call, served.count) { index in
      let (read, consumer) = served[index]
      call.reply.bulk(read.key.bytes)
      if let history = read.history {
        readHistory(call, read, consumer, after: history, options)
      } else {
        readNew(call, read, consumer, options)
      }
    }
  }

  /// Delivers entries that no consumer of the group has got.
  private static func readNew(_ call: Call, _ read: GroupRead, _ consumer: ConsumerGroup.Consumer, _ options: StreamReadOptions) {
    let group = read.group, stream = read.stream
    call.reply.array {
      var count = 0
      guard let start = group.last.next else { return 0 }
      stream.forEach(from: start) { entry in
        let id = entry.id
        if let before = group.entriesRead, stream.countsOn(from: group.last) {
          group.entriesRead = before &+ 1
        } else if stream.entriesAdded > 0 {
          group.entriesRead = stream.position(of: id)
        }
        stream.setLast(id, of: group)
        StreamCommands.reply(call, entry)
        if !options.needsNoAcknowledgement {
          group.assign(id, ConsumerGroup.Pending(consumer: consumer, deliveredAt: call.now, deliveryCount: 1))
          consumer.activeAt = call.now
        }
        count += 1
        return options.limit == 0 || Int64(count) < options.limit
      }
      return count
    }
  }

  /// Delivers again what is pending for a consumer.
  private static func readHistory(
    _ call: Call, _ read: GroupRead, _ consumer: ConsumerGroup.Consumer, after id: StreamEntryID, _ options: StreamReadOptions
  ) {
    guard let start = id.next else { return call.reply.array(0) }
    var ids: [StreamEntryID] = []
    consumer.pending.forEach(from: start) { id, _ in
      ids.append(id)
      return options.limit == 0 || Int64(ids.count) < options.limit
    }
    call.reply.array(ids.count)
    for id in ids {
      guard let entry = read.stream.find(id) else {
        call.reply.array(2)
        call.reply.bulk(id)
        call.reply.nullArray()
        continue
      }
      StreamCommands.reply(call, entry)
      if var row = read.group.pending[id] {
        row.deliveredAt = call.now
        row.deliveryCount &+= 1
        read.group.pending[id] = row
      }
    }
  }
}

/// The words of XREAD and XREADGROUP.
struct StreamReadOptions {
  /// How many entries of a stream at most; 0 for all.
  private(set) var limit: Int64 = 0
  private(set) var needsNoAcknowledgement = false
  private(set) var group: (group: Word, consumer: Word)?
  private(set) var firstKey = 0
  private(set) var streamCount = 0

  init(_ call: Call, isGroup: Bool) throws(CommandError) {
    var index = 1
    while index < call.count, firstKey == 0 {
      let word = call[index]
      let left = call.count - 1 - index
      if word.equals("BLOCK"), left > 0 {
        index += 1
        try Self.checkTimeout(call[index], call.now)
      } else if word.equals("COUNT"), left > 0 {
        index += 1
        limit = max(0, try call[index].integer())
      } else if word.equals("STREAMS"), left > 0 {
        firstKey = index + 1
        guard left % 2 == 0 else {
          throw CommandError(
            isGroup
              ? "ERR Unbalanced 'xreadgroup' list of streams: for each stream key an ID or '>' must be specified."
              : "ERR Unbalanced 'xread' list of streams: for each stream key an ID, '+', or '$' must be specified.")
        }
        streamCount = left / 2
      } else if word.equals("GROUP"), left >= 2 {
        guard isGroup else { throw Self.onlyForGroups("GROUP") }
        group = (call[index + 1], call[index + 2])
        index += 2
      } else if word.equals("NOACK") {
        guard isGroup else { throw Self.onlyForGroups("NOACK") }
        needsNoAcknowledgement = true
      } else { throw .syntax }
      index += 1
    }
    guard firstKey > 0 else { throw .syntax }
  }

  private static func onlyForGroups(_ option: String) -> CommandError {
    CommandError("ERR The \(option) option is only supported by XREADGROUP. You called XREAD instead.")
  }

  private static func checkTimeout(_ word: Word, _ now: Int64) throws(CommandError) {
    guard let wait = word.integerOrNil else { throw CommandError("ERR timeout is not an integer or out of range") }
    guard wait >= 0 else { throw CommandError("ERR timeout is negative") }
    guard wait <= Int64.max - now else { throw CommandError("ERR timeout is out of range") }
  }
}

extension Word {
  /// Its text up to the first NUL, as it gets into error texts in C.
  var cText: String { String(decoding: StreamIDText.cString(bytes), as: UTF8.self) }
}

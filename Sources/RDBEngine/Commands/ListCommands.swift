import RDBFormats

/// Lists: pushing, reading and changing; a namespace.
enum ListCommands {
  static let all: [(String, CommandImplementation)] = [
    ("LPUSH", lpush), ("RPUSH", rpush), ("LPUSHX", lpushx), ("RPUSHX", rpushx), ("LPOP", lpop), ("RPOP", rpop), ("LLEN", llen),
    ("LRANGE", lrange), ("LINDEX", lindex), ("LSET", lset), ("LINSERT", linsert), ("LREM", lrem), ("LTRIM", ltrim), ("LPOS", lpos),
  ]

  /// The list of a key.
  static func list(_ call: Call, _ key: Word) throws(CommandError) -> ListValue? { try call.live(key, .list, as: ListValue.self) }

  /// The list of a key; a new one when there is none.
  static func listOrNew(_ call: Call, _ key: Word) throws(CommandError) -> ListValue {
    if let list = try list(call, key) { return list }
    let list = ListValue(nodeLimit: call.limits.listNodeByteCount)
    call.keyspace.set(key.bytes, list, expiresAt: nil)
    return list
  }

  /// Writes elements as an array.
  static func reply(_ call: Call, _ list: ListValue, _ range: Range<Int>, reversed: Bool = false) {
    call.reply.array(range.count)
    list.forEach(range, reversed: reversed) { element in
      call.reply.element(element)
      return true
    }
  }

  // MARK: Pushing and popping

  @Sendable static func lpush(_ call: Call) throws(CommandError) { try push(call, .head) }
  @Sendable static func rpush(_ call: Call) throws(CommandError) { try push(call, .tail) }
  @Sendable static func lpushx(_ call: Call) throws(CommandError) { try push(call, .head, onlyOld: true) }
  @Sendable static func rpushx(_ call: Call) throws(CommandError) { try push(call, .tail, onlyOld: true) }

  private static func push(_ call: Call, _ end: ListEnd, onlyOld: Bool = false) throws(CommandError) {
    if onlyOld, try list(call, call[1]) == nil { return call.reply.integer(0) }
    let list = try listOrNew(call, call[1])
    list.willAdd((2..<call.count).reduce(0) { $0 + call[$1].count })
    for index in 2..<call.count { list.push(call[index].bytes, end) }
    call.changed(call[1])
    call.reply.integer(list.count)
  }

  @Sendable static func lpop(_ call: Call) throws(CommandError) { try pop(call, .head, "lpop") }
  @Sendable static func rpop(_ call: Call) throws(CommandError) { try pop(call, .tail, "rpop") }

  private static func pop(_ call: Call, _ end: ListEnd, _ name: String) throws(CommandError) {
    guard call.count <= 3 else { throw .wrongArity(name) }
    let wanted = call.count == 3 ? try call[2].natural() : nil
    guard let list = try list(call, call[1]) else { return wanted == nil ? call.reply.null() : call.reply.nullArray() }
    guard let wanted else {
      call.reply.bulk(list.edge(end).bytes)
      return removeEdge(call, call[1], list, end)
    }
    pop(call, call[1], list, end, wanted)
  }

  /// Removes an element from an end.
  static func removeEdge(_ call: Call, _ key: Word, _ list: ListValue, _ end: ListEnd) {
    list.pop(end)
    list.didShrink()
    call.changed(key)
  }

  /// Replies with elements from an end and removes them.
  static func pop(_ call: Call, _ key: Word, _ list: ListValue, _ end: ListEnd, _ wanted: Int64) {
    let size = Int(min(wanted, Int64(list.count)))
    let range = end == .head ? 0..<size : list.count - size..<list.count
    reply(call, list, range, reversed: end == .tail)
    guard size > 0 else { return }
    list.remove(range)
    list.didShrink()
    call.changed(key)
  }

  // MARK: Reading

  @Sendable static func llen(_ call: Call) throws(CommandError) { call.reply.integer(try list(call, call[1])?.count ?? 0) }

  @Sendable static func lrange(_ call: Call) throws(CommandError) {
    let start = try call[2].integer(), end = try call[3].integer()
    guard let list = try list(call, call[1]) else { return call.reply.array(0) }
    reply(call, list, ElementRange.of(start, end, list.count) ?? 0..<0)
  }

  @Sendable static func lindex(_ call: Call) throws(CommandError) {
    guard let list = try list(call, call[1]) else { return call.reply.null() }
    guard let index = index(try call[2].integer(), list) else { return call.reply.null() }
    list.forEach(index..<index + 1) { element in
      call.reply.element(element)
      return true
    }
  }

  /// An index counted from the front; nil when nothing is there.
  private static func index(_ index: Int64, _ list: ListValue) -> Int? {
    let count = Int64(list.count)
    let forward = index < 0 ? count + index : index
    return (0..<count).contains(forward) ? Int(forward) : nil
  }

  @Sendable static func lpos(_ call: Call) throws(CommandError) {
    let options = try PositionOptions(call)
    guard let list = try list(call, call[1]) else { return options.limit == nil ? call.reply.null() : call.reply.array(0) }
    let number = Decimal.canonicalInteger(call[2].bytes)
    var found: [Int] = []
    var seen = 0
    var matches: Int64 = 0
    list.forEach(0..<list.count, reversed: options.isFromEnd) { element in
      guard options.lookAt == 0 || Int64(seen) < options.lookAt else { return false }
      let isEqual =
        switch element {
        case .integer(let value): value == number
        case .text(let text): text.count == call[2].count && text.elementsEqualFast(call[2].bytes)
        }
      if isEqual {
        matches += 1
        if matches >= options.rank {
          found.append(options.isFromEnd ? list.count - 1 - seen : seen)
          guard let limit = options.limit, limit == 0 || Int64(found.count) < limit else { return false }
        }
      }
      seen += 1
      return true
    }
    if options.limit == nil {
      if let first = found.first { call.reply.integer(first) } else { call.reply.null() }
    } else {
      call.reply.array(found.count)
      for index in found { call.reply.integer(index) }
    }
  }

  /// The options of LPOS.
  private struct PositionOptions {
    /// Which match is the first that counts.
    var rank: Int64 = 1
    var isFromEnd = false
    /// How many are wanted, 0 for all; nil for one that is no array.
    var limit: Int64?
    /// How many elements are compared, 0 for all.
    var lookAt: Int64 = 0

    init(_ call: Call) throws(CommandError) {
      var index = 3
      while index < call.count {
        guard index + 1 < call.count else { throw .syntax }
        let value = call[index + 1]
        if call[index].equals("RANK") {
          let signed = try value.signedCount()
          guard signed != 0 else {
            throw CommandError(
              "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list")
          }
          rank = abs(signed)
          isFromEnd = signed < 0
        } else if call[index].equals("COUNT") {
          limit = try value.integer(in: 0...Int64.max, orElse: "COUNT can't be negative")
        } else if call[index].equals("MAXLEN") {
          lookAt = try value.integer(in: 0...Int64.max, orElse: "MAXLEN can't be negative")
        } else { throw .syntax }
        index += 2
      }
    }
  }

  // MARK: Changing

  @Sendable static func lset(_ call: Call) throws(CommandError) {
    guard let list = try list(call, call[1]) else { throw .noSuchKey }
    // Servers take the lower 32 bits.
    let wanted = Int64(Int32(truncatingIfNeeded: try call[2].integer()))
    list.willAdd(call[3].count)
    guard let index = index(wanted, list) else { throw .outOfRange }
    list.replace(index, call[3].bytes)
    list.didShrink()
    call.changed(call[1])
    call.reply.ok()
  }

  @Sendable static func linsert(_ call: Call) throws(CommandError) {
    let after = call[2].equals("AFTER")
    guard after || call[2].equals("BEFORE") else { throw .syntax }
    guard let list = try list(call, call[1]) else { return call.reply.integer(0) }
    list.willAdd(call[4].count)
    guard list.insert(call[4].bytes, nextTo: call[3].bytes, after: after) else { return call.reply.integer(-1) }
    call.changed(call[1])
    call.reply.integer(list.count)
  }

  @Sendable static func lrem(_ call: Call) throws(CommandError) {
    let wanted = try call[2].signedCount()
    guard let list = try list(call, call[1]) else { return call.reply.integer(0) }
    let limit = wanted == 0 ? Int.max : Int(abs(wanted))
    let removed = list.remove(call[3].bytes, atMost: limit, fromEnd: wanted < 0)
    if removed > 0 {
      list.didShrink()
      call.changed(call[1])
    }
    call.reply.integer(removed)
  }

  @Sendable static func ltrim(_ call: Call) throws(CommandError) {
    let start = try call[2].integer(), end = try call[3].integer()
    guard let list = try list(call, call[1]) else { return call.reply.ok() }
    let kept = ElementRange.of(start, end, list.count) ?? 0..<0
    list.remove(kept.upperBound..<list.count)
    list.remove(0..<kept.lowerBound)
    list.didShrink()
    call.changed(call[1])
    call.reply.ok()
  }
}

extension ReplyBuffer {
  /// An element of a list.
  func element(_ element: ListValue.Element) {
    switch element {
    case .text(let text): bulk(text)
    case .integer(let value): bulk(decimal: value)
    }
  }
}

/// Members between two ranks, scores or names; a namespace.
enum SortedSetRangeCommands {
  static let all: [(String, CommandImplementation)] = [
    ("ZRANGE", zrange), ("ZREVRANGE", zrevrange), ("ZRANGEBYSCORE", zrangebyscore), ("ZREVRANGEBYSCORE", zrevrangebyscore),
    ("ZRANGEBYLEX", zrangebylex), ("ZREVRANGEBYLEX", zrevrangebylex), ("ZRANGESTORE", zrangestore), ("ZCOUNT", zcount),
    ("ZLEXCOUNT", zlexcount), ("ZREMRANGEBYRANK", zremrangebyrank), ("ZREMRANGEBYSCORE", zremrangebyscore),
    ("ZREMRANGEBYLEX", zremrangebylex),
  ]

  @Sendable static func zrange(_ call: Call) throws(CommandError) { try reply(call, nil, reversed: nil) }
  @Sendable static func zrevrange(_ call: Call) throws(CommandError) { try reply(call, .rank, reversed: true) }
  @Sendable static func zrangebyscore(_ call: Call) throws(CommandError) { try reply(call, .score, reversed: false) }
  @Sendable static func zrevrangebyscore(_ call: Call) throws(CommandError) { try reply(call, .score, reversed: true) }
  @Sendable static func zrangebylex(_ call: Call) throws(CommandError) { try reply(call, .name, reversed: false) }
  @Sendable static func zrevrangebylex(_ call: Call) throws(CommandError) { try reply(call, .name, reversed: true) }

  private static func reply(_ call: Call, _ kind: SortedSetRange.Kind?, reversed: Bool?) throws(CommandError) {
    let range = try SortedSetRange(call, at: 1, kind, reversed: reversed)
    guard let set = try SortedSetCommands.find(call, call[1]) else { return call.reply.array(0) }
    call.reply.members(set, range.ranks(set), reversed: range.reversed, withScores: range.withScores)
  }

  @Sendable static func zrangestore(_ call: Call) throws(CommandError) {
    let range = try SortedSetRange(call, at: 2, nil, reversed: nil, stores: true)
    guard let set = try SortedSetCommands.find(call, call[2]) else {
      SortedSetCommands.store(call, call[1], SortedSetValue())
      return call.reply.integer(0)
    }
    let ranks = range.ranks(set)
    // Whether a −0 is kept depends on what it is when that comes: on the order, and on how many servers expect.
    let result = SortedSetValue(isCompact: !(range.isCounted && ranks.count > call.limits.sortedSetEntries))
    set.forEach(ranks, reversed: range.reversed) { result.add($0, $1, call.limits) }
    SortedSetCommands.store(call, call[1], result)
    call.reply.integer(result.count)
  }

  @Sendable static func zcount(_ call: Call) throws(CommandError) {
    let range = try ScoreRange(call[2], call[3])
    call.reply.integer(try SortedSetCommands.find(call, call[1])?.ranks(range).count ?? 0)
  }

  @Sendable static func zlexcount(_ call: Call) throws(CommandError) {
    let range = try LexRange(call[2], call[3])
    call.reply.integer(try SortedSetCommands.find(call, call[1])?.ranks(range, skipping: 0, reversed: false).count ?? 0)
  }

  @Sendable static func zremrangebyrank(_ call: Call) throws(CommandError) {
    let start = try call[2].integer(), end = try call[3].integer()
    try remove(call) { ElementRange.of(start, end, $0.count) ?? 0..<0 }
  }

  @Sendable static func zremrangebyscore(_ call: Call) throws(CommandError) {
    let range = try ScoreRange(call[2], call[3])
    try remove(call) { $0.ranks(range) }
  }

  @Sendable static func zremrangebylex(_ call: Call) throws(CommandError) {
    let range = try LexRange(call[2], call[3])
    try remove(call) { $0.ranks(range, skipping: 0, reversed: false) }
  }

  private static func remove(_ call: Call, _ ranks: (SortedSetValue) -> Range<Int>) throws(CommandError) {
    guard let set = try SortedSetCommands.find(call, call[1]) else { return call.reply.integer(0) }
    let ranks = ranks(set)
    set.remove(ranks)
    if !ranks.isEmpty { call.changed(call[1]) }
    call.reply.integer(ranks.count)
  }
}

import RDBFormats

/// Members with a score, and what is asked about one or all of them; a namespace.
enum SortedSetCommands {
  static let all: [(String, CommandImplementation)] = [
    ("ZADD", zadd), ("ZINCRBY", zincrby), ("ZREM", zrem), ("ZSCORE", zscore), ("ZMSCORE", zmscore), ("ZCARD", zcard),
    ("ZRANK", zrank), ("ZREVRANK", zrevrank), ("ZSCAN", zscan), ("ZRANDMEMBER", zrandmember),
  ]

  /// The sorted set of a key; nil without one.
  static func find(_ call: Call, _ key: Word) throws(CommandError) -> SortedSetValue? {
    try call.live(key, .sortedSet, as: SortedSetValue.self)
  }

  /// Puts a sorted set in the place of whatever a key had; an empty one removes the key.
  static func store(_ call: Call, _ key: Word, _ set: SortedSetValue) {
    if !set.isEmpty {
      call.keyspace.set(key.bytes, set, expiresAt: nil)
    } else {
      guard call.find(key) != nil else { return }
      call.keyspace.remove(key.bytes)
    }
    call.changed(key)
  }

  // MARK: Changing

  @Sendable static func zadd(_ call: Call) throws(CommandError) {
    var addition = SortedSetAddition()
    var index = 2
    while index < call.count, addition.take(call[index]) { index += 1 }
    let wordCount = call.count - index
    guard wordCount > 0, wordCount % 2 == 0 else { throw .syntax }
    try addition.check(pairCount: wordCount / 2)
    var members: [(score: Double, name: Word)] = []
    members.reserveCapacity(wordCount / 2)
    for index in stride(from: index, to: call.count, by: 2) { members.append((try call[index].double(), call[index + 1])) }
    try addition.run(call, members)
  }

  @Sendable static func zincrby(_ call: Call) throws(CommandError) {
    var addition = SortedSetAddition()
    addition.increments = true
    try addition.run(call, [(try call[2].double(), call[3])])
  }

  @Sendable static func zrem(_ call: Call) throws(CommandError) {
    guard let set = try find(call, call[1]) else { return call.reply.integer(0) }
    var removed = 0
    for index in 2..<call.count where set.remove(call[index].bytes) { removed += 1 }
    if removed > 0 { call.changed(call[1]) }
    call.reply.integer(removed)
  }

  // MARK: Asking

  @Sendable static func zscore(_ call: Call) throws(CommandError) {
    guard let score = try find(call, call[1])?.score(call[2].bytes) else { return call.reply.null() }
    call.reply.double(score)
  }

  @Sendable static func zmscore(_ call: Call) throws(CommandError) {
    let set = try find(call, call[1])
    call.reply.array(call.count - 2)
    for index in 2..<call.count {
      if let score = set?.score(call[index].bytes) { call.reply.double(score) } else { call.reply.null() }
    }
  }

  @Sendable static func zcard(_ call: Call) throws(CommandError) { call.reply.integer(try find(call, call[1])?.count ?? 0) }

  @Sendable static func zrank(_ call: Call) throws(CommandError) { try rank(call, reversed: false, "zrank") }
  @Sendable static func zrevrank(_ call: Call) throws(CommandError) { try rank(call, reversed: true, "zrevrank") }

  private static func rank(_ call: Call, reversed: Bool, _ name: String) throws(CommandError) {
    guard call.count <= 4 else { throw .wrongArity(name) }
    let withScore = call.count == 4
    if withScore, !call[3].equals("WITHSCORE") { throw .syntax }
    guard let set = try find(call, call[1]), let (rank, score) = set.rank(call[2].bytes) else {
      return withScore ? call.reply.nullArray() : call.reply.null()
    }
    if withScore { call.reply.array(2) }
    call.reply.integer(reversed ? set.count - 1 - rank : rank)
    if withScore { call.reply.double(score) }
  }

  @Sendable static func zscan(_ call: Call) throws(CommandError) {
    // Without a key nobody looks at the options.
    _ = try ScanOptions.cursor(call[2])
    guard let set = try find(call, call[1]) else {
      call.reply.array(2)
      call.reply.bulk("0")
      return call.reply.array(0)
    }
    let options = try ScanOptions(call, cursorAt: 2)
    var found: [(name: [UInt8], score: Double)] = []
    let next = set.scan(options.cursor, count: options.count) { name, score in
      if options.accepts(name) { found.append(([UInt8](name), score)) }
    }
    call.reply.array(2)
    call.reply.bulk(String(next))
    call.reply.array(found.count * 2)
    for (name, score) in found {
      call.reply.bulk(name)
      // Of skiplists the score is printed with all its digits.
      call.reply.bulk(set.isCompact ? NumberText.double(score) : NumberText.seventeenDigits(score))
    }
  }

  // MARK: By chance

  @Sendable static func zrandmember(_ call: Call) throws(CommandError) {
    guard call.count > 2 else {
      guard let set = try find(call, call[1]) else { return call.reply.null() }
      let rank = Int.random(in: 0..<max(1, set.count), using: &call.engine.random)
      return set.forEach(rank..<rank + 1) { name, _ in call.reply.bulk(name) }
    }
    let wanted = try call[2].signedCount()
    guard call.count <= 4, call.count == 3 || call[3].equals("WITHSCORES") else { throw .syntax }
    let withScores = call.count == 4
    if withScores, wanted.magnitude > UInt64(Int64.max / 2) { throw CommandError("ERR value is out of range") }
    guard let set = try find(call, call[1]), wanted != 0 else { return call.reply.array(0) }
    if wanted >= Int64(set.count) { return call.reply.members(set, set.ranks, reversed: true, withScores: withScores) }
    if wanted > 0 {
      let ranks = Sampling.distinct(Int(wanted), of: set.count, set.ranks, &call.engine.random) { Int.random(in: set.ranks, using: &$0) }
      call.reply.memberCount(ranks.count, withScores: withScores)
      for rank in ranks { set.forEach(rank..<rank + 1) { call.reply.member($0, withScores ? $1 : nil) } }
    } else {
      guard wanted >= -Sampling.mostRepetitions else { throw .tooManyRepetitions }
      call.reply.memberCount(Int(-wanted), withScores: withScores)
      for _ in 0..<Int(-wanted) {
        let rank = Int.random(in: 0..<set.count, using: &call.engine.random)
        set.forEach(rank..<rank + 1) { call.reply.member($0, withScores ? $1 : nil) }
      }
    }
  }
}

import RDBFormats

/// Sets and their members; a namespace.
enum SetCommands {
  static let all: [(String, CommandImplementation)] = [
    ("SADD", sadd), ("SREM", srem), ("SMOVE", smove), ("SISMEMBER", sismember), ("SMISMEMBER", smismember), ("SCARD", scard),
    ("SMEMBERS", smembers), ("SPOP", spop), ("SRANDMEMBER", srandmember), ("SSCAN", sscan),
  ]

  static func set(_ call: Call, _ key: Word) throws(CommandError) -> SetValue? { try call.live(key, .set, as: SetValue.self) }

  @Sendable static func sadd(_ call: Call) throws(CommandError) {
    let target: SetValue
    if let found = try set(call, call[1]) {
      found.expect(call.count - 2, call.limits)
      target = found
    } else {
      target = SetValue(for: call[2].bytes, expecting: call.count - 2, call.limits)
      call.keyspace.set(call[1].bytes, target, expiresAt: nil)
    }
    let added = (2..<call.count).count { target.add(call[$0].bytes, call.limits) }
    if added > 0 { call.changed(call[1]) }
    call.reply.integer(added)
  }

  @Sendable static func srem(_ call: Call) throws(CommandError) {
    guard let set = try set(call, call[1]) else { return call.reply.integer(0) }
    let removed = (2..<call.count).count { set.remove(call[$0].bytes) }
    if removed > 0 { call.changed(call[1]) }
    call.reply.integer(removed)
  }

  @Sendable static func smove(_ call: Call) throws(CommandError) {
    guard let source = try set(call, call[1]) else { return call.reply.integer(0) }
    let old = try set(call, call[2])
    if source === old { return call.reply.flag(source.contains(call[3].bytes)) }
    guard source.remove(call[3].bytes) else { return call.reply.integer(0) }
    call.changed(call[1])
    let target = old ?? SetValue(for: call[3].bytes, expecting: 1, call.limits)
    if old == nil { call.keyspace.set(call[2].bytes, target, expiresAt: nil) }
    if target.add(call[3].bytes, call.limits) { call.changed(call[2]) }
    call.reply.integer(1)
  }

  @Sendable static func sismember(_ call: Call) throws(CommandError) {
    call.reply.flag(try set(call, call[1])?.contains(call[2].bytes) ?? false)
  }

  @Sendable static func smismember(_ call: Call) throws(CommandError) {
    let set = try set(call, call[1])
    call.reply.array(call.count - 2)
    for index in 2..<call.count { call.reply.flag(set?.contains(call[index].bytes) ?? false) }
  }

  @Sendable static func scard(_ call: Call) throws(CommandError) { call.reply.integer(try set(call, call[1])?.count ?? 0) }

  @Sendable static func smembers(_ call: Call) throws(CommandError) { tell(call, try set(call, call[1])) }

  /// Replies with all members.
  private static func tell(_ call: Call, _ set: SetValue?) {
    call.reply.set(set?.count ?? 0)
    set?.forEach { call.reply.bulk($0) }
  }

  // MARK: By chance

  @Sendable static func spop(_ call: Call) throws(CommandError) {
    guard call.count <= 3 else { throw .syntax }
    if call.count == 3 { return try spopCount(call) }
    guard let set = try set(call, call[1]) else { return call.reply.null() }
    pop(call, set)
    call.changed(call[1])
  }

  private static func pop(_ call: Call, _ set: SetValue) {
    let position = set.random(&call.engine.random)
    set.withMember(position) { call.reply.bulk($0) }
    set.remove(position)
  }

  private static func spopCount(_ call: Call) throws(CommandError) {
    let wanted = try call[2].integer(in: 0...Int64.max, orElse: "value is out of range, must be positive")
    guard let set = try set(call, call[1]), wanted > 0 else { return call.reply.set(0) }
    guard wanted < set.count else {
      tell(call, set)
      call.keyspace.remove(call[1].bytes)
      return call.changed(call[1])
    }
    let count = Int(wanted), left = set.count - count
    if left * 5 > count {
      call.reply.set(count)
      for _ in 0..<count { pop(call, set) }
    } else {
      // Those that stay are chosen, and are a set of their own: so servers do, and it may become compact.
      let rest = SetValue(set.layout == .intset || !call.limits.setsHaveListpacks ? .intset : .listpack)
      for _ in 0..<left {
        let position = set.random(&call.engine.random)
        _ = set.withMember(position) { rest.add($0, call.limits) }
        set.remove(position)
      }
      tell(call, set)
      call.keyspace.set(call[1].bytes, rest, expiresAt: call.keyspace.find(call[1])?.expiresAt)
    }
    call.changed(call[1])
  }

  @Sendable static func srandmember(_ call: Call) throws(CommandError) {
    guard call.count <= 3 else { throw .syntax }
    guard call.count == 3 else {
      guard let set = try set(call, call[1]) else { return call.reply.null() }
      return set.withMember(set.random(&call.engine.random)) { call.reply.bulk($0) }
    }
    let wanted = try call[2].signedCount()
    guard let set = try set(call, call[1]), wanted != 0 else { return call.reply.array(0) }
    if wanted > 0 {
      let positions = Sampling.distinct(Int(wanted), of: set.count, set.positions, &call.engine.random) { set.random(&$0) }
      call.reply.array(positions.count)
      for position in positions { set.withMember(position) { call.reply.bulk($0) } }
    } else {
      guard wanted >= -Sampling.mostRepetitions else { throw .tooManyRepetitions }
      call.reply.array(Int(-wanted))
      for _ in 0..<(-wanted) { set.withMember(set.random(&call.engine.random)) { call.reply.bulk($0) } }
    }
  }

  @Sendable static func sscan(_ call: Call) throws(CommandError) {
    guard let (set, options) = try ScanOptions.of(call, .set, as: SetValue.self) else { return }
    var found: [[UInt8]] = []
    let next = set.scan(options.cursor, count: options.count) { if options.accepts($0) { found.append([UInt8]($0)) } }
    call.reply.array(2)
    call.reply.bulk(String(next))
    call.reply.array(found.count)
    for member in found { call.reply.bulk(member) }
  }
}

extension CommandError {
  static let tooManyRepetitions = CommandError("ERR value is out of range, no more than \(Sampling.mostRepetitions) elements with repetitions")
}

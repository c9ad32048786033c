import RDBFormats

/// Hashes and their fields; a namespace.
enum HashCommands {
  static let all: [(String, CommandImplementation)] = [
    ("HSET", hset), ("HMSET", hmset), ("HSETNX", hsetnx), ("HGET", hget), ("HMGET", hmget), ("HSTRLEN", hstrlen), ("HEXISTS", hexists),
    ("HDEL", hdel), ("HLEN", hlen), ("HINCRBY", hincrby), ("HINCRBYFLOAT", hincrbyfloat),
  ]

  static func hash(_ call: Call, _ key: Word) throws(CommandError) -> HashValue? { try call.live(key, .hash, as: HashValue.self) }

  /// The hash of a key; a new one, still empty, when there is none.
  ///
  /// - Parameter found: the hash, when it was found already.
  static func writable(_ call: Call, _ key: Word, _ found: HashValue? = nil) throws(CommandError) -> HashValue {
    if let found { return found }
    if let found = try hash(call, key) { return found }
    let hash = HashValue()
    call.keyspace.set(key.bytes, hash, expiresAt: nil)
    return hash
  }

  @Sendable static func hset(_ call: Call) throws(CommandError) { call.reply.integer(try setPairs(call, "hset")) }

  @Sendable static func hmset(_ call: Call) throws(CommandError) {
    _ = try setPairs(call, "hmset")
    call.reply.ok()
  }

  /// - Returns: how many fields are new.
  private static func setPairs(_ call: Call, _ name: String) throws(CommandError) -> Int {
    guard call.count % 2 == 0 else { throw .wrongArity(name) }
    let hash = try writable(call, call[1])
    hash.expect(2..<call.count, of: call.arguments, call.limits)
    let created = stride(from: 2, to: call.count, by: 2).count { hash.set(call[$0].bytes, call[$0 + 1].bytes, call.limits) }
    call.changed(call[1])
    return created
  }

  @Sendable static func hsetnx(_ call: Call) throws(CommandError) {
    if try hash(call, call[1])?.find(call[2].bytes, at: call.fieldClock) != nil { return call.reply.integer(0) }
    let hash = try writable(call, call[1])
    hash.expect(2..<4, of: call.arguments, call.limits)
    hash.set(call[2].bytes, call[3].bytes, call.limits)
    call.changed(call[1])
    call.reply.integer(1)
  }

  @Sendable static func hget(_ call: Call) throws(CommandError) { tell(call, try hash(call, call[1]), call[2]) }

  /// Replies with the value of a field, or nothing.
  private static func tell(_ call: Call, _ hash: HashValue?, _ field: Word) {
    if let hash, let place = hash.find(field.bytes, at: call.fieldClock) {
      hash.withValue(place) { call.reply.bulk($0) }
    } else {
      call.reply.null()
    }
  }

  @Sendable static func hmget(_ call: Call) throws(CommandError) {
    let hash = try hash(call, call[1])
    call.reply.array(call.count - 2)
    for index in 2..<call.count { tell(call, hash, call[index]) }
  }

  @Sendable static func hstrlen(_ call: Call) throws(CommandError) {
    guard let hash = try hash(call, call[1]), let place = hash.find(call[2].bytes, at: call.fieldClock) else { return call.reply.integer(0) }
    call.reply.integer(hash.withValue(place, \.count))
  }

  @Sendable static func hexists(_ call: Call) throws(CommandError) {
    call.reply.flag(try hash(call, call[1])?.find(call[2].bytes, at: call.fieldClock) != nil)
  }

  @Sendable static func hlen(_ call: Call) throws(CommandError) { call.reply.integer(try hash(call, call[1])?.count ?? 0) }

  @Sendable static func hdel(_ call: Call) throws(CommandError) {
    guard let hash = try hash(call, call[1]) else { return call.reply.integer(0) }
    var removed = 0
    for index in 2..<call.count {
      guard let place = hash.find(call[index].bytes) else { continue }
      hash.remove(place)
      removed += 1
    }
    if removed > 0 { call.changed(call[1]) }
    call.reply.integer(removed)
  }

  // MARK: Counting

  @Sendable static func hincrby(_ call: Call) throws(CommandError) {
    let step = try call[3].integer()
    let hash = try hash(call, call[1])
    let place = hash?.find(call[2].bytes, at: call.fieldClock)
    var value: Int64 = 0
    if let hash, let place {
      guard let old = hash.withValue(place, Decimal.canonicalInteger) else { throw CommandError("ERR hash value is not an integer") }
      value = old
    }
    let (sum, overflows) = value.addingReportingOverflow(step)
    guard !overflows else { throw .overflow }
    let target = try writable(call, call[1], hash)
    withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { room in
      store(call, target, UnsafeRawBufferPointer(rebasing: room[Decimal.write(sum, into: room)]), isOld: place != nil)
    }
    call.reply.integer(sum)
  }

  @Sendable static func hincrbyfloat(_ call: Call) throws(CommandError) {
    guard let step = LongDouble(call[3].bytes) else { throw .notAFloat }
    guard step.adding(.zero) != nil else { throw CommandError("ERR value is NaN or Infinity") }
    let hash = try hash(call, call[1])
    let place = hash?.find(call[2].bytes, at: call.fieldClock)
    var value = LongDouble.zero
    if let hash, let place {
      guard let old = hash.withValue(place, LongDouble.init) else { throw CommandError("ERR hash value is not a float") }
      value = old
    }
    guard let text = value.adding(step) else { throw CommandError("ERR increment would produce NaN or Infinity") }
    let target = try writable(call, call[1], hash)
    text.withUnsafeBytes { store(call, target, $0, isOld: place != nil) }
    call.reply.bulk(text)
  }

  /// Sets the field of a counting command, which goes on to expire as it did.
  private static func store(_ call: Call, _ hash: HashValue, _ value: UnsafeRawBufferPointer, isOld: Bool) {
    hash.set(call[2].bytes, value, keepsExpiry: isOld, call.limits)
    call.changed(call[1])
  }
}

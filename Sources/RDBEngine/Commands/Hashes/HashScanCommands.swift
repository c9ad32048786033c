import RDBFormats

/// All fields of hashes, and some by chance; a namespace.
enum HashScanCommands {
  static let all: [(String, CommandImplementation)] = [
    ("HGETALL", hgetall), ("HKEYS", hkeys), ("HVALS", hvals), ("HRANDFIELD", hrandfield), ("HSCAN", hscan),
  ]

  @Sendable static func hgetall(_ call: Call) throws(CommandError) {
    guard let hash = try HashCommands.hash(call, call[1]) else { return call.reply.map(0) }
    call.reply.map { tell(call, hash, fields: true, values: true) }
  }

  @Sendable static func hkeys(_ call: Call) throws(CommandError) {
    guard let hash = try HashCommands.hash(call, call[1]) else { return call.reply.array(0) }
    call.reply.array { tell(call, hash, fields: true, values: false) }
  }

  @Sendable static func hvals(_ call: Call) throws(CommandError) {
    guard let hash = try HashCommands.hash(call, call[1]) else { return call.reply.array(0) }
    call.reply.array { tell(call, hash, fields: false, values: true) }
  }

  /// Writes what is not over.
  ///
  /// - Returns: of how many fields.
  private static func tell(_ call: Call, _ hash: HashValue, fields: Bool, values: Bool) -> Int {
    let clock = call.fieldClock
    var count = 0
    for place in hash.places where !hash.isOver(place, at: clock) {
      if fields { hash.withField(place) { call.reply.bulk($0) } }
      if values { hash.withValue(place) { call.reply.bulk($0) } }
      count += 1
    }
    return count
  }

  @Sendable static func hrandfield(_ call: Call) throws(CommandError) {
    guard call.count > 2 else {
      guard let hash = try unexpired(call) else { return call.reply.null() }
      return hash.withField(hash.random(&call.engine.random)) { call.reply.bulk($0) }
    }
    let wanted = try call[2].signedCount()
    let withValues = call.count > 3
    guard call.count <= 4, !withValues || call[3].equals("WITHVALUES") else { throw .syntax }
    if withValues, wanted.magnitude > UInt64(Int64.max / 2) { throw CommandError("ERR value is out of range") }
    guard let hash = try unexpired(call), wanted != 0 else { return call.reply.array(0) }
    let pairs = PairReply(hash: hash, reply: call.reply, withValues: withValues)
    if wanted > 0 {
      let places = Sampling.distinct(Int(wanted), of: hash.count, hash.places, &call.engine.random) { hash.random(&$0) }
      pairs.begin(places.count)
      for place in places { pairs.tell(place) }
    } else {
      guard wanted >= -Sampling.mostRepetitions else { throw .tooManyRepetitions }
      pairs.begin(Int(-wanted))
      for _ in 0..<(-wanted) { pairs.tell(hash.random(&call.engine.random)) }
    }
  }

  /// The hash of the first key without the fields that are over.
  private static func unexpired(_ call: Call) throws(CommandError) -> HashValue? {
    guard let hash = try HashCommands.hash(call, call[1]) else { return nil }
    if hash.removeExpired(before: call.fieldClock) > 0 { call.changed(call[1]) }
    return hash.isEmpty ? nil : hash
  }

  /// Fields, with their values when these are wanted: flat in RESP2, in arrays of two in RESP3.
  private struct PairReply {
    let hash: HashValue
    let reply: ReplyBuffer
    let withValues: Bool

    func begin(_ count: Int) { reply.array(withValues && reply.version < 3 ? count * 2 : count) }

    func tell(_ place: HashValue.Place) {
      if withValues, reply.version >= 3 { reply.array(2) }
      hash.withField(place) { reply.bulk($0) }
      if withValues { hash.withValue(place) { reply.bulk($0) } }
    }
  }

  @Sendable static func hscan(_ call: Call) throws(CommandError) {
    guard let (hash, options) = try ScanOptions.of(call, .hash, as: HashValue.self) else { return }
    let (places, next) = hash.scan(options.cursor, count: options.count)
    let clock = call.fieldClock
    let found = places.filter { !hash.isOver($0, at: clock) && hash.withField($0, options.accepts) }
    call.reply.array(2)
    call.reply.bulk(String(next))
    call.reply.array(options.omitsValues ? found.count : found.count * 2)
    for place in found {
      hash.withField(place) { call.reply.bulk($0) }
      if !options.omitsValues { hash.withValue(place) { call.reply.bulk($0) } }
    }
  }
}

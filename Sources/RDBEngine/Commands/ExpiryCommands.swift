import RDBFormats

/// When keys expire; a namespace.
enum ExpiryCommands {
  static let all: [(String, CommandImplementation)] = [
    ("EXPIRE", expire), ("PEXPIRE", pexpire), ("EXPIREAT", expireat), ("PEXPIREAT", pexpireat), ("PERSIST", persist),
    ("TTL", ttl), ("PTTL", pttl), ("EXPIRETIME", expiretime), ("PEXPIRETIME", pexpiretime),
  ]

  @Sendable static func expire(_ call: Call) throws(CommandError) { try set(call, ExpiryOption(.seconds, isRelative: true), "expire") }
  @Sendable static func pexpire(_ call: Call) throws(CommandError) { try set(call, ExpiryOption(.milliseconds, isRelative: true), "pexpire") }
  @Sendable static func expireat(_ call: Call) throws(CommandError) { try set(call, ExpiryOption(.seconds, isRelative: false), "expireat") }
  @Sendable static func pexpireat(_ call: Call) throws(CommandError) { try set(call, ExpiryOption(.milliseconds, isRelative: false), "pexpireat") }

  private static func set(_ call: Call, _ option: ExpiryOption, _ name: String) throws(CommandError) {
    let condition = try ExpiryCondition(call, from: 3)
    let time = try option.time(call[2], now: call.now, command: name, allowsPast: true)
    guard let record = call.find(call[1]), condition.allows(time, current: record.expiresAt) else { return call.reply.integer(0) }
    if time <= call.now, call.engine.options.expiresKeys {
      call.keyspace.remove(call[1].bytes)
    } else {
      call.keyspace.setExpiry(call[1].bytes, time)
    }
    call.changed(call[1])
    call.reply.integer(1)
  }

  @Sendable static func persist(_ call: Call) throws(CommandError) {
    guard let record = call.find(call[1]), record.expiresAt != nil else { return call.reply.integer(0) }
    call.keyspace.setExpiry(call[1].bytes, nil)
    call.changed(call[1])
    call.reply.integer(1)
  }

  @Sendable static func ttl(_ call: Call) throws(CommandError) { tell(call) { (max(0, $0 - call.now) + 500) / 1000 } }
  @Sendable static func pttl(_ call: Call) throws(CommandError) { tell(call) { max(0, $0 - call.now) } }
  @Sendable static func expiretime(_ call: Call) throws(CommandError) { tell(call) { ($0 + 500) / 1000 } }
  @Sendable static func pexpiretime(_ call: Call) throws(CommandError) { tell(call) { $0 } }

  private static func tell(_ call: Call, _ time: (Int64) -> Int64) {
    guard let record = call.find(call[1]) else { return call.reply.integer(-2) }
    call.reply.integer(record.expiresAt.map(time) ?? -1)
  }
}

/// NX, XX, GT and LT of the commands that set expiries of keys and fields.
struct ExpiryCondition {
  private var onlyNew = false, onlyOld = false, onlyLater = false, onlyEarlier = false

  /// Whether one of them was given.
  var isPresent: Bool { onlyNew || onlyOld || onlyLater || onlyEarlier }

  init() {}

  /// Reads all words from an index on, up to another when one is given.
  init(_ call: Call, from index: Int, to end: Int? = nil) throws(CommandError) {
    for index in index..<max(index, end ?? call.count) {
      guard take(call[index]) else { throw CommandError("ERR Unsupported option \(call[index].text)") }
    }
    if onlyNew, onlyOld || onlyLater || onlyEarlier { throw CommandError("ERR NX and XX, GT or LT options at the same time are not compatible") }
    if onlyLater, onlyEarlier { throw CommandError("ERR GT and LT options at the same time are not compatible") }
  }

  /// - Returns: whether the word is one of the conditions.
  mutating func take(_ word: Word) -> Bool {
    if word.equals("NX") { onlyNew = true }
    else if word.equals("XX") { onlyOld = true }
    else if word.equals("GT") { onlyLater = true }
    else if word.equals("LT") { onlyEarlier = true }
    else { return false }
    return true
  }

  /// Whether what expires at `current`, or never, is to expire at `time`.
  func allows(_ time: Int64, current: Int64?) -> Bool {
    if onlyNew { return current == nil }
    if onlyOld, current == nil { return false }
    // What never expires is later than any time.
    if onlyLater { return current.map { time > $0 } ?? false }
    if onlyEarlier { return current.map { time < $0 } ?? true }
    return true
  }
}

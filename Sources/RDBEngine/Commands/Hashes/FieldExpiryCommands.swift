import RDBFormats

/// When fields of hashes expire; a namespace.
enum FieldExpiryCommands {
  static let all: [(String, CommandImplementation)] = [
    ("HEXPIRE", hexpire), ("HPEXPIRE", hpexpire), ("HEXPIREAT", hexpireat), ("HPEXPIREAT", hpexpireat), ("HPERSIST", hpersist),
    ("HTTL", httl), ("HPTTL", hpttl), ("HEXPIRETIME", hexpiretime), ("HPEXPIRETIME", hpexpiretime),
  ]

  /// What is replied for a field.
  private enum Outcome {
    static let noField = -2, noExpiry = -1, refused = 0, done = 1, removed = 2
  }

  @Sendable static func hexpire(_ call: Call) throws(CommandError) { try set(call, ExpiryOption(.seconds, isRelative: true), "hexpire") }
  @Sendable static func hpexpire(_ call: Call) throws(CommandError) { try set(call, ExpiryOption(.milliseconds, isRelative: true), "hpexpire") }
  @Sendable static func hexpireat(_ call: Call) throws(CommandError) { try set(call, ExpiryOption(.seconds, isRelative: false), "hexpireat") }
  @Sendable static func hpexpireat(_ call: Call) throws(CommandError) { try set(call, ExpiryOption(.milliseconds, isRelative: false), "hpexpireat") }

  private static func set(_ call: Call, _ option: ExpiryOption, _ name: String) throws(CommandError) {
    let time: Int64, condition: ExpiryCondition, fields: Range<Int>, hash: HashValue?
    if call.version.family == .valkey {
      let index = FieldWords.find(call, from: 3)
      condition = try ExpiryCondition(call, from: 3, to: index ?? 3)
      fields = try FieldWords(valkey: call, at: index).range
      time = try FieldWords.time(call[2], option, call, name)
      hash = try HashCommands.hash(call, call[1])
    } else {
      hash = try HashCommands.hash(call, call[1])
      time = try FieldWords.time(call[2], option, call, name)
      var given = ExpiryCondition()
      let index = given.take(call[3]) ? 4 : 3
      condition = given
      fields = try FieldWords(call, at: index, notPositive: "Parameter `numFields` should be greater than 0").range
    }
    // Redis makes a hash ready for expiries even when none comes of it.
    if call.version.family == .redis { hash?.expectExpiry(call.version) }
    call.reply.array(fields.count)
    var changes = 0
    for index in fields {
      let outcome = hash.map { set(call, $0, call[index], time, condition) } ?? Outcome.noField
      if outcome > 0 { changes += 1 }
      call.reply.integer(outcome)
    }
    if changes > 0 { call.changed(call[1]) }
  }

  private static func set(_ call: Call, _ hash: HashValue, _ field: Word, _ time: Int64, _ condition: ExpiryCondition) -> Int {
    guard let place = hash.find(field.bytes, at: call.fieldClock) else { return Outcome.noField }
    guard condition.allows(time, current: hash.expiry(place)) else { return Outcome.refused }
    if isPast(call, time) {
      hash.remove(place)
      return Outcome.removed
    }
    hash.expectExpiry(call.version)
    hash.setExpiry(place, time)
    return Outcome.done
  }

  /// Whether what expires then is over at once.
  static func isPast(_ call: Call, _ time: Int64) -> Bool { time <= call.now && call.engine.options.expiresKeys }

  @Sendable static func hpersist(_ call: Call) throws(CommandError) {
    let (hash, fields) = try read(call, valkeyOtherwise: FieldWords.valkeyMismatch)
    call.reply.array(fields.count)
    var changes = 0
    for index in fields {
      guard let hash, let place = hash.find(call[index].bytes, at: call.fieldClock) else {
        call.reply.integer(Outcome.noField)
        continue
      }
      guard hash.expiry(place) != nil else {
        call.reply.integer(Outcome.noExpiry)
        continue
      }
      hash.setExpiry(place, nil)
      changes += 1
      call.reply.integer(Outcome.done)
    }
    if changes > 0 { call.changed(call[1]) }
  }

  /// The hash and the fields of a command without a time.
  private static func read(_ call: Call, valkeyOtherwise: CommandError) throws(CommandError) -> (hash: HashValue?, fields: Range<Int>) {
    guard call.version.family == .valkey else { return (try HashCommands.hash(call, call[1]), try FieldWords.plain(call).range) }
    let fields = try FieldWords.plain(call, valkeyOtherwise: valkeyOtherwise).range
    return (try HashCommands.hash(call, call[1]), fields)
  }

  @Sendable static func httl(_ call: Call) throws(CommandError) { try tell(call) { seconds(max(0, $0 - call.now), call) } }
  @Sendable static func hpttl(_ call: Call) throws(CommandError) { try tell(call) { max(0, $0 - call.now) } }
  @Sendable static func hexpiretime(_ call: Call) throws(CommandError) { try tell(call) { seconds($0, call) } }
  @Sendable static func hpexpiretime(_ call: Call) throws(CommandError) { try tell(call) { $0 } }

  /// Redis rounds up, Valkey to the nearest.
  private static func seconds(_ milliseconds: Int64, _ call: Call) -> Int64 {
    (milliseconds &+ (call.version.family == .valkey ? 500 : 999)) / 1000
  }

  private static func tell(_ call: Call, _ time: (Int64) -> Int64) throws(CommandError) {
    let (hash, fields) = try read(call, valkeyOtherwise: .syntax)
    call.reply.array(fields.count)
    for index in fields {
      if let hash, let place = hash.find(call[index].bytes, at: call.fieldClock) {
        call.reply.integer(hash.expiry(place).map(time) ?? Int64(Outcome.noExpiry))
      } else {
        call.reply.integer(Outcome.noField)
      }
    }
  }
}

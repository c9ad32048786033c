import RDBFormats

/// Values of fields together with when they expire; a namespace.
enum FieldValueCommands {
  static let all: [(String, CommandImplementation)] = [("HGETEX", hgetex), ("HSETEX", hsetex), ("HGETDEL", hgetdel)]

  @Sendable static func hgetdel(_ call: Call) throws(CommandError) {
    let (hash, fields) = try read(call) { () throws(CommandError) in try FieldWords.plain(call) }
    call.reply.array(fields.range.count)
    var removed = 0
    for index in fields.range {
      guard let place = tell(call, hash, call[index]) else { continue }
      hash?.remove(place)
      removed += 1
    }
    if removed > 0 { call.changed(call[1]) }
  }

  /// The hash of the first key and what the other words say. Valkey looks at these first, Redis at the key.
  private static func read<Words>(
    _ call: Call, _ words: () throws(CommandError) -> Words
  ) throws(CommandError) -> (hash: HashValue?, words: Words) {
    guard call.version.family == .valkey else { return (try HashCommands.hash(call, call[1]), try words()) }
    let words = try words()
    return (try HashCommands.hash(call, call[1]), words)
  }

  /// Replies with the value of a field, or nothing.
  ///
  /// - Returns: where it is.
  private static func tell(_ call: Call, _ hash: HashValue?, _ field: Word) -> HashValue.Place? {
    guard let hash, let place = hash.find(field.bytes, at: call.fieldClock) else {
      call.reply.null()
      return nil
    }
    hash.withValue(place) { call.reply.bulk($0) }
    return place
  }

  @Sendable static func hgetex(_ call: Call) throws(CommandError) {
    let (hash, options) = try read(call) { () throws(CommandError) in try FieldOptions.ofGet(call) }
    if call.version.family == .redis, options.time != nil || options.persists { hash?.expectExpiry(call.version) }
    call.reply.array(options.fields.count)
    var changes = 0
    for index in options.fields {
      guard let place = tell(call, hash, call[index]), let hash else { continue }
      if let time = options.time {
        changes += 1
        if FieldExpiryCommands.isPast(call, time) {
          hash.remove(place)
        } else {
          hash.expectExpiry(call.version)
          hash.setExpiry(place, time)
        }
      } else if options.persists, hash.expiry(place) != nil {
        changes += 1
        hash.setExpiry(place, nil)
      }
    }
    if changes > 0 { call.changed(call[1]) }
  }

  @Sendable static func hsetex(_ call: Call) throws(CommandError) {
    let options = try FieldOptions.ofSet(call)
    let old = try HashCommands.hash(call, call[1])
    let fields = stride(from: options.fields.lowerBound, to: options.fields.upperBound, by: 2)
    func exists(_ index: Int) -> Bool { old?.find(call[index].bytes, at: call.fieldClock) != nil }
    if options.onlyNewKey && old != nil || options.onlyOldKey && old == nil || options.onlyNewFields && fields.contains(where: exists)
      || options.onlyOldFields && !fields.allSatisfy(exists)
    { return call.reply.integer(0) }

    let isValkey = call.version.family == .valkey
    if isValkey, let time = options.time, FieldExpiryCommands.isPast(call, time) { return removeAtOnce(call, old, fields) }
    let hash = try HashCommands.writable(call, call[1])
    hash.expect(options.fields, of: call.arguments, call.limits)
    if options.time != nil { hash.expectExpiry(call.version) }
    for index in fields {
      hash.set(call[index].bytes, call[index + 1].bytes, keepsExpiry: options.keepsExpiry, call.limits)
      guard let time = options.time, let place = hash.find(call[index].bytes) else { continue }
      // Redis sets first and removes then.
      if FieldExpiryCommands.isPast(call, time) { hash.remove(place) } else { hash.setExpiry(place, time) }
    }
    call.changed(call[1])
    call.reply.integer(1)
  }

  /// Valkey sets nothing that is over at once: it only removes.
  private static func removeAtOnce(_ call: Call, _ hash: HashValue?, _ fields: StrideTo<Int>) {
    var removed = 0
    for index in fields {
      guard let hash, let place = hash.find(call[index].bytes) else { continue }
      hash.remove(place)
      removed += 1
    }
    if removed > 0 { call.changed(call[1]) }
    call.reply.integer(1)
  }
}

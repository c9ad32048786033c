import RDBFormats

/// What ZADD, ZINCRBY and GEOADD do: their options, and the adding.
struct SortedSetAddition {
  private var onlyNew = false, onlyOld = false, onlyGreater = false, onlyLess = false, countsChanges = false
  /// Whether scores are added to those there are.
  var increments = false

  /// Takes an option; false when the word is none.
  mutating func take(_ word: Word) -> Bool {
    if word.equals("NX") { onlyNew = true }
    else if word.equals("XX") { onlyOld = true }
    else if word.equals("CH") { countsChanges = true }
    else if word.equals("INCR") { increments = true }
    else if word.equals("GT") { onlyGreater = true }
    else if word.equals("LT") { onlyLess = true }
    else { return false }
    return true
  }

  /// - Throws: when the options contradict each other.
  func check(pairCount: Int) throws(CommandError) {
    if onlyNew, onlyOld { throw CommandError("ERR XX and NX options at the same time are not compatible") }
    if onlyNew && (onlyGreater || onlyLess) || onlyGreater && onlyLess {
      throw CommandError("ERR GT, LT, and/or NX options at the same time are not compatible")
    }
    if increments, pairCount > 1 { throw CommandError("ERR INCR option supports a single increment-element pair") }
  }

  /// Adds members to the sorted set of the first key and replies.
  ///
  /// - Parameter members: at least one.
  func run(_ call: Call, _ members: [(score: Double, name: Word)]) throws(CommandError) {
    let key = call[1]
    let found = try SortedSetCommands.find(call, key)
    guard let set = found ?? (onlyOld ? nil : new(call, members)) else {
      return increments ? call.reply.null() : call.reply.integer(0)
    }
    if increments, let member = members.first { return try increment(call, key, set, isNew: found == nil, member.name, member.score) }
    if found != nil, expandsForMany(call), members.count > call.limits.sortedSetEntries { set.expand() }
    var added = 0, updated = 0
    for (score, name) in members {
      if let old = set.score(name.bytes) {
        guard accepts(score, old), score != old else { continue }
        set.update(name.bytes, from: old, to: score)
        updated += 1
      } else if !onlyOld {
        set.add(name.bytes, score, call.limits)
        added += 1
      }
    }
    finish(call, key, set, isNew: found == nil, isChanged: added + updated > 0)
    call.reply.integer(countsChanges ? added + updated : added)
  }

  /// Whether a score may take the place of another.
  private func accepts(_ score: Double, _ old: Double) -> Bool {
    !onlyNew && !(onlyLess && score >= old) && !(onlyGreater && score <= old)
  }

  private func increment(
    _ call: Call, _ key: Word, _ set: SortedSetValue, isNew: Bool, _ name: Word, _ step: Double
  ) throws(CommandError) {
    guard let old = set.score(name.bytes) else {
      guard !onlyOld else { return call.reply.null() }
      set.add(name.bytes, step, call.limits)
      finish(call, key, set, isNew: isNew, isChanged: true)
      return call.reply.double(step)
    }
    guard !onlyNew else { return call.reply.null() }
    let sum = old + step
    guard !sum.isNaN else { throw CommandError("ERR resulting score is not a number (NaN)") }
    guard accepts(sum, old) else { return call.reply.null() }
    if sum != old {
      set.update(name.bytes, from: old, to: sum)
      call.changed(key)
    }
    call.reply.double(sum)
  }

  private func finish(_ call: Call, _ key: Word, _ set: SortedSetValue, isNew: Bool, isChanged: Bool) {
    if isNew { call.keyspace.set(key.bytes, set, expiresAt: nil) }
    if isChanged { call.changed(key) }
  }

  /// A sorted set for these: servers look at how many they are, and at the length of the first.
  private func new(_ call: Call, _ members: [(score: Double, name: Word)]) -> SortedSetValue {
    let isLong = (members.first?.name.count ?? 0) > call.limits.sortedSetMemberByteCount
    return SortedSetValue(isCompact: !isLong && !(expandsForMany(call) && members.count > call.limits.sortedSetEntries))
  }

  /// Whether many members in one command make a skiplist even when they are few different ones: since Redis 7.2.
  private func expandsForMany(_ call: Call) -> Bool { call.version.family == .valkey || call.version.isAtLeast(7, 2) }
}

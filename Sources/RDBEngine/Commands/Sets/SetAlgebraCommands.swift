import RDBFormats

/// What sets have in common, together, and apart; a namespace.
enum SetAlgebraCommands {
  static let all: [(String, CommandImplementation)] = [
    ("SINTER", sinter), ("SINTERSTORE", sinterstore), ("SINTERCARD", sintercard), ("SUNION", sunion), ("SUNIONSTORE", sunionstore),
    ("SDIFF", sdiff), ("SDIFFSTORE", sdiffstore),
  ]

  @Sendable static func sinter(_ call: Call) throws(CommandError) {
    let sets = try sets(call, 1..<call.count)
    call.reply.set {
      var count = 0
      intersect(sets) { member in
        call.reply.bulk(member)
        count += 1
        return true
      }
      return count
    }
  }

  @Sendable static func sinterstore(_ call: Call) throws(CommandError) {
    let sets = try sets(call, 2..<call.count)
    let result = SetValue(call.limits.setsHaveListpacks ? .listpack : .hashtable)
    intersect(sets) { member in
      result.add(member, call.limits)
      return true
    }
    result.becomeIntset(call.limits)
    store(call, result)
  }

  @Sendable static func sintercard(_ call: Call) throws(CommandError) {
    let keyCount = try call[1].integer(in: 1...Int64.max, orElse: "numkeys should be greater than 0")
    guard keyCount <= call.count - 2 else { throw CommandError("ERR Number of keys can't be greater than number of args") }
    let end = 2 + Int(keyCount)
    var limit: Int64 = 0
    var index = end
    while index < call.count {
      guard call[index].equals("LIMIT"), index + 1 < call.count else { throw .syntax }
      limit = try call[index + 1].integer(in: 0...Int64.max, orElse: "LIMIT can't be negative")
      index += 2
    }
    var count: Int64 = 0
    intersect(try sets(call, 2..<end)) { _ in
      count += 1
      return count != limit
    }
    call.reply.integer(count)
  }

  @Sendable static func sunion(_ call: Call) throws(CommandError) { tell(call, union(try sets(call, 1..<call.count), .hashtable, call.limits)) }

  @Sendable static func sunionstore(_ call: Call) throws(CommandError) { store(call, union(try sets(call, 2..<call.count), .intset, call.limits)) }

  @Sendable static func sdiff(_ call: Call) throws(CommandError) { tell(call, difference(try sets(call, 1..<call.count), .hashtable, call.limits)) }

  @Sendable static func sdiffstore(_ call: Call) throws(CommandError) {
    store(call, difference(try sets(call, 2..<call.count), .intset, call.limits))
  }

  /// The sets of some keys; nil for one that is not there.
  private static func sets(_ call: Call, _ keys: Range<Int>) throws(CommandError) -> [SetValue?] {
    var sets: [SetValue?] = []
    for index in keys { sets.append(try SetCommands.set(call, call[index])) }
    return sets
  }

  /// Lends every member that is in all sets, until the body returns false.
  ///
  /// - Complexity: O(members of the smallest · sets).
  private static func intersect(_ sets: [SetValue?], _ body: (UnsafeRawBufferPointer) -> Bool) {
    let present = sets.compactMap { $0 }
    guard present.count == sets.count, let smallest = present.min(by: { $0.count < $1.count }) else { return }
    let others = present.filter { $0 !== smallest }
    smallest.forEachWhile { member in others.allSatisfy { $0.contains(member) } ? body(member) : true }
  }

  private static func union(_ sets: [SetValue?], _ layout: SetValue.Layout, _ limits: EncodingLimits) -> SetValue {
    let result = SetValue(layout)
    for set in sets { set?.forEach { result.add($0, limits) } }
    return result
  }

  /// The members of the first set that are in none of the others.
  ///
  /// Done in one of two ways, as servers do: the layout of what is stored shows which. Members of the first set are looked for in
  /// all the others, or those of the others are taken away from a copy of the first, whichever is less work.
  private static func difference(_ sets: [SetValue?], _ layout: SetValue.Layout, _ limits: EncodingLimits) -> SetValue {
    let result = SetValue(layout)
    guard let first = sets[0] else { return result }
    let others = sets.dropFirst().compactMap { $0 }
    guard !others.contains(where: { $0 === first }) else { return result }
    let lookups = first.count.multipliedReportingOverflow(by: others.count + 1)
    if lookups.overflow || lookups.partialValue / 2 > others.reduce(first.count, { $0 + $1.count }) {
      first.forEach { result.add($0, limits) }
      for other in others where !result.isEmpty { other.forEach { result.remove($0) } }
    } else {
      first.forEach { member in if !others.contains(where: { $0.contains(member) }) { result.add(member, limits) } }
    }
    return result
  }

  private static func tell(_ call: Call, _ set: SetValue) {
    call.reply.set(set.count)
    set.forEach { call.reply.bulk($0) }
  }

  /// Puts a result in the place of what the first key has; nothing when it is empty.
  private static func store(_ call: Call, _ result: SetValue) {
    if !result.isEmpty {
      call.keyspace.set(call[1].bytes, result, expiresAt: nil)
      call.changed(call[1])
    } else if call.find(call[1]) != nil {
      call.keyspace.remove(call[1].bytes)
      call.changed(call[1])
    }
    call.reply.integer(result.count)
  }
}

/// The members at one end, taken away; a namespace.
enum SortedSetPopCommands {
  static let all: [(String, CommandImplementation)] = [
    ("ZPOPMIN", zpopmin), ("ZPOPMAX", zpopmax), ("ZMPOP", zmpop), ("BZPOPMIN", bzpopmin), ("BZPOPMAX", bzpopmax), ("BZMPOP", bzmpop),
  ]

  @Sendable static func zpopmin(_ call: Call) throws(CommandError) { try pop(call, fromTop: false) }
  @Sendable static func zpopmax(_ call: Call) throws(CommandError) { try pop(call, fromTop: true) }
  @Sendable static func bzpopmin(_ call: Call) throws(CommandError) { try popFirst(call, fromTop: false) }
  @Sendable static func bzpopmax(_ call: Call) throws(CommandError) { try popFirst(call, fromTop: true) }
  @Sendable static func zmpop(_ call: Call) throws(CommandError) { try popMany(call, countAt: 1) }
  @Sendable static func bzmpop(_ call: Call) throws(CommandError) { try popMany(call, countAt: 2) }

  private static func pop(_ call: Call, fromTop: Bool) throws(CommandError) {
    guard call.count <= 3 else { throw .syntax }
    let hasCount = call.count == 3
    let wanted = hasCount ? Int(clamping: try call[2].integer(in: 0...Int64.max, orElse: "value is out of range, must be positive")) : 1
    guard let set = try SortedSetCommands.find(call, call[1]), wanted > 0 else { return call.reply.array(0) }
    let ranks = set.ranks.first(wanted, reversed: fromTop)
    let isNested = hasCount && call.reply.version == 3
    call.reply.array(isNested ? ranks.count : ranks.count * 2)
    take(call, call[1], set, ranks, fromTop, isNested: isNested)
  }

  /// Replies with members and removes them.
  private static func take(_ call: Call, _ key: Word, _ set: SortedSetValue, _ ranks: Range<Int>, _ fromTop: Bool, isNested: Bool) {
    set.forEach(ranks, reversed: fromTop) { name, score in
      if isNested { call.reply.array(2) }
      call.reply.bulk(name)
      call.reply.double(score)
    }
    set.remove(ranks)
    call.changed(key)
  }

  /// The first key that holds something.
  private static func first(_ call: Call, _ keys: Range<Int>) throws(CommandError) -> (key: Word, set: SortedSetValue)? {
    for index in keys {
      if let set = try SortedSetCommands.find(call, call[index]) { return (call[index], set) }
    }
    return nil
  }

  private static func popFirst(_ call: Call, fromTop: Bool) throws(CommandError) {
    try checkTimeout(call, call[call.count - 1])
    guard let (key, set) = try first(call, 1..<call.count - 1) else { return call.reply.nullArray() }
    call.reply.array(3)
    call.reply.bulk(key.bytes)
    take(call, key, set, set.ranks.first(1, reversed: fromTop), fromTop, isNested: false)
  }

  /// - Parameter index: of the number of keys. A timeout stands before it when it is not the first word.
  private static func popMany(_ call: Call, countAt index: Int) throws(CommandError) {
    let keyCount = Int(clamping: try call[index].integer(in: 1...Int64.max, orElse: "numkeys should be greater than 0"))
    guard keyCount < call.count - index - 1 else { throw .syntax }
    let end = index + 1 + keyCount
    let fromTop = call[end].equals("MAX")
    guard fromTop || call[end].equals("MIN") else { throw .syntax }
    var wanted: Int?
    var next = end + 1
    while next < call.count {
      guard wanted == nil, call[next].equals("COUNT"), next + 1 < call.count else { throw .syntax }
      wanted = Int(clamping: try call[next + 1].integer(in: 1...Int64.max, orElse: "count should be greater than 0"))
      next += 2
    }
    if index > 1 { try checkTimeout(call, call[1]) }
    guard let (key, set) = try first(call, index + 1..<end) else { return call.reply.nullArray() }
    let ranks = set.ranks.first(wanted ?? 1, reversed: fromTop)
    call.reply.array(2)
    call.reply.bulk(key.bytes)
    call.reply.array(ranks.count)
    take(call, key, set, ranks, fromTop, isNested: true)
  }

  /// Nobody waits here, but a time that is none is an error.
  private static func checkTimeout(_ call: Call, _ word: Word) throws(CommandError) {
    guard let seconds = word.doubleOrNil else { throw CommandError("ERR timeout is not a float or out of range") }
    let milliseconds = (seconds * 1000).rounded(.up)
    guard milliseconds < 0x1p63 else { throw CommandError("ERR timeout is out of range") }
    guard milliseconds >= 0 else { throw CommandError("ERR timeout is negative") }
    guard Int64(milliseconds) <= Int64.max - call.now else { throw CommandError("ERR timeout is out of range") }
  }
}

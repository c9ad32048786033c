import RDBFormats

/// Lists: from one to another, from the first of several, and those that would wait; a namespace.
///
/// Who would wait is answered as inside of a transaction: at once.
enum ListMoveCommands {
  static let all: [(String, CommandImplementation)] = [
    ("LMOVE", lmove), ("RPOPLPUSH", rpoplpush), ("BLMOVE", blmove), ("BRPOPLPUSH", brpoplpush), ("LMPOP", lmpop), ("BLMPOP", blmpop),
    ("BLPOP", blpop), ("BRPOP", brpop),
  ]

  private static func end(_ word: Word) throws(CommandError) -> ListEnd {
    if word.equals("LEFT") { return .head }
    guard word.equals("RIGHT") else { throw .syntax }
    return .tail
  }

  @Sendable static func lmove(_ call: Call) throws(CommandError) {
    let from = try end(call[3])
    try move(call, from, try end(call[4]))
  }

  @Sendable static func rpoplpush(_ call: Call) throws(CommandError) { try move(call, .tail, .head) }

  @Sendable static func blmove(_ call: Call) throws(CommandError) {
    let from = try end(call[3])
    let to = try end(call[4])
    try call[5].checkTimeout(now: call.now)
    try move(call, from, to)
  }

  @Sendable static func brpoplpush(_ call: Call) throws(CommandError) {
    try call[3].checkTimeout(now: call.now)
    try move(call, .tail, .head)
  }

  private static func move(_ call: Call, _ from: ListEnd, _ to: ListEnd) throws(CommandError) {
    guard let source = try ListCommands.list(call, call[1]) else { return call.reply.null() }
    let target = try ListCommands.listOrNew(call, call[2])
    let (element, isText) = source.edge(from)
    source.pop(from)
    element.withUnsafeBytes { element in
      target.willAdd(isText ? element.count : 0)
      target.push(element, to)
      call.reply.bulk(element)
    }
    call.changed(call[2])
    source.didShrink()
    call.changed(call[1])
  }

  // MARK: The first of several

  @Sendable static func lmpop(_ call: Call) throws(CommandError) { try popOfSeveral(call, try SeveralLists(call, countAt: 1)) }

  @Sendable static func blmpop(_ call: Call) throws(CommandError) {
    let lists = try SeveralLists(call, countAt: 2)
    try call[1].checkTimeout(now: call.now)
    try popOfSeveral(call, lists)
  }

  private static func popOfSeveral(_ call: Call, _ lists: SeveralLists) throws(CommandError) {
    for index in lists.keys {
      guard let list = try ListCommands.list(call, call[index]) else { continue }
      call.reply.array(2)
      call.reply.bulk(call[index].bytes)
      return ListCommands.pop(call, call[index], list, lists.end, lists.count)
    }
    call.reply.nullArray()
  }

  /// The words of LMPOP.
  private struct SeveralLists {
    let keys: Range<Int>
    let end: ListEnd
    var count: Int64 = 1

    init(_ call: Call, countAt index: Int) throws(CommandError) {
      let number = try call[index].integer(in: 1...Int64.max, orElse: "numkeys should be greater than 0")
      guard number < Int64(call.count - index - 1) else { throw .syntax }
      keys = index + 1..<index + 1 + Int(number)
      end = try ListMoveCommands.end(call[keys.upperBound])
      var index = keys.upperBound + 1
      var hasCount = false
      while index < call.count {
        guard !hasCount, call[index].equals("COUNT"), index + 1 < call.count else { throw .syntax }
        count = try call[index + 1].integer(in: 1...Int64.max, orElse: "count should be greater than 0")
        hasCount = true
        index += 2
      }
    }
  }

  @Sendable static func blpop(_ call: Call) throws(CommandError) { try popFirst(call, .head) }
  @Sendable static func brpop(_ call: Call) throws(CommandError) { try popFirst(call, .tail) }

  private static func popFirst(_ call: Call, _ end: ListEnd) throws(CommandError) {
    try call[call.count - 1].checkTimeout(now: call.now)
    for index in 1..<call.count - 1 {
      guard let list = try ListCommands.list(call, call[index]) else { continue }
      call.reply.array(2)
      call.reply.bulk(call[index].bytes)
      call.reply.bulk(list.edge(end).bytes)
      return ListCommands.removeEdge(call, call[index], list, end)
    }
    call.reply.nullArray()
  }
}

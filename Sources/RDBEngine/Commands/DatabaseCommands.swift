import RDBFormats

/// Databases, and what a client says to find out whether somebody listens; a namespace.
enum DatabaseCommands {
  static let all: [(String, CommandImplementation)] = [
    ("SELECT", select), ("SWAPDB", swapdb), ("FLUSHDB", flushdb), ("FLUSHALL", flushall), ("DBSIZE", dbsize), ("PING", ping), ("ECHO", echo),
    ("TIME", time),
  ]

  /// A database by its number.
  static func database(_ call: Call, _ word: Word) throws(CommandError) -> Keyspace {
    guard let number = word.integerOrNil else { throw .notAnInteger }
    guard Int32(exactly: number) != nil else { throw .notA32BitInteger }
    guard number >= 0, number < Int64(call.engine.databases.count) else { throw CommandError("ERR DB index is out of range") }
    return call.engine.databases[Int(number)]
  }

  @Sendable static func select(_ call: Call) throws(CommandError) {
    call.session.database = try database(call, call[1]).number
    call.reply.ok()
  }

  @Sendable static func swapdb(_ call: Call) throws(CommandError) {
    guard let first = call[1].integerOrNil.flatMap({ Int32(exactly: $0) }) else { throw CommandError("ERR invalid first DB index") }
    guard let second = call[2].integerOrNil.flatMap({ Int32(exactly: $0) }) else { throw CommandError("ERR invalid second DB index") }
    let range = 0..<Int32(clamping: call.engine.databases.count)
    guard range.contains(first), range.contains(second) else { throw CommandError("ERR DB index is out of range") }
    if first != second { call.engine.swapDatabases(Int(first), Int(second)) }
    call.reply.ok()
  }

  @Sendable static func flushdb(_ call: Call) throws(CommandError) {
    try readFlushOption(call)
    call.engine.changeAll([call.keyspace.number])
    call.keyspace.removeAll()
    call.reply.ok()
  }

  @Sendable static func flushall(_ call: Call) throws(CommandError) {
    try readFlushOption(call)
    for database in call.engine.databases {
      call.engine.changeAll([database.number])
      database.removeAll()
    }
    call.reply.ok()
  }

  private static func readFlushOption(_ call: Call) throws(CommandError) {
    guard call.count <= 2, call.count == 1 || call[1].equals("ASYNC") || call[1].equals("SYNC") else { throw .syntax }
  }

  @Sendable static func dbsize(_ call: Call) throws(CommandError) { call.reply.integer(call.keyspace.count) }

  @Sendable static func ping(_ call: Call) throws(CommandError) {
    guard call.count <= 2 else { throw .wrongArity("ping") }
    if call.count == 2 { call.reply.bulk(call[1].bytes) } else { call.reply.simple("PONG") }
  }

  @Sendable static func echo(_ call: Call) throws(CommandError) { call.reply.bulk(call[1].bytes) }

  @Sendable static func time(_ call: Call) throws(CommandError) {
    call.reply.array(2)
    call.reply.bulk(decimal: call.now / 1000)
    call.reply.bulk(decimal: call.now % 1000 * 1000)
  }
}

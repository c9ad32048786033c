/// Unions, intersections and differences of sorted sets and sets; a namespace.
enum SortedSetAlgebraCommands {
  static let all: [(String, CommandImplementation)] = [
    ("ZUNION", zunion), ("ZINTER", zinter), ("ZDIFF", zdiff), ("ZINTERCARD", zintercard), ("ZUNIONSTORE", zunionstore),
    ("ZINTERSTORE", zinterstore), ("ZDIFFSTORE", zdiffstore),
  ]

  @Sendable static func zunion(_ call: Call) throws(CommandError) { try reply(call, .union, "zunion") }
  @Sendable static func zinter(_ call: Call) throws(CommandError) { try reply(call, .intersection, "zinter") }
  @Sendable static func zdiff(_ call: Call) throws(CommandError) { try reply(call, .difference, "zdiff") }
  @Sendable static func zunionstore(_ call: Call) throws(CommandError) { try store(call, .union, "zunionstore") }
  @Sendable static func zinterstore(_ call: Call) throws(CommandError) { try store(call, .intersection, "zinterstore") }
  @Sendable static func zdiffstore(_ call: Call) throws(CommandError) { try store(call, .difference, "zdiffstore") }

  private static func reply(_ call: Call, _ operation: SortedSetAlgebra.Operation, _ name: String) throws(CommandError) {
    let algebra = try SortedSetAlgebra(call, operation, .reply, countAt: 1, name)
    let result = algebra.result(call.limits)
    call.reply.members(result, result.ranks, reversed: false, withScores: algebra.withScores)
  }

  private static func store(_ call: Call, _ operation: SortedSetAlgebra.Operation, _ name: String) throws(CommandError) {
    let result = try SortedSetAlgebra(call, operation, .store, countAt: 2, name).result(call.limits)
    result.settle(call.limits)
    SortedSetCommands.store(call, call[1], result)
    call.reply.integer(result.count)
  }

  @Sendable static func zintercard(_ call: Call) throws(CommandError) {
    call.reply.integer(try SortedSetAlgebra(call, .intersection, .count, countAt: 1, "zintercard").commonCount())
  }
}

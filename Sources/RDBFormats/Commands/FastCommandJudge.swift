/// A ``CommandJudge`` without anything to retain, which answers one question: is this command as servers write it?
struct FastCommandJudge {
  let facts: UnsafeMutableBufferPointer<CommandJudge.Fact>
  let shapes: ArgumentShapes
  let version: ServerVersion
  let databaseCount: Int

  /// Frees what it looks into.
  func deallocate() { facts.deallocate() }

  /// Whether ``CommandJudge/judge(_:_:)`` says ``CommandVerdict/runs``; false as well where it takes a longer look to say so.
  @inline(__always)
  func runs<Arguments: CommandArguments & ~Copyable>(_ id: Command.ID, _ arguments: borrowing Arguments) -> Bool {
    let fact = facts[Int(id.index)]
    let arity = Int(fact.arity)
    guard fact.isPlain, arity < 0 ? arguments.count >= 0 &- arity : arguments.count == arity else { return false }
    if fact.shapeFrom == fact.shapeTo || arguments.count == Int(fact.freeCount) { return true }
    var matcher = ArgumentMatcher<Arguments>(shapes, first: 1, count: arguments.count, version: version, databaseCount: databaseCount)
    return matcher.match(Int(fact.shapeFrom)..<Int(fact.shapeTo), arguments) == nil
  }
}

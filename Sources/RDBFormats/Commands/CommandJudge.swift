/// Says what one server does with commands when it loads them from an AOF.
public struct CommandJudge: Sendable {
  /// The server.
  public let version: ServerVersion
  /// How many databases it has; 16 unless its configuration says otherwise.
  public let databaseCount: Int
  /// The names of modules that it has; commands of all others are unknown to it.
  public let modules: Set<String>
  private let table = CommandTable.shared
  private let hasSubcommandRows: Bool
  private let countsArguments: Bool
  private let suspects: [Bool]
  /// What the usual case needs of each command, in eight bytes instead of a row with strings and arrays.
  private let facts: [Fact]

  struct Fact {
    /// Whether its name, its arity and its shape say all there is to say.
    var isPlain = false
    var arity: Int16 = 0
    var shapeFrom: UInt16 = 0
    var shapeTo: UInt16 = 0
    /// With so many words it is right whatever they are (`SET key value`); 0 when there is no such number.
    var freeCount: UInt16 = 0
  }

  /// Everything that does not change from command to command is decided here.
  public init(_ version: ServerVersion, databaseCount: Int = 16, modules: Set<String> = []) {
    self.version = version
    self.databaseCount = databaseCount
    self.modules = modules
    hasSubcommandRows = version.isModern
    countsArguments = version.family == .valkey
    var suspects = [Bool](repeating: false, count: table.count)
    let names = Self.stoppingCommands + (version.isModern ? [] : Self.stoppingCommandsOfOld)
    let table = CommandTable.shared
    for id in names.compactMap({ table.lookup($0) }) { suspects[Int(id.index)] = true }
    self.suspects = suspects
    facts = table.all.enumerated().map { index, command in
      Fact(
        isPlain: command.module == nil && !command.flags.contains(.container) && command.availability.includes(version) && !suspects[index],
        arity: Int16(clamping: command.arity(in: version)), shapeFrom: UInt16(clamping: command.shape.lowerBound),
        shapeTo: UInt16(clamping: command.shape.upperBound), freeCount: table.shapes.freeCount(command.shape))
    }
  }

  /// Commands that go through the arguments that are there, or count them themselves: fewer than the arity do not harm a
  /// loading Redis, from so many words on. Measured on 6.2.5, 7.0.15 and 8.2.3 with files of one such command.
  private static let countingCommands = [
    "DEL": 1, "UNLINK": 1, "HSET": 1, "HMSET": 1, "MSET": 1, "MSETNX": 1, "ZADD": 1, "ZINCRBY": 1, "GEOADD": 1, "XADD": 1, "XTRIM": 1,
    "LPUSH": 2, "RPUSH": 2, "LPUSHX": 2, "RPUSHX": 2, "SREM": 2, "HDEL": 2, "ZREM": 2, "XDEL": 2, "XGROUP|CREATE": 2, "XGROUP|SETID": 2,
    "XGROUP|DESTROY": 2, "XGROUP|CREATECONSUMER": 2, "XGROUP|DELCONSUMER": 2,
  ]

  /// Commands that end the loading server, some of them with certain arguments only.
  private static let stoppingCommands = ["PSYNC", "WAIT"]
  /// Those that did so up to 6.2.
  private static let stoppingCommandsOfOld = [
    "SYNC", "SHUTDOWN", "UNSUBSCRIBE", "PUNSUBSCRIBE", "RESET", "CLIENT|INFO", "REPLICAOF", "SLAVEOF", "AUTH",
  ]

  /// The judge in the form for loops over millions of commands; whoever asks for it calls ``FastCommandJudge/deallocate()``.
  func makeFast() -> FastCommandJudge {
    let copy = UnsafeMutableBufferPointer<Fact>.allocate(capacity: facts.count)
    _ = copy.initialize(from: facts)
    return FastCommandJudge(facts: copy, shapes: table.shapes, version: version, databaseCount: databaseCount)
  }

  /// Commands of which some servers look at the arguments before they decide to go on living; all of the above.
  static var watchedCommands: [String] { stoppingCommands + stoppingCommandsOfOld }

  /// Whether a command with as many words as these runs whatever they are.
  func alwaysRuns<Arguments: CommandArguments & ~Copyable>(_ id: Command.ID, _ arguments: borrowing Arguments) -> Bool {
    let fact = facts[Int(id.index)]
    guard fact.isPlain, judge(id, arguments) == .runs else { return false }
    return fact.shapeFrom == fact.shapeTo || arguments.count == Int(fact.freeCount)
      || table.shapes.dependsOnCountOnly(Int(fact.shapeFrom)..<Int(fact.shapeTo))
  }

  /// Judges a command that ``CommandTable/lookup(_:)`` found, or did not.
  ///
  /// - Parameters:
  ///   - id: what its name is.
  ///   - arguments: all its words, at least the name.
  @inline(__always)
  public func judge<Arguments: CommandArguments & ~Copyable>(_ id: Command.ID?, _ arguments: borrowing Arguments) -> CommandVerdict {
    guard let id else { return .unknown }
    let fact = facts[Int(id.index)]
    let arity = Int(fact.arity)
    guard fact.isPlain, arity < 0 ? arguments.count >= 0 &- arity : arguments.count == arity else { return judgeOther(id, arguments) }
    if fact.shapeFrom == fact.shapeTo || arguments.count == Int(fact.freeCount) { return .runs }
    return judgeShape(Int(fact.shapeFrom)..<Int(fact.shapeTo), first: 1, arguments)
  }

  /// Looks the name up and judges.
  @inline(__always)
  public func judge<Arguments: CommandArguments & ~Copyable>(_ arguments: borrowing Arguments) -> CommandVerdict {
    guard arguments.count > 0 else { return .unknown }
    let name = arguments.argument(0)
    return judge(name.size == name.prefix.count ? table.lookup(name.prefix) : nil, arguments)
  }

  @inline(__always)
  private func judgeShape<Arguments: CommandArguments & ~Copyable>(
    _ shape: Range<Int>, first: Int, _ arguments: borrowing Arguments
  ) -> CommandVerdict {
    if shape.isEmpty { return .runs }
    var matcher = ArgumentMatcher<Arguments>(
      table.shapes, first: first, count: arguments.count, version: version, databaseCount: databaseCount)
    return matcher.match(shape, arguments).map { .fails($0) } ?? .runs
  }

  /// Everything that is not a plain command with a right number of arguments.
  @inline(never)
  private func judgeOther<Arguments: CommandArguments & ~Copyable>(_ id: Command.ID, _ arguments: borrowing Arguments) -> CommandVerdict {
    let command = table[id]
    if !command.availability.includes(version) {
      guard let module = command.module else { return .unknown }
      return modules.contains(module) ? .runs : .needsModule(module)
    }
    // A command of a module counts its arguments itself, and what it then says is an error like any other.
    if command.module != nil { return .runs }
    if command.flags.contains(.container) { return judgeContainer(id, arguments) }
    if let problem = judgeCount(command, arguments.count) { return problem }
    if stops(id, command, arguments) { return .stopsServer }
    return judgeShape(command.shape, first: 1, arguments)
  }

  private func judgeCount(_ command: Command, _ count: Int) -> CommandVerdict? {
    let arity = command.arity(in: version)
    if arity < 0 ? count >= -arity : count == arity { return nil }
    if !countsArguments, count < abs(arity), let least = Self.countingCommands[command.name], count >= least {
      return .fails(ArgumentProblem(reason: .syntax, argument: count))
    }
    return !countsArguments && arity > 0 && count > arity ? .ignoresArguments(arity: arity) : .wrongNumberOfArguments(arity: arity)
  }

  private func judgeContainer<Arguments: CommandArguments & ~Copyable>(_ id: Command.ID, _ arguments: borrowing Arguments) -> CommandVerdict {
    let container = table[id]
    if arguments.count < 2 { return judgeCount(container, arguments.count) ?? .runs }
    let word = arguments.argument(1)
    let found = word.size == word.prefix.count ? table.lookup(id, subcommand: word.prefix) : nil
    let known = found.flatMap { table[$0].availability.includes(version) ? $0 : nil }
    guard hasSubcommandRows else {
      // Up to 6.2 the container looks at its words itself.
      guard let known else { return .fails(ArgumentProblem(reason: .syntax, argument: 1)) }
      if suspects[Int(known.index)] { return .stopsServer }
      let arity = table[known].arity
      if arity < 0 ? arguments.count < -arity : arguments.count != arity {
        return .fails(ArgumentProblem(reason: .syntax, argument: arguments.count))
      }
      return judgeShape(table[known].shape, first: 2, arguments)
    }
    guard let known else {
      // DEBUG and the containers of modules have no rows for their subcommands.
      return container.subcommands.isEmpty ? .runs : .unknownSubcommand
    }
    return judgeCount(table[known], arguments.count) ?? judgeShape(table[known].shape, first: 2, arguments)
  }

  /// Whether it ends a loading server: some do by name, some by what they are asked.
  private func stops<Arguments: CommandArguments & ~Copyable>(_ id: Command.ID, _ command: Command, _ arguments: borrowing Arguments) -> Bool {
    guard suspects[Int(id.index)] else { return false }
    switch command.name {
    case "WAIT":
      // It blocks the loader's client, which an assertion forbids; 7.4 and Valkey look at that.
      return version.family == .redis && !version.isAtLeast(7, 2) && arguments.count > 1
        && Decimal.canonicalInteger(arguments.argument(1).prefix) ?? 0 > 0
    case "REPLICAOF", "SLAVEOF":
      return arguments.count > 1 && !ArgumentText.equals(arguments.argument(1).prefix, "no")
    case "AUTH": return arguments.count == 3
    default: return true
    }
  }
}

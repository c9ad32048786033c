/// What the parts of one AOF share while they are checked: who judges, and which commands have been seen.
package final class AOFCheckContext {
  /// The judges in a form without anything to retain, as long as the context lives.
  let fastJudges: UnsafeMutableBufferPointer<FastCommandJudge>

  /// The first thing in an AOF that keeps a server from starting on it.
  package struct Refusal: Hashable, Sendable {
    /// The end of "because of …".
    package let what: String
    /// The number of the part, from 0 on.
    package let part: Int
    /// Where in that.
    package let offset: Int
    package let database: Int?
    package let key: [UInt8]?
    /// Whether some other server knows the command.
    package let isMatterOfVersion: Bool
  }

  /// Who judges every command, options and arguments included.
  let judges: UnsafeMutableBufferPointer<CommandJudge>
  /// What of the commands keeps each server that we know from starting, in the order of ``ServerVersion/known``.
  package private(set) var refusals: [Refusal?]
  /// Commands in all parts.
  package internal(set) var commandCount: UInt64 = 0
  /// The first timestamp and the highest.
  package internal(set) var timeRange: ClosedRange<Int64>?
  /// The number of the part that is being checked.
  package var part = 0

  /// What is known of a command with a number of arguments.
  enum Known {
    /// Nothing: it was not seen yet.
    static let nothing: UInt8 = 0
    /// It runs whatever the arguments are.
    static let runs: UInt8 = 1
    /// Its arguments decide.
    static let depends: UInt8 = 2
    /// It runs, and has to do with transactions or databases.
    static let isFollowed: UInt8 = 3
  }

  /// Numbers of arguments that are told apart; the last stands for all above.
  static var bucketCount: Int { 16 }
  /// Command × number of arguments: what is known of it, see ``Known``.
  let seen: UnsafeMutablePointer<UInt8>
  let table = CommandTable.shared
  var lastTimestamp: Int64?
  private let watched: Set<Command.ID>
  private let followed: Set<Command.ID>
  /// A judge for every server that we know, made once a process.
  private static let everyJudge = ServerVersion.known.map { CommandJudge($0) }

  let multi: Command.ID?
  let exec: Command.ID?
  let discard: Command.ID?
  let select: Command.ID?

  /// - Parameter servers: who judges every command.
  package init(judging servers: [ServerVersion]) {
    judges = .allocate(capacity: servers.count)
    for (index, server) in servers.enumerated() { judges.initializeElement(at: index, to: CommandJudge(server)) }
    fastJudges = .allocate(capacity: servers.count)
    for index in judges.indices { fastJudges.initializeElement(at: index, to: judges[index].makeFast()) }
    refusals = ServerVersion.known.map { _ in nil }
    let count = table.count * Self.bucketCount
    seen = .allocate(capacity: count)
    seen.initialize(repeating: 0, count: count)
    multi = table.lookup("MULTI")
    exec = table.lookup("EXEC")
    discard = table.lookup("DISCARD")
    select = table.lookup("SELECT")
    watched = Set(CommandJudge.watchedCommands.compactMap { CommandTable.shared.lookup($0) })
    // What they do depends on what came before.
    followed = Set([multi, exec, discard, select].compactMap { $0 })
  }

  deinit {
    seen.deallocate()
    judges.deinitialize()
    judges.deallocate()
    for judge in fastJudges { judge.deallocate() }
    fastJudges.deallocate()
  }

  @inline(__always)
  func slot(_ id: Command.ID, _ argumentCount: Int) -> Int { Int(id.index) &* Self.bucketCount &+ min(argumentCount, Self.bucketCount &- 1) }

  /// Asks every server about a command when it was not seen with that many arguments before.
  ///
  /// What keeps a server from starting depends on nothing else, but for a few commands that are asked about each time.
  ///
  /// - Returns: what is known of it now.
  func meet(_ id: Command.ID?, _ arguments: IndexedArguments, at offset: Int, database: Int, key: () -> [UInt8]?) -> UInt8 {
    guard let id else {
      note(nil, arguments, at: offset, database: database, key: nil)
      return Known.depends
    }
    if table[id].flags.contains(.container) {
      guard arguments.present > 1, let subcommand = table.lookup(id, subcommand: arguments.argument(1).prefix) else {
        note(id, arguments, at: offset, database: database, key: key())
        return Known.depends
      }
      let slot = slot(subcommand, arguments.count)
      if seen[slot] == Known.nothing || watched.contains(subcommand) { note(id, arguments, at: offset, database: database, key: key()) }
      seen[slot] = Known.depends
      return Known.depends
    }
    let slot = slot(id, arguments.count)
    let isWatched = watched.contains(id)
    guard seen[slot] == Known.nothing || isWatched else { return seen[slot] }
    note(id, arguments, at: offset, database: database, key: key())
    let alwaysRuns = !isWatched && arguments.count < Self.bucketCount - 1 && judges.allSatisfy { $0.alwaysRuns(id, arguments) }
    seen[slot] = !alwaysRuns || id == select ? Known.depends : followed.contains(id) ? Known.isFollowed : Known.runs
    return seen[slot]
  }

  private func note(_ id: Command.ID?, _ arguments: IndexedArguments, at offset: Int, database: Int, key: [UInt8]?) {
    for (index, judge) in Self.everyJudge.enumerated() where refusals[index] == nil {
      let verdict = judge.judge(id, arguments)
      guard !verdict.letsServerStart else { continue }
      let isKnown: Bool
      switch verdict {
      case .unknown: isKnown = id != nil
      case .unknownSubcommand:
        isKnown = id.flatMap { id in arguments.present > 1 ? table.lookup(id, subcommand: arguments.argument(1).prefix) : nil } != nil
      case .needsModule: isKnown = true
      default: isKnown = false
      }
      refusals[index] = Refusal(
        what: verdict.text(name(arguments)), part: part, offset: offset, database: database, key: key, isMatterOfVersion: isKnown)
    }
  }

  /// The name of a command, with its subcommand where it has one.
  func name(_ arguments: IndexedArguments) -> [UInt8] {
    let first = [UInt8](arguments.argument(0).prefix.prefix(64))
    guard let id = table.lookup(arguments.argument(0).prefix), table[id].flags.contains(.container), arguments.present > 1 else { return first }
    return first + [0x20] + [UInt8](arguments.argument(1).prefix.prefix(64))
  }

  /// Takes note of a timestamp.
  func stretch(_ seconds: Int64) {
    lastTimestamp = seconds
    timeRange = timeRange.map { min($0.lowerBound, seconds)...max($0.upperBound, seconds) } ?? seconds...seconds
  }
}

extension CommandVerdict {
  /// In words, with the command's name; empty when it runs.
  package func text(_ name: [UInt8]) -> String {
    let name = printable(name)
    switch self {
    case .runs: return ""
    case .ignoresArguments(let arity): return "\(name) with more than its \(abs(arity)) arguments"
    case .fails(let problem): return "\(name), \(problem.text)"
    case .unknown: return "the unknown command \(name)"
    case .unknownSubcommand: return "the unknown subcommand \(name)"
    case .needsModule(let module): return "\(name), a command of module \(module)"
    case .wrongNumberOfArguments(let arity): return "\(name) with a wrong number of arguments (\(arity < 0 ? "at least " : "")\(abs(arity)) with the name)"
    case .stopsServer: return "\(name), which ends a server that loads it"
    }
  }

  private func printable(_ name: [UInt8]) -> String {
    name.map { (0x20...0x7E).contains($0) ? String(Unicode.Scalar($0)) : "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

extension ArgumentProblem {
  /// In words.
  package var text: String {
    switch reason {
    case .syntax: "whose argument \(argument) is missing, left over or does not go with the others"
    case .notAnInteger: "whose argument \(argument) is not an integer"
    case .notAFloat: "whose argument \(argument) is not a number"
    case .outOfRange: "whose argument \(argument) is out of range"
    case .invalidStreamID: "whose argument \(argument) is no stream ID"
    case .badPayload: "whose argument \(argument) is a serialised value with a wrong version or checksum"
    }
  }
}

/// What the servers that may read an AOF say of its commands.
///
/// The server that wrote an AOF cannot be told from its commands, and an AOF outlives upgrades: a command goes only when no
/// server that may be meant takes it.
package struct AOFJudges: Sendable {
  private let first: CommandJudge
  private let others: [CommandJudge]
  /// The servers that may have written the file, whichever is to load it.
  private let writers: [CommandJudge]
  /// The server that was asked for; nil when every server will do.
  package let target: ServerVersion?

  /// - Parameters:
  ///   - target: the server that is to load the file; nothing that it refuses stays.
  ///   - writer: the server that wrote the base, as far as that is known; newer ones of its family count too.
  package init(target: ServerVersion?, writer: ServerVersion? = nil) {
    self.target = target
    let newest = [ServerVersion.redis.last, ServerVersion.valkey.last].compactMap(\.self)
    let older = ServerVersion.redis.last { !$0.isModern }
    let order = [writer].compactMap(\.self) + newest.sorted { a, _ in a.family == writer?.family } + [older].compactMap(\.self)
    writers = order.map { CommandJudge($0) }
    first = target.map { CommandJudge($0) } ?? writers.first ?? CommandJudge(ServerVersion.known[0])
    others = target == nil ? Array(writers.dropFirst()) : []
    isWriterKnown = target != nil || writer != nil
  }

  private let isWriterKnown: Bool

  /// What keeps every server that may be meant from starting on a file with this command; nil when one starts.
  @inline(__always)
  package func refusal<Arguments: CommandArguments & ~Copyable>(_ id: Command.ID?, _ arguments: borrowing Arguments) -> CommandVerdict? {
    switch first.judge(id, arguments) {
    case .runs, .fails: return nil
    case let verdict: return slowRefusal(verdict, id, arguments)
    }
  }

  @inline(never)
  private func slowRefusal<Arguments: CommandArguments & ~Copyable>(
    _ verdict: CommandVerdict, _ id: Command.ID?, _ arguments: borrowing Arguments
  ) -> CommandVerdict? {
    switch verdict {
    // Who has such data has the module.
    case .runs, .fails, .needsModule: return nil
    // Only Redis ignores surplus words; a server that is not known may be another.
    case .ignoresArguments: return isWriterKnown ? nil : verdict
    case .wrongNumberOfArguments, .stopsServer: return verdict
    case .unknown, .unknownSubcommand:
      guard id != nil else { return verdict }
      for judge in others {
        switch judge.judge(id, arguments) {
        case .runs, .fails, .needsModule: return nil
        case .ignoresArguments, .unknown, .unknownSubcommand, .wrongNumberOfArguments, .stopsServer: continue
        }
      }
      return verdict
    }
  }

  /// The argument for which no server can have written a command to its AOF, 0 being the name; nil when one can have.
  ///
  /// What fails is not logged. A wrong number of arguments counts as one of the name: which of them is too much nobody knows.
  func impossibleArgument<Arguments: CommandArguments & ~Copyable>(_ id: Command.ID?, _ arguments: borrowing Arguments) -> Int? {
    var found = 0
    for writer in writers {
      switch writer.judge(id, arguments) {
      case .runs, .needsModule: return nil
      case .fails(let problem): found = max(found, problem.argument)
      case .ignoresArguments, .unknown, .unknownSubcommand, .wrongNumberOfArguments, .stopsServer: continue
      }
    }
    return found
  }

  /// A refusal as a sentence without its place.
  package static func sentence(_ verdict: CommandVerdict, name: String) -> String {
    switch verdict {
    case .unknown: "no server knows a command \(name): servers refuse the file"
    case .unknownSubcommand: "no server knows this subcommand of \(name): servers refuse the file"
    case .needsModule(let module): "\(name) needs the module \(module)"
    case .wrongNumberOfArguments: "\(name) has the wrong number of arguments: servers crash or refuse the file"
    case .ignoresArguments: "\(name) has too many arguments: Valkey refuses the file"
    case .stopsServer: "\(name) stops or crashes a server that loads it"
    case .runs, .fails: "\(name) runs"
    }
  }
}

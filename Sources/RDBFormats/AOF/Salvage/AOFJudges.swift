/// What the servers that may read an AOF say of its commands.
///
/// The server that wrote an AOF cannot be told from its commands, and an AOF outlives upgrades: a command goes only when no
/// server that may be meant takes it.
package struct AOFJudges: Sendable {
  private let first: CommandJudge
  private let others: [CommandJudge]
  /// The server that was asked for; nil when every server will do.
  package let target: ServerVersion?

  /// - Parameters:
  ///   - target: the server that is to load the file; nothing that it refuses stays.
  ///   - writer: the server that wrote the base, as far as that is known; newer ones of its family count too.
  package init(target: ServerVersion?, writer: ServerVersion? = nil) {
    self.target = target
    if let target {
      first = CommandJudge(target)
      others = []
      return
    }
    let newest = [ServerVersion.redis.last, ServerVersion.valkey.last].compactMap(\.self)
    let older = ServerVersion.redis.last { !$0.isModern }
    let order = [writer].compactMap(\.self) + newest.sorted { a, _ in a.family == writer?.family } + [older].compactMap(\.self)
    first = CommandJudge(order.first ?? ServerVersion.known[0])
    others = order.dropFirst().map { CommandJudge($0) }
    isWriterKnown = writer != nil
  }

  private var isWriterKnown = true

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

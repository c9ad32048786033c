/// What a server does with a command of its AOF.
///
/// Measured with some 150 one-command files on Redis 6.2.5, 7.0.15, 8.2.3 and Valkey 9.1.2: the loader looks the command
/// up and runs it, and looks neither at flags (read-only, admin, noscript, blocking) nor at the error it returns.
public enum CommandVerdict: Hashable, Sendable {
  /// It runs; whether it finds what it needs only the data can say.
  case runs
  /// Redis does not count the arguments while it loads: those that are too many are ignored and the command runs.
  case ignoresArguments(arity: Int)
  /// It fails, the server says nothing, and loading goes on: the data is not what the file says.
  case fails(ArgumentProblem)
  /// The server does not know it and ends.
  case unknown
  /// The server does not know the second word of it and ends.
  case unknownSubcommand
  /// Only a server with that module knows it; all others end.
  case needsModule(String)
  /// Too few arguments, and in Valkey any wrong number: Valkey says so and ends; Redis reads what is not there, which
  /// crashes it as a rule.
  case wrongNumberOfArguments(arity: Int)
  /// The command ends or crashes the loading server (`SHUTDOWN` up to 6.2, `PSYNC`).
  case stopsServer

  /// Whether a server starts on a file with it, as far as it goes.
  public var letsServerStart: Bool {
    switch self {
    case .runs, .ignoresArguments, .fails: true
    case .unknown, .unknownSubcommand, .needsModule, .wrongNumberOfArguments, .stopsServer: false
    }
  }
}

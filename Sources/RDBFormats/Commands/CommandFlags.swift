/// What a command is and needs, as `COMMAND` says it.
public struct CommandFlags: OptionSet, Hashable, Sendable {
  /// One bit a flag.
  public let rawValue: UInt32
  /// A set of those bits.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Changes data.
  public static let write = CommandFlags(rawValue: 1 << 0)
  /// Reads data and changes none.
  public static let readonly = CommandFlags(rawValue: 1 << 1)
  /// Refused when memory is short.
  public static let denyoom = CommandFlags(rawValue: 1 << 2)
  /// For the administrator.
  public static let admin = CommandFlags(rawValue: 1 << 3)
  /// Publishes or subscribes.
  public static let pubsub = CommandFlags(rawValue: 1 << 4)
  /// Not for scripts.
  public static let noscript = CommandFlags(rawValue: 1 << 5)
  /// Answered while a client's server still loads; says nothing of the loader itself, which runs every command.
  public static let loading = CommandFlags(rawValue: 1 << 6)
  /// Answered by a replica without its primary.
  public static let stale = CommandFlags(rawValue: 1 << 7)
  /// Constant or logarithmic time.
  public static let fast = CommandFlags(rawValue: 1 << 8)
  /// May wait for another client.
  public static let blocking = CommandFlags(rawValue: 1 << 9)
  /// Refused in `MULTI`.
  public static let noMulti = CommandFlags(rawValue: 1 << 10)
  /// Answered before `AUTH`.
  public static let noAuth = CommandFlags(rawValue: 1 << 11)
  /// Belongs to a module.
  public static let module = CommandFlags(rawValue: 1 << 12)
  /// Has subcommands, which do the work.
  public static let container = CommandFlags(rawValue: 1 << 13)
  /// Replicated though it is no write (`PFCOUNT`, `PUBLISH`, `EVAL`).
  public static let mayReplicate = CommandFlags(rawValue: 1 << 14)
  /// Allowed while a script runs for too long.
  public static let allowBusy = CommandFlags(rawValue: 1 << 15)
  /// Refused while a replica loads in the background.
  public static let noAsyncLoading = CommandFlags(rawValue: 1 << 16)
  /// Not shown by `MONITOR`.
  public static let skipMonitor = CommandFlags(rawValue: 1 << 17)
  /// Not in the slow log.
  public static let skipSlowlog = CommandFlags(rawValue: 1 << 18)
  /// Has keys only sometimes.
  public static let noMandatoryKeys = CommandFlags(rawValue: 1 << 19)
  /// Implies `ASKING`.
  public static let asking = CommandFlags(rawValue: 1 << 20)

  /// The flag of a word of the table, spelt as `COMMAND` does.
  static let words: [String: CommandFlags] = [
    "write": .write, "readonly": .readonly, "denyoom": .denyoom, "admin": .admin, "pubsub": .pubsub, "noscript": .noscript,
    "loading": .loading, "stale": .stale, "fast": .fast, "blocking": .blocking, "no_multi": .noMulti, "no_auth": .noAuth,
    "module": .module, "container": .container, "may_replicate": .mayReplicate, "allow_busy": .allowBusy,
    "no_async_loading": .noAsyncLoading, "skip_monitor": .skipMonitor, "skip_slowlog": .skipSlowlog,
    "no_mandatory_keys": .noMandatoryKeys, "asking": .asking,
  ]
}

public import RDBFormats

/// A keyspace that behaves like a server: it loads, runs commands, and says what it holds.
///
/// Deterministic: the clock and every random number come from outside. Not for use on several threads at once.
///
/// Complexity of a command is that of the server's own. Memory: what was loaded, packed, plus 10 to 20 bytes a key.
public final class Engine {
  /// How it behaves.
  public struct Options: Sendable {
    /// How many databases there are.
    public var databaseCount = 16
    /// Whose commands and error texts it has.
    public var version: ServerVersion
    /// Whether keys disappear when their time is over. A replay leaves that to the commands in it.
    public var expiresKeys = true
    /// What random numbers begin with.
    public var seed: UInt64 = 0
    /// Up to where collections stay compact.
    package var limits = EncodingLimits()

    /// Those of a fresh installation of the newest Redis that is measured, 8.2.
    public init() { version = ServerVersion.engine }
  }

  /// How it behaves.
  public internal(set) var options: Options
  /// The time while commands are replayed: what the file says, since it is not now that they run.
  var replayTime: Int64?
  /// The databases, by number.
  package private(set) var databases: [Keyspace]
  /// The sources of function libraries, in the order in which they came.
  package internal(set) var functionLibraries: [[UInt8]] = []
  /// The time, in milliseconds since 1970.
  package var now: Int64 { replayTime ?? clock() }
  private let clock: () -> Int64
  /// Where random numbers come from.
  package var random: SplitMix
  /// Commands that changed something.
  package private(set) var changeCount: UInt64 = 0
  private var watchedVersions: [WatchedPlace: UInt64] = [:]
  private let implementations: [CommandImplementation?]

  private struct WatchedPlace: Hashable {
    let database: Int
    let key: [UInt8]
  }

  /// - Parameters:
  ///   - clock: the time, in milliseconds since 1970.
  public init(_ options: Options = Options(), clock: @escaping () -> Int64) {
    var options = options
    // Listpacks came to sets with Redis 7.2.
    if options.version.family == .redis, !options.version.isRedis(7, 2) { options.limits.setEntries = 0 }
    self.options = options
    self.clock = clock
    random = SplitMix(seed: options.seed)
    let seed = options.seed ^ 0x9E37_79B9_7F4A_7C15
    databases = (0..<max(1, options.databaseCount)).map { Keyspace(number: $0, seed: seed) }
    implementations = CommandFamilies.implementations
  }

  // MARK: Commands

  /// Runs a command; its reply goes to the session's buffer.
  package func execute(_ session: Session, _ arguments: Arguments) {
    guard arguments.count > 0 else { return }
    let id: Command.ID
    do throws(CommandError) { id = try command(arguments) } catch {
      if session.queued != nil { session.isTransactionRefused = true }
      return session.reply.error(error)
    }
    if session.queued != nil, !isAnsweredInTransaction(id) {
      session.queued?.append(Session.QueuedCommand(id: id, words: arguments.arrays))
      return session.reply.simple("QUEUED")
    }
    do throws(CommandError) { try run(id, session, arguments) } catch { session.reply.error(error) }
  }

  /// Runs a command whose name and arity were looked at.
  func run(_ id: Command.ID, _ session: Session, _ arguments: Arguments) throws(CommandError) {
    guard let implementation = implementations[id.number] else {
      throw CommandError("ERR the engine does not run '\(CommandTable.shared[id].name.lowercased())'")
    }
    let call = Call(engine: self, session: session, keyspace: databases[session.database], arguments: arguments, now: now)
    try implementation(call)
    call.keyspace.compact()
  }

  /// Finds a command and looks at the number of its words.
  private func command(_ arguments: Arguments) throws(CommandError) -> Command.ID {
    let table = CommandTable.shared
    guard var id = table.lookup(arguments[0].bytes) else { throw Self.unknown(arguments) }
    var command = table[id]
    if command.isContainer {
      guard arguments.count > 1 else { throw .wrongArity(command.name.lowercased()) }
      guard let sub = table.lookup(id, subcommand: arguments[1].bytes) else {
        throw CommandError("ERR unknown subcommand '\(String(arguments[1].text.prefix(128)))'. Try \(command.name) HELP.")
      }
      id = sub
      command = table[id]
    }
    let arity = command.arity(in: options.version)
    guard arity >= 0 ? arguments.count == arity : arguments.count >= -arity else { throw .wrongArity(command.name.lowercased()) }
    return id
  }

  private static func unknown(_ arguments: Arguments) -> CommandError {
    var words = ""
    for index in 1..<max(1, arguments.count) where words.utf8.count < 128 {
      words += "'" + String(decoding: arguments[index].bytes.prefix(128 - words.utf8.count), as: UTF8.self) + "' "
    }
    return CommandError("ERR unknown command '\(String(decoding: arguments[0].bytes.prefix(128), as: UTF8.self))', with args beginning with: \(words)")
  }

  private func isAnsweredInTransaction(_ id: Command.ID) -> Bool {
    switch CommandTable.shared[id].name {
    case "EXEC", "DISCARD", "MULTI", "WATCH", "QUIT", "RESET": true
    default: false
    }
  }

  // MARK: Changes

  /// Takes note that a key changed.
  func changed(_ database: Int, _ key: UnsafeRawBufferPointer) {
    changeCount &+= 1
    guard !watchedVersions.isEmpty else { return }
    let place = WatchedPlace(database: database, key: [UInt8](key))
    if let version = watchedVersions[place] { watchedVersions[place] = version &+ 1 }
  }

  /// Takes note of a change that nobody who watches is told of.
  func changedUnseen() { changeCount &+= 1 }

  /// Takes note that all keys of some databases go: to be called before they do. Keys that are not there did not change.
  func changeAll(_ numbers: some Collection<Int>) {
    changeCount &+= 1
    for place in watchedVersions.keys where numbers.contains(place.database) {
      if place.key.withUnsafeBytes({ key in numbers.contains { databases[$0].find(key) != nil } }) { watchedVersions[place, default: 0] &+= 1 }
    }
  }

  /// Begins to count the changes of a key.
  func watch(_ database: Int, _ key: [UInt8]) -> UInt64 {
    let place = WatchedPlace(database: database, key: key)
    let version = watchedVersions[place] ?? 0
    watchedVersions[place] = version
    return version
  }

  /// The changes of a watched key.
  func watchedVersion(_ database: Int, _ key: [UInt8]) -> UInt64 { watchedVersions[WatchedPlace(database: database, key: key)] ?? 0 }

  /// Exchanges two databases, for SWAPDB.
  func swapDatabases(_ a: Int, _ b: Int) {
    changeAll([a, b])
    databases.swapAt(a, b)
    databases[a].number = a
    databases[b].number = b
  }
}

extension ServerVersion {
  /// Whom the engine takes after when nobody says otherwise.
  fileprivate static let engine = redis.last { $0.major == 8 && $0.minor == 2 } ?? redis[redis.count - 1]
}

/// Random numbers that follow from a seed (SplitMix64).
package struct SplitMix: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

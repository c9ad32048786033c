package import RDBFormats

/// A command that is being run: what it was given and what it works on.
package struct Call {
  package let engine: Engine
  package let session: Session
  /// The session's database.
  package let keyspace: Keyspace
  package let arguments: Arguments
  /// The time, the same from the beginning of the command to its end; milliseconds since 1970.
  package let now: Int64

  package var reply: ReplyBuffer { session.reply }
  package var version: ServerVersion { engine.options.version }
  package var limits: EncodingLimits { engine.options.limits }

  /// The word at an index that the arity vouches for.
  package subscript(index: Int) -> Word { arguments[index] }
  package var count: Int { arguments.count }

  /// The record of a key that is there and not over; one that is over is removed.
  package func find(_ key: Word) -> KeyRecord? { find(key, in: keyspace) }

  package func find(_ key: Word, in keyspace: Keyspace) -> KeyRecord? {
    guard let record = keyspace.find(key.bytes) else { return nil }
    if let expiresAt = record.expiresAt, expiresAt <= now, engine.options.expiresKeys {
      keyspace.remove(key.bytes)
      engine.changed(keyspace.number, key.bytes)
      return nil
    }
    if record.kind == .hash, engine.options.expiresKeys { return expireFields(record, key, in: keyspace) }
    return record
  }

  /// The bytes of a string, lent until the next call or change; nil without a key.
  ///
  /// - Throws: ``CommandError/wrongType``.
  package func string(_ key: Word) throws(CommandError) -> UnsafeRawBufferPointer? {
    guard let record = find(key) else { return nil }
    return try keyspace.string(record)
  }

  /// The object of a key; nil without one.
  ///
  /// - Throws: ``CommandError/wrongType``.
  package func live<Value: LiveValue>(_ key: Word, _ kind: ValueKind, as type: Value.Type) throws(CommandError) -> Value? {
    guard let record = find(key) else { return nil }
    return try keyspace.live(record, kind, as: type)
  }

  /// To be called once for every key that a command changed, when it has: counts, and tells those who watch.
  ///
  /// A collection without elements is removed.
  package func changed(_ key: Word) {
    if let record = keyspace.find(key.bytes), let object = record.object, object.isEmpty { keyspace.remove(key.bytes) }
    keyspace.generation &+= 1
    engine.changed(keyspace.number, key.bytes)
  }

  /// The same for changes that servers do not tell those who watch: those of consumer groups.
  package func changedUnseen() {
    keyspace.generation &+= 1
    engine.changedUnseen()
  }
}

/// How a command does its work. The number of words is right when it is called; replies go to ``Call/reply``, and nothing was
/// changed or replied when it throws.
package typealias CommandImplementation = @Sendable (Call) throws(CommandError) -> Void

/// Every command that the engine runs, a file a family; a namespace.
enum CommandFamilies {
  /// By the number of the command in the table.
  static let implementations: [CommandImplementation?] = {
    let table = CommandTable.shared
    var all = [CommandImplementation?](repeating: nil, count: table.count)
    for (name, implementation) in families.joined() {
      if let id = table.lookup(name) { all[id.number] = implementation }
    }
    return all
  }()

  /// Names that are in no table: none, or a word is misspelled; for tests.
  static var misspelled: [String] { families.joined().map(\.0).filter { CommandTable.shared.lookup($0) == nil } }

  private static let families: [[(String, CommandImplementation)]] = [
    StringCommands.all, CounterCommands.all, KeyCommands.all, ExpiryCommands.all, TransactionCommands.all, DatabaseCommands.all,
    SortedSetCommands.all, SortedSetRangeCommands.all, SortedSetPopCommands.all, SortedSetAlgebraCommands.all, GeoCommands.all,
    SetCommands.all, SetAlgebraCommands.all, HashCommands.all, HashScanCommands.all, FieldExpiryCommands.all, FieldValueCommands.all,
    ListCommands.all, ListMoveCommands.all,
    StreamCommands.all, StreamReadCommands.all, StreamGroupCommands.all, StreamClaimCommands.all, StreamInfoCommands.all,
  ]
}

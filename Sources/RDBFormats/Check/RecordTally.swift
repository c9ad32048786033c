/// What was counted on the way through an RDB.
public struct RecordTally: Sendable {
  /// Counts of one database.
  public struct Database: Hashable, Sendable {
    /// Key records, expired ones included.
    public var keys: UInt64 = 0
    /// Keys with an expiry.
    public var expires: UInt64 = 0
    /// What RESIZEDB announced.
    public var announced: (keys: UInt64, expires: UInt64)?
    /// Offset of that announcement.
    public var announcedAt = 0

    /// Equal when the counts are.
    public static func == (a: Self, b: Self) -> Bool { a.keys == b.keys && a.expires == b.expires }
    /// Hashes what ``==(_:_:)`` compares.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(keys)
      hasher.combine(expires)
    }
  }

  /// Where a feature is used first, for saying what stops a server.
  public struct Sighting: Hashable, Sendable {
    /// Offset of it.
    public let offset: Int
    /// The database, for a key.
    public let database: UInt64?
    /// The key, for one.
    public let key: [UInt8]?
    /// How often it is used.
    public var count: UInt64 = 1
  }

  /// By database number.
  public internal(set) var databases: [UInt64: Database] = [:]
  /// Where each encoding is used first, by raw value of ``ValueEncoding``.
  public internal(set) var encodings: [ValueEncoding: Sighting] = [:]
  /// Values written in an encoding that holds field expiries of which at least one is set.
  public internal(set) var fieldExpiries: Sighting?
  /// String values that are numbers, compressed, or neither.
  public internal(set) var integerStrings: UInt64 = 0
  /// Opcodes that not every server knows.
  public internal(set) var idle: Sighting?
  /// The first LFU counter.
  public internal(set) var frequency: Sighting?
  /// The first slot info.
  public internal(set) var slotInfo: Sighting?
  /// The first slot import.
  public internal(set) var slotImport: Sighting?
  /// The first function library.
  public internal(set) var function: Sighting?
  /// The first auxiliary field.
  public internal(set) var auxiliary: Sighting?
  /// The first RESIZEDB.
  public internal(set) var sizeHint: Sighting?
  /// The first module aux data.
  public internal(set) var moduleAuxiliary: Sighting?
  /// The first key metadata (Redis 8.6).
  public internal(set) var keyMetadata: Sighting?
  /// The first hash template (Redis 8.10).
  public internal(set) var hashTemplate: Sighting?
  /// Entries of 16 383, 2 097 151 or 268 435 455 bytes, written the old way.
  public internal(set) var oldBoundary: Sighting?
  /// The same, written the new way.
  public internal(set) var newBoundary: Sighting?
  /// Module types of values and aux data.
  public internal(set) var modules: [ModuleID: Sighting] = [:]
  /// Keys that had expired already.
  public internal(set) var expiredKeys: UInt64 = 0
  /// Auxiliary fields in the order of the file, at most ``maximumAuxiliaryCount``; values cut at 1 KiB.
  public internal(set) var auxiliaryFields: [(name: [UInt8], value: [UInt8])] = []
  /// Names of function libraries in the order of the file.
  public internal(set) var functions: [[UInt8]] = []
  /// Where each of ``functions`` stands.
  var functionOffsets: [Int] = []
  /// The highest database number and where it is selected.
  public internal(set) var highestDatabase: (number: UInt64, offset: Int) = (0, 0)

  /// How many auxiliary fields are kept.
  public static let maximumAuxiliaryCount = 256
  /// How many databases, functions and modules are counted apart; what goes over is counted in the last.
  static let maximumDistinctCount = 4096

  /// Nothing counted.
  public init() {}

  /// Keys of all databases.
  public var keys: UInt64 { databases.values.reduce(0) { $0 + $1.keys } }
  /// Keys with an expiry of all databases.
  public var expires: UInt64 { databases.values.reduce(0) { $0 + $1.expires } }

  /// Adds what another thread counted behind this.
  mutating func add(_ other: RecordTally) {
    for (number, counts) in other.databases { add(counts, to: number) }
    for (encoding, sighting) in other.encodings { encodings[encoding] = Self.join(encodings[encoding], sighting) }
    for (module, sighting) in other.modules where modules[module] != nil || modules.count < Self.maximumDistinctCount {
      modules[module] = Self.join(modules[module], sighting)
    }
    fieldExpiries = Self.join(fieldExpiries, other.fieldExpiries)
    idle = Self.join(idle, other.idle)
    frequency = Self.join(frequency, other.frequency)
    slotInfo = Self.join(slotInfo, other.slotInfo)
    slotImport = Self.join(slotImport, other.slotImport)
    function = Self.join(function, other.function)
    auxiliary = Self.join(auxiliary, other.auxiliary)
    sizeHint = Self.join(sizeHint, other.sizeHint)
    moduleAuxiliary = Self.join(moduleAuxiliary, other.moduleAuxiliary)
    keyMetadata = Self.join(keyMetadata, other.keyMetadata)
    hashTemplate = Self.join(hashTemplate, other.hashTemplate)
    oldBoundary = Self.join(oldBoundary, other.oldBoundary)
    newBoundary = Self.join(newBoundary, other.newBoundary)
    integerStrings += other.integerStrings
    expiredKeys += other.expiredKeys
    auxiliaryFields += other.auxiliaryFields.prefix(max(0, Self.maximumAuxiliaryCount - auxiliaryFields.count))
    functions += other.functions.prefix(max(0, Self.maximumDistinctCount - functions.count))
    functionOffsets += other.functionOffsets.prefix(max(0, Self.maximumDistinctCount - functionOffsets.count))
    if other.highestDatabase.number > highestDatabase.number { highestDatabase = other.highestDatabase }
  }

  /// Adds counts to those of a database.
  mutating func add(_ counts: Database, to number: UInt64) {
    var sum = databases[number] ?? Database()
    if sum.keys == 0, sum.announced == nil, databases.count >= Self.maximumDistinctCount { return }
    sum.keys += counts.keys
    sum.expires += counts.expires
    if let announced = counts.announced {
      let before = sum.announced ?? (0, 0)
      sum.announced = (before.keys &+ announced.keys, before.expires &+ announced.expires)
      sum.announcedAt = counts.announcedAt
    }
    databases[number] = sum
  }

  /// The first of two sightings, with the count of both.
  static func join(_ a: Sighting?, _ b: Sighting?) -> Sighting? {
    guard var first = a else { return b }
    first.count += b?.count ?? 0
    return first
  }
}

/// Random keys of every type that a server has, as commands: small and large encodings, integers, binary,
/// expiries of keys and fields, streams with groups. The same seed gives the same commands.
///
/// Expiries lie after the year 2096, so that nothing goes while a test runs.
package struct RandomDataset: Sendable {
  /// A key that the commands make.
  package struct Name: Hashable, Sendable {
    package let database: Int
    package let key: [UInt8]

    package init(database: Int, key: [UInt8]) {
      self.database = database
      self.key = key
    }
  }

  /// In order; `SELECT` among them.
  package private(set) var commands: [[[UInt8]]] = []
  package private(set) var names: [Name] = []

  private var random: SeededGenerator
  private let kind: ServerKind
  private var database = 0

  private static let farFuture = 4_000_000_000_000

  /// - Parameter keyCount: keys in every database.
  package init(seed: UInt64, for kind: ServerKind, keyCount: Int = 60, databases: [Int] = [0, 1, 9]) {
    random = SeededGenerator(seed: seed)
    self.kind = kind
    for database in databases {
      self.database = database
      add("SELECT", "\(database)")
      for index in 0..<keyCount { addKey(index) }
    }
  }

  /// Sends the commands.
  /// - Throws: `TestSupportError` with the first command that was answered with an error.
  package func fill(_ server: RealServer) throws {
    let client = try server.connect()
    for start in stride(from: 0, to: commands.count, by: 100) {
      let part = Array(commands[start..<min(start + 100, commands.count)])
      for (command, reply) in zip(part, try client.pipeline(part)) {
        if case .error(let text) = reply {
          let words = command.prefix(4).map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
          throw TestSupportError("\(kind) answered \(words) … with \(text)")
        }
      }
    }
  }

  // MARK: Keys

  private var hasFieldExpiry: Bool { kind == .redis7_4 || kind == .redis8_2 || kind == .valkey9_1 }

  private mutating func addKey(_ index: Int) {
    var key = Array("key:\(index):".utf8)
    if random.below(4) == 0 { key += random.bytes(random.below(20)) }
    names.append(Name(database: database, key: key))
    switch random.below(kind == .redis8_2 ? 10 : 9) {
    case 0, 1: addString(key)
    case 2: addElements("RPUSH", key)
    case 3: addElements("SADD", key)
    case 4: addIntegers(key)
    case 5: addSortedSet(key)
    case 6, 7: addHash(key)
    case 8: addStream(key)
    default: addVectorSet(key)
    }
    if random.below(4) == 0 { add("PEXPIREAT", key, "\(Self.farFuture + random.below(1_000_000_000))") }
  }

  private mutating func addString(_ key: [UInt8]) {
    switch random.below(7) {
    case 0: add("SET", key, "")
    case 1: add("SET", key, "\(Int64(truncatingIfNeeded: random.next()) >> Int64(random.below(63)))")
    case 2: add("SETBIT", key, "\(random.below(5000))", "1")
    case 3: add("PFADD", key, element(), element(), element())
    case 4: add("SET", key, Array(String(repeating: "the same again ", count: 1 + random.below(400)).utf8))
    case 5: add("SET", key, random.bytes(1 + random.below(40_000)))
    default: add("APPEND", key, element())
    }
  }

  private mutating func addElements(_ command: String, _ key: [UInt8]) {
    let count = elementCount()
    add([Array(command.utf8), key] + (0..<count).map { _ in element() })
  }

  private mutating func addIntegers(_ key: [UInt8]) {
    let shift = Int64(random.below(60))
    let count = elementCount()
    add([Array("SADD".utf8), key] + (0..<count).map { _ in Array("\(Int64(truncatingIfNeeded: random.next()) >> shift)".utf8) })
  }

  private mutating func addSortedSet(_ key: [UInt8]) {
    if random.below(6) == 0 {
      return add("GEOADD", key, "13.361389", "38.115556", "Palermo", "\(random.below(170)).5", "37.502669", element())
    }
    var words = [Array("ZADD".utf8), key]
    for _ in 0..<elementCount() { words += [Array(score().utf8), element()] }
    add(words)
  }

  private mutating func addHash(_ key: [UInt8]) {
    var words = [Array("HSET".utf8), key]
    for index in 0..<elementCount() { words += [Array("f\(index)".utf8), element()] }
    add(words)
    guard hasFieldExpiry, random.below(2) == 0 else { return }
    for index in 0..<(words.count - 2) / 2 where random.below(3) == 0 {
      add("HPEXPIREAT", key, "\(Self.farFuture + random.below(1_000_000))", "FIELDS", "1", Array("f\(index)".utf8))
    }
  }

  private mutating func addStream(_ key: [UInt8]) {
    var milliseconds = 1_700_000_000_000
    var ids: [String] = []
    let sharedFields = random.below(2) == 0
    for index in 0..<elementCount() {
      milliseconds += random.below(3) * random.below(100_000)
      let id = "\(milliseconds)-\(index)"
      ids.append(id)
      var words = [Array("XADD".utf8), key, Array(id.utf8)]
      for field in 0..<(sharedFields ? 2 : 1 + random.below(4)) { words += [Array("field \(field)".utf8), element()] }
      add(words)
    }
    for id in ids where random.below(7) == 0 { add("XDEL", key, id) }
    for group in 0..<random.below(3) {
      let name = "group \(group)"
      add("XGROUP", "CREATE", key, name, random.below(2) == 0 ? "0" : ids[random.below(ids.count)])
      for consumer in 0..<random.below(3) {
        add("XREADGROUP", "GROUP", name, "consumer \(consumer)", "COUNT", "\(1 + random.below(20))", "STREAMS", key, ">")
      }
      for id in ids.prefix(10) where random.below(3) == 0 { add("XACK", key, name, id) }
    }
  }

  private mutating func addVectorSet(_ key: [UInt8]) {
    let dimension = 1 + random.below(12)
    let quantisation = ["NOQUANT", "Q8", "BIN"][random.below(3)]
    for index in 0..<1 + random.below(40) {
      var words = [Array("VADD".utf8), key, Array("VALUES".utf8), Array("\(dimension)".utf8)]
      words += (0..<dimension).map { _ in Array("\(Double(random.below(2001) - 1000) / 7)".utf8) }
      words += [Array("element \(index)".utf8), Array(quantisation.utf8)]
      if random.below(3) == 0 { words += [Array("SETATTR".utf8), Array("{\"n\":\(index)}".utf8)] }
      add(words)
    }
  }

  // MARK: Parts

  /// On both sides of every limit at which servers change encodings.
  private mutating func elementCount() -> Int {
    switch random.below(6) {
    case 0: 1
    case 1: 120 + random.below(20)
    case 2: 500 + random.below(30)
    default: 2 + random.below(30)
    }
  }

  private mutating func element() -> [UInt8] {
    switch random.below(12) {
    case 0: Array("\(Int64(truncatingIfNeeded: random.next()) >> Int64(random.below(63)))".utf8)
    case 1: random.bytes(60 + random.below(10))
    case 2: random.bytes(random.below(300))
    case 3: Array("-0".utf8)
    case 4: Array("007".utf8) + random.bytes(1)
    default: Array("m\(random.next() >> UInt64(20 + random.below(40)))".utf8)
    }
  }

  private mutating func score() -> String {
    switch random.below(10) {
    case 0: return "-0.0"
    case 1: return "inf"
    case 2: return "-inf"
    case 3: return "\(random.below(1000))"
    case 4: return "\(Double(random.below(1_000_000)) / 100)"
    case 5: return "\(Int64(truncatingIfNeeded: random.next()) >> 11)"
    default:
      let value = Double(bitPattern: random.next())
      return value.isFinite ? "\(value)" : "1"
    }
  }

  private mutating func add(_ words: any RandomDatasetWord...) { add(words.map(\.bytes)) }

  private mutating func add(_ words: [[UInt8]]) { commands.append(words) }
}

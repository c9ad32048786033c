package import RDBFormats

/// An AOF of random commands of which every unit is known, for salvage with wounds.
package struct RandomAOF: Sendable {
  /// What stands or falls together: a command, or a transaction.
  package struct Unit: Sendable {
    package let range: Range<Int>
    /// The database it runs in.
    package let database: Int
    /// Its commands, MULTI and EXEC among them.
    package let commands: [[UInt8]]
    package var isSelect = false
  }

  package private(set) var bytes: [UInt8] = []
  /// Without annotations.
  package private(set) var units: [Unit] = []
  private var random: SeededGenerator
  private var database = 0
  private var number = 0

  /// - Parameter count: units, more or less.
  package init(seed: UInt64, count: Int) {
    random = SeededGenerator(seed: seed)
    select(0)
    var seconds = 1_700_000_000
    while units.count < count {
      if random.below(6) == 0 {
        seconds += 1
        bytes += [UInt8]("#TS:\(seconds)\r\n".utf8)
      }
      switch random.below(16) {
      case 0: select(random.below(4))
      case 1, 2:
        let commands = [Self.encode(["MULTI"])] + (0..<(1 + random.below(4))).map { _ in command() } + [Self.encode(["EXEC"])]
        append(commands)
      default: append([command()])
      }
    }
  }

  private mutating func select(_ number: Int) {
    database = number
    append([Self.encode(["SELECT", "\(number)"])], isSelect: true)
  }

  private mutating func append(_ commands: [[UInt8]], isSelect: Bool = false) {
    let start = bytes.count
    for command in commands { bytes += command }
    var unit = Unit(range: start..<bytes.count, database: database, commands: commands)
    unit.isSelect = isSelect
    units.append(unit)
  }

  private mutating func command() -> [UInt8] {
    number += 1
    let key = "key:\(number)"
    switch random.below(8) {
    case 0: return Self.encode(["SADD", key, "m\(random.below(100))", "n\(random.below(1000))"])
    case 1: return Self.encode(["HSET", key, "field", "v\(number)", "other", "\(random.next())"])
    case 2: return Self.encode(["RPUSH", key] + (0..<(1 + random.below(20))).map { "item \($0)" })
    case 3: return RESPClient.encode([[UInt8]("SET".utf8), [UInt8](key.utf8), random.bytes(random.below(300))])
    // Values that hold commands, which must never be run.
    case 4: return Self.encode(["SET", key, "\r\n" + (0..<(1 + random.below(3))).map { "*3\r\n$3\r\nSET\r\n$6\r\nhidden\r\n$1\r\n\($0)\r\n" }.joined()])
    case 5: return Self.encode(["PEXPIREAT", key, "4102444800000"])
    case 6: return Self.encode(["ZADD", key, "\(random.below(100))", "member"])
    default: return Self.encode(["SET", key, String(repeating: "x", count: random.below(60)) + "\(number)"])
    }
  }

  package static func encode(_ words: [String]) -> [UInt8] { RESPClient.encode(words.map { [UInt8]($0.utf8) }) }
}

/// Up to three wounds of a file, and which units they touched.
package struct AOFWounds: Sendable, CustomStringConvertible {
  package private(set) var bytes: [UInt8]
  /// In the whole file; empty for an insertion.
  package private(set) var ranges: [Range<Int>] = []
  package private(set) var description = ""

  package init(_ whole: [UInt8], count: Int, _ random: inout SeededGenerator) {
    bytes = whole
    // From the back, so that the places of those in front stay; each ends in front of the one behind it, or it would hurt bytes
    // that have moved there.
    let places = (0..<count).map { _ in random.below(whole.count) }.sorted(by: >)
    var limit = whole.count
    for place in places {
      let size = 1 + random.below(random.below(4) == 0 ? 512 : 24)
      let end = min(limit, place + size)
      guard place < limit else { continue }
      limit = place
      let kinds = ["flip", "zero", "cut", "insert", "remove", "overwrite"]
      var kind = kinds[random.below(kinds.count)]
      // One end is enough.
      if kind == "cut", random.below(3) > 0 { kind = "flip" }
      switch kind {
      case "flip":
        bytes[place] ^= 1 << UInt8(random.below(8))
        ranges.append(place..<place + 1)
      case "zero":
        for index in place..<end { bytes[index] = 0 }
        ranges.append(place..<end)
      case "overwrite":
        for index in place..<min(end, place + 16) { bytes[index] = UInt8(truncatingIfNeeded: random.next()) }
        ranges.append(place..<min(end, place + 16))
      case "cut":
        bytes.removeSubrange(place...)
        ranges.append(place..<whole.count)
      case "insert":
        bytes.insert(contentsOf: random.bytes(min(64, size)), at: place)
        ranges.append(place..<place)
      default:
        bytes.removeSubrange(place..<end)
        ranges.append(place..<end)
      }
      description += "\(kind) at \(place), \(end - place); "
    }
  }

  package func touches(_ unit: Range<Int>) -> Bool {
    ranges.contains { $0.isEmpty ? unit.lowerBound < $0.lowerBound && $0.lowerBound < unit.upperBound : $0.overlaps(unit) }
  }
}

/// A salvage in memory, and what its output holds.
package struct AOFSalvaged {
  package let plan: AOFSalvagePlan
  package let bytes: [UInt8]
  /// Every command in order with its database; those of transactions too.
  package let commands: [(bytes: [UInt8], database: Int)]
  /// What is wrong with the output; nil when servers load it.
  package let problem: String?

  package init(_ damaged: [UInt8], from start: Int = 0, target: ServerVersion? = nil) throws {
    let judges = AOFJudges(target: target)
    plan = try AOFSalvage(MemoryBytes(damaged), from: start, judges: judges).run()
    var output: [UInt8] = []
    for step in plan.steps {
      switch step {
      case .copy(let range): output += damaged[range]
      case .insert(let bytes, _): output += bytes
      }
    }
    bytes = output
    var reader = Reader(output, judges)
    var scanner = AOFScanner(MemorySource(output), byteCount: UInt64(output.count))
    switch scanner.scan(&reader) {
    case .complete: problem = reader.isOpen ? "an open transaction" : reader.problem
    case let ending: problem = "\(ending)"
    }
    commands = reader.commands
  }

  private struct Reader: AOFVisitor {
    let bytes: [UInt8]
    let judges: AOFJudges
    var commands: [(bytes: [UInt8], database: Int)] = []
    var isOpen = false
    var database = 0
    var problem: String?

    init(_ bytes: [UInt8], _ judges: AOFJudges) {
      self.bytes = bytes
      self.judges = judges
    }

    mutating func command(_ command: borrowing AOFCommand) -> Bool {
      var words: [[UInt8]] = []
      var arguments = command.arguments
      while let argument = arguments.next() { words.append(argument.span.withUnsafeBytes { [UInt8]($0) }) }
      let list = CommandWords(words)
      let id = words[0].withUnsafeBytes { CommandTable.shared.lookup($0) }
      if let refusal = judges.refusal(id, list) { problem = "\(refusal) at \(command.offset)" }
      if !command.isRegular { problem = "irregular at \(command.offset)" }
      if command.isNamed("MULTI") {
        if isOpen { problem = "MULTI in MULTI at \(command.offset)" }
        isOpen = true
      }
      if command.isNamed("EXEC") {
        if !isOpen { problem = "EXEC without MULTI at \(command.offset)" }
        isOpen = false
      }
      if command.isNamed("SELECT"), words.count > 1 { database = Int(String(decoding: words[1], as: UTF8.self)) ?? database }
      commands.append((Array(bytes[command.offset..<command.endOffset]), database))
      return true
    }
  }
}

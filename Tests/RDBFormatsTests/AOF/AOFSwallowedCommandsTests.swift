import RDBFormats
import RDBTestSupport
import Testing

/// Commands that a wound has made a part of a value, and values that hold commands because somebody put them there.
@Suite struct AOFSwallowedCommandsTests {
  private static func encode(_ line: String) -> [UInt8] { RandomAOF.encode(line.split(separator: " ").map(String.init)) }
  private static func encode(_ lines: [String]) -> [UInt8] { lines.flatMap { encode($0) } }
  private static func command(_ words: [[UInt8]]) -> [UInt8] { RESPClient.encode(words) }
  private static func set(_ value: [UInt8]) -> [UInt8] { command([[UInt8]("SET".utf8), [UInt8]("k".utf8), value]) }

  /// Bytes without `count` of them, the first of which is the first of `text`.
  private static func remove(_ count: Int, at text: String, from bytes: [UInt8]) throws -> [UInt8] {
    let text = [UInt8](text.utf8)
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: text) })
    var bytes = bytes
    bytes.removeSubrange(place..<place + count)
    return bytes
  }

  private static func lines(_ salvaged: AOFSalvaged) -> [String] {
    salvaged.commands.map { command in
      String(decoding: command.bytes, as: UTF8.self).split(separator: "\r\n").filter { $0.first != "$" && $0.first != "*" }.joined(separator: " ")
    }
  }

  // MARK: Values that hold commands

  private static let fragment = encode(["SET hidden 1", "SELECT 7", "DEL hidden", "MULTI", "FLUSHALL", "EXEC", "SET hidden 2"])

  /// Values as people have them: logs of commands with and without their last line end, behind other text, in parts.
  private static let values: [[UInt8]] = {
    let text = [UInt8]("a log:\r\n".utf8)
    return [
      fragment, fragment.dropLast(2), text + fragment, text + fragment.dropLast(2), text + fragment + text,
      [UInt8]("0123456789\r\n".utf8) + encode("FLUSHALL").dropLast(2), text + encode("SET hidden 1").dropLast(2), encode("FLUSHALL"),
      [UInt8]("\r\n".utf8) + fragment, fragment + [UInt8]("\r\n".utf8), text + encode("MULTI").dropLast(2), text + encode("EXEC").dropLast(2),
      text + encode("SET hidden 1").dropLast(9),
    ]
  }()

  @Test func `an undamaged file with commands in its values comes out byte for byte`() throws {
    var bytes = Self.encode(["SELECT 0", "SET a 1"])
    for value in Self.values {
      bytes += Self.set(value) + Self.encode(["MULTI", "INCR n"]) + Self.set(value) + Self.encode(["EXEC"])
      bytes += Self.command([[UInt8]("RPUSH".utf8), [UInt8]("l".utf8), value, [UInt8]("x".utf8), value])
      bytes += Self.command([[UInt8]("HSET".utf8), value, value, value])
      let salvaged = try AOFSalvaged(bytes)
      #expect(salvaged.plan.isWhole(0..<bytes.count))
      #expect(salvaged.plan.lossCount == 0)
    }
  }

  /// One argument that ends where another goes on: together they are a command, which only the wounded would ever be.
  @Test func `arguments that are a command together stay arguments`() throws {
    let words = ["SADD", "s", "x\r\n*2\r\n$3\r\nDEL", "victim"].map { [UInt8]($0.utf8) }
    let bytes = Self.encode("SET a 1") + Self.command(words) + Self.encode("SET b 1")
    #expect(try AOFSalvaged(bytes).plan.isWhole(0..<bytes.count))
    let wounded = Self.encode("SET a 1").dropLast() + bytes
    #expect(try AOFSalvaged(Array(wounded)).commands.map(\.bytes).contains(Self.command(words)))
  }

  /// Whoever chooses a value chooses its length too: no length is evidence.
  @Test func `a value of any length with a command at its end is not taken apart`() throws {
    for count in 0..<300 {
      let value = [UInt8](repeating: 0x79, count: count) + [UInt8]("\r\n".utf8) + Self.encode("FLUSHALL").dropLast(2)
      let bytes = Self.encode("SET a 1") + Self.set(value) + Self.encode("SET b 1")
      let salvaged = try AOFSalvaged(bytes)
      #expect(salvaged.bytes == bytes, "\(count)")
      #expect(salvaged.plan.notes.count == 1, "\(count)")
    }
  }

  /// The commands around a value are hurt, one bit at a time and byte by byte.
  @Test(arguments: AOFSwallowedCommandsTests.values.indices)
  func `a value of commands stays what it is when its neighbours are damaged`(index: Int) throws {
    let holder = Self.set(Self.values[index])
    let front = Self.encode(["SET first 1", "RPUSH list one two"]), back = Self.encode(["HSET hash field value", "SET last 1"])
    let whole = front + holder + back
    for place in whole.indices where !(front.count..<front.count + holder.count).contains(place) {
      for wound in [1, 2, 4, 8, 16, 32, 64, 128, UInt8.max] {
        var bytes = whole
        bytes[place] = wound == .max ? 0 : bytes[place] ^ wound
        let salvaged = try AOFSalvaged(bytes)
        let label = "byte \(place), \(wound): \(salvaged.plan.losses)"
        #expect(salvaged.problem == nil, "\(label)")
        #expect(salvaged.commands.contains { $0.bytes == holder }, "\(label)")
        #expect(!Self.lines(salvaged).contains { $0.hasPrefix("SET hidden") || $0.hasPrefix("FLUSHALL") }, "\(label)")
      }
    }
  }

  @Test(arguments: AOFSwallowedCommandsTests.values.indices)
  func `a value of commands stays what it is when the file is damaged elsewhere`(index: Int) throws {
    let holder = Self.set(Self.values[index])
    for seed in 0..<40 {
      let (front, back) = (RandomAOF(seed: UInt64(seed), count: 12), RandomAOF(seed: UInt64(seed) &+ 1000, count: 12))
      var random = SeededGenerator(seed: UInt64(seed))
      // Up to the last command but one: what ends in front of the value is another test.
      let limit = try #require(front.units.dropLast(2).last?.range.upperBound)
      let wounds = AOFWounds(Array(front.bytes.prefix(limit)), count: 1 + random.below(2), &random)
      let salvaged = try AOFSalvaged(wounds.bytes + front.bytes.dropFirst(limit) + holder + back.bytes)
      #expect(salvaged.commands.contains { $0.bytes == holder }, "\(seed): \(wounds)")
      #expect(!Self.lines(salvaged).contains { $0.hasPrefix("FLUSHALL") }, "\(seed): \(wounds)")
    }
  }

  // MARK: Commands that were swallowed

  /// What is removed of commands, and which of them are there afterwards.
  @Test(arguments: [
    // The name goes on into MULTI.
    (["SELECT 3", "MULTI", "SET a 1", "EXEC"], "ELECT\r\n$1\r", 11, ["MULTI", "SET a 1", "EXEC"]),
    // "$9" and "82": a key of 82 bytes, and too few arguments.
    (["SADD s:key:182 m74 n19", "SELECT 2", "RPUSH l:key:185 a80 b", "SET a 1"], "9\r\ns:key:1", 10, ["SELECT 2", "RPUSH l:key:185 a80 b", "SET a 1"]),
    // A command that begins in the middle of a line.
    (["SADD s:key:322 m74 n19", "MULTI", "SET a 1", "SET b 1", "EXEC"], "22\r\n$3\r\nm74\r\n$3\r\nn19\r\n", 22, ["MULTI", "SET a 1", "SET b 1", "EXEC"]),
    // Arguments without a command behind one that has its own.
    (["MULTI", "SET a 1", "EXEC", "SET v:key:259 yyy", "SET b 1"], "*3\r\n$3\r\nSET\r\n$9", 13, ["MULTI", "SET a 1", "EXEC", "SET b 1"]),
    (["SET a 1", "XADD x:key:41 1795-0 field value", "SET b 1"], "*5\r\n$4\r\nXADD\r\n", 14, ["SET a 1", "SET b 1"]),
  ])
  func `what a wound made a part of another command comes out again`(lines: [String], text: String, count: Int, kept: [String]) throws {
    let salvaged = try AOFSalvaged(Self.remove(count, at: text, from: Self.encode(lines)))
    #expect(salvaged.problem == nil)
    #expect(Self.lines(salvaged) == kept, "\(salvaged.plan.losses)")
  }

  /// A value is whole and holds the start or the end of a transaction that is nowhere else.
  @Test func `brackets of transactions that are missing are found in the value that swallowed them`() throws {
    let long = String(repeating: "y", count: 90)
    func swallow(_ first: String, _ inside: [String], _ behind: [String]) throws -> AOFSalvaged {
      let size = Self.encode(inside).count
      return try AOFSalvaged(Self.encode(["SET z 1"]) + Self.remove(size, at: "yyy", from: Self.encode(["\(first) \(long)"])) + Self.encode(inside + behind))
    }
    let opened = try swallow("SET k", ["SET a 1", "MULTI", "SET b 1"], ["SET c 1", "EXEC", "SET d 1"])
    #expect(Self.lines(opened) == ["SET z 1", "SET a 1", "MULTI", "SET b 1", "SET c 1", "EXEC", "SET d 1"])
    #expect(opened.plan.notes.contains { $0.contains("holds what could be commands") } == false)

    let closed = try AOFSalvaged(
      Self.encode(["SET z 1", "MULTI", "SET a 1"]) + Self.remove(41, at: "yyy", from: Self.encode("SET k \(long)"))
        + Self.encode(["EXEC", "SET b 1", "MULTI", "SET c 1", "EXEC", "SET d 1"]))
    // "EXEC" has 14 bytes and "SET b 1" 27: the transaction goes, for one of its commands is wounded.
    #expect(Self.lines(closed) == ["SET z 1", "SET b 1", "MULTI", "SET c 1", "EXEC", "SET d 1"])
    #expect(closed.problem == nil)

    // The same values where nothing is missing.
    let balanced = try swallow("SET k", ["MULTI", "SET b 1", "EXEC"], ["MULTI", "SET c 1", "EXEC"])
    #expect(balanced.plan.lossCount == 0)
    #expect(balanced.plan.notes.count == 1)
  }

  @Test func `commands in front of another wound inside of what was swallowed come out too`() throws {
    let many = (0..<20).map { "SET many:\($0) 1" }
    var tail = Self.encode(many)
    // A length of 700 that ends in the middle of the last commands, and a header that is damaged on the way.
    let place = try #require(tail.indices.first { tail[$0...].starts(with: [UInt8]("*3\r\n$3\r\nSET\r\n$7\r\nmany:12".utf8)) == false && tail[$0...].starts(with: [UInt8]("many:12".utf8)) })
    for index in place - 12..<place - 4 { tail[index] = 0 }
    let head = Array("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$600\r\nyyyy\r\n".utf8)
    let salvaged = try AOFSalvaged(head + tail + Self.encode(["SET last 1"]))
    #expect(salvaged.problem == nil)
    #expect(Self.lines(salvaged) == many.filter { $0 != "SET many:12 1" } + ["SET last 1"], "\(salvaged.plan.losses)")
  }

  // MARK: Any stretch

  /// Every stretch of up to 80 bytes is removed from the front of a small file.
  @Test func `whatever is removed, what it did not touch is lost one time in a thousand at most, or can be a value`() throws {
    let lines = (0..<6).flatMap { ["SET key:\($0) \(String(repeating: "v", count: 20 + $0 * 11))", "RPUSH list:\($0) one two", "SELECT \($0)", "INCRBY n:\($0) 10"] }
    let commands = lines.map { Self.encode($0) }
    let whole = commands.flatMap(\.self)
    let end = commands.prefix(10).reduce(0) { $0 + $1.count }
    var (trials, swallowed, lost) = (0, 0, 0)
    for place in 0..<end {
      for count in 1...80 {
        var bytes = whole
        bytes.removeSubrange(place..<place + count)
        let salvaged = try AOFSalvaged(bytes)
        trials += 1
        var start = 0
        var next = 0
        for command in commands {
          let range = start..<start + command.count
          start = range.upperBound
          // SELECTs may go where another follows.
          guard !range.overlaps(place..<place + count), !command.contains(0x4C) else { continue }
          if let found = salvaged.commands[next...].firstIndex(where: { $0.bytes == command }) {
            next = found + 1
            continue
          }
          let isValue = salvaged.commands.contains { one in one.bytes.count > command.count && one.bytes.indices.contains { one.bytes[$0...].starts(with: command.dropLast(2)) } }
          if isValue { swallowed += 1 } else { lost += 1 }
        }
      }
    }
    #expect(swallowed * 100 < trials, "\(swallowed) of \(trials)")
    #expect(lost * 1000 < trials, "\(lost) of \(trials)")
  }
}

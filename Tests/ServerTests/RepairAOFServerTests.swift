import Foundation
import RDBFiles
import RDBFormats
import RDBTestSupport
import Testing

/// AOFs that real servers wrote, wounded, repaired and loaded.
///
/// `RDBTOOL_WOUNDS` says how many trials there are altogether; the default is for every day.
@Suite(.serialized) struct RepairAOFServerTests {
  private static let trialCount = ProcessInfo.processInfo.environment["RDBTOOL_WOUNDS"].flatMap { Int($0) } ?? 60
  private static let seed = ProcessInfo.processInfo.environment["RDBTOOL_SEED"].flatMap { UInt64($0) } ?? 1

  /// A set that a server wrote, with a rewrite in the middle.
  private struct Recording {
    let base: (name: String, bytes: [UInt8])
    let increment: (name: String, bytes: [UInt8])
    let manifest: [UInt8]
  }

  private static func record(_ kind: ServerKind, seed: UInt64) throws -> Recording {
    var options = RealServer.Options()
    options.arguments = [
      "--appendonly", "yes", "--aof-timestamp-enabled", "yes", "--appendfsync", "no", "--auto-aof-rewrite-percentage", "0",
    ]
    let server = try RealServer.running(kind, options)
    let client = try server.connect()
    var random = SeededGenerator(seed: seed)
    func write() throws {
      let key = "key:\(random.below(400))"
      switch random.below(12) {
      case 0: try client.send("SELECT", "\(random.below(4))")
      case 1: try client.send("HSET", "h:" + key, "f\(random.below(9))", "\(random.next())", "g", "x")
      case 2: try client.send("RPUSH", "l:" + key, "a\(random.below(99))", "b")
      case 3: try client.send("ZADD", "z:" + key, "\(random.below(1000))", "m\(random.below(50))")
      case 4: try client.send("XADD", "x:" + key, "*", "field", "value \(random.below(1000))")
      case 5: try client.send("SADD", "s:" + key, "m\(random.below(100))", "n\(random.below(100))")
      case 6: try client.send([[UInt8]("SET".utf8), [UInt8](("b:" + key).utf8), random.bytes(random.below(200))])
      case 7: try client.send("SET", "t:" + key, "v", "EX", "100000")
      case 8:
        try client.send("MULTI")
        for _ in 0..<(2 + random.below(4)) { try client.send("INCRBY", "c:\(random.below(50))", "\(random.below(1000))") }
        try client.send("EXEC")
      case 9: try client.send("DEL", "l:" + key)
      default: try client.send("SET", "v:" + key, String(repeating: "y", count: random.below(80)) + "\(random.below(1000))")
      }
    }
    for _ in 0..<400 { try write() }
    try client.send("BGREWRITEAOF")
    for _ in 0..<200 {
      if try client.send("INFO", "persistence").text?.contains("aof_rewrite_in_progress:0\r\naof_rewrite_scheduled:0") == true { break }
      Thread.sleep(forTimeInterval: 0.05)
    }
    for _ in 0..<1500 { try write() }
    // Written before the last reply; stopping the server removes its directory.
    return try withExtendedLifetime(server) {
      let set = try AOFSet(manifest: server.directory.path("appendonlydir/appendonly.aof.manifest"))
      let parts = try set.parts.map { ($0.name, [UInt8](try Data(contentsOf: URL(fileURLWithPath: $0.path)))) }
      try #require(parts.count == 2)
      let manifest = try #require(server.directory.bytes("appendonlydir/appendonly.aof.manifest"))
      return Recording(base: parts[0], increment: parts[1], manifest: manifest)
    }
  }

  /// A command of an increment, and the transaction that it stands or falls with.
  private struct Entry {
    var range: Range<Int>
    var unit: Range<Int>
    var database: Int
    var isSelect: Bool
  }

  /// The commands of an increment but MULTI and EXEC.
  private struct Units: AOFVisitor {
    var entries: [Entry] = []
    private var open: (offset: Int, first: Int)?
    private var database = 0

    mutating func command(_ command: borrowing AOFCommand) -> Bool {
      let range = command.offset..<command.endOffset
      if command.isNamed("MULTI") {
        open = (command.offset, entries.count)
      } else if command.isNamed("EXEC") {
        if let open { for index in open.first..<entries.count { entries[index].unit = open.offset..<command.endOffset } }
        open = nil
      } else {
        if command.isNamed("SELECT") {
          var arguments = command.arguments
          _ = arguments.next()
          if let number = arguments.next() { database = Int(String(decoding: number.span.withUnsafeBytes { [UInt8]($0) }, as: UTF8.self)) ?? 0 }
        }
        entries.append(Entry(range: range, unit: range, database: database, isSelect: command.isNamed("SELECT")))
      }
      return true
    }

    static func of(_ bytes: [UInt8]) -> [Entry] {
      var units = Units()
      var scanner = AOFScanner(MemorySource(bytes), byteCount: UInt64(bytes.count))
      _ = scanner.scan(&units)
      return units.entries
    }
  }

  /// What a server that loads a directory holds; nil when it does not start.
  private static func load(_ kind: ServerKind, _ files: [String: [UInt8]]) throws -> (digest: String?, log: String) {
    var options = RealServer.Options()
    options.arguments = ["--appendonly", "yes", "--aof-load-truncated", "no", "--crash-log-enabled", "no"]
    for (name, bytes) in files { options.files[name] = bytes }
    switch try RealServer.start(kind, options) {
    case .ended(_, let log): return (nil, log)
    case .ready(let server):
      defer { server.stop() }
      return (try server.digest(), server.log)
    }
  }

  private static func files(_ directory: TemporaryDirectory, _ folder: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: directory.path(folder)) {
      files["appendonlydir/" + name] = directory.bytes(folder + "/" + name)
    }
    return files
  }

  @Test(.needs(.redis7_0, .redis8_2, .valkey9_1), .timeLimit(.minutes(300)), arguments: [ServerKind.redis7_0, .redis8_2, .valkey9_1])
  func `what comes out of wounded AOFs loads, and only what was touched is lost`(kind: ServerKind) throws {
    let recording = try Self.record(kind, seed: Self.seed &+ UInt64(kind.name.utf8.count))
    let units = Units.of(recording.increment.bytes)
    try #require(units.count > 800)
    var (trials, untouched, kept, touchedCount, touchedKept, bytesBefore, bytesAfter, compared, baseTrials) = (0, 0, 0, 0, 0, 0, 0, 0, 0)
    for number in 0..<max(1, Self.trialCount / 3) {
      var random = SeededGenerator(seed: Self.seed &* 7_919 &+ UInt64(number))
      let directory = try TemporaryDirectory("repair-trial")
      let isSingle = number % 3 == 1
      let hurtsBase = number % 6 == 5
      let target = hurtsBase ? recording.base.bytes : recording.increment.bytes
      let wounds = AOFWounds(target, count: 1 + random.below(3), &random)
      let base = hurtsBase ? wounds.bytes : recording.base.bytes
      let increment = hurtsBase ? recording.increment.bytes : wounds.bytes
      let input: String
      if isSingle {
        input = try directory.write(base + increment, to: "appendonly.aof")
      } else {
        input = directory.path("in")
        try directory.write(base, to: "in/" + recording.base.name)
        try directory.write(increment, to: "in/" + recording.increment.name)
        if number % 5 != 0 { try directory.write(recording.manifest, to: "in/appendonly.aof.manifest") }
      }
      let label = "\(kind) trial \(number), \(isSingle ? "one file" : "set"), \(hurtsBase ? "base" : "increment"), \(wounds)"
      let run = try Toolrun.run(["repair", input, "-o", directory.path("out"), "--json"])
      #expect([0, 3].contains(run.exitCode), "\(label): \(run.errorOutput)")
      guard [0, 3].contains(run.exitCode) else { continue }
      trials += 1
      let output = isSingle ? ["appendonly.aof": directory.bytes("out") ?? []] : try Self.files(directory, "out")
      let loaded = try Self.load(kind, output)
      #expect(loaded.digest != nil, "\(label): \(loaded.log.suffix(600))")
      if hurtsBase {
        baseTrials += 1
        continue
      }
      // What of the increment is there.
      let written = isSingle ? Array((directory.bytes("out") ?? []).dropFirst(recording.base.bytes.count)) : output["appendonlydir/" + recording.increment.name] ?? []
      bytesBefore += increment.count
      bytesAfter += written.count
      let found = Units.of(written)
      var at = 0
      var strangers = 0
      var expected: [UInt8] = []
      var database = -1
      for unit in units where !unit.isSelect {
        if wounds.touches(unit.unit) {
          touchedCount += 1
          continue
        }
        untouched += 1
        let bytes = recording.increment.bytes[unit.range]
        var next = at
        while next < found.count, !written[found[next].range].elementsEqual(bytes) { next += 1 }
        guard next < found.count else {
          Issue.record("\(label): lost \(unit.range) \(String(decoding: bytes.prefix(80), as: UTF8.self).debugDescription)\n\(run.output.prefix(3000))")
          continue
        }
        strangers += found[at..<next].count { !$0.isSelect }
        at = next + 1
        kept += 1
        if unit.database != database { expected += RandomAOF.encode(["SELECT", "\(unit.database)"]) }
        database = unit.database
        expected += bytes
      }
      strangers += found[at...].count { !$0.isSelect }
      touchedKept += strangers
      #expect(strangers <= units.count { wounds.touches($0.unit) }, "\(label): \(strangers) that were not there")
      // Where no touched command stays and no SELECT was touched, the data is that of the untouched commands.
      let touchesSelect = units.contains { $0.isSelect && wounds.touches($0.range.lowerBound..<$0.range.upperBound + 1) }
      guard strangers == 0, !touchesSelect, let digest = loaded.digest else { continue }
      let truth = try Self.load(kind, [
        "appendonlydir/" + recording.base.name: recording.base.bytes, "appendonlydir/" + recording.increment.name: expected,
        "appendonlydir/appendonly.aof.manifest": recording.manifest,
      ])
      #expect(truth.digest == digest, "\(label)")
      compared += 1
    }
    let share = String(format: "%.4f", 100 * Double(kept) / Double(max(1, untouched)))
    let bytes = String(format: "%.3f", 100 * Double(bytesAfter) / Double(max(1, bytesBefore)))
    print("\(kind): \(trials) trials (\(baseTrials) in the base), \(kept) of \(untouched) untouched commands kept (\(share) %), \(touchedKept) of \(touchedCount) touched ones kept, \(bytes) % of the bytes, \(compared) digests compared")
    #expect(kept == untouched)
    #expect(compared > 0)
  }
}

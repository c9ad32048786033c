import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

@Suite struct ExportCommandTests {
  private func commands(_ file: [UInt8], configure: (inout ExportOptions) -> Void = { _ in }) throws -> [String] {
    let bytes = try ExportRun.bytes(file, .resp, configure: configure)
    var commands: [String] = []
    var rest = bytes[...]
    func number(_ kind: Character) throws -> Int {
      let end = try #require(rest.firstIndex(of: 13))
      let line = String(decoding: rest[..<end], as: UTF8.self)
      #expect(line.first == kind)
      rest = rest[(end + 2)...]
      return try #require(Int(line.dropFirst()))
    }
    while !rest.isEmpty {
      var words: [String] = []
      for _ in 0..<(try number("*")) {
        let size = try number("$")
        words.append(String(decoding: rest.prefix(size), as: UTF8.self))
        rest = rest.dropFirst(size + 2)
      }
      commands.append(words.joined(separator: " "))
    }
    return commands
  }

  @Test func `commands come in groups of 64 and of a megabyte`() throws {
    let file = ExportRun.file {
      $0.record(type: 2, key: "s", value: RDBBytes.length(130) + (0..<130).flatMap { RDBBytes.integerString($0) })
      let part = [UInt8](repeating: UInt8(ascii: "p"), count: 400 << 10)
      $0.record(type: 1, key: "l", value: [5] + (0..<5).flatMap { _ in RDBBytes.string(part) })
      $0.record(type: 4, key: "h", value: [3] + (0..<3).flatMap { RDBBytes.integerString($0) + RDBBytes.string(part) })
    }
    let counts = try commands(file).map { $0.split(separator: " ").count }
    #expect(counts == [2, 66, 66, 4, 4, 4, 3, 6, 4])
    let sizes = try commands(file).map(\.utf8.count)
    #expect(sizes.allSatisfy { $0 < (1 << 20) + 100 })
  }

  @Test func `a database is selected when it changes, whatever the chunks`() throws {
    let value = RDBBytes.string([UInt8](repeating: 65, count: 3000))
    let file = ExportRun.file {
      for database in [0, 0, 5, 5, 5, 1, 0] {
        $0.select(database)
        $0.record(type: 0, key: "k\($0.offset)", value: value)
      }
    }
    let selects = try commands(file).filter { $0.hasPrefix("SELECT") }
    #expect(selects == ["SELECT 0", "SELECT 5", "SELECT 1", "SELECT 0"])
    #expect(try ExportRun.bytes(file, .resp, chunk: 4096, threads: 3) == ExportRun.bytes(file, .resp))
  }

  @Test func `functions come as they stand, but not when keys are chosen`() throws {
    let file = ExportRun.file {
      $0.function("#!lua name=lib\nreturn 1")
      $0.record(type: 0, key: "k", value: RDBBytes.string("v"))
    }
    let load = "FUNCTION LOAD REPLACE #!lua name=lib\nreturn 1"
    #expect(try commands(file) == [load, "SELECT 0", "SET k v"])
    #expect(try commands(file) { $0.filter.globs = [Glob("k")] } == ["SELECT 0", "SET k v"])
    let sink = ExportRun.Sink()
    let old = try ServerVersion("redis-6.2")
    let report = try ExportRun.run(file, .resp, sink: sink) { $0.target = old }
    #expect(report.skippedFunctions == 1)
    #expect(!report.isComplete)
  }

  @Test func `a stream is built with its groups, in the words that the target knows`() throws {
    #expect(
      try commands(ExportFormatTests.stream) == [
        "SELECT 0", "XADD s 1-0 f v", "XADD s 1-1 f w", "XSETID s 1-1 ENTRIESADDED 2 MAXDELETEDID 0-0",
        "XGROUP CREATE s g 1-0 ENTRIESREAD 1", "XGROUP CREATECONSUMER s g one",
        "XCLAIM s g one 0 1-0 TIME 1700000000000 RETRYCOUNT 2 JUSTID FORCE",
        "XCLAIM s g one 0 1-1 TIME 1700000000001 RETRYCOUNT 1 JUSTID FORCE", "XGROUP CREATECONSUMER s g two",
        "XGROUP CREATE s h 0-0 ENTRIESREAD 0",
      ])
    let redis62 = try ServerVersion("redis-6.2")
    let old = try commands(ExportFormatTests.stream) { $0.target = redis62 }
    #expect(old[3...5] == ["XSETID s 1-1", "XGROUP CREATE s g 1-0", "XGROUP CREATECONSUMER s g one"])
    let redis50 = try ServerVersion("redis-5.0")
    #expect(try !commands(ExportFormatTests.stream) { $0.target = redis50 }.contains { $0.contains("CREATECONSUMER") })
    let redis40 = try ServerVersion("redis-4.0")
    #expect(try commands(ExportFormatTests.stream) { $0.target = redis40 } == [])
  }

  @Test func `an empty stream is made and emptied`() throws {
    func file(_ last: StreamID) -> [UInt8] {
      ExportRun.file {
        $0.record(
          type: 19, key: "s", value: RDBBytes.stream(nodes: [], length: 0, last: last, first: StreamID(0, 0), maximumDeleted: last, added: 3))
      }
    }
    #expect(
      try commands(file(StreamID(7, 2))) == ["SELECT 0", "XADD s MAXLEN 0 7-2 x y", "XSETID s 7-2 ENTRIESADDED 3 MAXDELETEDID 7-2"])
    #expect(
      try commands(file(StreamID(0, 0))) == ["SELECT 0", "XADD s MAXLEN 0 0-1 x y", "XSETID s 0-0 ENTRIESADDED 3 MAXDELETEDID 0-0"])
  }

  @Test func `modules are JSON or skipped, and the report names them`() throws {
    #expect(
      try commands(ExportFormatTests.module("ReJSON-RL", 3, [5] + RDBBytes.string("{\"a\":1}"))) == ["SELECT 0", "JSON.SET m $ {\"a\":1}"])
    let sink = ExportRun.Sink()
    let report = try ExportRun.run(ExportFormatTests.module("TSDB-TYPE", 8, [2, 5]), .resp, sink: sink)
    #expect(report.skipped == [.init(database: 0, key: [UInt8(ascii: "m")], type: "TSDB-TYPE")])
    #expect([report.keysSeen, report.keysExported] == [1, 0])
    #expect(sink.byteCount == 0)
  }

  @Test func `expiries of fields are left out, and counted, for servers without them`() throws {
    let listpack = RDBBytes.listpack(["a", "1", 5, "b", "2", 0])
    let file = ExportRun.file { $0.record(type: 25, key: "h", value: RDBBytes.littleEndian(Int64(0)) + RDBBytes.string(listpack)) }
    #expect(try commands(file) == ["SELECT 0", "HSET h a 1 b 2", "HPEXPIREAT h 5 FIELDS 1 a"])
    let sink = ExportRun.Sink()
    let old = try ServerVersion("valkey-8.1")
    #expect(try ExportRun.run(file, .resp, sink: sink) { $0.target = old }.skippedFieldExpiries == 1)
    let oldest = try ServerVersion("redis-3.2")
    #expect(try commands(file) { $0.target = oldest } == ["SELECT 0", "HMSET h a 1 b 2"])
  }

  @Test func `scores read back as they were`() throws {
    let scores: [Double] = [0, -0.0, 0.1, 1.0 / 3, .leastNonzeroMagnitude, 1.7976931348623157e308, 9007199254740992, -.infinity, .infinity, 1e21, 123456.789]
    let file = ExportRun.file {
      $0.record(
        type: 5, key: "z", value: RDBBytes.length(scores.count) + scores.flatMap { RDBBytes.string("\($0)") + RDBBytes.double($0) })
    }
    let words = try commands(file)[1].split(separator: " ")
    for (index, score) in scores.enumerated() { #expect(Double(words[2 + index * 2])?.bitPattern == score.bitPattern) }
  }
}

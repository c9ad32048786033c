import RDBFiles
import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

/// What `check` says of AOFs, and who decides.
@Suite struct AOFCheckTests {
  private func check(_ bytes: [UInt8], for server: ServerVersion? = nil, isFast: Bool = false, piece: Int = .max) throws -> CheckReport {
    let source = try OpenedSource(recognizing: MemorySource(bytes, pieceByteCount: piece), path: "appendonly.aof")
    var options = CheckOptions(nowMilliseconds: 1_800_000_000_000, temporaryDirectory: TemporaryDirectory.systemPath)
    options.server = server
    options.isFast = isFast
    return try CheckOperation.run(source, options)
  }

  private func encode(_ lines: String...) -> [UInt8] { CraftedAOF.encode(lines) }
  private func text(_ text: String) -> [UInt8] { [UInt8](text.utf8) }
  private func loads(_ report: CheckReport) -> [String] { report.loads.map { "\($0.from.name) \($0.to?.name ?? "")" } }

  @Test func `a plain AOF is sound, and every server loads it`() throws {
    let report = try check(encode("SELECT 0", "SET a b", "MULTI", "INCR n", "EXEC"))
    #expect(report.verdict == .sound)
    #expect(report.kind == "aof")
    #expect(report.commands == 5)
    #expect(report.defects.isEmpty)
    #expect(loads(report) == ["redis-2.8 ", "valkey-7.2 "])
    #expect(report.obstacles.isEmpty)
  }

  @Test func `timestamps give the time range, and keep servers before 7-0 away`() throws {
    let report = try check(text("#TS:100\r\n") + encode("SET a b") + text("#TS:300\r\n") + encode("SET a c") + text("#TS:200\r\n") + encode("SET a d"))
    #expect(report.verdict == .sound)
    #expect(report.timeRange == 100...300)
    #expect(report.defects.map(\.code) == ["aof.timestamp-backwards"])
    #expect(loads(report) == ["redis-7.0 ", "valkey-7.2 "])
    #expect(try check(text("#TS:100\r\n") + encode("SET a b"), for: ServerVersion("redis-6.2")).verdict == .refused)
  }

  @Test func `every wound is reported, not only the first`() throws {
    let good = encode("SET a b")
    let bytes = good + text("garbage\r\n") + good + [0, 0, 0] + good + encode("NOSUCH x") + good + text("*3\r\n$3\r\nSE")
    let report = try check(bytes)
    #expect(report.verdict == .refused)
    #expect(report.defects.map(\.code) == ["aof.garbage", "aof.zeros", "command.unknown", "aof.truncated"])
    #expect(report.defects.map(\.offset) == [27, 63, 93, bytes.count - 10])
    #expect(report.commands == 5)
    #expect(report.loads.isEmpty)
  }

  @Test func `a torn tail is damaged with a warning, one in a transaction or an annotation is an error`() throws {
    let good = encode("SET a b")
    let torn = try check(good + text("*3\r\n$3\r\nSET\r\n$1\r\na"))
    #expect(torn.verdict == .damaged)
    #expect(torn.defects.map(\.severity) == [.warning])
    #expect(torn.defects.first?.message.contains("recoverable") == true)
    let inMulti = try check(good + encode("MULTI", "SET b c") + text("*3\r\n$3\r\nSET\r\n$1\r\na"))
    #expect(inMulti.defects.map(\.code) == ["aof.multi-torn"])
    #expect(inMulti.verdict == .damaged)
    #expect(try check(good + encode("MULTI", "SET b c") + text("*3\r\n$3\r\nSET\r\n$1\r\na"), for: ServerVersion("valkey-9.1")).defects.map(\.severity) == [.warning])
    let annotation = try check(good + text("#TS:17"))
    #expect(annotation.defects.map(\.code) == ["aof.annotation-cut"])
    #expect(annotation.defects.map(\.severity) == [.error])
    let unfinished = try check(good + encode("MULTI", "SET b c", "SET d e"))
    #expect(unfinished.defects.map(\.code) == ["aof.multi-unfinished"])
    #expect(unfinished.defects.first?.offset == 27)
    #expect(unfinished.defects.first?.message.contains("2 commands") == true)
  }

  @Test func `a length that swallows commands is told from a torn tail`() throws {
    let bytes = encode("SET a b") + text("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$5000\r\nb\r\n") + encode("SET c d", "SET e f")
    let directory = try TemporaryDirectory("aof")
    let path = try directory.write(bytes, to: "appendonly.aof")
    let options = CheckOptions(nowMilliseconds: 1_800_000_000_000, temporaryDirectory: TemporaryDirectory.systemPath)
    let report = try CheckOperation.run(ResolvedSource.resolve(path), as: path, options)
    #expect(report.verdict == .damaged)
    #expect(report.defects.first?.severity == .error)
    #expect(report.defects.first?.message.contains("whole commands are among them") == true)
    #expect(report.commands == 3)
  }

  @Test func `where nobody says who wrote it, the family that knows its commands decides`() throws {
    let redis = try check(encode("VADD x VALUES 2 1 2 a"))
    #expect(redis.verdict == .sound)
    #expect(redis.judgedFor == ServerVersion.redis.last)
    #expect(loads(redis) == ["redis-8.0 "])
    let valkey = try check(encode("DELIFEQ a b"))
    #expect(valkey.verdict == .sound)
    #expect(valkey.judgedFor == ServerVersion.valkey.last)
    #expect(loads(valkey).contains { $0.hasPrefix("valkey-9.0") })
    #expect(try check(encode("VADD x VALUES 2 1 2 a"), for: ServerVersion("valkey-9.1")).verdict == .refused)
  }

  @Test func `a command names its key and database`() throws {
    let report = try check(encode("SELECT 3", "SET k v PXAT x"))
    #expect(report.verdict == .damaged)
    let defect = try #require(report.defects.first)
    #expect(defect.code == "command.arguments")
    #expect(defect.database == 3)
    #expect(defect.key == text("k"))
    #expect(defect.offset == encode("SELECT 3").count)
  }

  @Test func `an RDB in front is checked with its offsets, and what follows is too`() throws {
    var file = RDBBuilder(version: 9)
    file.select(0)
    file.record(type: 2, key: "twice", value: [2] + RDBBytes.string("m") + RDBBytes.string("m"))
    let rdb = file.finished()
    let report = try check(rdb + encode("SET a b", "NOSUCH x"))
    #expect(report.kind == "hybrid")
    #expect(report.verdict == .refused)
    #expect(report.defects.contains { $0.key == text("twice") && $0.offset < rdb.count })
    #expect(report.defects.contains { $0.code == "command.unknown" && $0.offset == rdb.count + 27 })
    #expect(report.tally.keys == 1)
    #expect(report.checksum == .valid)
  }

  @Test func `fast looks at framing only`() throws {
    #expect(try check(encode("NOSUCH x"), isFast: true).verdict == .sound)
    #expect(try check(encode("NOSUCH x") + [0], isFast: true).verdict == .refused)
  }

  @Test(arguments: [1, 3, 1000]) func `pieces of any size tell the same`(piece: Int) throws {
    for row in [encode("SET a b") + text("x") + encode("SET a b", "SET a"), encode("SET a \(String(repeating: "v", count: 5000))", "MULTI")] {
      let whole = try check(row)
      let pieces = try check(row, piece: piece)
      #expect(whole.verdict == pieces.verdict)
      #expect(whole.defects.map(\.code) == pieces.defects.map(\.code))
      #expect(whole.defects.map(\.offset) == pieces.defects.map(\.offset))
    }
  }

  @Test func `thousands of wounds are counted, the first of each kind is kept`() throws {
    let report = try check((0..<12_000).flatMap { _ in CraftedAOF.encode(["NOSUCH x"]) } + encode("SET a b BAD"))
    #expect(report.defects.count == 10_001)
    #expect(report.droppedDefects == 2000)
    #expect(report.defects.last?.code == "command.arguments")
  }
}

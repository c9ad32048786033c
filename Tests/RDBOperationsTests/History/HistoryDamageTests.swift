import RDBFiles
import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

/// Histories of files that are not whole.
@Suite struct HistoryDamageTests {
  @Test func `a torn end of the last file is told and no damage`() throws {
    let text = AOFText("#TS:100\nSET a 1\nSET b 2")
    let run = try HistoryRun(Array(text.bytes.dropLast(3)))
    #expect(run.report.isSound)
    #expect(run.report.damage.map(\.isTornTail) == [true])
    #expect(run.report.damage.map(\.offset) == [text.offset(of: "SET b 2")])
    #expect(run.seconds == ["100 1"])
  }

  @Test func `a torn end of another file is damage`() throws {
    let torn = Array(AOFText("SET a 1\nSET b 2").bytes.dropLast(3))
    let run = try HistoryRun(parts: [("a.1.incr.aof", torn), ("a.2.incr.aof", AOFText("SET c 1").bytes)])
    #expect(!run.report.isSound)
    #expect(run.report.parts.map(\.scan.commandCount) == [1, 1])
  }

  @Test func `garbage is told and the history goes on behind it`() throws {
    let before = AOFText("#TS:100\nSET a 1").bytes
    let behind = AOFText("#TS:101\nFLUSHALL\nSET b 1").bytes
    let garbage = [UInt8]("garbage\r\n".utf8)
    let run = try HistoryRun(before + garbage + behind)
    #expect(!run.report.isSound)
    #expect(run.report.damage.map(\.offset) == [before.count])
    #expect(run.report.damage.map(\.resumedAt) == [before.count + garbage.count])
    #expect(run.seconds == ["100 1", "101 2"])
    #expect(run.report.events.map(\.place.unitOffset) == [before.count + garbage.count])
  }

  @Test func `a missing file is told and the others are read`() throws {
    let directory = try TemporaryDirectory("history")
    try HistoryRun.write([("a.1.incr.aof", AOFText("SET a 1").bytes)], to: directory)
    try directory.write([UInt8]("file a.1.incr.aof seq 1 type i\nfile a.2.incr.aof seq 2 type i\n".utf8), to: "aof/appendonly.aof.manifest")
    let run = try HistoryRun(path: directory.path("aof"))
    #expect(run.report.damage.map(\.message) == ["the file is missing"])
    #expect(run.report.damage.map(\.part) == [1])
    #expect(run.report.commandCount == 1)
  }

  @Test func `a transaction without end is told`() throws {
    let run = try HistoryRun("SET a 1\nMULTI\nSET b 1")
    #expect(run.report.isSound)
    #expect(run.report.notes.contains { $0.contains("no EXEC") && $0.contains("byte 27") })
  }

  @Test(arguments: ["hello world\n", "\0\0\0\0\0\0\0\0\0\0\0\0"]) func `what is no AOF is refused`(content: String) throws {
    #expect(throws: HistoryError.self) { try HistoryRun([UInt8](content.utf8)) }
  }

  @Test func `an empty file has an empty history`() throws {
    let run = try HistoryRun([UInt8]())
    #expect(run.report.commandCount == 0)
    #expect(run.report.isSound)
  }

  @Test func `a million different seconds are kept in bounds`() throws {
    let command = RESPClient.encode([[0x50, 0x49, 0x4E, 0x47]])
    var bytes: [UInt8] = []
    for second in 0..<1_000_000 { bytes += [UInt8]("#TS:\(1_600_000_000 + second * 3)\r\n".utf8) + command }
    let report = try HistoryRun(bytes).report
    #expect(report.timeline.count <= HistoryTimeline.maximumCount)
    #expect(report.timeline.width == 3600)
    #expect(report.timeline.buckets(per: .second).buckets.reduce(0) { $0 + $1.counts.total } == 1_000_000)
    // Seconds as far apart as numbers go.
    var far: [UInt8] = []
    for step in 0..<200_000 { far += [UInt8]("#TS:\(step * 4_000_000_000_000)\r\n".utf8) + command }
    let wide = try HistoryRun(far).report
    #expect(wide.timeline.count <= HistoryTimeline.maximumCount)
    #expect(wide.timeline.buckets(per: .second).buckets.reduce(0) { $0 + $1.counts.total } == 200_000)
  }

  @Test func `a command over the limit of memory and a key of any bytes are told in part`() throws {
    let long = RESPClient.encode([[UInt8]("SET".utf8), [0, 0xFF, 0x1B], [UInt8](repeating: 0x78, count: 6 << 20)])
    let many = RESPClient.encode([[UInt8]("DEL".utf8)] + (0..<600_000).map { [UInt8]("key:\($0)".utf8) })
    let run = try HistoryRun(long + many) { $0.keys = [Glob("*")] }
    #expect(run.life.count == 2)
    #expect(run.report.events.map(\.count) == [600_000])
    #expect(run.report.events.first?.excerpt?.argumentCount == 600_001)
    #expect(run.report.commandCount == 2)
  }
}

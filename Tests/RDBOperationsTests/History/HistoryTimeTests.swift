import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

/// What belongs to which moment.
@Suite struct HistoryTimeTests {
  @Test func `commands belong to the timestamp before them`() throws {
    let run = try HistoryRun("SELECT 0\n#TS:100\nSET a 1\nINCR b\n#TS:102\nLPUSH l x\n#TS:103\nDEL a")
    #expect(run.seconds == ["100 2", "102 1", "103 1"])
    #expect(run.report.undated.total == 1)
    #expect(run.report.window == 100...103)
    #expect(run.report.unit == .second)
    #expect(run.report.timeline.buckets(per: .second).buckets[0].counts[.string] == 2)
    #expect(run.report.commands.map(\.name).sorted() == ["DEL", "INCR", "LPUSH", "SELECT", "SET"])
  }

  @Test func `without timestamps there is no window, and all commands are counted`() throws {
    let run = try HistoryRun("SELECT 0\nSET a 1\nNOSUCH x")
    #expect(run.report.window == nil)
    #expect(!run.report.hasTimestamps)
    #expect(run.report.undated.total == 3)
    #expect(run.report.undated.unknown == 1)
    #expect(run.report.timeline.count == 0)
  }

  @Test func `a clock that goes back is told, and the latest second before counts`() throws {
    let run = try HistoryRun("#TS:100\nSET a 1\n#TS:90\nSET b 1\nSET c 1\n#TS:99\nSET d 1\n#TS:101\nSET e 1\n#TS:x\nSET f 1")
    #expect(run.seconds == ["100 4", "101 2"])
    #expect(run.report.backward?.count == 2)
    #expect(run.report.backward?.first.offset == AOFText("#TS:100\nSET a 1").bytes.count)
    #expect(run.report.unreadableTimestampCount == 1)
    #expect(run.report.window == 100...101)
  }

  @Test func `the commands of a new file belong to the last second of the one before until it has a timestamp`() throws {
    let run = try HistoryRun(parts: [
      ("a.1.base.rdb", RDBBuilder.withCreationTime(50)), ("a.1.incr.aof", AOFText("SELECT 0\n#TS:100\nSET a 1").bytes),
      ("a.2.incr.aof", AOFText("SELECT 0\nSET b 1\n#TS:105\nSET c 1").bytes),
    ])
    #expect(run.seconds == ["100 3", "105 1"])
    #expect(run.report.undated.total == 1)
    #expect(run.report.baseSeconds == 50)
    #expect(run.report.window == 50...105)
    #expect(run.report.parts.map(\.scan.commandCount) == [0, 2, 3])
    #expect(run.report.parts.map(\.scan.firstSeconds) == [nil, 100, 105])
    #expect(run.report.kind == .multipart)
  }

  @Test func `a base of commands is the beginning and no history`() throws {
    let base = AOFText("#TS:100\nSELECT 0\nSET a 1\nSET b 1").bytes
    let run = try HistoryRun(parts: [("a.1.base.aof", base), ("a.1.incr.aof", AOFText("SELECT 0\nSET c 1\n#TS:101\nSET d 1").bytes)])
    #expect(run.report.base.total == 3)
    #expect(run.seconds == ["100 2", "101 1"])
    #expect(run.report.baseSeconds == 100)
    // A single file that a server of 7.0 took over is a base as well, and a history.
    let taken = try HistoryRun(parts: [("a.1.base.aof", AOFText("#TS:100\nSET a 1\n#TS:101\nSET b 1\nSET c 1").bytes)])
    #expect(taken.report.base.total == 1)
    #expect(taken.seconds == ["101 2"])
  }

  @Test func `a hybrid file begins with the moment of its RDB`() throws {
    let run = try HistoryRun(RDBBuilder.withCreationTime(77) + AOFText("SET a 1\n#TS:80\nSET b 1").bytes)
    #expect(run.report.kind == .hybrid)
    #expect(run.report.window == 77...80)
    #expect(run.report.undated.total == 1)
  }

  @Test func `an RDB has no history but a moment`() throws {
    let run = try HistoryRun(RDBBuilder.withCreationTime(77))
    #expect(run.report.kind == .rdb)
    #expect(run.report.baseSeconds == 77)
    #expect(run.report.commandCount == 0)
  }

  @Test(arguments: [
    (60, 1, HistoryUnit.second), (60, 1_000_000, .second), (61, 1, .minute), (3600, 1, .minute), (3700, 1, .hour), (100, 3600, .day),
    (61, 86_400, .day), (100_000, 1, .hour),
  ] as [(Int, Int, HistoryUnit)])
  func `commands are counted by the finest unit that a screen has room for, or as asked for`(count: Int, step: Int, unit: HistoryUnit) throws {
    let text = (0..<count).map { "#TS:\(86_400_000 + $0 * step)\nSET a 1" }.joined(separator: "\n")
    #expect(try HistoryRun(text).report.unit == unit)
    #expect(try HistoryRun(text) { $0.unit = .hour }.report.unit == .hour)
  }

  @Test func `buckets of every width have the same commands`() throws {
    let text = (0..<5000).map { "#TS:\(1_000_000 + $0 * 37)\nSET a 1" }.joined(separator: "\n")
    let run = try HistoryRun(text)
    for unit in HistoryUnit.allCases {
      let (width, buckets) = run.report.timeline.buckets(per: unit)
      #expect(width == unit.seconds)
      #expect(buckets.reduce(0) { $0 + $1.counts.total } == 5000)
      #expect(buckets.allSatisfy { $0.start % width == 0 })
      #expect(zip(buckets, buckets.dropFirst()).allSatisfy { $0.start < $1.start })
    }
  }

  @Test func `gaps are told, and the first long one after steady writes is a moment to look at`() throws {
    let steady = (0..<20).map { "#TS:\(1000 + $0)\nSET a 1" }
    let text = AOFText((steady + ["#TS:1500\nSET a 2", "#TS:1600\nSET a 3"]).joined(separator: "\n"))
    let run = try HistoryRun(text.bytes)
    #expect(run.report.gaps.map { "\($0.from) \($0.to)" } == ["1019 1500", "1500 1600"])
    let silence = run.report.events.filter { $0.kind == .silence }
    #expect(silence.map(\.count) == [481])
    #expect(silence.map(\.place.offset) == [text.offset(of: "#TS:1500")])
    // Where long pauses are usual, none is.
    let slow = (0..<20).map { "#TS:\(1000 + $0 * 600)\nSET a 1" }.joined(separator: "\n")
    #expect(try HistoryRun(slow).report.events.isEmpty)
  }
}

extension RDBBuilder {
  /// An RDB without keys, written at that second.
  static func withCreationTime(_ seconds: Int) -> [UInt8] {
    var file = RDBBuilder(version: 10)
    file.aux("ctime", "\(seconds)")
    return file.finished()
  }
}

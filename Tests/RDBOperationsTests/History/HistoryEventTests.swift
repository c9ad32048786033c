import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

/// Moments at which much may be lost.
@Suite struct HistoryEventTests {
  @Test(arguments: [
    ("FLUSHALL", "flushall"), ("flushall ASYNC", "flushall"), ("FLUSHDB", "flushdb"), ("SWAPDB 0 1", "swapdb"), ("SCRIPT FLUSH", "script-flush"),
    ("FUNCTION FLUSH SYNC", "function-flush"), ("function delete lib", "function-deletion"), ("FUNCTION RESTORE payload FLUSH", "function-flush"),
    ("DEL a b c d e f g h i j", "mass-deletion"), ("UNLINK a b c d e f g h i j", "mass-deletion"),
  ])
  func `it is found, with the place to cut in front of it`(line: String, kind: String) throws {
    let text = AOFText("SELECT 3\n#TS:100\nSET a 1\n#TS:101\n\(line)\nSET b 1")
    let run = try HistoryRun(text.bytes)
    #expect(run.events == ["\(kind) 0 \(text.offset(of: line)) \(text.offset(of: "#TS:101")) db3"])
    #expect(run.report.events.first?.place.seconds == 101)
    #expect(run.report.events.first?.isOnlyOfItsName == true)
  }

  @Test(arguments: ["FUNCTION LOAD x", "FUNCTION RESTORE payload", "SCRIPT LOAD x", "DEL a b c", "RENAME a b", "FLUSHX", "SET FLUSHALL FLUSHALL", "HDEL a 1 2 3 4 5 6 7 8 9 10 11"])
  func `it is nothing`(line: String) throws {
    #expect(try HistoryRun("SET x 1\n\(line)\nSET b 1").events.isEmpty)
  }

  @Test func `a command in a transaction is cut in front of the transaction, in the database that was selected in it`() throws {
    let text = AOFText("SELECT 1\nSET a 1\n#TS:100\nMULTI\nSET b 1\nSELECT 4\nFLUSHDB\nEXEC\nFLUSHDB")
    let run = try HistoryRun(text.bytes)
    let multi = text.offset(of: "#TS:100")
    let last = text.offsets[8]
    #expect(run.events == ["flushdb 0 \(text.offset(of: "FLUSHDB")) \(multi) db4", "flushdb 0 \(last) \(last) db4"])
    #expect(run.report.events.map(\.place.isInTransaction) == [true, false])
    #expect(run.report.events.map(\.isOnlyOfItsName) == [false, false])
  }

  @Test func `every file begins in database 0 and its offsets count from its own start`() throws {
    let run = try HistoryRun(parts: [("a.1.incr.aof", AOFText("SELECT 9\nFLUSHDB").bytes), ("a.2.incr.aof", AOFText("FLUSHDB").bytes)])
    #expect(run.events == ["flushdb 0 23 23 db9", "flushdb 1 0 0 db0"])
  }

  // MARK: Keys that are replaced

  @Test(arguments: [
    ("SET b 1\nRENAME a b", true), ("RENAME a b", false), ("SET b 1\nDEL b\nRENAME a b", false), ("SET b 1\nUNLINK x b\nRENAME a b", false),
    ("SET b 1\nFLUSHALL\nRENAME a b", false), ("SET b 1\nFLUSHDB\nRENAME a b", false), ("SELECT 1\nSET b 1\nFLUSHDB\nSELECT 0\nSET b 2\nRENAME a b", true),
    ("SELECT 1\nSET b 1\nSELECT 0\nRENAME a b", false), ("SELECT 1\nSET b 1\nSELECT 0\nSWAPDB 0 1\nRENAME a b", true),
    ("SET b 1\nSWAPDB 0 1\nRENAME a b", false), ("SET b 1\nSWAPDB 0 1\nSWAPDB 1 0\nRENAME a b", true), ("SET b 1\nRENAME b c\nRENAME a b", false),
    ("LPUSH q 1\nRENAME q b\nRENAME a b", true), ("SET b 1\nMOVE b 1\nRENAME a b", false), ("SELECT 1\nSET b 1\nMOVE b 0\nSELECT 0\nRENAME a b", true),
    ("SET x 1\nCOPY x b\nRENAME a b", true), ("SET x 1\nCOPY x b DB 3\nRENAME a b", false), ("SET b 1\nRENAME b b", false),
    ("SET b 1\nRENAMENX a b", false), ("SET b 1\nCOPY a b REPLACE", true), ("SET b 1\nCOPY a b", false), ("MSET x 1 b 2\nRENAME a b", true),
    ("SET b 1\nEXPIRE b 100\nRENAME a b", true), ("EXPIRE b 100\nRENAME a b", false), ("SET b 1\nRESTORE b 0 x REPLACE", true), ("SET b 1\nRESTORE b 0 x", false),
    ("MULTI\nSELECT 2\nSET b 1\nRENAME a b\nEXEC", true), ("SELECT 2\nSET b 1\nMULTI\nSELECT 0\nRENAME a b\nEXEC", false),
  ])
  func `a key is replaced when the history wrote it and nothing removed it`(text: String, isReplaced: Bool) throws {
    let run = try HistoryRun("SET a 1\n" + text)
    #expect(run.report.events.contains { $0.kind == .replacedKey } == isReplaced)
  }

  @Test func `what was replaced is said`() throws {
    let text = AOFText("SET b 1\nAPPEND b x\n#TS:5\nRENAME a b")
    let event = try #require(try HistoryRun(text.bytes).report.events.first)
    #expect(event.place.offset == text.offset(of: "RENAME a b"))
    #expect(event.place.unitOffset == text.offset(of: "#TS:5"))
    if case .written(let place) = event.target { #expect(place.offset == text.offset(of: "APPEND b x")) } else { Issue.record("\(event)") }
  }

  @Test func `keys of the base count`() throws {
    var file = RDBBuilder(version: 10)
    file.select(0)
    file.record(type: 0, key: "b", value: RDBBytes.string("v"))
    file.select(1)
    file.record(type: 0, key: "c", value: RDBBytes.string("v"))
    let run = try HistoryRun(parts: [("a.1.base.rdb", file.finished()), ("a.1.incr.aof", AOFText("RENAME a b\nRENAME x c\nRENAME b d").bytes)])
    #expect(run.report.events.map(\.target) == [.inBase])
    #expect(run.report.events.map(\.place.offset) == [0])
  }

  @Test func `more candidates than can be followed are counted`() throws {
    let text = (0..<RenameCandidates.limit + 7).map { "RENAME a k\($0)" }.joined(separator: "\n")
    #expect(try HistoryRun(text).report.unfollowedRenames == 7)
  }

  // MARK: Deletions

  @Test func `a sudden rise of deletions is one moment, from its first`() throws {
    var lines: [String] = []
    for second in 0..<100 {
      lines.append("#TS:\(1000 + second)")
      lines += (0..<5).map { "SET k\($0) 1" } + ["DEL k0"]
      if second == 50 || second == 51 { lines += (0..<150).map { "DEL burst\(second):\($0)" } }
    }
    let text = AOFText(lines.joined(separator: "\n"))
    let run = try HistoryRun(text.bytes)
    let events = run.report.events
    #expect(events.map(\.kind) == [.deletionBurst])
    #expect(events.first?.count == 302)
    #expect(events.first?.place.seconds == 1050)
    // The first deletion of that second, which is an everyday one.
    let first = AOFText(lines.prefix(while: { $0 != "#TS:1050" }).joined(separator: "\n")).bytes.count
    #expect(events.first.map { $0.place.offset > first && $0.place.offset <= text.offset(of: "DEL burst50:0") } == true)
  }

  @Test func `as many deletions as always are nothing`() throws {
    let second = (0..<200).map { "DEL k\($0)" }.joined(separator: "\n")
    let text = (0..<50).map { "#TS:\(1000 + $0)\n\(second)" }.joined(separator: "\n")
    #expect(try HistoryRun(text).report.events.isEmpty)
  }

  @Test func `without timestamps deletions in a row are a moment`() throws {
    let text = AOFText("SET a 1\nDEL a\n" + (0..<20).map { "SET b\($0) 1" }.joined(separator: "\n") + "\n" + (0..<100).map { "MULTI\nDEL b\($0)\nEXEC" }.joined(separator: "\n") + "\nSET c 1")
    let run = try HistoryRun(text.bytes)
    #expect(run.report.events.map(\.count) == [100])
    #expect(run.report.events.map(\.place.offset) == [text.offset(of: "DEL b0")])
  }

  @Test func `of too many moments the first are kept, of mass deletions the largest, and the others counted`() throws {
    let flushes = (0..<30).map { _ in "FLUSHALL" }
    let deletions = (10..<40).map { count in "DEL " + (0..<count).map { "k\($0)" }.joined(separator: " ") }
    let text = AOFText((flushes + deletions).joined(separator: "\n"))
    let run = try HistoryRun(text.bytes) { $0.eventLimit = 3 }
    #expect(run.report.events.filter { $0.kind == .flushAll }.map(\.place.offset) == Array(text.offsets.prefix(3)))
    #expect(run.report.events.filter { $0.kind == .massDeletion }.map(\.count) == [37, 38, 39])
    #expect(run.report.moreEvents == [.flushAll: 27, .massDeletion: 27])
    #expect(try HistoryRun(text.bytes) { $0.eventLimit = 0 }.report.moreEvents == [.flushAll: 30, .massDeletion: 30])
  }
}

import RDBFiles
import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

/// The life of a key.
@Suite struct KeyLifeTests {
  private func life(_ text: String, _ globs: String...) throws -> [String] {
    try HistoryRun(text) { $0.keys = globs.map { Glob($0) } }.life
  }

  @Test func `every command that names it is told, and what empties databases`() throws {
    let life = try life(
      """
      SELECT 2
      #TS:100
      SET user:1 x
      SET user:2 x
      MSET a 1 user:1 2
      #TS:101
      MULTI
      SELECT 3
      INCR user:1
      EXEC
      HSET other user:1 v
      RENAME user:1 gone
      #TS:105
      RENAME gone user:1
      SWAPDB 2 3
      COPY user:1 x
      FLUSHDB
      FLUSHALL
      """, "user:1")
    #expect(
      life == [
        "100 db2 SET user:1 x", "100 db2 MSET a 1 user:1 2", "101 db3 INCR user:1 in MULTI", "101 db3 RENAME user:1 gone",
        "105 db3 RENAME gone user:1", "105 db3 SWAPDB 2 3", "105 db3 COPY user:1 x", "105 db3 FLUSHDB", "105 db3 FLUSHALL",
      ])
  }

  @Test func `globs choose, several of them any`() throws {
    #expect(try life("SET a1 x\nSET b1 x\nSET a2 x\nSADD c x", "a*", "c").count == 3)
    #expect(try life("SET a1 x\nSET b1 x", "[^a]*") == ["- db0 SET b1 x"])
  }

  @Test(arguments: [
    ("#TS:100\nSET k v PXAT 105000\n#TS:106\nDEL k", true), ("#TS:100\nSET k v PXAT 105000\n#TS:102\nDEL k", false),
    ("#TS:100\nSET k v\nPEXPIREAT k 105000\n#TS:106\nUNLINK k", true), ("#TS:100\nSET k v\nEXPIREAT k 105\n#TS:105\nUNLINK k", true),
    ("#TS:100\nSET k v PXAT 105000\nPERSIST k\n#TS:106\nDEL k", false), ("#TS:100\nSET k v PXAT 105000\nSET k w\n#TS:106\nDEL k", false),
    ("#TS:100\nSET k v PXAT 105000\nSET k w KEEPTTL\n#TS:106\nDEL k", true), ("#TS:100\nSET k v PXAT 105000\n#TS:106\nDEL k other", false),
    ("SET k v PXAT 105000\nDEL k", true), ("SET k v\nDEL k", false), ("#TS:100\nSET k v PXAT 105000\nFLUSHALL\n#TS:106\nDEL k", false),
    ("#TS:100\nSET k v PXAT 105000\nSELECT 1\n#TS:106\nDEL k", false), ("#TS:100\nSET k v PXAT 105000\nSWAPDB 0 1\nSELECT 1\n#TS:106\nDEL k", true),
  ])
  func `a deletion after the time to live may be the server's own`(text: String, isExpiry: Bool) throws {
    #expect(try life(text, "k").last?.hasSuffix(" expired") == isExpiry)
  }

  @Test func `a life begins in the RDB in front of the commands`() throws {
    var file = RDBBuilder(version: 10)
    file.aux("ctime", "90")
    file.select(3)
    file.expire(milliseconds: 105_000)
    file.record(type: 0, key: "k", value: RDBBytes.string("v"))
    file.record(type: 0, key: "other", value: RDBBytes.string("v"))
    let run = try HistoryRun(file.finished() + AOFText("SELECT 3\nAPPEND k x\n#TS:106\nDEL k").bytes) { $0.keys = [Glob("k")] }
    #expect(run.life == ["90 db3 base", "- db3 APPEND k x", "106 db3 DEL k expired"])
    #expect(run.report.baseSeconds == 90)
    #expect(run.report.parts.first?.preamble?.keyCount == 2)
  }

  @Test func `what the listener throws ends the reading and comes out`() throws {
    struct Enough: Error {}
    let directory = try TemporaryDirectory("history")
    let path = try directory.write(AOFText("SET a 1\nSET a 2\nSET a 3").bytes, to: "x")
    var options = HistoryOptions()
    options.keys = [Glob("a")]
    var count = 0
    do {
      _ = try HistoryOperation.run(try .resolve(path), options) { _, _ in
        count += 1
        if count == 2 { throw Enough() }
      }
      Issue.record("it went on")
    } catch HistoryError.consumer(let error) {
      #expect(error is Enough)
    }
    #expect(count == 2)
  }
}

import Foundation
import RDBTestSupport
import Testing

/// `rdbtool history` as a user types it.
@Suite struct HistoryCommandTests {
  private static let text = AOFText(
    "SELECT 0\n#TS:1700000000\nSET user:1 Alice\nINCR n\n#TS:1700000001\nMULTI\nSET user:2 Bob\nFLUSHALL\nEXEC\n#TS:1700000002\nSET user:1 \u{1B}[2Jx")

  private func set(_ directory: TemporaryDirectory, name: String = "appendonly.aof.1.incr.aof") throws -> String {
    try directory.write(Self.text.bytes, to: "dir/\(name)")
    try directory.write([UInt8]("file \"\(name)\" seq 1 type i\n".utf8), to: "dir/appendonly.aof.manifest")
    return directory.path("dir")
  }

  @Test func `a person reads window, counts, moments and the line that saves`() throws {
    let directory = try TemporaryDirectory("history")
    let path = try directory.write(Self.text.bytes, to: "appendonly.aof")
    let run = try Toolrun.run(["history", path], environment: ["LC_ALL": "C.UTF-8"])
    #expect(run.exitCode == 0)
    #expect(run.errorOutput.isEmpty)
    #expect(run.output.contains("recoverable: the end of every second from 2023-11-14T22:13:20Z to 2023-11-14T22:13:22Z\n"))
    #expect(run.output.contains("1 command before the first timestamp"))
    #expect(run.output.contains("commands per second, at most 4 at 2023-11-14T22:13:21Z"))
    #expect(run.output.contains("  |▅█▃|\n"))
    #expect(try Toolrun.run(["history", path], environment: ["LC_ALL": "C"]).output.contains("  |+@-|\n"))
    #expect(run.output.contains("all databases emptied at 2023-11-14T22:13:21Z, byte \(Self.text.offset(of: "FLUSHALL")), db 0, in the transaction or script from byte \(Self.text.offset(of: "#TS:1700000001"))\n    FLUSHALL\n"))
    #expect(run.output.contains("rdbtool truncate \(path) --to-offset \(Self.text.offset(of: "#TS:1700000001")) -o recovered.aof\n"))
    #expect(run.output.contains("or: rdbtool truncate \(path) --before 'FLUSHALL*' -o recovered.aof\n"))
    #expect(!run.output.contains("\u{1B}"))
  }

  @Test func `the JSON document has the same`() throws {
    let directory = try TemporaryDirectory("history")
    let path = try set(directory)
    let run = try Toolrun.run(["history", "--json", "--key", "user:*", path])
    #expect(run.exitCode == 0)
    #expect(run.output.hasPrefix("{\"schema\": \"rdbtool.history/1\""))
    let document = try run.object()
    #expect(document["kind"] as? String == "multipart")
    #expect(document["ok"] as? Bool == true)
    #expect(document["timestamps"] as? Bool == true)
    #expect(document["commands"] as? Int == 8)
    #expect(document["per"] as? String == "second")
    let window = try #require(document["window"] as? [String: Any])
    #expect(window["from"] as? String == "2023-11-14T22:13:20Z")
    #expect(window["to"] as? String == "2023-11-14T22:13:22Z")
    #expect(document["kinds"] as? [String: Int] == ["string": 4, "select": 1, "transaction": 2, "flush": 1])
    #expect(document["names"] as? [String: Int] == ["SET": 3, "INCR": 1, "SELECT": 1, "MULTI": 1, "EXEC": 1, "FLUSHALL": 1])
    #expect(document["undated"] as? [String: Int] == ["select": 1])
    let buckets = try #require(document["buckets"] as? [[String: Any]])
    #expect(buckets.map { $0["commands"] as? Int } == [2, 4, 1])
    let event = try #require((document["destructive"] as? [[String: Any]])?.first)
    #expect(event["kind"] as? String == "flushall")
    #expect(event["time"] as? String == "2023-11-14T22:13:21Z")
    #expect(event["file"] as? String == "appendonly.aof.1.incr.aof")
    #expect(event["offset"] as? Int == Self.text.offset(of: "FLUSHALL"))
    #expect(event["truncate"] as? String == "rdbtool truncate \(path) --to-offset appendonly.aof.1.incr.aof:\(Self.text.offset(of: "#TS:1700000001")) -o recovered-appendonlydir")
    let life = try #require(document["keyEvents"] as? [[String: Any]])
    #expect(life.map { $0["command"] as? String } == ["SET user:1 Alice", "SET user:2 Bob", "FLUSHALL", "SET user:1 \"\\x1b[2Jx\""])
    #expect(life.map { $0["transaction"] as? Bool } == [false, true, true, false])
    #expect((document["parts"] as? [[String: Any]])?.first?["commands"] as? Int == 8)
  }

  @Test func `the life of a key comes a line an event`() throws {
    let directory = try TemporaryDirectory("history")
    let path = try directory.write(Self.text.bytes, to: "appendonly.aof")
    let run = try Toolrun.run(["history", "--key", "user:1", path])
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(lines.first == "2023-11-14T22:13:20Z byte \(Self.text.offset(of: "SET user:1 Alice")) db 0: SET user:1 Alice")
    #expect(lines.dropFirst().first?.hasSuffix(": FLUSHALL") == true)
    #expect(lines.contains { $0.contains("recoverable") })
    #expect(!run.output.contains("destructive moments"))
    #expect(!run.output.contains("\u{1B}"))
  }

  @Test(arguments: ["it's", "a b.incr.aof", "x\u{7}y"]) func `a name with odd characters is quoted for the shell`(name: String) throws {
    let directory = try TemporaryDirectory("history")
    let path = try set(directory, name: name)
    let run = try Toolrun.run(["history", "--json", path])
    let event = try #require((try run.object()["destructive"] as? [[String: Any]])?.first)
    let line = try #require(event["truncate"] as? String)
    #expect(!line.contains("\u{7}"))
    // What bash makes of it is the name again.
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", line.replacingOccurrences(of: "rdbtool truncate", with: "printf '%s\\n'")]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let words = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self).split(separator: "\n")
    process.waitUntilExit()
    #expect(words.contains("\(name):\(Self.text.offset(of: "#TS:1700000001"))"), "\(line)")
  }

  @Test func `standard input is read once, and what cannot be known then is said`() throws {
    let text = AOFText("SET b 1\nRENAME a b")
    let run = try Toolrun.run(["history", "--json", "-"], input: text.bytes)
    #expect(run.exitCode == 0)
    let event = try #require((try run.object()["destructive"] as? [[String: Any]])?.first)
    #expect((event["target"] as? [String: Any])?["known"] as? Bool == false)
    #expect(event["truncate"] is NSNull)
  }

  @Test func `without timestamps it says how to switch them on`() throws {
    let run = try Toolrun.run(["history", "-"], input: AOFText("SET b 1").bytes)
    #expect(run.output.contains("`aof-timestamp-enabled yes`"))
    #expect(try (Toolrun.run(["history", "--json", "-"], input: AOFText("SET b 1").bytes).object()["window"] as? [String: Any])?["to"] is NSNull)
  }

  @Test func `an RDB has no history, in one sentence`() throws {
    let run = try Toolrun.run(["history", Fixtures.path("demo/sound.rdb")])
    #expect(run.exitCode == 0)
    #expect(run.output.contains("an RDB has no history"))
    #expect(run.output.contains("its moment: 20"))
    #expect(try Toolrun.run(["history", "--json", Fixtures.path("demo/sound.rdb")]).object()["kind"] as? String == "rdb")
  }

  @Test func `damage ends with 1, with the history all the same`() throws {
    let bytes = AOFText("SET a 1").bytes + [UInt8]("xx\r\n".utf8) + AOFText("SET b 1").bytes
    let run = try Toolrun.run(["history", "--json", "-"], input: bytes)
    #expect(run.exitCode == 1)
    let document = try run.object()
    #expect(document["ok"] as? Bool == false)
    #expect(document["commands"] as? Int == 2)
    #expect((document["damage"] as? [[String: Any]])?.first?["offset"] as? Int == 27)
    let torn = try Toolrun.run(["history", "--json", "-"], input: Array(bytes.prefix(20)))
    #expect(torn.exitCode == 0)
    #expect((try torn.object()["damage"] as? [[String: Any]])?.first?["tornTail"] as? Bool == true)
  }

  @Test func `quiet says only what was destroyed or is damaged`() throws {
    let run = try Toolrun.run(["history", "--quiet", "-"], input: AOFText("SET a 1\nFLUSHALL").bytes)
    #expect(run.output.split(separator: "\n").count == 3)
    #expect(run.output.contains("all databases emptied"))
    #expect(try Toolrun.run(["history", "--quiet", "-"], input: AOFText("SET a 1").bytes).output.isEmpty)
  }

  @Test(arguments: [["history"], ["history", "--per", "week", "x"], ["history", "--limit", "-1", "x"], ["history", "--limit", "1001", "x"]])
  func `wrong usage ends with 64`(arguments: [String]) throws { #expect(try Toolrun.run(arguments).exitCode == 64) }

  @Test func `what is missing or no AOF ends with 2 and one sentence`() throws {
    let directory = try TemporaryDirectory("history")
    for path in [directory.path("nothing"), try directory.write([UInt8]("hello\n".utf8), to: "text"), directory.path] {
      let run = try Toolrun.run(["history", "--json", path])
      #expect(run.exitCode == 2)
      #expect(run.standardOutput.isEmpty)
      #expect(run.errorOutput.split(separator: "\n").count == 1)
    }
  }

  @Test func `a configuration finds the files`() throws {
    let directory = try TemporaryDirectory("history")
    _ = try set(directory)
    let configuration = try directory.write([UInt8]("dir \"\(directory.path)\"\nappendonly yes\nappenddirname dir\n".utf8), to: "redis.conf")
    #expect(try Toolrun.run(["history", "--redis-conf", configuration]).exitCode == 0)
  }

  @Test func `a large history of many seconds and keys takes little memory`() throws {
    let directory = try TemporaryDirectory("history")
    var bytes: [UInt8] = []
    for second in 0..<300_000 {
      bytes += [UInt8]("#TS:\(1_700_000_000 + second)\r\n".utf8) + RESPClient.encode([[UInt8]("SET".utf8), [UInt8]("key:\(second)".utf8), [UInt8](repeating: 0x78, count: 100)])
      if second % 20 == 0 { bytes += RESPClient.encode([[UInt8]("RENAME".utf8), [UInt8]("key:\(second)".utf8), [UInt8]("t:\(second)".utf8)]) }
    }
    let path = try directory.write(bytes, to: "a.aof")
    let run = try Toolrun.run(["history", "--key", "*", "--per", "second", path])
    #expect(run.exitCode == 0)
    #expect(run.output.contains("too many seconds"))
    #expect(run.peakResidentBytes < 80 << 20, "\(run.peakResidentBytes >> 20) MiB")
  }
}

import Foundation
import RDBTestSupport
import Testing

/// `rdbtool check` as a user types it.
@Suite struct CheckCommandTests {
  private let sound = Fixtures.path("demo/sound.rdb")
  private let damaged = Fixtures.path("demo/damaged.rdb")

  @Test func `a sound file ends with 0 and says so`() throws {
    let run = try Toolrun.run(["check", sound])
    #expect(run.exitCode == 0)
    #expect(run.output.contains("sound.rdb: sound\n"))
    #expect(run.output.contains("RDB 10, written by redis 7.0.15, checksum valid"))
    #expect(run.output.contains("loads: Redis 7.0 to 8.10, Valkey 7.2 to 9.1"))
    #expect(run.output.contains("not Redis 2.8 to 6.2: RDB version 10"))
    #expect(run.errorOutput.isEmpty)
  }

  @Test func `a damaged file ends with 1 and names byte, key and database`() throws {
    let run = try Toolrun.run(["check", damaged])
    #expect(run.exitCode == 1)
    #expect(run.output.contains("error listpack.count at byte 29 275: a listpack that says it has 25 entries and has 24\n    key \"hash:lp\" (db 0)"))
    #expect(!run.output.contains("\u{1B}"))
  }

  @Test func `the JSON document has the fields of the contract`() throws {
    let run = try Toolrun.run(["check", "--json", damaged])
    #expect(run.exitCode == 1)
    let document = try run.object()
    #expect(run.output.hasPrefix("{\"schema\": \"rdbtool.check/1\""))
    #expect(document["kind"] as? String == "rdb")
    #expect(document["ok"] as? Bool == false)
    #expect(document["verdict"] as? String == "refused")
    #expect(document["bytes"] as? Int == 33906)
    #expect(document["keys"] as? Int == 65)
    #expect(document["expires"] as? Int == 2)
    let format = try #require(document["format"] as? [String: Any])
    #expect(format["rdbVersion"] as? Int == 10)
    #expect(format["writer"] as? String == "redis 7.0.15")
    #expect(format["checksum"] as? String == "invalid")
    let defects = try #require(document["defects"] as? [[String: Any]])
    let listpack = try #require(defects.first { $0["code"] as? String == "listpack.count" })
    #expect(listpack["severity"] as? String == "error")
    #expect(listpack["offset"] as? Int == 29275)
    #expect(listpack["db"] as? Int == 0)
    #expect(listpack["key"] as? String == "hash:lp")
    #expect(listpack["file"] as? String == damaged)
    #expect((document["databases"] as? [[String: Any]])?.count == 2)
    #expect(document["loads"] is [Any])
  }

  @Test func `judged for another server, the report names what stands in its way`() throws {
    let run = try Toolrun.run(["check", "--json", "--for", "redis-6.2", sound])
    #expect(run.exitCode == 1)
    let document = try run.object()
    #expect(document["verdict"] as? String == "refused")
    #expect(document["for"] as? String == "redis-6.2")
    #expect((document["defects"] as? [[String: Any]])?.contains { $0["code"] as? String == "server.unsupported" } == true)
    #expect(try Toolrun.run(["check", "--for", "valkey-9", sound]).exitCode == 0)
    let unknown = try Toolrun.run(["check", "--for", "redis-99", sound])
    #expect(unknown.exitCode == 64)
    #expect(unknown.errorOutput.contains("redis-8.10"))
  }

  @Test func `several sources are checked in turn, and the worst decides`() throws {
    let run = try Toolrun.run(["check", "--quiet", sound, damaged])
    #expect(run.exitCode == 1)
    #expect(!run.output.contains("sound.rdb"))
    let document = try Toolrun.run(["check", "--json", sound, damaged]).object()
    #expect((document["reports"] as? [Any])?.count == 2)
  }

  @Test func `standard input is read as a file is`() throws {
    let bytes = try Fixtures.bytes("demo/sound.rdb")
    #expect(try Toolrun.run(["check", "-"], input: bytes).exitCode == 0)
    #expect(try Toolrun.run(["check", "--json", "-"], input: bytes).object()["bytes"] as? Int == 33906)
    let cut = try Toolrun.run(["check", "--json", "-"], input: Array(bytes.prefix(20_000)))
    #expect(cut.exitCode == 1)
    let defects = try #require(try cut.object()["defects"] as? [[String: Any]])
    #expect(defects.contains { $0["code"] as? String == "file.truncated" && $0["key"] is String })
  }

  @Test func `gzip is read transparently, and named when the name does not say it`() throws {
    let directory = try TemporaryDirectory("gzip")
    for name in ["dump.rdb.gz", "dump.rdb"] {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", "gzip -c '\(sound)' > '\(directory.path(name))'"]
      try process.run()
      process.waitUntilExit()
    }
    #expect(try Toolrun.run(["check", directory.path("dump.rdb.gz")]).exitCode == 0)
    let disguised = try Toolrun.run(["check", directory.path("dump.rdb")])
    #expect(disguised.exitCode == 1)
    #expect(disguised.output.contains("file.compressed"))
    let whole = try #require(directory.bytes("dump.rdb.gz"))
    try directory.write(Array(whole.prefix(whole.count / 2)), to: "half.gz")
    let half = try Toolrun.run(["check", "--json", directory.path("half.gz")])
    #expect([1, 2].contains(half.exitCode))
    #expect(half.exitCode == 1 || half.standardOutput.isEmpty)
    #expect(half.exitCode == 1 || half.errorOutput.split(separator: "\n").count == 1)
  }

  @Test(arguments: [
    ("missing", "no such file"), ("folder", "directory"), ("below", "director"),
  ])
  func `what cannot be read ends with 2 and one sentence`(name: String, words: String) throws {
    let directory = try TemporaryDirectory("bad")
    try directory.write([1], to: "folder/x")
    try directory.write([1], to: "file")
    let path = name == "below" ? directory.path("file/below") : directory.path(name)
    for command in ["check", "info", "digest", "export"] {
      let run = try Toolrun.run([command, "--json", path].filter { command != "export" || $0 != "--json" })
      #expect(run.exitCode == 2)
      #expect(run.standardOutput.isEmpty)
      #expect(run.errorOutput.split(separator: "\n").count == 1)
      #expect(run.errorOutput.contains(words), "\(run.errorOutput)")
    }
  }

  @Test(arguments: ["", "hello world\n", "*1\r\n$4\r\nPING\r\n", "\0\0\0\0\0\0\0\0\0\0\0\0", "redis0011", "REDI", "<html><body>503</body></html>"])
  func `what is no RDB is refused in words`(content: String) throws {
    let directory = try TemporaryDirectory("bad")
    let path = try directory.write(Array(content.utf8), to: "dump.rdb")
    let check = try Toolrun.run(["check", "--json", path])
    #expect(check.exitCode == 1)
    let document = try check.object()
    #expect(document["verdict"] as? String == "refused")
    #expect((document["defects"] as? [Any])?.count == 1)
    for command in ["info", "digest"] {
      let run = try Toolrun.run([command, "--json", path])
      #expect([1, 2].contains(run.exitCode))
      #expect(run.standardOutput.isEmpty)
      #expect(!run.errorOutput.isEmpty)
    }
  }

  @Test func `a live server is said to be one, and its password is not repeated`() throws {
    let run = try Toolrun.run(["check", "redis://:secret@127.0.0.1:1"])
    #expect(run.exitCode == 2)
    #expect(run.errorOutput.contains("live server"))
    #expect(!run.errorOutput.contains("secret"))
  }

  @Test func `wrong usage ends with 64`() throws {
    for arguments in [["check"], ["check", "--nonsense", sound], ["nonsense"], ["check", "--threads", "0", sound], ["digest", "--ttl", "soon", sound]] {
      #expect(try Toolrun.run(arguments).exitCode == 64, "\(arguments)")
    }
  }

  @Test func `colours are for terminals, or on demand`() throws {
    #expect(try Toolrun.run(["check", "--color", "always", sound]).output.contains("\u{1B}["))
    #expect(try !Toolrun.run(["check", sound], environment: ["NO_COLOR": "1"]).output.contains("\u{1B}["))
  }

  @Test func `a name with control characters does not reach the terminal`() throws {
    let directory = try TemporaryDirectory("evil")
    var file = RDBBuilder(version: 9)
    file.select(0)
    file.record(type: 2, key: "a\u{1B}[2Jb", value: [2] + RDBBytes.string("m") + RDBBytes.string("m"))
    let path = try directory.write(file.finished(), to: "du\u{1B}[31mmp.rdb")
    let run = try Toolrun.run(["check", path])
    #expect(run.exitCode == 1)
    #expect(!run.output.contains("\u{1B}"))
    #expect(run.output.contains("\\x1b[2J"))
  }
}

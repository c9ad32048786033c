import Foundation
import Glibc
import RDBTestSupport
import Testing

/// `rdbtool truncate` as a user types it.
@Suite struct TruncateCommandTests {
  private let folder: TemporaryDirectory
  init() throws { folder = try TemporaryDirectory("truncate-command") }

  private static func aof(_ lines: String...) -> [UInt8] {
    lines.flatMap { $0.hasPrefix("#") ? Array(($0 + "\r\n").utf8) : RESPClient.encode(CommandWords.split($0)) }
  }

  private static let head = aof("#TS:1700000000", "SELECT 0", "SET a 1", "MULTI", "SET b 1", "EXEC")
  private static let tail = aof("#TS:1700000005", "FLUSHALL ASYNC", "#TS:1700000007", "SET c 1")

  private func file() throws -> String { try folder.write(Self.head + Self.tail, to: "in.aof") }

  private func set() throws -> String {
    try folder.write(Self.head, to: "set/appendonly.aof.1.base.aof")
    try folder.write(Self.tail, to: "set/appendonly.aof.1.incr.aof")
    try folder.write(Self.aof("#TS:1700000009", "SET d 1"), to: "set/appendonly.aof.2.incr.aof")
    try folder.write(
      Array("""
        file appendonly.aof.1.base.aof seq 1 type b
        file appendonly.aof.1.incr.aof seq 1 type i
        file appendonly.aof.2.incr.aof seq 2 type i

        """.utf8), to: "set/appendonly.aof.manifest")
    return folder.path("set")
  }

  private func names(_ name: String = "") -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path(name))) ?? []).sorted()
  }

  @Test func `the JSON document has the fields of the contract`() throws {
    let run = try Toolrun.run(["truncate", try file(), "--to", "1700000004", "-o", folder.path("out"), "--json"])
    #expect(run.exitCode == 0)
    #expect(run.output.hasPrefix("{\"schema\": \"rdbtool.truncate/1\""))
    let document = try run.object()
    let cut = try #require(document["cutAt"] as? [String: Any])
    #expect(cut["file"] as? String == folder.path("in.aof"))
    #expect(cut["offset"] as? Int == Self.head.count)
    #expect(cut["time"] as? String == "2023-11-14T22:13:20Z")
    #expect(document["keptCommands"] as? Int == 5)
    #expect(document["droppedCommands"] as? Int == 2)
    #expect(document["keptTransactions"] as? Int == 1)
    #expect(document["droppedFrom"] as? String == "2023-11-14T22:13:25Z")
    #expect(document["droppedTo"] as? String == "2023-11-14T22:13:27Z")
    #expect(document["droppedKinds"] as? [String: Int] == ["flush": 1, "string": 1])
    #expect(document["droppedByName"] as? [String: Int] == ["FLUSHALL": 1, "SET": 1])
    #expect(folder.bytes("out") == Self.head)
  }

  @Test func `a person reads what stays, what goes and where the result is`() throws {
    let run = try Toolrun.run(["truncate", try file(), "--before", "flushall*", "-o", folder.path("out")])
    #expect(run.exitCode == 0)
    #expect(run.output.contains("cut at byte \(Self.head.count) of"))
    #expect(run.output.contains("5 commands (1 transaction)"))
    #expect(run.output.contains("up to 2023-11-14T22:13:20Z"))
    #expect(run.output.contains("2 commands, "))
    #expect(run.output.contains("FLUSHALL 1, SET 1"))
    #expect(run.output.contains(folder.path("out")))
    #expect(run.errorOutput.isEmpty)
  }

  @Test(arguments: [["--to", "1700000004"], ["--to", "2023-11-14T22:13:24.9Z"], ["--to-offset", "220"], ["--before", "FLUSHALL*"], ["--before", "*", "--since", "1700000005"]])
  func `every way to say where gives the same file`(arguments: [String]) throws {
    try #require((Self.head.count...Self.head.count + 50).contains(220) || Self.head.count <= 220)
    let offset = ["--to-offset", "\(Self.head.count + 3)"]
    let run = try Toolrun.run(["truncate", try file(), "-o", folder.path("out")] + (arguments[0] == "--to-offset" ? offset : arguments))
    #expect(run.exitCode == 0, "\(run.errorOutput)")
    #expect(folder.bytes("out") == Self.head)
  }

  @Test func `standard input is cut as a file is`() throws {
    let run = try Toolrun.run(["truncate", "-", "--to", "1700000004", "-o", folder.path("out")], input: Self.head + Self.tail)
    #expect(run.exitCode == 0)
    #expect(folder.bytes("out") == Self.head)
    let inPlace = try Toolrun.run(["truncate", "-", "--to", "1700000004", "--in-place"], input: Self.head + Self.tail)
    #expect(inPlace.exitCode == 2)
    #expect(inPlace.errorOutput.contains("-o OUT"))
  }

  @Test(arguments: ["", "/appendonly.aof.manifest"])
  func `a set becomes the directory of one`(suffix: String) throws {
    let run = try Toolrun.run(["truncate", try set() + suffix, "--to", "1700000005", "-o", folder.path("out"), "--json"])
    #expect(run.exitCode == 0)
    #expect(names("out") == ["appendonly.aof.1.base.aof", "appendonly.aof.1.incr.aof", "appendonly.aof.manifest"])
    #expect(folder.bytes("out/appendonly.aof.1.incr.aof") == Self.aof("#TS:1700000005", "FLUSHALL ASYNC"))
    #expect(try run.object()["droppedFiles"] as? [String] == ["appendonly.aof.2.incr.aof"])
    #expect(names() == ["out", "set"])
  }

  @Test func `in place the old file is kept, and twice is no loss`() throws {
    let path = try file()
    #expect(try Toolrun.run(["truncate", path, "--to", "1700000005", "--in-place"]).output.contains("in.aof.bak"))
    let run = try Toolrun.run(["truncate", path, "--to", "1700000004", "--in-place", "--json"])
    #expect(try run.object()["backup"] as? String == path + ".bak.1")
    #expect(folder.bytes("in.aof") == Self.head)
    #expect(folder.bytes("in.aof.bak") == Self.head + Self.tail)
    // Nothing to cut: nothing is touched.
    #expect(try Toolrun.run(["truncate", path, "--to", "1700000004", "--in-place"]).exitCode == 0)
    #expect(names() == ["in.aof", "in.aof.bak", "in.aof.bak.1"])
  }

  @Test func `in place a set keeps its old manifest and the files it names`() throws {
    let path = try set()
    let run = try Toolrun.run(["truncate", path, "--to", "1700000005", "--in-place", "--json"])
    #expect(run.exitCode == 0)
    #expect(try run.object()["unusedFiles"] as? [String] == ["appendonly.aof.1.base.aof", "appendonly.aof.1.incr.aof", "appendonly.aof.2.incr.aof"])
    #expect(folder.bytes("set/appendonly.aof.manifest").map { String(decoding: $0, as: UTF8.self) }
      == "file appendonly.aof.2.base.aof seq 2 type b\nfile appendonly.aof.3.incr.aof seq 3 type i\n")
    try FileManager.default.removeItem(atPath: folder.path("set/appendonly.aof.manifest"))
    try FileManager.default.moveItem(atPath: folder.path("set/appendonly.aof.manifest.bak"), toPath: folder.path("set/appendonly.aof.manifest"))
    let back = try Toolrun.run(["truncate", path, "--to", "1700000099", "--dry-run", "--json"]).object()
    #expect(back["keptCommands"] as? Int == 8)
  }

  @Test func `a dry run says the same and writes nothing`() throws {
    let path = try set()
    for arguments in [["-o", folder.path("out")], ["--in-place"], []] {
      let run = try Toolrun.run(["truncate", path, "--to", "1700000005", "--dry-run", "--json"] + arguments)
      #expect(run.exitCode == 0)
      #expect(try run.object()["droppedCommands"] as? Int == 2)
      #expect(try run.object()["written"] as? Bool == false)
      #expect(names() == ["set"])
      #expect(names("set").count == 4)
    }
  }

  /// One sentence and exit code 2, and nothing written.
  private func refused(_ arguments: [String], _ words: String, code: Int32 = 2) throws {
    let before = names() + names("set")
    for json in [[], ["--json"]] {
      let run = try Toolrun.run(["truncate"] + arguments + json)
      #expect(run.exitCode == code, "\(arguments)")
      if code == 2 { #expect(run.standardOutput.isEmpty, "\(arguments)") }
      #expect(run.errorOutput.split(separator: "\n").count == 1, "\(run.errorOutput)")
      #expect(run.errorOutput.contains(words), "\(run.errorOutput)")
      #expect(names() + names("set") == before, "\(arguments)")
    }
  }

  @Test func `what cannot be written is one sentence and 2`() throws {
    let path = try file(), set = try set()
    try folder.write([1], to: "there")
    try folder.write([1], to: "full/x")
    let to = ["--to", "1700000004"]
    try refused([path, "-o", folder.path("there")] + to, "--force")
    try refused([set, "-o", folder.path("full")] + to, "--force")
    try refused([set, "-o", folder.path("there")] + to, "--force")
    try refused([path, "-o", path, "--force"] + to, "what is being read")
    try refused([set, "-o", set, "--force"] + to, "what is being read")
    try refused([set, "-o", set + "/out"] + to, "directory that is being read")
    try refused([set, "-o", folder.path, "--force"] + to, "lies in this directory")
    try refused([path, "-o", folder.path("no/out")] + to, "no such directory")
    try refused([path, "-o", folder.path("full")] + to, "directory")
    try refused([path, "-o", folder.path("out"), "--to", "1699999999"], "begins at 2023-11-14T22:13:20Z")
    try refused([set, "--in-place", "--to", "1699999999"], "begins at 2023-11-14T22:13:20Z")
    try refused([path, "-o", folder.path("out"), "--before", "HSET*"], "no command fits")
    try refused([folder.path("there"), "-o", folder.path("out")] + to, "not an AOF")
    try refused(["redis://:secret@127.0.0.1", "-o", folder.path("out")] + to, "live server")
    #expect(try Toolrun.run(["truncate", path, "-o", folder.path("there"), "--force"] + to).exitCode == 0)
    #expect(folder.bytes("there") == Self.head)
    #expect(try Toolrun.run(["truncate", set, "-o", folder.path("full"), "--force"] + to).exitCode == 0)
    #expect(names("full") == ["appendonly.aof.1.base.aof", "appendonly.aof.manifest"])
  }

  @Test func `damage that would stay ends with 1 and names the byte`() throws {
    let path = try folder.write(Self.head + Array("garbage".utf8) + Self.tail, to: "in.aof")
    try refused([path, "-o", folder.path("out"), "--to", "1700000009"], "byte \(Self.head.count)", code: 1)
    let document = try Toolrun.run(["truncate", path, "--dry-run", "--to", "1700000009", "--json"]).object()
    #expect(document["ok"] as? Bool == false)
  }

  @Test(.enabled(if: geteuid() == 0 || access("/dev/shm", W_OK) == 0)) func `a full disk is one sentence, and nothing half done stays`() throws {
    // Files of a process are limited in size: the write fails as on a full disk, and leaves as little.
    let path = try folder.write(Self.head + Array(repeating: Self.aof("SET k " + String(repeating: "x", count: 1000)), count: 3000).flatMap { $0 } + Self.tail, to: "in.aof")
    let script = "ulimit -f 1000; trap '' XFSZ; exec \"$0\" truncate \"$1\" --to 1700000004 -o \"$2\""
    let log = folder.path("log")
    let child = try ChildProcess(
      executable: "/bin/bash", arguments: ["-c", script, Toolrun.binary(), path, folder.path("out")], environment: ProcessInfo.processInfo.environment,
      output: log, errorOutput: log)
    #expect(child.wait(seconds: 60)?.ending == .exited(2))
    #expect(String(decoding: folder.bytes("log") ?? [], as: UTF8.self).split(separator: "\n").count == 1)
    #expect(names() == ["in.aof", "log"])
  }

  @Test func `wrong usage ends with 64`() throws {
    let path = try file()
    for arguments in [
      [], ["--to", "1"], ["--to", "soon", "--dry-run"], ["--to", "1", "--before", "x", "--dry-run"], ["--to-offset", "x", "--dry-run"], ["--to-offset", "-1", "--dry-run"],
      ["--to", "1", "-o", "x", "--in-place"], ["--to", "1", "--since", "1", "--dry-run"], ["--before", "x", "--occurrence", "0", "--dry-run"], ["--before", "x", "--occurrence", "all", "--dry-run"],
    ] {
      #expect(try Toolrun.run(["truncate", path] + arguments).exitCode == 64, "\(arguments)")
    }
    #expect(names() == ["in.aof"])
  }

  @Test func `the help says where the boundary is`() throws {
    let help = try Toolrun.run(["help", "truncate"]).output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(help.contains("keeps everything of that second"))
    #expect(help.contains("redis-check-aof --truncate-to-timestamp"))
  }
}

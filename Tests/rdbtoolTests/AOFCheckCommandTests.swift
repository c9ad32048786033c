import Foundation
import RDBTestSupport
import Testing

/// `rdbtool check` on AOFs as a user types it.
@Suite struct AOFCheckCommandTests {
  private let first = CraftedAOF.encode(CraftedAOF.before)
  private let second = CraftedAOF.encode(CraftedAOF.after)

  private func set(_ directory: TemporaryDirectory, second: [UInt8]) throws -> String {
    try directory.write(first, to: "appendonlydir/appendonly.aof.1.base.aof")
    try directory.write(second, to: "appendonlydir/appendonly.aof.1.incr.aof")
    try directory.write(
      [UInt8]("file appendonly.aof.1.base.aof seq 1 type b\nfile appendonly.aof.1.incr.aof seq 1 type i\n".utf8), to: "appendonlydir/appendonly.aof.manifest")
    return directory.path("appendonlydir")
  }

  @Test func `a set is found by its directory, its manifest, the data directory and the configuration`() throws {
    let directory = try TemporaryDirectory("aof")
    let path = try set(directory, second: second)
    try directory.write([UInt8]("appendonly yes\ndir \(directory.path)\n".utf8), to: "redis.conf")
    for arguments in [[path], [path + "/appendonly.aof.manifest"], [directory.path], ["--redis-conf", directory.path("redis.conf")]] {
      let run = try Toolrun.run(["check", "--json"] + arguments)
      #expect(run.exitCode == 0, "\(run.output)\(run.errorOutput)")
      let document = try run.object()
      #expect(document["kind"] as? String == "multipart")
      #expect(document["verdict"] as? String == "sound")
      #expect(document["commands"] as? Int == 5)
      #expect((document["parts"] as? [[String: Any]])?.count == 2)
      #expect(document["bytes"] as? Int == first.count + second.count)
    }
    let text = try Toolrun.run(["check", path])
    #expect(text.output.contains("AOF in 2 files"))
    #expect(text.output.contains("loads: Redis 7.0 to 8.10, Valkey 7.2 to 9.1"))
  }

  @Test func `a defect names its file, and the offset counts in that`() throws {
    let directory = try TemporaryDirectory("aof")
    let path = try set(directory, second: second + CraftedAOF.encode(["NOSUCH a"]))
    let run = try Toolrun.run(["check", "--json", path])
    #expect(run.exitCode == 1)
    let defects = try #require(try run.object()["defects"] as? [[String: Any]])
    #expect(defects.count == 1)
    #expect(defects.first?["file"] as? String == "appendonly.aof.1.incr.aof")
    #expect(defects.first?["offset"] as? Int == second.count)
    #expect(try Toolrun.run(["check", path]).output.contains("command.unknown in appendonly.aof.1.incr.aof at byte"))
  }

  @Test func `nothing is written, whatever is checked`() throws {
    let directory = try TemporaryDirectory("aof")
    let path = try set(directory, second: second + [0x2A])
    let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    let before = try names.map { try FileManager.default.attributesOfItem(atPath: path + "/" + $0)[.modificationDate] as? Date }
    let bytes = names.map { directory.bytes("appendonlydir/" + $0) }
    #expect(try Toolrun.run(["check", path]).exitCode == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).sorted() == names)
    #expect(try names.map { try FileManager.default.attributesOfItem(atPath: path + "/" + $0)[.modificationDate] as? Date } == before)
    #expect(names.map { directory.bytes("appendonlydir/" + $0) } == bytes)
  }

  @Test func `standard input and compressed files are read, half of one is said to be`() throws {
    let directory = try TemporaryDirectory("aof")
    let plain = try directory.write(first + second, to: "appendonly.aof")
    #expect(try Toolrun.run(["check", "--json", "-"], input: first + second).object()["kind"] as? String == "aof")
    for name in ["appendonly.aof.gz", "renamed.aof"] {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", "gzip -c '\(plain)' > '\(directory.path(name))'"]
      try process.run()
      process.waitUntilExit()
    }
    #expect(try Toolrun.run(["check", directory.path("appendonly.aof.gz")]).exitCode == 0)
    let renamed = try Toolrun.run(["check", directory.path("renamed.aof")])
    #expect(renamed.exitCode == 1)
    #expect(renamed.output.contains("file.compressed"))
    let whole = try #require(directory.bytes("appendonly.aof.gz"))
    try directory.write(Array(whole.dropLast(20)), to: "half.aof.gz")
    let half = try Toolrun.run(["check", "--json", directory.path("half.aof.gz")])
    #expect(half.exitCode == 2)
    #expect(half.standardOutput.isEmpty)
    #expect(half.errorOutput.split(separator: "\n").count == 1)
  }

  @Test func `what cannot be found or read ends with 2 and one sentence`() throws {
    let directory = try TemporaryDirectory("aof")
    try directory.write(first, to: "other/file")
    try directory.write([UInt8]("appendonly yes\ndir\n".utf8), to: "bad.conf")
    for arguments in [[directory.path("nothing.aof")], [directory.path("nothing.manifest")], [directory.path("other")], ["--redis-conf", directory.path("bad.conf")]] {
      let run = try Toolrun.run(["check", "--json"] + arguments)
      #expect(run.exitCode == 2, "\(arguments)")
      #expect(run.standardOutput.isEmpty)
      #expect(run.errorOutput.split(separator: "\n").count == 1)
    }
    _ = try set(directory, second: second)
    try directory.write([UInt8]("file a seq 1 type b\n".utf8), to: "appendonlydir/second.manifest")
    #expect(try Toolrun.run(["check", directory.path("appendonlydir")]).exitCode == 2)
  }

  @Test func `an empty AOF is one, an empty dump is not`() throws {
    let directory = try TemporaryDirectory("aof")
    #expect(try Toolrun.run(["check", directory.write([], to: "appendonly.aof")]).exitCode == 0)
    #expect(try Toolrun.run(["check", directory.write([], to: "dump.rdb")]).exitCode == 1)
    #expect(try Toolrun.run(["check", directory.write(first, to: "dump.rdb")]).exitCode == 1)
  }

  @Test func `info counts the files, keys and commands of an AOF`() throws {
    let directory = try TemporaryDirectory("aof")
    var file = RDBBuilder(version: 9)
    file.select(0)
    file.record(type: 0, key: "k", value: RDBBytes.string("v"))
    try directory.write(file.finished(), to: "appendonlydir/appendonly.aof.1.base.rdb")
    try directory.write([UInt8]("#TS:1700000000\r\n".utf8) + second + [UInt8]("#TS:1700000060\r\n".utf8) + first, to: "appendonlydir/appendonly.aof.1.incr.aof")
    try directory.write(
      [UInt8]("file appendonly.aof.1.base.rdb seq 1 type b\nfile appendonly.aof.1.incr.aof seq 1 type i\n".utf8), to: "appendonlydir/appendonly.aof.manifest")
    let run = try Toolrun.run(["info", "--json", directory.path])
    #expect(run.exitCode == 0)
    let document = try run.object()
    #expect(document["schema"] as? String == "rdbtool.info/1")
    #expect(document["kind"] as? String == "multipart")
    #expect(document["keys"] as? Int == 1)
    #expect((document["types"] as? [String: Int]) == ["string": 1])
    #expect(document["commands"] as? Int == 5)
    let range = try #require(document["timeRange"] as? [String: String])
    #expect(range == ["from": "2023-11-14T22:13:20Z", "to": "2023-11-14T22:14:20Z"])
    #expect(try Toolrun.run(["info", directory.path]).output.contains("AOF in 2 files"))
    #expect(try Toolrun.run(["info", "--type", "hash", directory.path]).exitCode == 2)
    let plain = try Toolrun.run(["info", "--json", directory.write(first, to: "plain.aof")]).object()
    #expect(plain["kind"] as? String == "aof")
    #expect(plain["commands"] as? Int == 3)
    #expect(plain["timeRange"] is NSNull)
  }
}

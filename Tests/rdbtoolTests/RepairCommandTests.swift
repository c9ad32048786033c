import Foundation
import Glibc
import RDBTestSupport
import Testing

/// `rdbtool repair` as a user types it.
@Suite struct RepairCommandTests {
  private let sound = Fixtures.path("demo/sound.rdb")

  /// The demo file, cut.
  private func cut() throws -> [UInt8] { Array(try Fixtures.bytes("demo/sound.rdb").prefix(20_000)) }

  @Test func `a repaired file is sound, and the report says what to do next`() throws {
    let directory = try TemporaryDirectory("repair")
    let run = try Toolrun.run(["repair", directory.write(cut(), to: "dump.rdb"), "-o", directory.path("fixed.rdb")])
    #expect(run.exitCode == 3)
    #expect(run.output.contains("keys kept"))
    #expect(run.output.contains("lost key "))
    #expect(run.output.contains("rdbtool check "))
    #expect(run.output.contains("fixed.rdb.quarantine"))
    #expect(run.errorOutput.isEmpty)
    #expect(try Toolrun.run(["check", directory.path("fixed.rdb")]).exitCode == 0)
  }

  @Test func `nothing lost ends with 0`() throws {
    let directory = try TemporaryDirectory("repair")
    var bytes = try Fixtures.bytes("demo/sound.rdb")
    bytes[15_000] ^= 4
    let run = try Toolrun.run(["repair", directory.write(bytes, to: "dump.rdb"), "-o", directory.path("fixed.rdb"), "--json"])
    #expect(run.exitCode == 0)
    let document = try run.object()
    #expect(document["kept"] as? Int == 65)
    #expect((document["lost"] as? [Any])?.isEmpty == true)
    #expect((document["corrected"] as? [String: Any])?["offset"] as? Int == 15_000)
    #expect(directory.bytes("fixed.rdb") == (try Fixtures.bytes("demo/sound.rdb")))
    #expect(try Toolrun.run(["check", directory.path("fixed.rdb")]).exitCode == 0)
    #expect(directory.bytes("fixed.rdb.quarantine") == nil)
  }

  @Test func `the JSON document has the fields of the contract, and --report writes the same`() throws {
    let directory = try TemporaryDirectory("repair")
    let input = try directory.write(cut(), to: "dump.rdb")
    let run = try Toolrun.run(["repair", input, "-o", directory.path("fixed.rdb"), "--json", "--report", directory.path("report.json")])
    #expect(run.exitCode == 3)
    #expect(run.output.hasPrefix("{\"schema\": \"rdbtool.repair/1\""))
    let document = try run.object()
    let lost = try #require(document["lost"] as? [[String: Any]])
    let first = try #require(lost.first)
    for field in ["file", "offset", "bytes", "db", "key", "why"] { #expect(first.keys.contains(field)) }
    #expect(document["output"] as? String == directory.path("fixed.rdb"))
    #expect(document["quarantine"] as? String == directory.path("fixed.rdb.quarantine"))
    let share = try #require(document["savedShare"] as? Double)
    #expect(share > 0 && share < 1)
    #expect(directory.bytes("report.json").map { [UInt8]($0) } == run.standardOutput)
    // The index of the quarantine.
    let ranges = try #require(document["rangesLost"] as? [[String: Any]])
    let whole = try cut()
    let quarantine = try #require(directory.bytes("fixed.rdb.quarantine"))
    for range in ranges {
      let (offset, bytes, place) = (range["offset"] as? Int ?? -1, range["bytes"] as? Int ?? -1, range["quarantineOffset"] as? Int ?? -1)
      #expect(Array(whole[offset..<offset + bytes]) == Array(quarantine[place..<place + bytes]))
    }
  }

  @Test func `in place the old file stays as .bak, and a sound file stays as it is`() throws {
    let directory = try TemporaryDirectory("repair")
    let old = try cut()
    let path = try directory.write(old, to: "dump.rdb")
    #expect(try Toolrun.run(["repair", path, "--in-place"]).exitCode == 3)
    #expect(directory.bytes("dump.rdb.bak") == old)
    #expect(try Toolrun.run(["check", path]).exitCode == 0)
    // A second time there is nothing to do.
    let fixed = directory.bytes("dump.rdb")
    let again = try Toolrun.run(["repair", path, "--in-place", "--force"])
    #expect(again.exitCode == 0)
    #expect(again.output.contains("left alone"))
    #expect(directory.bytes("dump.rdb") == fixed)
    #expect(directory.bytes("dump.rdb.bak") == old)
    // A backup in the way is not replaced unless asked for.
    try directory.write(old, to: "dump.rdb")
    let refused = try Toolrun.run(["repair", path, "--in-place"])
    #expect(refused.exitCode == 2)
    #expect(refused.errorOutput.contains("--force"))
    #expect(directory.bytes("dump.rdb") == old)
    #expect(try Toolrun.run(["repair", path, "--in-place", "--force"]).exitCode == 3)
  }

  @Test func `a dry run writes nothing`() throws {
    let directory = try TemporaryDirectory("repair")
    let path = try directory.write(cut(), to: "dump.rdb")
    let run = try Toolrun.run(["repair", path, "--dry-run"])
    #expect(run.exitCode == 3)
    #expect(run.output.contains("nothing was written"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["dump.rdb"])
  }

  @Test func `standard input and compressed files are read too`() throws {
    let directory = try TemporaryDirectory("repair")
    let bytes = try cut()
    let piped = try Toolrun.run(["repair", "-", "-o", directory.path("piped.rdb"), "--json"], input: bytes)
    #expect(piped.exitCode == 3)
    let path = try directory.write(bytes, to: "dump.rdb")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "gzip -k '\(path)'"]
    try process.run()
    process.waitUntilExit()
    let zipped = try Toolrun.run(["repair", path + ".gz", "-o", directory.path("zipped.rdb"), "--json"])
    #expect(zipped.exitCode == 3)
    #expect(directory.bytes("piped.rdb") == directory.bytes("zipped.rdb"))
    #expect(try piped.object()["kept"] as? Int == zipped.object()["kept"] as? Int)
    let inPlace = try Toolrun.run(["repair", path + ".gz", "--in-place"])
    #expect(inPlace.exitCode == 2)
    #expect(inPlace.errorOutput.contains("compressed"))
  }

  @Test func `what stands in the way is said in one sentence, and left alone`() throws {
    let directory = try TemporaryDirectory("repair")
    let path = try directory.write(cut(), to: "dump.rdb")
    try directory.write([1, 2, 3], to: "there.rdb")
    try directory.write([1], to: "locked/x")
    chmod(directory.path("locked"), 0o500)
    defer { chmod(directory.path("locked"), 0o700) }
    var cases = [
      (["-o", path], "the output is the input"), (["-o", path, "--force"], "the output is the input"),
      (["-o", directory.path("there.rdb")], "there is a file of this name"), (["-o", directory.path("none/x.rdb")], "director"),
      (["-o", directory.path], "there is a file of this name"),
    ]
    if geteuid() != 0 { cases.append((["-o", directory.path("locked/x.rdb")], "permission")) }
    for (arguments, words) in cases {
      let run = try Toolrun.run(["repair", path, "--json"] + arguments)
      #expect(run.exitCode == 2, "\(arguments)")
      #expect(run.standardOutput.isEmpty)
      #expect(run.errorOutput.split(separator: "\n").count == 1, "\(run.errorOutput)")
      #expect(run.errorOutput.contains(words), "\(run.errorOutput)")
    }
    #expect(directory.bytes("there.rdb") == [1, 2, 3])
    #expect(directory.bytes("dump.rdb") == (try cut()))
    #expect(try Toolrun.run(["repair", path, "-o", directory.path("there.rdb"), "--force"]).exitCode == 3)
  }

  @Test func `a full disk leaves no half output`() throws {
    try #require(access("/dev/full", F_OK) == 0)
    let directory = try TemporaryDirectory("repair")
    let path = try directory.write(cut(), to: "dump.rdb")
    // A limit on the size of files is the full disk that needs no root.
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "trap '' XFSZ; ulimit -f 4; exec '\(try Toolrun.binary())' repair '\(path)' -o '\(directory.path("out.rdb"))'"]
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 2, "\(text)")
    #expect(text.split(separator: "\n").count == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["dump.rdb"])
  }

  @Test func `killed at any moment, there is the whole output or none`() throws {
    let directory = try TemporaryDirectory("repair")
    var file = RDBBuilder(version: 11)
    file.select(0)
    for index in 0..<60_000 { file.record(type: 0, key: "key:\(index)", value: RDBBytes.string("value \(index)")) }
    let whole = file.finished()
    let input = try directory.write(Array(whole.dropLast(100)), to: "in.rdb")
    // How long it takes when nobody interrupts it.
    let usual = try Toolrun.run(["repair", input, "-o", directory.path("out.rdb")]).seconds
    var finished = 0
    for attempt in 0..<25 {
      let isInPlace = attempt % 2 == 1
      try directory.write(Array(whole.dropLast(100)), to: "in.rdb")
      for name in ["out.rdb", "out.rdb.quarantine", "in.rdb.bak", "in.rdb.quarantine"] { unlink(directory.path(name)) }
      let child = try ChildProcess(
        executable: Toolrun.binary(), arguments: ["repair", input] + (isInPlace ? ["--in-place"] : ["-o", directory.path("out.rdb")]), environment: [:],
        output: directory.path("log"), errorOutput: directory.path("log2"))
      usleep(UInt32(usual * 1_200_000 * Double(attempt + 1) / 25))
      kill(child.processID, SIGKILL)
      _ = child.wait(seconds: 10)
      if isInPlace {
        // The input is whole, or its backup is; under its name there is never half a file.
        let old = Array(whole.dropLast(100))
        let now = try #require(directory.bytes("in.rdb"))
        if now != old {
          finished += 1
          #expect(directory.bytes("in.rdb.bak") == old)
          #expect(try Toolrun.run(["check", "--quiet", input]).exitCode == 0)
        }
      } else if directory.bytes("out.rdb") != nil {
        finished += 1
        #expect(try Toolrun.run(["check", "--quiet", directory.path("out.rdb")]).exitCode == 0)
      }
    }
    #expect(finished < 25)
  }

  @Test func `what is no RDB is refused in words`() throws {
    let directory = try TemporaryDirectory("repair")
    for (content, words) in [("", "empty"), ("<html>503</html>", "text"), ("REDIS0011", "nothing to save")] {
      let path = try directory.write(Array(content.utf8), to: "dump.rdb")
      let run = try Toolrun.run(["repair", path, "-o", directory.path("out.rdb")])
      #expect(run.exitCode == 2)
      #expect(run.errorOutput.contains(words), "\(run.errorOutput)")
      #expect(directory.bytes("out.rdb") == nil)
    }
  }

  @Test func `wrong usage ends with 64`() throws {
    for arguments in [[sound], [sound, "--in-place", "-o", "x"], ["-", "--in-place"], [sound, "--dry-run", "--for", "redis-7", "--rdb-version", "9"], [sound, "--dry-run", "--partial", "maybe"]] {
      #expect(try Toolrun.run(["repair"] + arguments).exitCode == 64, "\(arguments)")
    }
  }
}

import Foundation
import RDBTestSupport
import Testing

/// `rdbtool repair` of AOFs as a user types it.
@Suite struct RepairAOFCommandTests {
  private static func command(_ words: String...) -> [UInt8] { RESPClient.encode(words.map { [UInt8]($0.utf8) }) }

  /// Thousands of commands with a wound near the start.
  private static let (whole, wounded, hurt): ([UInt8], [UInt8], Range<Int>) = {
    var bytes = command("SELECT", "0")
    var ranges: [Range<Int>] = []
    for index in 0..<1000 {
      let next = command("SET", "key:\(index)", "value \(index)")
      ranges.append(bytes.count..<bytes.count + next.count)
      bytes += next
    }
    var wounded = bytes
    for index in ranges[3].prefix(4) { wounded[index] = 0xAA }
    return (bytes, wounded, ranges[3])
  }()

  private static let rdb: [UInt8] = (try? Fixtures.bytes("demo/sound.rdb")) ?? []

  @Test func `one wound near the start costs one command`() throws {
    let directory = try TemporaryDirectory("repair-aof")
    let input = try directory.write(Self.wounded, to: "appendonly.aof")
    let run = try Toolrun.run(["repair", input, "-o", directory.path("fixed.aof"), "--json", "--report", directory.path("report.json")])
    #expect(run.exitCode == 3, "\(run.errorOutput)")
    let document = try run.object()
    #expect(document["schema"] as? String == "rdbtool.repair/1")
    #expect(document["kept"] as? Int == 1000)
    #expect(document["kind"] as? String == "aof")
    let lost = try #require(document["lost"] as? [[String: Any]])
    #expect(lost.count == 1)
    #expect(lost[0]["offset"] as? Int == Self.hurt.lowerBound)
    #expect(lost[0]["bytes"] as? Int == Self.hurt.count)
    #expect(lost[0]["key"] as? String == "key:3")
    for field in ["file", "db", "why", "command"] { #expect(lost[0].keys.contains(field)) }
    #expect(directory.bytes("fixed.aof") == Array(Self.whole[..<Self.hurt.lowerBound] + Self.whole[Self.hurt.upperBound...]))
    #expect(directory.bytes("fixed.aof.quarantine") == Array(Self.wounded[Self.hurt]))
    #expect(directory.bytes("report.json") == run.standardOutput)
    #expect(try Toolrun.run(["check", directory.path("fixed.aof")]).exitCode == 0)
    let text = try Toolrun.run(["repair", input, "-o", directory.path("again.aof")])
    #expect(text.exitCode == 3)
    #expect(text.output.contains("1 000 commands kept"))
    #expect(text.output.contains("next: `rdbtool check "))
  }

  @Test func `a sound file is copied byte for byte, and left alone in place`() throws {
    let directory = try TemporaryDirectory("repair-aof")
    for (name, bytes) in [("plain.aof", Self.whole), ("hybrid.aof", Self.rdb + Self.whole)] {
      let input = try directory.write(bytes, to: name)
      let run = try Toolrun.run(["repair", input, "-o", directory.path("new-" + name)])
      #expect(run.exitCode == 0, "\(run.output)\(run.errorOutput)")
      #expect(directory.bytes("new-" + name) == bytes)
      #expect(directory.bytes("new-\(name).quarantine") == nil)
      let inPlace = try Toolrun.run(["repair", input, "--in-place"])
      #expect(inPlace.exitCode == 0)
      #expect(inPlace.output.contains("left alone"))
      #expect(directory.bytes(name + ".bak") == nil)
    }
  }

  @Test func `in place the old file stays as .bak`() throws {
    let directory = try TemporaryDirectory("repair-aof")
    let input = try directory.write(Self.wounded, to: "appendonly.aof")
    let run = try Toolrun.run(["repair", input, "--in-place", "--json"])
    #expect(run.exitCode == 3)
    #expect(directory.bytes("appendonly.aof.bak") == Self.wounded)
    #expect(try Toolrun.run(["check", input]).exitCode == 0)
    #expect(try run.object()["backup"] as? String == directory.path("appendonly.aof.bak"))
  }

  @Test func `a dry run writes nothing`() throws {
    let directory = try TemporaryDirectory("repair-aof")
    let input = try directory.write(Self.wounded, to: "appendonly.aof")
    let run = try Toolrun.run(["repair", input, "--dry-run"])
    #expect(run.exitCode == 3)
    #expect(run.output.contains("nothing was written"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["appendonly.aof"])
  }

  @Test func `what stands in the way is said in one sentence, and left alone`() throws {
    let directory = try TemporaryDirectory("repair-aof")
    let path = try directory.write(Self.wounded, to: "appendonly.aof")
    try directory.write([1], to: "there.aof")
    try directory.write([1], to: "free.aof.quarantine")
    try directory.write([UInt8](repeating: 0x58, count: 500), to: "noise.aof")
    for (source, output, words) in [
      (path, path, "what is being read"), (path, directory.path("there.aof"), "there is a file of this name"),
      (path, directory.path("none/x.aof"), "director"), (path, directory.path("free.aof"), "there is a file of this name"),
      (directory.path("noise.aof"), directory.path("x.aof"), "nothing to save"),
    ] {
      let run = try Toolrun.run(["repair", source, "-o", output, "--json"])
      #expect(run.exitCode == 2, "\(output): \(run.output)")
      #expect(run.standardOutput.isEmpty)
      #expect(run.errorOutput.split(separator: "\n").count == 1, "\(run.errorOutput)")
      #expect(run.errorOutput.contains(words), "\(run.errorOutput)")
    }
    #expect(directory.bytes("appendonly.aof") == Self.wounded)
    #expect(directory.bytes("there.aof") == [1])
    #expect(directory.bytes("free.aof") == nil)
    #expect(try Toolrun.run(["repair", path, "-o", directory.path("free.aof"), "--force"]).exitCode == 3)
    #expect(directory.bytes("free.aof.quarantine") == Array(Self.wounded[Self.hurt]))
  }

  private func set(_ directory: TemporaryDirectory, manifest: String?) throws -> String {
    try directory.write(Self.rdb, to: "set/appendonly.aof.2.base.rdb")
    try directory.write(Self.wounded, to: "set/appendonly.aof.3.incr.aof")
    try directory.write(Self.command("SELECT", "1") + Self.command("SET", "last", "one") + [0x2A, 0x33], to: "set/appendonly.aof.4.incr.aof")
    if let manifest { try directory.write([UInt8](manifest.utf8), to: "set/appendonly.aof.manifest") }
    return directory.path("set")
  }

  private static let manifest =
    "file appendonly.aof.2.base.rdb seq 2 type b\nfile appendonly.aof.3.incr.aof seq 3 type i\nfile appendonly.aof.4.incr.aof seq 4 type i\n"

  @Test(arguments: [manifest, nil, "", String(manifest.dropLast(20)), "file appendonly.aof.2.base.rdb seq 0 type z\n\n" + manifest])
  func `a set is repaired file by file, and its manifest written as servers write it, whatever is left of it`(manifest: String?) throws {
    let directory = try TemporaryDirectory("repair-set")
    let input = try set(directory, manifest: manifest)
    let run = try Toolrun.run(["repair", input, "-o", directory.path("fixed"), "--json"])
    #expect(run.exitCode == 3, "\(run.errorOutput)")
    #expect(try run.object()["kind"] as? String == "multipart")
    #expect(try run.object()["kept"] as? Int == 1002 + 65)
    #expect(directory.bytes("fixed/appendonly.aof.manifest").map { String(decoding: $0, as: UTF8.self) } == Self.manifest)
    #expect(directory.bytes("fixed/appendonly.aof.2.base.rdb") == Self.rdb)
    #expect(directory.bytes("fixed/appendonly.aof.3.incr.aof")?.count == Self.whole.count - Self.hurt.count)
    #expect(directory.bytes("fixed.quarantine") == Array(Self.wounded[Self.hurt]) + [0x2A, 0x33])
    #expect(try Toolrun.run(["check", directory.path("fixed")]).exitCode == 0)
  }

  @Test func `a file that the manifest names and that is gone is lost, and the rest is kept`() throws {
    let directory = try TemporaryDirectory("repair-set")
    let input = try set(directory, manifest: Self.manifest)
    try FileManager.default.removeItem(atPath: directory.path("set/appendonly.aof.3.incr.aof"))
    let run = try Toolrun.run(["repair", input, "-o", directory.path("fixed"), "--json"])
    #expect(run.exitCode == 3)
    let lost = try #require(run.object()["lost"] as? [[String: Any]])
    #expect(lost.first?["file"] as? String == "appendonly.aof.3.incr.aof")
    #expect(directory.bytes("fixed/appendonly.aof.manifest").map { !String(decoding: $0, as: UTF8.self).contains("3.incr") } == true)
    #expect(try Toolrun.run(["check", directory.path("fixed")]).exitCode == 0)
  }

  @Test func `a set in place keeps its old manifest and all that it names`() throws {
    let directory = try TemporaryDirectory("repair-set")
    let input = try set(directory, manifest: Self.manifest)
    let run = try Toolrun.run(["repair", input, "--in-place", "--json"])
    #expect(run.exitCode == 3, "\(run.errorOutput)")
    #expect(directory.bytes("set/appendonly.aof.manifest.bak").map { String(decoding: $0, as: UTF8.self) } == Self.manifest)
    #expect(directory.bytes("set/appendonly.aof.3.incr.aof") == Self.wounded)
    #expect(try Toolrun.run(["check", input]).exitCode == 0)
    #expect(try Toolrun.run(["repair", input, "--in-place"]).exitCode == 0)
  }

  @Test func `a damaged RDB in front is salvaged and the commands behind it are kept`() throws {
    let directory = try TemporaryDirectory("repair-hybrid")
    var bytes = Self.rdb + Self.whole
    for index in 9_000..<11_000 { bytes[index] = 0 }
    let run = try Toolrun.run(["repair", directory.write(bytes, to: "appendonly.aof"), "-o", directory.path("fixed.aof"), "--json"])
    #expect(run.exitCode == 3, "\(run.errorOutput)")
    let document = try run.object()
    #expect(document["kind"] as? String == "hybrid")
    #expect(document["keptCommands"] as? Int == 1001)
    #expect((document["keptKeys"] as? Int ?? 0) > 40)
    #expect(try Toolrun.run(["check", directory.path("fixed.aof")]).exitCode == 0)
  }
}

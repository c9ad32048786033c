import Foundation
import Glibc
import RDBTestSupport
import Testing

/// `repair` of AOFs, killed at any moment: what was there is still there, and nothing under a final name is half done.
///
/// `RDBTOOL_KILLS` is how often, 12 if not given.
@Suite(.serialized) struct RepairAOFKillTests {
  private static let kills = Int(ProcessInfo.processInfo.environment["RDBTOOL_KILLS"] ?? "") ?? 12

  private static let wounded: [UInt8] = {
    var bytes = (0..<2500).flatMap { RESPClient.encode([Array("SET".utf8), Array("key:\($0)".utf8), [UInt8](repeating: 0x78, count: 1500)]) }
    for index in 2_000_000..<2_000_010 { bytes[index] = 0 }
    // The header of a command, so that something has to be left out.
    let header = Array("*3\r\n$3\r\nSET\r\n$8\r\nkey:1000".utf8)
    if let place = bytes.firstRange(of: header) { bytes.replaceSubrange(place.lowerBound..<place.lowerBound + 10, with: [UInt8](repeating: 0x58, count: 10)) }
    return bytes
  }()

  private static let set: [(name: String, bytes: [UInt8])] = [
    ("appendonly.aof.1.incr.aof", wounded), ("appendonly.aof.2.incr.aof", Array(wounded.prefix(1_000_000))),
    ("appendonly.aof.manifest", Array("file appendonly.aof.1.incr.aof seq 1 type i\nfile appendonly.aof.2.incr.aof seq 2 type i\n".utf8)),
  ]

  private func content(_ folder: TemporaryDirectory, _ name: String) throws -> [String: [UInt8]]? {
    guard FileManager.default.fileExists(atPath: folder.path(name)) else { return nil }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path(name))
    return Dictionary(uniqueKeysWithValues: names.map { ($0, folder.bytes(name + "/" + $0) ?? []) })
  }

  private func write(_ folder: TemporaryDirectory) throws {
    try FileManager.default.createDirectory(atPath: folder.path("aof"), withIntermediateDirectories: true)
    for (name, bytes) in Self.set { try folder.write(bytes, to: "aof/" + name) }
  }

  /// Runs it once to its end for the time that it takes, then again and again, killed on the way.
  private func trials(_ arguments: (TemporaryDirectory) -> [String], _ prepare: (TemporaryDirectory) throws -> Void, _ look: (TemporaryDirectory, _ isWhole: Bool) throws -> Void) throws {
    var random = SeededGenerator(seed: 3)
    let first = try TemporaryDirectory("kill")
    try prepare(first)
    let whole = try Toolrun.run(arguments(first))
    #expect(whole.exitCode == 3)
    try look(first, true)
    for number in 0..<Self.kills {
      let folder = try TemporaryDirectory("kill")
      try prepare(folder)
      let child = try ChildProcess(
        executable: Toolrun.binary(), arguments: arguments(folder), environment: ProcessInfo.processInfo.environment, output: "/dev/null", errorOutput: "/dev/null")
      let part = number % 3 == 0 ? Double(random.below(1000)) / 1000 : 0.6 + 0.45 * Double(random.below(1000)) / 1000
      usleep(UInt32(whole.seconds * part * 1e6))
      _ = child.stop()
      try look(folder, false)
    }
  }

  @Test(arguments: [false, true])
  func `a file is whole, and so is its backup`(inPlace: Bool) throws {
    var repaired: [UInt8]?
    try trials({ ["repair", $0.path("in.aof")] + (inPlace ? ["--in-place"] : ["-o", $0.path("out.aof")]) }, { try $0.write(Self.wounded, to: "in.aof") }) { folder, isWhole in
      let now = folder.bytes(inPlace ? "in.aof" : "out.aof")
      if isWhole {
        repaired = now
        #expect(now.map { $0.count > 3_000_000 && $0.count < Self.wounded.count } == true)
      }
      if inPlace {
        #expect(now == Self.wounded || now == repaired && folder.bytes("in.aof.bak") == Self.wounded)
      } else {
        #expect(folder.bytes("in.aof") == Self.wounded)
        #expect(now == nil || now == repaired)
      }
    }
  }

  @Test func `a set is there whole or not at all`() throws {
    var repaired: [String: [UInt8]]?
    try trials({ ["repair", $0.path("aof"), "-o", $0.path("out")] }, write) { folder, isWhole in
      let now = try content(folder, "out")
      if isWhole {
        repaired = now
        #expect((now?.count ?? 0) >= 3)
      }
      #expect(now == nil || now == repaired)
      #expect(try content(folder, "aof") == Dictionary(uniqueKeysWithValues: Self.set.map { ($0.name, $0.bytes) }))
    }
  }

  @Test func `what is in the way, full or read-only is said in one sentence`() throws {
    let folder = try TemporaryDirectory("kill")
    try folder.write(Self.wounded, to: "in.aof")
    try folder.write(Array("mine".utf8), to: "there.aof")
    for (arguments, words) in [
      (["repair", folder.path("in.aof"), "-o", folder.path("there.aof")], "there.aof"),
      (["repair", folder.path("in.aof"), "-o", folder.path("in.aof")], "in.aof"),
      (["repair", folder.path("in.aof"), "-o", "/proc/nothing/out.aof"], "/proc"),
    ] {
      let run = try Toolrun.run(arguments)
      #expect(run.exitCode == 2, "\(arguments): \(run.errorOutput)")
      #expect(run.errorOutput.contains(words) && run.errorOutput.split(separator: "\n").count == 1, "\(run.errorOutput)")
    }
    #expect(folder.bytes("in.aof") == Self.wounded)
    #expect(folder.bytes("there.aof") == Array("mine".utf8))
  }
}

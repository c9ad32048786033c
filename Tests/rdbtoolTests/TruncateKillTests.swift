import Foundation
import Glibc
import RDBTestSupport
import Testing

/// Killed at any moment, what was there is still there, and nothing under a final name is half done.
///
/// `RDBTOOL_KILLS` is how often, 20 if not given.
@Suite(.serialized) struct TruncateKillTests {
  private static let kills = Int(ProcessInfo.processInfo.environment["RDBTOOL_KILLS"] ?? "") ?? 20
  private static let stayText = "#TS:1700000000\r\n"

  private static func block(_ letter: String, _ count: Int) -> [UInt8] {
    (0..<count).flatMap { RESPClient.encode([Array("SET".utf8), Array("\(letter)\($0)".utf8), [UInt8](repeating: 0x78, count: 2000)]) }
  }

  private static let stays = Array(stayText.utf8) + block("a", 1500)
  private static let goes = Array("#TS:1700000009\r\n".utf8) + block("b", 300)

  /// Runs it and kills it after that part of the time that it takes; whether it was still running.
  private func killed(_ arguments: [String], after seconds: Double) throws -> Bool {
    let child = try ChildProcess(
      executable: Toolrun.binary(), arguments: arguments, environment: ProcessInfo.processInfo.environment, output: "/dev/null",
      errorOutput: "/dev/null")
    usleep(UInt32(seconds * 1e6))
    let wasRunning = child.poll() == nil
    _ = child.stop()
    return wasRunning
  }

  private func names(_ path: String) -> [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

  /// Where between start and end of a whole run to kill, most of them near the end, where the writing is.
  private func moments(_ whole: Double, _ random: inout SeededGenerator) -> [Double] {
    (0..<Self.kills).map { $0 % 4 == 0 ? whole * Double(random.below(1000)) / 1000 : whole * (0.6 + 0.45 * Double(random.below(1000)) / 1000) }
  }

  private func measure(_ arguments: [String]) throws -> Double {
    let run = try Toolrun.run(arguments)
    #expect(run.exitCode == 0)
    return run.seconds
  }

  @Test(arguments: [false, true])
  func `a file is whole, and so is its backup`(inPlace: Bool) throws {
    var random = SeededGenerator(seed: inPlace ? 2 : 1)
    let bytes = Self.stays + Self.goes
    func arguments(_ folder: TemporaryDirectory) -> [String] {
      ["truncate", folder.path("in.aof"), "--to", "1700000004"] + (inPlace ? ["--in-place"] : ["-o", folder.path("out.aof")])
    }
    let first = try TemporaryDirectory("kill")
    try first.write(bytes, to: "in.aof")
    var interrupted = 0
    for seconds in moments(try measure(arguments(first)), &random) {
      let folder = try TemporaryDirectory("kill")
      try folder.write(bytes, to: "in.aof")
      if try killed(arguments(folder), after: seconds) { interrupted += 1 }
      let now = folder.bytes("in.aof")
      if inPlace {
        #expect(now == bytes || (now == Self.stays && folder.bytes("in.aof.bak") == bytes))
        if let backup = folder.bytes("in.aof.bak") { #expect(backup == bytes) }
      } else {
        #expect(now == bytes)
        if let out = folder.bytes("out.aof") { #expect(out == Self.stays) }
      }
      let known = ["in.aof", inPlace ? "in.aof.bak" : "out.aof"]
      #expect(names(folder.path).allSatisfy { known.contains($0) || $0.hasPrefix(".rdbtool-") })
    }
    #expect(interrupted > 0)
  }

  @Test(arguments: [false, true])
  func `a set is whole, and so is the one that its backup names`(inPlace: Bool) throws {
    var random = SeededGenerator(seed: inPlace ? 4 : 3)
    let manifest = "file a.1.base.aof seq 1 type b\nfile a.1.incr.aof seq 1 type i\nfile a.2.incr.aof seq 2 type i\n"
    func write(_ folder: TemporaryDirectory) throws {
      try folder.write(Self.stays, to: "in/a.1.base.aof")
      try folder.write(Self.stays + Self.goes, to: "in/a.1.incr.aof")
      try folder.write(Self.goes, to: "in/a.2.incr.aof")
      try folder.write(Array(manifest.utf8), to: "in/a.manifest")
    }
    func arguments(_ folder: TemporaryDirectory) -> [String] {
      ["truncate", folder.path("in"), "--to", "1700000004"] + (inPlace ? ["--in-place"] : ["-o", folder.path("out")])
    }
    /// All that servers would load by a manifest.
    func content(_ folder: TemporaryDirectory, _ name: String) -> [UInt8]? {
      guard let text = folder.bytes(name) else { return nil }
      let directory = name.split(separator: "/")[0]
      return String(decoding: text, as: UTF8.self).split(separator: "\n").flatMap { line in
        folder.bytes("\(directory)/\(line.split(separator: " ")[1])") ?? Array("missing".utf8)
      }
    }
    let before = Self.stays + Self.stays + Self.goes + Self.goes, after = Self.stays + Self.stays
    let first = try TemporaryDirectory("kill")
    try write(first)
    var interrupted = 0
    for seconds in moments(try measure(arguments(first)), &random) {
      let folder = try TemporaryDirectory("kill")
      try write(folder)
      if try killed(arguments(folder), after: seconds) { interrupted += 1 }
      let now = content(folder, "in/a.manifest")
      let backup = content(folder, "in/a.manifest.bak")
      #expect(now == before || (inPlace && now == after && backup == before))
      #expect(backup == nil || backup == before)
      if names(folder.path).contains("out") {
        #expect(content(folder, "out/a.manifest") == after)
        #expect(names(folder.path("out")) == ["a.1.base.aof", "a.1.incr.aof", "a.manifest"])
      }
      #expect(names(folder.path).allSatisfy { ["in", "out"].contains($0) || $0.hasPrefix(".rdbtool-") })
      // Complete files that no manifest names are no harm: servers do not look at them.
      for name in names(folder.path("in")) where !name.hasPrefix(".rdbtool-") && !name.hasPrefix("a.manifest") {
        #expect([Self.stays, Self.stays + Self.goes, Self.goes].contains(folder.bytes("in/" + name)), "\(name)")
      }
    }
    #expect(interrupted > 0)
  }

  @Test func `interrupted by the user, it ends with 130 and leaves nothing`() throws {
    let folder = try TemporaryDirectory("interrupt")
    try folder.write(Self.stays + Self.goes, to: "in.aof")
    let arguments = ["truncate", folder.path("in.aof"), "--to", "1700000004", "-o", folder.path("out.aof")]
    let whole = try measure(arguments)
    try FileManager.default.removeItem(atPath: folder.path("out.aof"))
    for step in 0..<12 {
      let child = try ChildProcess(
        executable: Toolrun.binary(), arguments: arguments, environment: ProcessInfo.processInfo.environment, output: "/dev/null",
        errorOutput: "/dev/null")
      usleep(UInt32(whole * (0.3 + 0.06 * Double(step)) * 1e6))
      child.send(signal: SIGINT)
      let ending = child.wait(seconds: 60)?.ending
      // Before anything is written the signal ends it as any other program.
      #expect([.exited(0), .exited(130), .signalled(SIGINT)].contains(ending))
      let isDone = ending == .exited(0)
      #expect(names(folder.path) == (isDone ? ["in.aof", "out.aof"] : ["in.aof"]))
      if isDone { try FileManager.default.removeItem(atPath: folder.path("out.aof")) }
    }
  }
}

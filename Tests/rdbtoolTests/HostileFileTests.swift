import RDBTestSupport
import Testing

/// Files that lie about lengths and counts, given to every command: nothing crashes, hangs, or takes memory for a claim.
@Suite struct HostileFileTests {
  @Test(arguments: [["check"], ["info", "--size", ">1KB"], ["digest", "--full", "--keys"], ["export"], ["export", "--format", "resp"]])
  func `a lie costs neither time nor memory`(command: [String]) throws {
    let files = Fixtures.all(under: "hostile")
    #expect(files.count > 100)
    for file in files {
      let run = try Toolrun.run(command + [Fixtures.path(file)], timeout: 20)
      #expect([0, 1, 2, 3].contains(run.exitCode), "\(command) \(file): \(run.ending) \(run.errorOutput.suffix(300))")
      #expect(run.peakResidentBytes < 64 << 20, "\(command) \(file): \(run.peakResidentBytes) bytes")
      #expect(run.seconds < 10, "\(command) \(file): \(run.seconds) s")
      if run.exitCode == 2 { #expect(!run.errorOutput.isEmpty, "\(command) \(file)") }
    }
  }

  @Test func `a compressed string that unfolds a hundredfold is walked in bounded memory`() throws {
    let directory = try TemporaryDirectory("bomb")
    var file = RDBBuilder(version: 9)
    file.select(0)
    let count = 24 << 20
    file.record(type: 0, key: "bomb", value: RDBBytes.compressed(RDBBytes.lzfRun(count), uncompressedLength: RDBBytes.length(count)))
    let path = try directory.write(file.finished(), to: "bomb.rdb")
    for command in [["check"], ["digest"], ["export"]] {
      let run = try Toolrun.run(command + [path], timeout: 300)
      #expect(run.exitCode == 0, "\(command): \(run.errorOutput)")
      #expect(run.peakResidentBytes < (64 << 20) + (14 << 20), "\(command): \(run.peakResidentBytes) bytes")
    }
  }
}

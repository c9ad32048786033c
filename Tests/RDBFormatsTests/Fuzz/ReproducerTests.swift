import Glibc
import RDBFuzzing
import RDBTestSupport
import Testing

/// What the fuzzer once found stays found: every file of `Fixtures/fuzz` through every entry point.
@Suite struct ReproducerTests {
  private static let files = Fixtures.all(under: "fuzz", suffix: "")

  @Test func `there are reproducers`() { #expect(!Self.files.isEmpty) }

  @Test(arguments: files)
  func `what was found once is not found again`(file: String) throws {
    let bytes = try Fixtures.bytes(file)
    #expect(bytes.count <= 64 << 10, "a reproducer is small")
    for entry in FuzzEntry.all {
      let before = Self.processorSeconds()
      let problem = entry.run(bytes)
      #expect(problem == nil, "\(entry.name)")
      #expect(Self.processorSeconds() - before < 1, "\(entry.name)")
    }
  }

  /// Of this thread: others run beside it and must not count.
  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  @Test func `every entry point takes nothing at all, and one byte of each kind`() {
    for entry in FuzzEntry.all {
      #expect(entry.run([]) == nil, "\(entry.name)")
      for byte in UInt8.min...UInt8.max { #expect(entry.run([byte]) == nil, "\(entry.name) of \(byte)") }
    }
  }

  @Test func `the same seed makes the same bytes`() {
    let pool = SeedPool(CraftedFile.rows.map(\.bytes))
    func inputs() -> [[UInt8]] {
      (UInt64(0)..<200).map { seed in
        var maker = InputMaker(pool, seed: seed)
        return maker.make([.rdb, .gzip, .lz4, .lzf, .text, .aof, .manifest][Int(seed % 7)])
      }
    }
    #expect(inputs() == inputs())
  }

  @Test(arguments: 0..<4)
  func `a few hundred made inputs give no finding`(part: Int) {
    let pool = SeedPool(CraftedFile.rows.map(\.bytes))
    for number in 0..<100 {
      let seed = UInt64(part * 100 + number)
      for entry in FuzzEntry.all {
        var maker = InputMaker(pool, seed: seed)
        let problem = entry.run(maker.make(entry.input))
        #expect(problem == nil, "seed \(seed), \(entry.name)")
      }
    }
  }
}

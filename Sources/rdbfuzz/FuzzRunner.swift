import Glibc
import RDBFuzzing

/// Runs entry points on made inputs, counts, and keeps what goes wrong.
struct FuzzRunner {
  private struct Count {
    var runs: UInt64 = 0
    var slowest: UInt64 = 0
    var nanoseconds: UInt64 = 0
  }

  private let options: FuzzOptions
  private var counts: [Count]
  private var findings = 0
  /// After so many there is enough to do.
  private static let maximumFindingCount = 12

  init(_ options: FuzzOptions) {
    self.options = options
    counts = options.entries.map { _ in Count() }
  }

  /// - Returns: how much was found.
  mutating func fuzz(_ pool: SeedPool) -> Int {
    let wheel = options.entries.indices.flatMap { [Int](repeating: $0, count: options.entries[$0].weight) }
    let began = Self.seconds()
    var number = options.first
    var done: UInt64 = 0
    while done < options.runs, findings < Self.maximumFindingCount {
      if done & 0xFF == 0, let seconds = options.seconds, Self.seconds() - began >= Double(seconds) { break }
      // Every execution has a generator of its own, so that one can be repeated without those before it.
      var random = FuzzRandom(seed: options.seed &* 0x9E37_79B9_7F4A_7C15 ^ number)
      let index = random.pick(wheel)
      var maker = InputMaker(pool, seed: random.next())
      let bytes = maker.make(options.entries[index].input)
      if let problem = run(index, bytes) {
        findings += 1
        note("execution \(number), \(options.entries[index].name): \(problem)")
        Artifacts.save("finding")
      }
      number += 1
      done += 1
      if done % 1_000_000 == 0 { note("\(done) executions, \(Int(Double(done) / (Self.seconds() - began))) a second, \(findings) findings") }
    }
    report(done, Self.seconds() - began)
    return findings
  }

  /// Runs the same bytes through every entry point.
  ///
  /// - Returns: how much was found.
  mutating func reproduce(_ path: String) -> Int {
    guard let bytes = SeedFiles.read(path, atMost: 1 << 30) else {
      note("\(path) cannot be read")
      return 1
    }
    for index in options.entries.indices {
      let before = counts[index].nanoseconds
      let problem = run(index, bytes)
      print("\(options.entries[index].name): \(problem ?? "nothing") (\((counts[index].nanoseconds - before) / 1000) µs)")
      if problem != nil { findings += 1 }
    }
    return findings
  }

  private mutating func run(_ index: Int, _ bytes: [UInt8]) -> String? {
    let entry = options.entries[index]
    Artifacts.begin(bytes, entry: entry.name)
    if options.limitsMemory { Guards.limitMemory(beyond: bytes.count) }
    Guards.heartbeat()
    let before = Guards.processorTime()
    let problem = entry.run(bytes)
    let took = Guards.processorTime() - before
    counts[index].runs += 1
    counts[index].nanoseconds += took
    counts[index].slowest = max(counts[index].slowest, took)
    return problem ?? (took > Guards.maximumNanoseconds ? "took \(took / 1_000_000) ms" : nil)
  }

  private func report(_ done: UInt64, _ seconds: Double) {
    for (entry, count) in zip(options.entries, counts) where count.runs > 0 {
      print("\(entry.name): \(count.runs) executions, \(count.nanoseconds / count.runs / 1000) µs each, \(count.slowest / 1000) µs the slowest")
    }
    print("\(done) executions in \(Int(seconds)) s, \(Int(Double(done) / max(seconds, 0.001))) a second; \(findings) findings")
  }

  private func note(_ text: String) {
    var line = text + "\n"
    line.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
  }

  private static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

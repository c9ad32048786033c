import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

/// Files that real servers save, and the data that comes out of them again.
@Suite struct CheckServerTests {
  @Test(.needsAnyServer, arguments: ServerKind.usable)
  func `what a server saves is sound, for it and in the eyes of its checker`(kind: ServerKind) throws {
    let server = try RealServer.running(kind)
    defer { server.stop() }
    let client = try server.connect()
    for seed in 100..<120 as Range<UInt64> {
      try client.send("FLUSHALL")
      try client.send("CONFIG", "SET", "rdbcompression", seed % 2 == 0 ? "yes" : "no")
      let dataset = RandomDataset(seed: seed, for: kind)
      try dataset.fill(server)
      let bytes = try server.save()
      for judge in [nil, try ServerVersion(kind.name)] {
        let report = try Checking.check(bytes, for: judge, threads: 2)
        let said = report.defects.filter { $0.severity != .note }.map { "\($0.code) at \($0.offset)" }
        #expect(report.isSound, "\(kind) seed \(seed) for \(judge?.name ?? "its writer"): \(said)")
        #expect(report.tally.keys == UInt64(dataset.names.count), "\(kind) seed \(seed)")
        #expect(report.checksum == .valid)
        let version = try ServerVersion(kind.name)
        #expect(
          report.loads.contains { $0.family == version.family && $0.from <= version && $0.to.map { version <= $0 } ?? true },
          "\(kind) seed \(seed)")
      }
    }
  }

  @Test(.needsAnyServer, arguments: ServerKind.usable)
  func `a server that loads a file of another digests it as --for says`(kind: ServerKind) throws {
    // The oldest server that a file of each can come from here; its files load everywhere.
    guard ServerKind.redis6_2.isUsable else { return }
    let writer = try RealServer.running(.redis6_2)
    defer { writer.stop() }
    try RandomDataset(seed: 5, for: .redis6_2).fill(writer)
    let bytes = try writer.save()
    let reader = try RealServer.running(kind, .init(dump: .bytes(bytes)) )
    defer { reader.stop() }
    var options = DigestOptions()
    options.server = try ServerVersion(kind.name)
    let report = try DigestOperation.run(RDBFramer(MemorySource(bytes)), options)
    #expect(try report.digest == reader.digest(), "\(kind)")
  }
}

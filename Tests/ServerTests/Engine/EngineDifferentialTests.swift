import Foundation
import RDBTestSupport
import Testing

/// Engine and server, command by command: the same random writes and reads to both.
///
/// `RDBTOOL_COMMANDS` says how many commands a family and server, `RDBTOOL_SEED` with which seed they begin.
@Suite(.serialized) struct EngineDifferentialTests {
  private static let commandCount = ProcessInfo.processInfo.environment["RDBTOOL_COMMANDS"].flatMap { Int($0) } ?? 10_000
  private static let seed = ProcessInfo.processInfo.environment["RDBTOOL_SEED"].flatMap { UInt64($0) } ?? 1

  /// The newest Redis and Valkey of those that are measured: whose words the engine has.
  static let kinds: [ServerKind] = [.redis8_2].filter(\.isUsable)

  @Test(.needsAnyServer, arguments: CommandMixes.all.map(\.name)) func `every reply to a family of commands is the server's`(family: String) throws {
    let mix = try #require(CommandMixes.all.first { $0.name == family })
    for kind in Self.kinds {
      let differential = try Differential(kind)
      var words = CommandMix.Words(seed: Self.seed)
      var differences: [String] = []
      while differential.commandCount < Self.commandCount, differences.count < 20 {
        differences += try differential.run((0..<500).map { _ in mix.next(&words) })
      }
      #expect(differences.isEmpty, "\(kind), \(differential.commandCount) commands:\n\(differences.prefix(20).joined(separator: "\n"))")
      let digests = try differential.digests()
      let keys = digests.server == digests.engine ? [] : try differential.differingKeys()
      #expect(digests.server == digests.engine, "\(kind): \(keys.prefix(5))")
    }
  }
  @Test(.needsAnyServer, arguments: ["lists", "streams", "long streams"]) func `what a server wrote, the engine reads, and goes on like the server that read it`(family: String) throws {
    let mix = try #require(CommandMixes.all.first { $0.name == family })
    for kind in Self.kinds {
      let differential = try Differential(kind)
      var words = CommandMix.Words(seed: Self.seed)
      var differences: [String] = []
      for round in 0..<10 where differences.count < 20 {
        for _ in 0..<max(1, Self.commandCount / 5000) { differences += try differential.run((0..<500).map { _ in mix.next(&words) }) }
        // A transaction that is open would queue what follows.
        differences += try differential.run([[Array("EXEC".utf8)], [Array("SELECT".utf8), [0x30]]])
        if round < 9 { try differential.reload() }
      }
      #expect(differences.isEmpty, "\(kind), \(differential.commandCount) commands:\n\(differences.prefix(20).joined(separator: "\n"))")
      let digests = try differential.digests()
      #expect(digests.server == digests.engine)
    }
  }

  @Test(.needsAnyServer, arguments: ["lists", "streams", "long streams"]) func `what an older server wrote, the engine reads like the newest one`(family: String) throws {
    let mix = try #require(CommandMixes.all.first { $0.name == family })
    for old in [ServerKind.redis6_2, .redis7_0, .redis7_4].filter(\.isUsable) {
      for kind in Self.kinds {
        var words = CommandMix.Words(seed: Self.seed)
        let source = try RealServer.running(old)
        defer { source.stop() }
        let client = try source.connect()
        // Those that wait do so for ever where a millisecond is rounded to none.
        for _ in 0..<6 { _ = try client.pipeline((0..<500).map { _ in mix.next(&words) }.filter { $0.first?.first != UInt8(ascii: "B") }) }
        _ = try client.pipeline([[Array("EXEC".utf8)], [Array("SELECT".utf8), [0x30]]])
        let differential = try Differential(kind)
        try differential.restore(from: client)
        var differences: [String] = []
        for key in try client.send("KEYS", "*").elements {
          guard case .bulk(let name) = key else { continue }
          differences += try differential.run([[Array("OBJECT".utf8), Array("ENCODING".utf8), name]])
        }
        for _ in 0..<max(1, Self.commandCount / 5000) { differences += try differential.run((0..<500).map { _ in mix.next(&words) }) }
        #expect(differences.isEmpty, "\(old), \(kind):\n\(differences.prefix(20).joined(separator: "\n"))")
        let digests = try differential.digests()
        #expect(digests.server == digests.engine)
      }
    }
  }
}

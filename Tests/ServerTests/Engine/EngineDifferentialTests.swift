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
}

import RDBTestSupport
import Testing

/// Sets and hashes in the words of servers that differ in them from the newest Redis.
@Suite(.serialized) struct CollectionVersionTests {
  @Test(.needsAnyServer, arguments: [ServerKind.valkey9_1, .redis7_0].filter(\.isUsable))
  func `sets and hashes are also those of other servers`(kind: ServerKind) throws {
    for mix in [CommandMixes.sets, CommandMixes.hashes] {
      let differential = try Differential(kind)
      var words = CommandMix.Words(seed: 11)
      var differences: [String] = []
      while differential.commandCount < 10_000, differences.count < 10 {
        differences += try differential.run((0..<500).map { _ in mix.next(&words) }.filter { isKnown($0, to: kind) })
      }
      #expect(differences.isEmpty, "\(kind), \(mix.name):\n\(differences.prefix(10).joined(separator: "\n"))")
      let digests = try differential.digests()
      #expect(digests.server == digests.engine, "\(kind), \(mix.name)")
    }
  }

  /// Redis 7.0 has no fields that expire, and reads words that are no cursors in a way of its own.
  private func isKnown(_ words: [[UInt8]], to kind: ServerKind) -> Bool {
    guard kind == .redis7_0, let name = words.first.map({ String(decoding: $0, as: UTF8.self) }) else { return true }
    return !["EXPIRE", "TTL", "PERSIST", "GETEX", "SETEX", "GETDEL", "SCAN"].contains { name.dropFirst().contains($0) }
  }
}

import RDBFiles
import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

/// `repair` on every damaged RDB of the corpus, against the keys that are intact in it.
@Suite struct RepairCorpusTests {
  /// Intact keys that are given up, where there is a reason to.
  private static let givenUp: [String: Int] = [
    // Hundreds of wounds each, most records between two of them.
    "damaged/rdb/crlf-translated.rdb": 30, "damaged/rdb/utf8-mangled.rdb": 30,
    // Nothing proves that the byte in front of which it stands is not its last.
    "damaged/rdb/stray-byte.rdb": 1, "damaged/hostile/key-length-2e40.rdb": 1,
    // Keys stand behind a SELECTDB that is in the file, so they belong there.
    "damaged/hostile/expire-then-selectdb.rdb": 2, "damaged/hostile/selectdb-1000.rdb": 2,
  ]
  /// Files with keys that the table of intact ones does not have, for the reasons above; and two that are sound but for their wrapping.
  private static let others: Set<String> = [
    "damaged/rdb/utf8-mangled.rdb", "damaged/hostile/expire-then-selectdb.rdb", "damaged/hostile/selectdb-1000.rdb",
    "damaged/rdb/gzip-named-rdb.rdb", "damaged/rdb/magic-only-lowercase.rdb",
  ]

  private struct Name: Hashable {
    let database: Int
    let key: [UInt8]
  }

  @Test(.needsCorpus) func `every intact key of every damaged file is kept, with its value, and no other comes out`() throws {
    let corpus = try #require(Corpus.shared, "\(Corpus.loadingProblem ?? "")")
    var intact = 0
    var saved = 0
    for entry in corpus.rdbFiles where entry.path.hasPrefix("damaged/rdb/") || entry.path.hasPrefix("damaged/hostile/") {
      let expected = Dictionary(uniqueKeysWithValues: (try corpus.expected(for: entry) ?? []).map { (Name(database: $0.database, key: $0.key), $0.digest) })
      let outcome: Repairing.Outcome
      do { outcome = try Repairing.repair(corpus.bytes(of: entry), threads: 1 + entry.path.utf8.count % 2) } catch is RepairError {
        #expect(expected.isEmpty, "\(entry): \(expected.count) keys are intact, and nothing was saved")
        continue
      }
      let check = try Checking.check(outcome.bytes)
      #expect(check.isSound, "\(entry): \(check.defects.filter { $0.severity == .error }.map(\.message))")
      #expect(check.tally.keys == outcome.report.kept, "\(entry)")
      var found: [Name: String] = [:]
      var options = DigestOptions()
      options.perKey = true
      _ = try DigestOperation.run(RDBFramer(MemorySource(outcome.bytes)), options, row: { database, key, digest in
        found[Name(database: Int(clamping: database), key: key.withUnsafeBytes { [UInt8]($0) })] = digest.hex
      })
      let missing = expected.keys.filter { found[$0] == nil }
      intact += expected.count
      saved += expected.count - missing.count
      #expect(missing.count <= Self.givenUp[entry.path] ?? 0, "\(entry): \(missing.count) intact keys are missing")
      for (name, digest) in expected { if let own = found[name] { #expect(own == digest, "\(entry): \(String(decoding: name.key, as: UTF8.self))") } }
      let lost = Set(entry.lost.map { Name(database: $0.database, key: $0.key) })
      if !Self.others.contains(entry.path) {
        let invented = found.keys.filter { expected[$0] == nil && !lost.contains($0) }
        #expect(invented.isEmpty, "\(entry): \(invented.map { String(decoding: $0.key, as: UTF8.self) })")
      }
      // What the checksum put right is the file as it was, to the byte.
      if outcome.report.corrected != nil, let base = entry.base.flatMap({ corpus[$0] }) {
        #expect(try outcome.bytes == corpus.bytes(of: base), "\(entry)")
      }
    }
    print("\(saved) of \(intact) intact keys saved")
    #expect(Double(saved) / Double(intact) >= 0.98)
  }

  @Test(.needsCorpus) func `sound files come out with every key and value that they had`() throws {
    let corpus = try #require(Corpus.shared)
    for entry in corpus.rdbFiles where entry.group == "servers" || entry.group == "built" {
      let bytes = try corpus.bytes(of: entry)
      guard try Checking.check(bytes).isSound else { continue }
      let outcome = try Repairing.repair(bytes)
      #expect(outcome.report.isComplete, "\(entry): \(outcome.report.losses.map(\.why))")
      #expect(outcome.report.corrected == nil)
      var options = DigestOptions()
      options.full = true
      let digests = try [bytes, outcome.bytes].map { try DigestOperation.run(RDBFramer(MemorySource($0)), options).digest }
      #expect(digests[0] == digests[1], "\(entry)")
    }
  }
}

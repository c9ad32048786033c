import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

/// Every RDB of the corpus against what its manifest says.
@Suite struct CheckCorpusTests {
  /// Verdicts that the manifest allows.
  private func allowed(_ entry: CorpusEntry) -> Set<Verdict> {
    if let home = entry.home { return home.loads ? [.sound, .damaged] : [.refused] }
    let loads = entry.oracles.contains(where: \.loads)
    switch entry.expectation {
    case .corrupt, .truncated: return loads ? [.damaged, .refused] : [.refused]
    case .valid, .undetectable, .suspicious: return [.sound]
    case .notLoadable, nil: return [.sound, .refused]
    }
  }

  @Test(.needsCorpus) func `every file of the corpus gets the verdict of its manifest`() throws {
    let corpus = try #require(Corpus.shared)
    for entry in corpus.rdbFiles {
      let report = try CheckedFile.check(corpus.path(of: entry))
      #expect(allowed(entry).contains(report.verdict), "\(entry): \(report.verdict) \(report.defects.map(\.code))")
      if entry.home?.loads == true, entry.expectation == nil, entry.group != "peers" { #expect(report.verdict == .sound, "\(entry)") }
      if entry.expectation == .suspicious { #expect(report.defects.contains { $0.severity != .note }, "\(entry) is odd, and nobody says so") }
      if let content = entry.content {
        let keys = report.tally.databases.filter { $0.value.keys > 0 }.reduce(into: [:]) { $0["\($1.key)"] = Int($1.value.keys) }
        #expect(keys == content.keys.filter { $0.value > 0 }, "\(entry)")
        #expect(report.tally.expires == UInt64(content.expires), "\(entry)")
      }
    }
  }

  @Test(.needsCorpus) func `a lie inside one record is reported inside that record`() throws {
    let corpus = try #require(Corpus.shared)
    // Module data without an end runs on into the next record, whose bytes end it by chance.
    let runsOn: Set = ["damaged/hostile/module-no-end.rdb"]
    for entry in corpus.rdbFiles where entry.expectation == .corrupt && !runsOn.contains(entry.path) {
      guard let record = entry.evilRecord else { continue }
      let report = try CheckedFile.check(corpus.path(of: entry))
      let offsets = report.defects.filter { $0.severity == .error }.map(\.offset)
      #expect(offsets.contains { record.lowerBound <= $0 && $0 <= record.upperBound }, "\(entry): \(offsets), the record is \(record)")
    }
  }

  @Test(.needsCorpus) func `what loads on a server is in the list of servers that load it`() throws {
    let corpus = try #require(Corpus.shared)
    for entry in corpus.rdbFiles where ["servers", "built"].contains(entry.group) && !entry.needsModules {
      let report = try CheckedFile.check(corpus.path(of: entry))
      // Modules are a matter of configuration, which the list leaves out.
      guard report.tally.modules.isEmpty, report.tally.slotImport == nil else { continue }
      for oracle in entry.oracles where !oracle.sanitizes {
        guard let kind = oracle.kind else { continue }
        let server = try ServerVersion(kind.name)
        let isListed = report.loads.contains { range in
          range.family == server.family && range.from <= server && range.to.map { server <= $0 } ?? true
        }
        #expect(isListed == oracle.loads, "\(entry) on \(kind)")
      }
    }
  }
}

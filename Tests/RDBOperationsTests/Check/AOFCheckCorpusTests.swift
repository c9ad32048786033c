import RDBFiles
import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

/// Every AOF of the corpus, as a file, a directory and a manifest, against what its manifest says.
@Suite struct AOFCheckCorpusTests {
  /// Of these nothing in the file shows that they are odd.
  private static let silent: Set = ["damaged/aof/twice.aof"]
  /// Reported with a warning only: every server loads all of it.
  private static let loadsWhole: Set = ["damaged/aofdir/crlf/appendonlydir"]

  private func check(_ path: String) throws -> CheckReport {
    let options = CheckOptions(nowMilliseconds: 1_800_000_000_000, temporaryDirectory: TemporaryDirectory.systemPath)
    return try CheckOperation.run(ResolvedSource.resolve(path), as: path, options)
  }

  private func allowed(_ entry: CorpusEntry) -> Set<Verdict> {
    let isTorn = entry.path.contains("truncated")
    if let home = entry.home { return home.loads ? [isTorn ? .damaged : .sound] : [.refused] }
    let loads = entry.oracles.contains(where: \.loads)
    if Self.loadsWhole.contains(entry.path) { return [.sound] }
    switch entry.expectation {
    case .corrupt, .truncated: return loads ? [.damaged] : [.refused]
    case .valid, .undetectable, .suspicious, .notLoadable, nil: return loads ? [.sound] : [.refused]
    }
  }

  private func spellings(_ entry: CorpusEntry, _ path: String) throws -> [String] {
    guard entry.kind == .aofdir else { return [path] }
    let parent = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
    guard case .aofSet(let set) = try ResolvedSource.resolve(path) else { return [path] }
    return [path, path + "/", parent] + [set.manifestPath].compactMap { $0 }
  }

  @Test(.needsCorpus) func `every AOF of the corpus gets the verdict of its manifest, whatever the spelling`() throws {
    let corpus = try #require(Corpus.shared)
    let entries = corpus.entries.filter { $0.kind != .rdb }
    #expect(entries.count > 140)
    for entry in entries {
      let path = corpus.path(of: entry)
      for spelling in try spellings(entry, path) {
        let report = try check(spelling)
        let said = report.defects.map { "\($0.code) \($0.severity)" }
        #expect(allowed(entry).contains(report.verdict), "\(spelling): \(report.verdict) \(said)")
        #expect((report.kind == "multipart") == (entry.kind == .aofdir), "\(spelling)")
        let isOdd = report.defects.contains { $0.severity != .note }
        switch entry.expectation {
        case .corrupt, .truncated: #expect(isOdd, "\(entry) is damaged, and nobody says so")
        case .suspicious: #expect(isOdd || Self.silent.contains(entry.path), "\(entry) is odd, and nobody says so")
        case .valid: #expect(!isOdd, "\(entry) is valid, and called odd: \(said)")
        default: break
        }
      }
    }
  }

  @Test(.needsCorpus) func `what loads on a server is in the list of servers that load it`() throws {
    let corpus = try #require(Corpus.shared)
    for entry in corpus.entries where entry.kind != .rdb && entry.expectation != .truncated && !entry.needsModules && !entry.path.contains("modules") {
      let report = try check(corpus.path(of: entry))
      for oracle in entry.oracles {
        guard let kind = oracle.kind else { continue }
        let server = try ServerVersion(kind.name)
        let isListed = report.loads.contains { $0.family == server.family && $0.from <= server && $0.to.map { server <= $0 } ?? true }
        #expect(isListed == oracle.loads, "\(entry) on \(kind)")
      }
    }
  }

  @Test(.needsCorpus) func `the first wound is reported where the bytes were changed`() throws {
    let corpus = try #require(Corpus.shared)
    for entry in corpus.entries where entry.kind == .aof && entry.expectation == .corrupt && !entry.path.contains("hybrid") {
      guard let change = entry.firstChange else { continue }
      let report = try check(corpus.path(of: entry))
      let first = report.defects.filter { $0.severity == .error }.map(\.offset).min() ?? -1
      // The command that was changed, or the one behind it where a count or length is too small.
      #expect(change - 80...change + 300 ~= first, "\(entry): changed at \(change), reported at \(first)")
    }
  }
}

import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

/// Every file of the corpus that a real server has read: our digest is that server's.
@Suite(.needsCorpus) struct DigestCorpusTests {
  /// Whether the corpus calls it free of damage, and its server read it.
  private static func isSound(_ entry: CorpusEntry) -> Bool {
    guard let home = entry.home, home.loads, !home.crashed, entry.kind == .rdb else { return false }
    return [nil, .valid, .suspicious].contains(entry.expectation)
  }

  /// The digest that a server gave with expired keys kept; nil when it was only asked without them.
  private static func truth(_ oracle: CorpusOracle, _ entry: CorpusEntry) -> String? {
    if let digest = oracle.digestWithExpired { return digest }
    return (entry.content?.expired ?? 0) == 0 ? oracle.digest : nil
  }

  @Test func `the digest of a sound file is that of the server that wrote it`() throws {
    let corpus = try #require(Corpus.shared)
    var compared = 0
    for entry in corpus.rdbFiles where Self.isSound(entry) {
      guard let home = entry.home, let digest = Self.truth(home, entry) else { continue }
      var options = DigestOptions()
      // Files that no server here wrote were read by one of another age; those of our servers need no hint.
      if entry.group != "servers" { options.server = try home.kind.map { try ServerVersion($0.name) } }
      do {
        #expect(try DigestRun.report(corpus.bytes(of: entry), options).digest == digest, "\(entry)")
        compared += 1
      } catch {
        Issue.record("\(entry): \(error)")
      }
    }
    #expect(compared > 150)
  }

  @Test func `the digest in the dialect of another server is what that server says`() throws {
    let corpus = try #require(Corpus.shared)
    var compared = 0
    for entry in corpus.rdbFiles where Self.isSound(entry) {
      let bytes = try corpus.bytes(of: entry)
      for oracle in entry.oracles where oracle.loads && !oracle.crashed && !oracle.isHome {
        guard let kind = oracle.kind, let digest = Self.truth(oracle, entry) else { continue }
        var options = DigestOptions()
        options.server = try ServerVersion(kind.name)
        do {
          #expect(try DigestRun.report(bytes, options).digest == digest, "\(entry) for \(kind)")
          compared += 1
        } catch {
          Issue.record("\(entry) for \(kind): \(error)")
        }
      }
    }
    #expect(compared > 150)
  }

  @Test func `the digest of every key is that of DEBUG DIGEST-VALUE`() throws {
    let corpus = try #require(Corpus.shared)
    var compared = 0
    for entry in corpus.rdbFiles where Self.isSound(entry) {
      guard let expected = try corpus.expected(for: entry), let kind = entry.home?.kind else { continue }
      // A Redis had removed the expired fields by the time it was asked for these rows.
      if entry.note == "hash-field-ttl-past", kind != .valkey9_1 { continue }
      var options = DigestOptions()
      options.server = try ServerVersion(kind.name)
      options.perKey = true
      let rows = try DigestRun.rows(corpus.bytes(of: entry), options)
      let digests = Dictionary(rows.map { (DigestRun.Name(database: $0.database, key: $0.key), $0.digest) }) { first, _ in first }
      for row in expected {
        #expect(
          digests[DigestRun.Name(database: UInt64(row.database), key: row.key)] == row.digest, "\(entry) \(String(decoding: row.key, as: UTF8.self))")
        compared += 1
      }
    }
    #expect(compared > 3000)
  }

  @Test(arguments: [(4096, 1, 7), (4096, 3, 4096), (70_000, 2, 1000)])
  func `chunks and threads make no difference`(chunk: Int, threads: Int, piece: Int) throws {
    let corpus = try #require(Corpus.shared)
    for entry in corpus.rdbFiles where Self.isSound(entry) {
      let bytes = try corpus.bytes(of: entry)
      guard bytes.count < 1 << 20 else { continue }
      for full in [false, true] {
        var options = DigestOptions()
        options.full = full
        options.perKey = true
        var cut = options
        cut.chunkByteCount = chunk
        cut.threads = threads
        let whole = try DigestRun.rows(bytes, options)
        let pieces = try DigestRun.rows(bytes, cut, pieceByteCount: piece, windowByteCount: chunk)
        #expect(pieces == whole, "\(entry)")
        let wholeReport = try DigestRun.report(bytes, options)
        let piecesReport = try DigestRun.report(bytes, cut, pieceByteCount: piece, windowByteCount: chunk)
        #expect(piecesReport.digest == wholeReport.digest, "\(entry)")
        #expect(piecesReport.keyCount == wholeReport.keyCount, "\(entry)")
      }
    }
  }

  /// Files whose keys are well-formed one by one and that servers refuse all the same: what is there twice,
  /// what groups hold, libraries, numbers of versions and databases are the business of `check`.
  private static let refusedForOtherReasons: Set = [
    "damaged/hostile/duplicate-key.rdb", "damaged/hostile/function-garbage.rdb", "damaged/hostile/hfe-lp-duplicate.rdb",
    "damaged/hostile/hfe-lp-unsorted.rdb", "damaged/hostile/lp-set-duplicate.rdb", "damaged/hostile/module-aux-when.rdb",
    "damaged/hostile/selectdb-2e40.rdb", "damaged/hostile/set-duplicate.rdb", "damaged/hostile/stream-consumer-duplicate.rdb",
    "damaged/hostile/stream-consumer-unknown-id.rdb", "damaged/hostile/stream-group-duplicate.rdb",
    "damaged/hostile/stream-pel-duplicate.rdb", "damaged/hostile/valkey-hash2-duplicate.rdb", "damaged/hostile/zset-duplicate.rdb",
    "damaged/rdb/duplicate-key.rdb",
  ]

  @Test func `a damaged file gives no digest, or the one that the server gives`() throws {
    let corpus = try #require(Corpus.shared)
    var (refused, compared) = (0, 0)
    for entry in corpus.rdbFiles where [.corrupt, .truncated, .undetectable].contains(entry.expectation) {
      let bytes = try corpus.bytes(of: entry)
      var isDigested = false
      for oracle in entry.oracles {
        guard let kind = oracle.kind else { continue }
        var options = DigestOptions()
        options.server = try ServerVersion(kind.name)
        guard let digest = try? DigestRun.report(bytes, options).digest else {
          refused += 1
          continue
        }
        isDigested = true
        guard oracle.loads, !oracle.crashed, let truth = Self.truth(oracle, entry) else { continue }
        #expect(truth == digest, "\(entry) for \(kind): \(entry.what ?? "")")
        compared += 1
      }
      if isDigested, !entry.oracles.contains(where: { $0.loads && !$0.crashed }) {
        #expect(Self.refusedForOtherReasons.contains(entry.path), "\(entry): \(entry.what ?? "")")
      }
    }
    #expect(refused > 500)
    #expect(compared > 20)
  }
}

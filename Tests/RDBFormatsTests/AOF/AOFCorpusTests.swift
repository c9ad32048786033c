import Foundation
import RDBFormats
import RDBTestSupport
import Testing

/// Every AOF of the corpus, against what servers did with it.
@Suite(.needsCorpus) struct AOFCorpusTests {
  private struct Silent: AOFVisitor, ~Copyable {
    mutating func command(_ command: borrowing AOFCommand) -> Bool { true }
  }

  @Test func `what servers call a bad format is malformed, and what they load is not`() throws {
    let corpus = try #require(Corpus.shared)
    var judged = 0
    for entry in corpus.entries where entry.kind == .aof {
      let bytes = try corpus.bytes(of: entry)
      let ending: AOFEnding
      do {
        var visitor = Silent()
        ending = try AOFReader(MemorySource(bytes), byteCount: UInt64(bytes.count)).readAll(&visitor)
      } catch { continue }
      let isMalformed = if case .malformed = ending { true } else { false }
      let oracles = entry.oracles.filter { !$0.server.hasPrefix("redis-6") }
      let isBadFormat = oracles.contains { $0.log.contains { $0.hasPrefix("Bad file format") } }
      let isLoadedByAll = !oracles.isEmpty && oracles.allSatisfy(\.loads)
      if isBadFormat { #expect(isMalformed, "\(entry.path): \(ending)") }
      if isLoadedByAll { #expect(!isMalformed, "\(entry.path): \(ending)") }
      judged += 1
    }
    #expect(judged > 20)
  }
}

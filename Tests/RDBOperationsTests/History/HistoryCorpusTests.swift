import Foundation
import RDBFiles
import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

/// Every AOF of the corpus, against what it says of its own files.
@Suite(.needsCorpus) struct HistoryCorpusTests {
  private struct Part: Decodable {
    let commands: [String: Int]?
    let timestamps: [Int64]?
    let rdbKeys: Int?
    enum CodingKeys: String, CodingKey {
      case commands, timestamps
      case rdbKeys = "rdb_keys"
    }
  }
  private struct Entry: Decodable {
    let path: String
    let parts: [String: Part]?
  }
  private struct Manifest: Decodable { let files: [Entry] }

  @Test func `commands and timestamps of every file are those of the corpus`() throws {
    let corpus = try #require(Corpus.shared)
    let manifest = try JSONDecoder().decode(Manifest.self, from: Data(contentsOf: URL(fileURLWithPath: corpus.root + "/manifest.json")))
    var compared = 0
    for entry in manifest.files {
      guard let parts = entry.parts else { continue }
      let report = try HistoryRun(path: corpus.root + "/" + entry.path).report
      #expect(report.isSound, "\(entry.path)")
      var names: [String: Int] = [:]
      for part in report.parts {
        // A file by itself goes by the name that it had at its server.
        let expected = try #require(report.parts.count == 1 && parts.count == 1 ? parts.values.first : parts[part.name], "\(entry.path): \(part.name)")
        // Of cut files the corpus's own walker counted nothing.
        if report.damage.contains(where: \.isTornTail) { continue }
        #expect(part.scan.commandCount == UInt64(expected.commands?.values.reduce(0, +) ?? 0), "\(entry.path): \(part.name)")
        #expect(part.scan.firstSeconds == expected.timestamps?.first, "\(entry.path): \(part.name)")
        #expect(part.scan.lastSeconds == expected.timestamps?.last, "\(entry.path): \(part.name)")
        if let keys = expected.rdbKeys { #expect(part.preamble?.keyCount == UInt64(keys)) }
        for (name, count) in expected.commands ?? [:] { names[name.uppercased(), default: 0] += count }
        compared += 1
      }
      if !report.damage.isEmpty { continue }
      #expect(report.commands.reduce(into: [:]) { $0[$1.name] = Int($1.count) } == names, "\(entry.path)")
    }
    #expect(compared > 60)
  }

  @Test func `of every damaged file all commands in front of the damage are told`() throws {
    let corpus = try #require(Corpus.shared)
    var compared = 0
    for entry in corpus.entries where entry.kind == .aof && entry.group == "damaged" {
      guard let safe = entry.safePrefix else { continue }
      do {
        let report = try HistoryRun(path: corpus.path(of: entry)).report
        #expect(report.commandCount >= UInt64(safe.commands), "\(entry.path)")
        compared += 1
      } catch HistoryError.notAnAOF {
        #expect(safe.commands == 0, "\(entry.path)")
      }
    }
    #expect(compared > 30)
  }

  @Test func `every directory is read to its end, whatever is wrong with it`() throws {
    let corpus = try #require(Corpus.shared)
    var read = 0
    for entry in corpus.entries where entry.kind == .aofdir {
      do {
        let report = try HistoryRun(path: corpus.path(of: entry)).report
        #expect(report.parts.allSatisfy { ($0.scan.openTransaction ?? 0) >= 0 })
        read += 1
      } catch let error as SourceError {
        // More than one manifest, or none and no file either.
        #expect(entry.group == "damaged", "\(entry.path): \(error)")
      }
    }
    #expect(read > 50)
  }
}

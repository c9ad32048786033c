import Foundation
import RDBFiles
import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

/// Every AOF of the corpus, damaged or not.
@Suite struct AOFRepairCorpusTests {
  /// Files in which nothing whole stands, as servers write it.
  private static let hopeless = ["damaged/aof/lf-only.aof"]

  private func options() -> RepairOptions {
    RepairOptions(nowMilliseconds: 1_800_000_000_000, temporaryDirectory: TemporaryDirectory.systemPath)
  }

  private func isSound(_ path: String) throws -> Bool {
    var options = CheckOptions(nowMilliseconds: 1_800_000_000_000, temporaryDirectory: TemporaryDirectory.systemPath)
    options.threads = 1
    let report = try CheckOperation.run(try .resolve(path), as: path, options)
    // What fails while it is loaded is no matter of repair.
    return report.verdict != .refused
  }

  @Test(.needsCorpus) func `what comes out of a file loads, and keeps everything in front of the wound and behind it`() throws {
    let corpus = try #require(Corpus.shared)
    for entry in corpus.entries where entry.kind == .aof {
      let directory = try TemporaryDirectory("aof-corpus")
      let source = try InputFile.open(corpus.path(of: entry))
      if Self.hopeless.contains(entry.path) {
        #expect(throws: RepairError.self) { try AOFRepair.prepare(source, options()) }
        continue
      }
      var repair = try AOFRepair.prepare(source, options())
      try repair.write(to: directory.path("out.aof"), force: false)
      let part = try #require(repair.report.parts.first)
      if part.newByteCount > 0 { #expect(try isSound(directory.path("out.aof")), "\(entry.path)") }
      if entry.group != "damaged" {
        #expect(repair.report.isComplete || entry.path.contains("truncated"), "\(entry.path): \(part.losses)")
        if repair.report.isComplete { #expect(directory.bytes("out.aof") == (try corpus.bytes(of: entry)), "\(entry.path)") }
        continue
      }
      // A file whose EXEC is missing is lost from MULTI on: nothing says where it ends.
      if let place = entry.resumesAt, place < (entry.bytes ?? 0), !entry.path.contains("multi-without-exec") {
        // Some places count in the file as it was: what the wound added moves them.
        let moved = place + max(0, Int(part.byteCount) - (corpus["damaged/base/base-plain.aof"]?.bytes ?? Int(part.byteCount)))
        #expect([place, moved].contains { place in !part.leftOut.contains { $0.contains(place) } }, "\(entry.path): goes on at \(place), left out \(part.leftOut)")
      }
      if let prefix = entry.safePrefix, let reason = prefix.reason, reason != "preamble" {
        let front = Array(try corpus.bytes(of: entry).prefix(min(prefix.bytes, part.leftOut.first?.lowerBound ?? prefix.bytes)))
        #expect(directory.bytes("out.aof")?.starts(with: front) == true, "\(entry.path)")
        if entry.damageClass != "aof-hostile", !entry.path.contains("count-short") {
          #expect(part.leftOut.first.map { $0.lowerBound >= prefix.bytes } ?? true, "\(entry.path): \(part.leftOut.first.map { "\($0)" } ?? "") of \(prefix.bytes)")
        }
      }
    }
  }

  @Test(.needsCorpus) func `what comes out of a set loads`() throws {
    let corpus = try #require(Corpus.shared)
    for entry in corpus.entries where entry.kind == .aofdir {
      let directory = try TemporaryDirectory("aof-corpus")
      guard case .aofSet(let set) = try ResolvedSource.resolve(corpus.path(of: entry)) else {
        Issue.record("\(entry.path) is no set")
        continue
      }
      var repair = try AOFRepair.prepare(set, options())
      try repair.write(to: directory.path("out"), force: false)
      #expect(try isSound(directory.path("out")), "\(entry.path): \(repair.report.notes)")
      if entry.group != "damaged", !entry.path.contains("truncated") {
        #expect(repair.report.isComplete, "\(entry.path): \(repair.report.parts.flatMap(\.losses))")
        for part in set.parts where repair.report.isSound {
          #expect(directory.bytes("out/" + part.name) == FileManager.default.contents(atPath: part.path).map { [UInt8]($0) }, "\(entry.path): \(part.name)")
        }
      }
    }
  }
}

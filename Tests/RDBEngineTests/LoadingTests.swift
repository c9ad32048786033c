import RDBEngine
import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

/// What was loaded against the file it was loaded from.
@Suite struct LoadingTests {
  private func loaded(_ bytes: [UInt8], windowByteCount: Int? = nil) throws -> (engine: Engine, keyCount: UInt64) {
    var options = Engine.Options()
    options.databaseCount = 2048
    let engine = Engine(options) { 0 }
    let framer = try RDBFramer(MemorySource(bytes), byteCount: UInt64(bytes.count), windowByteCount: windowByteCount)
    return (engine, try engine.load(framer, byteCount: UInt64(bytes.count)))
  }

  @Test(.needsCorpus) func `an engine holds what a sound file holds, expiries and groups included`() throws {
    let corpus = try #require(Corpus.shared)
    var compared = 0
    for entry in corpus.rdbFiles where entry.group == "servers" || entry.group == "built" {
      let bytes = try corpus.bytes(of: entry)
      guard try Checking.check(bytes).isSound else { continue }
      var options = DigestOptions()
      options.full = true
      let report: DigestReport
      do { report = try DigestOperation.run(RDBFramer(MemorySource(bytes)), options) } catch { continue }
      let (engine, keyCount) = try loaded(bytes)
      #expect(keyCount == report.keyCount, "\(entry)")
      var dialect = DigestDialect()
      dialect.isFull = true
      let digester = engine.digest(dialect)
      #expect(digester.problem == nil, "\(entry)")
      #expect(digester.totals.digest.hex == report.digest, "\(entry)")
      compared += 1
    }
    #expect(compared > 60)
  }

  @Test func `a file cut anywhere is loaded up to there, and the error says where`() throws {
    var builder = RDBBuilder(version: 11)
    builder.select(0)
    for number in 0..<20 { builder.record(type: 0, key: "key:\(number)", value: RDBBytes.string("value \(number)")) }
    let bytes = builder.finished()
    for count in 9..<bytes.count - 9 {
      do {
        _ = try loaded(Array(bytes.prefix(count)))
        Issue.record("\(count) of \(bytes.count) bytes were loaded")
      } catch let error as LoadError {
        guard case .framing(let fault) = error else { throw error }
        #expect(fault.offset <= count)
      }
    }
  }
}

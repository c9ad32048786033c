import RDBEngine
import RDBFormats
import RDBTestSupport
import Testing

/// Lists and streams of real files: decoded they are what they were packed.
@Suite struct DecodingTests {
  @Test(.needsCorpus) func `a list or stream that a command touched holds what it held, groups and pending entries included`() throws {
    let corpus = try #require(Corpus.shared)
    var lists = 0, streams = 0
    for entry in corpus.rdbFiles where entry.group == "servers" || entry.group == "built" {
      let bytes = try corpus.bytes(of: entry)
      var options = Engine.Options()
      options.databaseCount = 2048
      let engine = Engine(options) { 0 }
      let framer = try RDBFramer(MemorySource(bytes), byteCount: UInt64(bytes.count))
      do { _ = try engine.load(framer, byteCount: UInt64(bytes.count)) } catch { continue }
      var dialect = DigestDialect()
      dialect.isFull = true
      let before = engine.digest(dialect)
      guard before.problem == nil else { continue }

      let session = Session()
      for database in engine.databases {
        var touched: [(command: String, key: [UInt8])] = []
        database.forEach { record in
          // Streams of Redis 5.0 and 6.2 get counts when they are decoded that their file does not have.
          if record.kind == .list { touched.append(("LLEN", [UInt8](record.key))) }
          if record.kind == .stream, record.encoding != .stream { touched.append(("XLEN", [UInt8](record.key))) }
        }
        session.database = database.number
        for (command, key) in touched {
          session.reply.clear()
          withArguments([Array(command.utf8), key]) { engine.execute(session, $0) }
          #expect(session.reply.lastError == nil, "\(entry) \(String(decoding: key, as: UTF8.self))")
          if command == "LLEN" { lists += 1 } else { streams += 1 }
        }
      }
      let after = engine.digest(dialect)
      #expect(after.problem == nil)
      #expect(before.totals.digest == after.totals.digest, "\(entry)")
    }
    #expect(lists > 50 && streams > 20)
  }
}

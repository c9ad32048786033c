import RDBFormats
import RDBOperations

/// Digests of an RDB.
enum DigestEntries {
  private static let digests: [DigestDialect] =
    [.full] + ["redis-2.8", "redis-6.2", "redis-7.4", "valkey-9.0"].compactMap { name in
      ServerVersion.known.first { $0.name == name }.map { DigestDialect.of($0, fileTime: WalkEntries.now) }
    }

  /// Our own digest and one server's, the same in chunks and in the stream.
  static func dialects(_ bytes: [UInt8]) -> String? {
    for dialect in [digests[0], digests[1 + bytes.count % (digests.count - 1)]] {
      let whole = digest(bytes, dialect, bytes.count)
      if let problem = whole.problem { return problem }
      let other = digest(bytes, dialect, 64)
      if let problem = other.problem { return "window 64: \(problem)" }
      if other.summary != whole.summary { return WalkEntries.difference("whole", whole.summary, "window 64", other.summary) }
    }
    return nil
  }

  private static func digest(_ bytes: [UInt8], _ dialect: DigestDialect, _ window: Int) -> (problem: String?, summary: String) {
    let digester = DatasetDigester(dialect, keepsRows: true)
    var rows = 0
    let walk = Walk(bytes, windowByteCount: window) { chunk in
      let fault = digester.walk(chunk)
      digester.drainRows { _, name, _ in rows += 1 + name.byteCount }
      return fault
    } item: { framer in
      let item = digester.streamItem(framer)
      digester.drainRows { _, name, _ in rows += 1 + name.byteCount }
      return item
    }
    if let problem = digester.problem {
      return (walk.problem ?? Walk.problem(problem.fault, in: bytes), "\(problem.fault.reason.code)@\(problem.fault.offset) \(problem.key ?? [])")
    }
    return (walk.problem, "\(digester.totals.digest.hex) \(digester.totals.keyCount) \(rows)")
  }

  /// The command, with the digest of every key, on two threads.
  static func operation(_ bytes: [UInt8]) -> String? {
    var options = DigestOptions()
    options.perKey = true
    options.threads = 1 + bytes.count & 1
    options.full = bytes.count & 4 == 0
    options.chunkByteCount = 512
    var rows = 0
    do {
      let framer = try RDBFramer(ArraySource(bytes), byteCount: UInt64(bytes.count), windowByteCount: 512)
      let report = try DigestOperation.run(framer, options, row: { _, _, _ in rows += 1 })
      if report.keyCount != rows { return "\(report.keyCount) keys, \(rows) rows" }
      if report.digest.utf8.count != 40 { return "a digest of \(report.digest.utf8.count) digits" }
    } catch {
      return nil
    }
    return nil
  }
}

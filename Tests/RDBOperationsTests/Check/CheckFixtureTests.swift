import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

/// Small files in `Fixtures/` with the verdict that each has to get: `Fixtures/verdicts.tsv`.
@Suite struct CheckFixtureTests {
  struct Row: CustomStringConvertible, Sendable {
    let path: String
    let verdict: String
    let keys: UInt64
    let errors: [String]
    var description: String { path }
  }

  static let rows: [Row] = {
    guard let bytes = try? Fixtures.bytes("verdicts.tsv") else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
      let fields = line.split(separator: "\t").map(String.init)
      guard fields.count == 4, let keys = UInt64(fields[2]) else { return nil }
      return Row(path: fields[0], verdict: fields[1], keys: keys, errors: fields[3] == "-" ? [] : fields[3].split(separator: " ").map(String.init))
    }
  }()

  @Test func `every small file has a row`() {
    let files = Fixtures.all(under: "built") + Fixtures.all(under: "hostile")
    #expect(files.count > 100)
    #expect(Set(files) == Set(Self.rows.map(\.path)))
  }

  @Test(arguments: rows)
  func `a file gets its verdict, with every error at its offset`(row: Row) throws {
    let report = try Checking.check(Fixtures.bytes(row.path))
    #expect(report.verdict.rawValue == row.verdict)
    #expect(report.tally.keys == row.keys)
    #expect(report.defects.filter { $0.severity == .error }.map { "\($0.code):\($0.offset)" } == row.errors)
  }

  /// What a report says, for comparison.
  private func essence(_ report: CheckReport) -> [String] {
    [report.verdict.rawValue, "\(report.tally.keys) \(report.tally.expires) \(report.checksum)"]
      + report.defects.map { "\($0.code) \($0.offset) \($0.innerOffset ?? -1) \(KeyText($0.key ?? [])) \($0.message)" }
  }

  @Test(arguments: rows)
  func `how the bytes arrive and how many threads walk them changes nothing`(row: Row) throws {
    let bytes = try Fixtures.bytes(row.path)
    let whole = essence(try Checking.check(bytes))
    for piece in [1, 7, 4096] { #expect(essence(try Checking.check(bytes, pieceByteCount: piece)) == whole) }
    #expect(essence(try Checking.check(bytes, threads: 3)) == whole)
  }

  @Test(arguments: rows)
  func `a file that can be read twice gets the same report as one that cannot`(row: Row) throws {
    #expect(essence(try CheckedFile.check(Fixtures.path(row.path))) == essence(try Checking.check(Fixtures.bytes(row.path))))
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `duplicates among many keys are found where they are, in a file and in a stream`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var file = RDBBuilder(version: 9)
    var seen: Set<String> = []
    var expected: [String] = []
    for database in 0..<3 {
      file.select(database)
      for _ in 0..<4000 {
        let key = random.below(300) == 0 ? "key:7" : "key:\(random.below(1 << 40))"
        if !seen.insert("\(database) \(key)").inserted { expected.append("\(database) \(key) at \(file.offset)") }
        file.record(type: 0, key: key, value: RDBBytes.string("v"))
      }
    }
    #expect(expected.count > 10)
    let bytes = file.finished()
    func found(_ report: CheckReport) -> [String] {
      report.defects.filter { $0.code == "key.duplicate" }.map { "\($0.database ?? 99) \(String(decoding: $0.key ?? [], as: UTF8.self)) at \($0.offset)" }
    }
    #expect(found(try Checking.check(bytes, threads: 2)) == expected)
    let directory = try TemporaryDirectory("duplicates")
    #expect(found(try CheckedFile.check(directory.write(bytes, to: "dump.rdb"), threads: 2)) == expected)
  }

  @Test func `fast stops at structure and checksum`() throws {
    let damaged = try Fixtures.bytes("demo/damaged.rdb")
    let deep = try Checking.check(damaged)
    let fast = try Checking.check(damaged, isFast: true)
    #expect(deep.defects.map(\.code).contains("listpack.count"))
    #expect(fast.defects.map(\.code) == ["checksum.mismatch"])
    #expect(fast.tally.keys == deep.tally.keys)
    #expect(fast.verdict == .refused)
  }

  @Test func `all wounds are reported, not the first`() throws {
    let report = try Checking.check(Fixtures.bytes("demo/damaged.rdb"))
    #expect(report.defects.filter { $0.severity == .error }.map(\.code) == ["intset.order", "listpack.count", "checksum.mismatch"])
    #expect(report.defects.filter { $0.severity == .error }.map { $0.key.map { String(decoding: $0, as: UTF8.self) } } == ["set:int", "hash:lp", nil])
  }
}

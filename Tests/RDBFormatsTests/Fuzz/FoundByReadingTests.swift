import RDBFormats
import RDBFuzzing
import RDBOperations
import RDBTestSupport
import Testing

private typealias B = RDBBytes

/// What inputs of fuzzing size cannot show: limits that take megabytes to reach.
@Suite struct FoundByReadingTests {
  @Test func `the key in front of an unknown type is named, whatever was read in between`() throws {
    let report = try Checking.check(try Fixtures.bytes("fuzz/aux-name-behind-number-key.rdb"))
    let defect = try #require(report.defects.first { $0.code == "record.type" })
    #expect(defect.key == [UInt8]("42".utf8))
  }

  @Test func `a key that is there twice is named when it is stored as a number`() throws {
    let report = try Checking.check(try Fixtures.bytes("fuzz/number-key-twice.rdb"))
    let defect = try #require(report.defects.first { $0.code == "key.duplicate" })
    #expect(defect.key == [UInt8]("42".utf8))
  }

  @Test func `between two elements of nine megabytes, small keys are walked in chunks`() throws {
    let large = B.string([UInt8](repeating: 7, count: 9 << 20))
    var file = RDBBuilder(version: 9)
    file.select(0)
    file.record(type: 0, key: "large", value: large)
    for number in 0..<4000 { file.record(type: 0, key: "key \(number)", value: B.string("v")) }
    file.record(type: 0, key: "large too", value: large)
    let framer = try RDBFramer(MemorySource(file.finished()))
    let chunk = RecordChunk(capacity: 1 << 20)
    let sink = TouchingSink()
    var streamed = 0
    walk: while true {
      switch framer.next(into: chunk) {
      case .chunk: try chunk.walk(sink)
      case .item:
        streamed += 1
        let item = framer.streamItem(sink)
        if item.ending != nil || item.fault != nil { break walk }
      case .finished: break walk
      }
    }
    #expect(streamed < 10)
  }

  @Test func `damage in a key of five megabytes counts`() throws {
    var file = RDBBuilder(version: 10)
    file.select(0)
    file.record(type: 16, key: [UInt8](repeating: 0x6B, count: 5 << 20), value: B.string([1, 2, 3]))
    let report = try Checking.check(file.finished())
    #expect(report.verdict == .refused)
    #expect(report.defects.contains { $0.code == "listpack.short" })
  }

  @Test func `damage behind ten thousand warnings counts`() throws {
    var file = RDBBuilder(version: 10)
    file.select(0)
    for number in 0..<12_000 { file.record(type: 1, key: "\(number)", value: [0]) }
    file.record(type: 16, key: "damaged", value: B.string([1, 2, 3]))
    let report = try Checking.check(file.finished())
    #expect(report.verdict == .refused)
    #expect(report.droppedDefects > 0)
  }

  @Test func `damage behind many warnings of one record counts`() throws {
    let nodes = (0..<40).map { _ in (key: StreamID(1, 0).bytes, listpack: B.streamListpack([.init(0, 0, ["v"])])) }
    var file = RDBBuilder(version: 10)
    file.select(0)
    file.record(type: 19, key: "s", value: B.stream(nodes: nodes, length: 99))
    let report = try Checking.check(file.finished())
    #expect(report.defects.contains { $0.code == "stream.length" })
  }

  @Test func `ten thousand libraries of one name are not ten thousand defects`() throws {
    var file = RDBBuilder(version: 10)
    for _ in 0..<11_000 { file.function("#!lua name=a\nx") }
    let report = try Checking.check(file.finished())
    #expect(report.verdict == .refused)
    #expect(report.defects.count <= 10_010)
  }
}

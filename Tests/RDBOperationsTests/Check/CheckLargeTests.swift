import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

/// Values larger than a window, which are walked in the stream.
@Suite struct CheckLargeTests {
  private func file(_ type: UInt8, _ value: [UInt8], version: Int = 11) -> [UInt8] {
    var file = RDBBuilder(version: version)
    file.select(0)
    file.record(type: 0, key: "before", value: RDBBytes.string("v"))
    file.record(type: type, key: "large", value: value)
    file.record(type: 0, key: "after", value: RDBBytes.string("v"))
    return file.finished()
  }

  private let members = (0..<100_000).map { RDBBytes.string("member:\($0)") }

  @Test func `a set of a hundred thousand members is walked, and a duplicate in it found`() throws {
    let sound = RDBBytes.length(members.count) + members.flatMap(\.self)
    #expect(try Checking.check(file(2, sound)).isSound)
    let twice = RDBBytes.length(members.count + 1) + members.flatMap(\.self) + members[17]
    let report = try Checking.check(file(2, twice))
    #expect(report.defects.map(\.code) == ["set.duplicate"])
    #expect(report.defects.first?.message.contains("member:17") == true)
    #expect(report.tally.keys == 3)
  }

  @Test func `a set of seven hundred thousand members is sorted outside memory, and a duplicate in it found`() throws {
    var value = RDBBytes.length(700_001)
    value.reserveCapacity(5_000_000)
    for number in 0..<700_000 { value += [5] + RDBBytes.littleEndian(UInt32(number)) + [0x78] }
    value += [5] + RDBBytes.littleEndian(UInt32(123_456)) + [0x78]
    #expect(try Checking.check(file(2, value)).defects.map(\.code) == ["set.duplicate"])
  }

  @Test(arguments: [1 << 20, 17 << 20])
  func `a large string is sound, whole or compressed`(count: Int) throws {
    #expect(try Checking.check(file(0, RDBBytes.string([UInt8](repeating: 7, count: count)))).isSound)
    let compressed = RDBBytes.compressed(RDBBytes.lzfRun(count), uncompressedLength: RDBBytes.length(count))
    #expect(try Checking.check(file(0, compressed)).isSound)
    let short = RDBBytes.compressed(RDBBytes.lzfRun(count - 1), uncompressedLength: RDBBytes.length(count))
    #expect(try Checking.check(file(0, short)).defects.map(\.code) == ["string.lzf"])
  }

  /// A listpack hash of many fields, some of them long.
  private func listpack(_ count: Int, spoiled: Bool = false) -> [UInt8] {
    var body: [UInt8] = []
    for index in 0..<count {
      body += RDBBytes.listpackEntry(.bytes(Array("field:\(index)".utf8)))
      body += RDBBytes.listpackEntry(.bytes([UInt8](repeating: UInt8(index & 0x7F), count: 200)))
    }
    if spoiled { body[body.count - 1] ^= 1 }
    return RDBBytes.littleEndian(UInt32(body.count + 7)) + RDBBytes.littleEndian(UInt16(0xFFFF)) + body + [0xFF]
  }

  @Test func `a listpack larger than memory allows is walked in the stream, raw and compressed`() throws {
    let large = listpack(80_000)
    #expect(large.count > 16 << 20)
    #expect(try Checking.check(file(16, RDBBytes.string(large))).isSound)
    #expect(try Checking.check(file(16, RDBBytes.string(listpack(80_000, spoiled: true)))).defects.map(\.code) == ["listpack.backlen"])
    let compressed = RDBBytes.compressed(RDBBytes.lzfLiteral(large), uncompressedLength: RDBBytes.length(large.count))
    #expect(try Checking.check(file(16, compressed)).isSound)
  }

  @Test func `keys of 20 MiB are checked like others, and two of one name found`() throws {
    let name = [UInt8](repeating: UInt8(ascii: "A"), count: 20 << 20)
    let compressed = RDBBytes.compressed(RDBBytes.lzfRun(name.count), uncompressedLength: RDBBytes.length(name.count))
    func file(_ keys: [[UInt8]]) -> [UInt8] {
      var file = RDBBuilder(version: 11)
      for key in keys { file.raw([0] + key + RDBBytes.string("v")) }
      return file.finished()
    }
    #expect(try Checking.check(file([compressed, RDBBytes.string(name + [0])]), threads: 2).isSound)
    #expect(try Checking.check(file([compressed, RDBBytes.string(name)])).defects.map(\.code) == ["key.duplicate"])
    let cut = try Checking.check(Array(file([RDBBytes.string(name)]).prefix(18 << 20)))
    #expect(cut.defects.map(\.code) == ["file.truncated"])
    #expect(cut.defects.first.map { $0.offset < 20 } == true)
  }

  @Test func `a file cut inside a large value says where that begins`() throws {
    let bytes = file(0, RDBBytes.string([UInt8](repeating: 7, count: 17 << 20)))
    let report = try Checking.check(Array(bytes.prefix(10 << 20)))
    #expect(report.defects.map(\.code) == ["file.truncated"])
    #expect(report.defects.first?.key == Array("large".utf8))
    #expect(report.defects.first.map { $0.offset < 100 } == true)
  }

  @Test func `sixty thousand pending entries and a consumer that owns one too many`() throws {
    let count = 60_000
    let ids = (0..<count).map { StreamID(UInt64($0 + 1), 0) }
    let pending = ids.map { (id: $0, time: Int64(1_700_000_000_000), deliveries: 1) }
    func stream(_ owned: [StreamID]) -> [UInt8] {
      RDBBytes.stream(
        nodes: [], length: 0, last: StreamID(9_999_999, 0), groups: [1] + RDBBytes.streamGroup("g", last: StreamID(1, 0), read: 1, pending: pending, consumers: [.init("c", seen: 1, owned: owned)]))
    }
    #expect(try Checking.check(file(19, stream(ids))).defects.filter { $0.severity == .error }.isEmpty)
    #expect(try Checking.check(file(19, stream(ids + [StreamID(8_888_888, 1)]))).defects.map(\.code).contains("stream.pel.unknown"))
    #expect(try Checking.check(file(19, stream(Array(ids.dropLast())))).defects.map(\.code).contains("stream.pel.unowned"))
  }
}

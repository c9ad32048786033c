import RDBFormats
import RDBTestSupport
import Testing

/// The writer against the builder of the tests, which shares nothing with it.
@Suite struct RDBWriterTests {
  private final class Collected: RDBByteSink {
    var bytes: [UInt8] = []
    func write(_ more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }
  }

  @Test(arguments: [4, 5, 11, 80]) func `what is written is what the builder builds`(version: Int) throws {
    let isValkey = version >= 80
    let sink = Collected()
    let writer = try RDBWriter(sink, header: RDBHeader(dialect: isValkey ? .valkey : .redis, version: version))
    try writer.auxiliary([UInt8]("redis-ver".utf8), [UInt8]("7.2.4".utf8))
    try writer.selectDatabase(70_000)
    try writer.sizeHint(keys: 100, expires: 20_000)
    var attributes = KeyAttributes()
    attributes.expiresAtMilliseconds = 4_000_000_000_123
    try writer.attributes(attributes)
    try writer.record(key: [UInt8]("k".utf8), PlainValue(encoding: .string, bytes: RDBBytes.string("v"), count: 1))
    try writer.end()
    var file = RDBBuilder(version: version, isValkey: isValkey)
    file.aux("redis-ver", "7.2.4")
    file.select(70_000)
    file.resize(keys: 100, expires: 20_000)
    file.expire(milliseconds: 4_000_000_000_123)
    file.record(type: 0, key: "k", value: RDBBytes.string("v"))
    #expect(sink.bytes == file.finished())
    #expect(writer.byteCount == UInt64(sink.bytes.count))
  }

  @Test(arguments: [0, 63, 64, 16_383, 16_384, 0xffff_ffff, 0x1_0000_0000]) func `lengths have their shortest form`(count: Int) throws {
    let sink = Collected()
    let writer = try RDBWriter(sink, header: RDBHeader(dialect: .redis, version: 11))
    try writer.sizeHint(keys: UInt64(count), expires: 0)
    #expect(sink.bytes == RDBBytes.header(version: 11) + [0xfb] + RDBBytes.length(count) + [0])
  }
}

import Foundation
import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

/// Values that are larger than what an export may hold.
@Suite struct ExportLargeTests {
  private static let string: [UInt8] = [UInt8](unsafeUninitializedCapacity: 40 << 20) { buffer, count in
    for index in buffer.indices { buffer[index] = UInt8(truncatingIfNeeded: index &* 31) }
    count = buffer.count
  }

  private static let file: [UInt8] = ExportRun.file {
    $0.record(type: 0, key: "before", value: RDBBytes.string("v"))
    $0.expire(milliseconds: 4_000_000_000_000)
    $0.record(type: 0, key: "large", value: RDBBytes.string(string))
    $0.record(type: 0, key: "after", value: RDBBytes.string("v"))
  }

  @Test func `a string of 40 MiB passes through in small pieces`() throws {
    let sink = ExportRun.Sink()
    let report = try ExportRun.run(Self.file, .jsonl, sink: sink)
    #expect(report.keysExported == 3)
    // A window of the source is at most 16 MiB and comes as one piece.
    #expect(sink.largestWrite < 24 << 20)
    let lines = sink.bytes.split(separator: 10)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(lines[1])) as? [String: Any])
    #expect((object["value"] as? [String: String])?["base64"] == Data(Self.string).base64EncodedString())
  }

  @Test func `as a command it is the bytes themselves`() throws {
    let expected = [
      ["SELECT", "0"].map { [UInt8]($0.utf8) }, ["SET", "before", "v"].map { [UInt8]($0.utf8) },
      [[UInt8]("SET".utf8), [UInt8]("large".utf8), Self.string], ["PEXPIREAT", "large", "4000000000000"].map { [UInt8]($0.utf8) },
      ["SET", "after", "v"].map { [UInt8]($0.utf8) },
    ]
    let sink = ExportRun.Sink()
    _ = try ExportRun.run(Self.file, .resp, sink: sink)
    #expect(sink.bytes == expected.flatMap { RESPClient.encode($0) })
    #expect(sink.largestWrite < 20 << 20)
  }

  @Test(arguments: [ExportFormat.jsonl, .resp, .csv, .json])
  func `a list of 9 MiB is written as it grows`(format: ExportFormat) throws {
    let element = [UInt8](repeating: UInt8(ascii: "e"), count: 1000)
    let list = RDBBytes.length(9000) + (0..<9000).flatMap { _ in RDBBytes.string(element) }
    let file = ExportRun.file { $0.record(type: 1, key: "list", value: list) }
    let sink = ExportRun.Sink()
    _ = try ExportRun.run(file, format, sink: sink)
    #expect(sink.byteCount > 9_000_000)
    #expect(sink.largestWrite < 3 << 20)
    if format == .jsonl {
      let object = try #require(try JSONSerialization.jsonObject(with: Data(sink.bytes)) as? [String: Any])
      #expect((object["value"] as? [String])?.count == 9000)
    }
  }

  @Test func `large elements of collections get commands of their own, in their place`() throws {
    let large = [UInt8](repeating: UInt8(ascii: "L"), count: 17 << 20)
    func words(_ text: String...) -> [[UInt8]] { text.map { [UInt8]($0.utf8) } }
    let file = ExportRun.file {
      $0.record(type: 1, key: "l", value: [3] + RDBBytes.string("a") + RDBBytes.string(large) + RDBBytes.string("b"))
      // Type 24: expiries before field and value; 0 is none, 1 the minimum.
      $0.record(
        type: 24, key: "h",
        value: RDBBytes.littleEndian(Int64(4_000_000_000_000)) + [3]
          + [1] + RDBBytes.string("f") + RDBBytes.string("1") + [2] + RDBBytes.string("g") + RDBBytes.string(large)
          + [0] + RDBBytes.string("i") + RDBBytes.string("3"))
      $0.record(type: 5, key: "z", value: [1] + RDBBytes.string(large) + RDBBytes.double(0.5))
    }
    let expire = { (field: String, at: String) in words("HPEXPIREAT", "h", at, "FIELDS", "1", field) }
    let expected = [
      words("SELECT", "0"), words("RPUSH", "l", "a"), words("RPUSH", "l") + [large], words("RPUSH", "l", "b"),
      words("HSET", "h", "f", "1"), expire("f", "4000000000000"), words("HSET", "h", "g") + [large],
      expire("g", "4000000000001"), words("HSET", "h", "i", "3"), words("ZADD", "z", "0.5") + [large],
    ]
    #expect(try ExportRun.bytes(file, .resp) == expected.flatMap { RESPClient.encode($0) })
  }

  @Test func `the buffer gives memory back`() {
    let buffer = OutputBuffer()
    for _ in 0..<1000 { Self.string.withUnsafeBytes { buffer.append(UnsafeRawBufferPointer(rebasing: $0[..<100_000])) } }
    #expect(buffer.count == 100_000_000)
    buffer.clear(keeping: 8 << 20)
    #expect(buffer.capacity == 8 << 20)
    #expect(buffer.count == 0)
  }
}

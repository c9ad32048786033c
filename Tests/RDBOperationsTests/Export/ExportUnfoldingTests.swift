import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

/// A few bytes of a file that stand for many of the output.
@Suite struct ExportUnfoldingTests {
  private static let fieldName = [UInt8](repeating: UInt8(ascii: "n"), count: 100_000)

  /// A stream of 500 entries that share a field name of 100 KB: 50 MB of output from 110 KB.
  private static let stream: [UInt8] = {
    let entries = (0..<500).map { RDBBytes.StreamEntry(0, $0, ["v"]) }
    let node = RDBBytes.streamListpack(entries, fields: [.bytes(fieldName)])
    return RDBBytes.stream(nodes: [(StreamID(1, 0).bytes, node)], length: 500, last: StreamID(1, 499))
  }()

  private static let file = ExportRun.file { file in
    for key in ["a", "b"] { file.record(type: 19, key: key, value: stream) }
    file.record(type: 0, key: "last", value: RDBBytes.string("v"))
  }

  @Test(arguments: [ExportFormat.jsonl, .json, .csv, .resp], [1, 2])
  func `what a chunk unfolds to is not kept in memory`(format: ExportFormat, threads: Int) throws {
    let sink = ExportRun.Sink(keeps: false)
    let report = try ExportRun.run(Self.file, format, sink: sink, threads: threads, sizes: true)
    #expect(report.keysExported == 3)
    #expect(sink.byteCount > 100_000_000)
    #expect(sink.largestWrite < 20 << 20)
  }

  @Test func `it is the same text as from a walk in the stream`() throws {
    // Under the size of the records, everything is streamed.
    for format in [ExportFormat.jsonl, .csv, .resp] {
      let chunks = ExportRun.Sink()
      _ = try ExportRun.run(Self.file, format, sink: chunks, threads: 2, sizes: true)
      let streamed = ExportRun.Sink()
      _ = try ExportRun.run(Self.file, format, sink: streamed, chunk: 4096, sizes: true)
      #expect(chunks.bytes == streamed.bytes)
    }
  }

  @Test func `a row that is written before its end still says how large the value is`() throws {
    let text = try ExportRun.bytes(Self.file, .csv, sizes: true)
    let row = text.dropFirst("db,key,type,encoding,expiresAt,elements,bytes,value\n".utf8.count).prefix(40)
    #expect(String(decoding: row, as: UTF8.self).hasPrefix("0,a,stream,stream,,500,\(Self.stream.count),\"{"))
  }

  private final class FullDisk: ExportSink {
    struct Full: Error {}
    var writes = 0
    func write(_ bytes: UnsafeRawBufferPointer) throws {
      writes += 1
      throw Full()
    }
  }

  @Test(arguments: [ExportFormat.jsonl, .resp])
  func `after a failure nothing is rendered any more`(format: ExportFormat) throws {
    let sink = FullDisk()
    let options = ExportOptions(format, nowMilliseconds: 0)
    #expect(throws: FullDisk.Full.self) { _ = try Export.run(RDBFramer(MemorySource(Self.file)), options, sink: sink) }
    #expect(sink.writes == 1)
  }
}

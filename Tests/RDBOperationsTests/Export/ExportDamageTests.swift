import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

@Suite struct ExportDamageTests {
  /// Two sound keys, one whose listpack lies, two more.
  private func damaged(chunkFiller: Int = 10) -> [UInt8] {
    ExportRun.file {
      $0.select(2)
      $0.record(type: 0, key: "first", value: RDBBytes.string([UInt8](repeating: 66, count: chunkFiller)))
      $0.record(type: 16, key: "sound", value: RDBBytes.string(RDBBytes.listpack(["f", "v"])))
      $0.record(type: 16, key: "bad", value: RDBBytes.string(RDBBytes.listpack(["f", "v", "g", "w"], count: 9)))
      $0.record(type: 0, key: "behind", value: RDBBytes.string("v"))
    }
  }

  @Test(arguments: [ExportFormat.jsonl, .resp, .csv, .json], [1, 3])
  func `a damaged value ends the export, and none of it is in the output`(format: ExportFormat, threads: Int) throws {
    for (chunk, filler) in [(1 << 20, 10), (4096, 10), (4096, 5000)] {
      let sink = ExportRun.Sink()
      let error = #expect(throws: ExportError.self) {
        try ExportRun.run(damaged(chunkFiller: filler), format, sink: sink, chunk: chunk, threads: threads)
      }
      guard case .damaged(let damage)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(damage.key == [UInt8]("bad".utf8))
      #expect(damage.database == 2)
      #expect(damage.keysBefore == 2)
      guard case .listpackCount = damage.fault.reason else {
        Issue.record("\(damage.fault)")
        return
      }
      let text = String(decoding: sink.bytes, as: UTF8.self)
      #expect(text.contains("sound") && !text.contains("bad") && !text.contains("behind"))
      #expect(damage.fault.offset > 0 && "\(ExportError.damaged(damage))".contains("rdbtool check"))
    }
  }

  @Test func `damage in a key that is not asked for is no damage`() throws {
    let text = try ExportRun.text(damaged(), .jsonl) { $0.filter.excludedGlobs = [Glob("bad")] }
    #expect(text.split(separator: "\n").count == 3)
    #expect(try ExportRun.text(damaged(), .keys) == "first\nsound\nbad\nbehind\n")
  }

  @Test func `oddities that no server minds are counted`() throws {
    let file = ExportRun.file {
      $0.record(type: 1, key: "empty", value: [0])
      $0.record(type: 18, key: "gap", value: [2, 2] + RDBBytes.string(RDBBytes.listpack([])) + [2] + RDBBytes.string(RDBBytes.listpack(["a"])))
    }
    let sink = ExportRun.Sink()
    let report = try ExportRun.run(file, .jsonl, sink: sink)
    #expect(report.benignDefects == 2)
    #expect(report.keysExported == 2)
    #expect(String(decoding: sink.bytes, as: UTF8.self).contains(#""value":[]"#))
    // Nothing is what a server makes of an empty list.
    #expect(try ExportRun.text(file, .resp).contains("RPUSH\r\n$3\r\ngap\r\n$1\r\na\r\n"))
    #expect(try !ExportRun.text(file, .resp).contains("empty"))
  }

  @Test func `a file that ends early names the key in which it ends`() throws {
    let whole = ExportRun.file {
      $0.record(type: 0, key: "a", value: RDBBytes.string("1"))
      $0.record(type: 0, key: "cut", value: RDBBytes.string([UInt8](repeating: 65, count: 100)))
    }
    let sink = ExportRun.Sink()
    let error = #expect(throws: ExportError.self) {
      try ExportRun.run([UInt8](whole.prefix(60)), .jsonl, sink: sink)
    }
    guard case .damaged(let damage)? = error else { return }
    #expect(damage.key == [UInt8]("cut".utf8))
    #expect(damage.keysBefore == 1)
    #expect(sink.bytes.split(separator: 10).count == 1)
  }

  @Test func `a wrong checksum is said last, and one that is missing on purpose not at all`() throws {
    var builder = RDBBuilder(version: 11)
    builder.record(type: 0, key: "a", value: RDBBytes.string("1"))
    let sink = ExportRun.Sink()
    let error = #expect(throws: ExportError.self) { try ExportRun.run(builder.finished(.wrong), .jsonl, sink: sink) }
    guard case .checksum? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(sink.bytes.split(separator: 10).count == 1)
    #expect(try ExportRun.run(builder.finished(.zero), .jsonl, sink: sink).end.checksum == .absent)
  }

  @Test(.needsCorpus, arguments: [ExportFormat.jsonl, .resp, .csv])
  func `any prefix and any flipped byte ends in an error or in whole lines, never in a trap`(format: ExportFormat) throws {
    let corpus = try #require(Corpus.shared)
    var wholeCount = 0
    func check(_ file: [UInt8]) throws {
      let sink = ExportRun.Sink()
      do {
        _ = try ExportRun.run(file, format, sink: sink)
        wholeCount += 1
      } catch is ExportError {
      } catch is DecodeFault {
        // Not even the header can be read.
        #expect(sink.byteCount == 0)
      }
      #expect(sink.bytes.last ?? 10 == 10)
    }
    for entry in corpus.rdbFiles where entry.group == "built" && entry.bytes ?? 0 < 400 {
      let file = try corpus.bytes(of: entry)
      for count in file.indices { try check([UInt8](file[..<count])) }
      for index in file.indices {
        for mask in [0x01, 0x80, 0xFF] as [UInt8] {
          var flipped = file
          flipped[index] ^= mask
          try check(flipped)
        }
      }
    }
    #expect(wholeCount > 0)
  }

  private struct Broken: Error {}

  private final class BrokenSource: ByteSource {
    private let inner: MemorySource
    init(_ bytes: [UInt8]) { inner = MemorySource(bytes, pieceByteCount: 40) }
    private var reads = 0
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
      reads += 1
      if reads > 1 { throw Broken() }
      return try inner.read(into: buffer)
    }
  }

  private final class BrokenSink: ExportSink {
    private var left: Int
    init(_ left: Int) { self.left = left }
    func write(_ bytes: UnsafeRawBufferPointer) throws {
      left -= 1
      if left < 0 { throw Broken() }
    }
  }

  @Test func `a source that fails is not a damaged file`() throws {
    let error = #expect(throws: ExportError.self) {
      try Export.run(RDBFramer(BrokenSource(damaged())), ExportOptions(.jsonl, nowMilliseconds: 0), sink: ExportRun.Sink())
    }
    guard case .sourceFailed(let cause)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(cause is Broken)
  }

  @Test(arguments: 0..<4, [1, 3])
  func `an output that fails at any write ends the export with its own error`(writes: Int, threads: Int) throws {
    let value = [UInt8](repeating: 65, count: 3000)
    let file = ExportRun.file { file in
      for index in 0..<20 { file.record(type: 0, key: "\(index)", value: RDBBytes.string(value)) }
      file.record(type: 0, key: "large", value: RDBBytes.string([UInt8](repeating: 66, count: 40 << 20)))
    }
    #expect(throws: Broken.self) {
      var options = ExportOptions(.resp, nowMilliseconds: 0)
      options.chunkByteCount = 4096
      options.threads = threads
      _ = try Export.run(RDBFramer(MemorySource(file), windowByteCount: 4096), options, sink: BrokenSink(writes))
    }
  }
}

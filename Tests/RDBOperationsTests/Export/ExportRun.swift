import RDBFormats
import RDBOperations
import RDBTestSupport

/// Exports bytes for tests.
enum ExportRun {
  /// Collects what an export writes, and the largest piece of it.
  final class Sink: ExportSink {
    var bytes: [UInt8] = []
    var byteCount = 0
    var largestWrite = 0
    let keeps: Bool

    init(keeps: Bool = true) { self.keeps = keeps }

    func write(_ bytes: UnsafeRawBufferPointer) {
      byteCount += bytes.count
      largestWrite = max(largestWrite, bytes.count)
      if keeps { self.bytes += bytes }
    }
  }

  /// - Parameter sizes: find out the sizes of large values first.
  static func run(
    _ file: [UInt8], _ format: ExportFormat, sink: Sink, chunk: Int = 1 << 20, threads: Int = 1, sizes: Bool = false,
    configure: (inout ExportOptions) -> Void = { _ in }
  ) throws -> ExportReport {
    var options = ExportOptions(format, nowMilliseconds: 1_700_000_000_000)
    options.chunkByteCount = chunk
    options.threads = threads
    options.source = "test.rdb"
    configure(&options)
    if sizes {
      let framer = try RDBFramer(MemorySource(file), windowByteCount: chunk)
      options.largeValues = try SizeScan.largeValues(framer, countsElements: true, chunkByteCount: chunk)
    }
    return try Export.run(RDBFramer(MemorySource(file), windowByteCount: chunk), options, sink: sink)
  }

  static func bytes(
    _ file: [UInt8], _ format: ExportFormat, chunk: Int = 1 << 20, threads: Int = 1, sizes: Bool = false,
    configure: (inout ExportOptions) -> Void = { _ in }
  ) throws -> [UInt8] {
    let sink = Sink()
    _ = try run(file, format, sink: sink, chunk: chunk, threads: threads, sizes: sizes, configure: configure)
    return sink.bytes
  }

  static func text(
    _ file: [UInt8], _ format: ExportFormat, chunk: Int = 1 << 20, configure: (inout ExportOptions) -> Void = { _ in }
  ) throws -> String {
    String(decoding: try bytes(file, format, chunk: chunk, configure: configure), as: UTF8.self)
  }

  static func file(version: Int = 12, isValkey: Bool = false, _ build: (inout RDBBuilder) -> Void) -> [UInt8] {
    var builder = RDBBuilder(version: version, isValkey: isValkey)
    build(&builder)
    return builder.finished()
  }
}

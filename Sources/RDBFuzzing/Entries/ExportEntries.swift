import RDBFormats
import RDBOperations

/// Exports of an RDB in every format.
enum ExportEntries {
  /// Sums up what is written; ends an export that a small file unfolds without end.
  private final class Sum: ExportSink {
    struct Enough: Error {}
    private(set) var hash: UInt64 = 14_695_981_039_346_656_037
    private(set) var count = 0

    func write(_ bytes: UnsafeRawBufferPointer) throws {
      count += bytes.count
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
      if count > 8 << 20 { throw Enough() }
    }
  }

  /// One format, the same in chunks of two sizes and on two threads.
  static func formats(_ bytes: [UInt8]) -> String? {
    let format = ExportFormat.allCases[bytes.count % ExportFormat.allCases.count]
    let whole = export(bytes, format, window: max(64, bytes.count), threads: 1)
    let other = export(bytes, format, window: 512, threads: 1 + bytes.count & 1)
    // Where an export ends early, how much is out by then is a matter of chunks.
    guard let whole, let other else { return nil }
    return whole == other ? nil : "\(format): \(whole) in one chunk, \(other) in small ones"
  }

  private static func export(_ bytes: [UInt8], _ format: ExportFormat, window: Int, threads: Int) -> String? {
    var options = ExportOptions(format, nowMilliseconds: WalkEntries.now)
    options.threads = threads
    options.chunkByteCount = window
    options.target = ServerVersion.known[bytes.count % ServerVersion.known.count]
    let sum = Sum()
    do {
      let framer = try RDBFramer(ArraySource(bytes), byteCount: UInt64(bytes.count), windowByteCount: window)
      let report = try Export.run(framer, options, sink: sum)
      return "\(sum.count) bytes, hash \(sum.hash), \(report.keysExported) keys"
    } catch {
      return nil
    }
  }

  /// Texts of filters, and globs against texts.
  static func filters(_ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    var filter = KeyFilter()
    for choice in 0..<5 {
      do throws(FilterError) {
        switch choice {
        case 0: filter.databases = try KeyFilter.parseDatabases(text)
        case 1: filter.kinds = try KeyFilter.parseKinds(text)
        case 2: filter.timeToLive = try TTLFilter.parse(text)
        case 3: filter.size = try SizeRange.parse(text)
        default: filter.slots = try SlotSet.parse(text)
        }
      } catch {
        if "\(error)".isEmpty { return "an error without a sentence" }
      }
    }
    let half = bytes.count / 2
    let glob = Glob(Array(bytes[..<half]))
    let key = Array(bytes[half...])
    filter.globs = [glob]
    _ = filter.matches(RecordHead(), key: key.span.bytes, nowMilliseconds: WalkEntries.now)
    return Glob(Array("*".utf8)).matches(key.span.bytes) ? nil : "* does not fit \(key)"
  }
}

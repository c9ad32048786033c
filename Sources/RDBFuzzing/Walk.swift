import RDBFormats

/// One walk through some bytes, as the commands do it but on one thread, and what came of it.
struct Walk {
  /// Where the walk ended early, and why.
  private(set) var fault: DecodeFault?
  /// What broke a promise of the framer.
  private(set) var problem: String?
  private(set) var reachedEnd = false

  /// - Parameters:
  ///   - windowByteCount: of the framer; under the size of an item everything is walked in the stream.
  ///   - isSized: whether the framer is told how many bytes there are.
  ///   - chunk: walks a framed chunk.
  ///   - item: walks the next item in the stream.
  init(
    _ bytes: [UInt8], windowByteCount: Int, pieceByteCount: Int = .max, isSized: Bool = true,
    chunk walkChunk: (RecordChunk) -> DecodeFault?, item walkItem: (RDBFramer) -> RDBFramer.StreamedItem
  ) {
    let framer: RDBFramer
    do throws(DecodeFault) {
      framer = try RDBFramer(
        ArraySource(bytes, pieceByteCount: pieceByteCount), byteCount: isSized ? UInt64(bytes.count) : nil,
        windowByteCount: windowByteCount)
    } catch {
      note(error, in: bytes)
      return
    }
    // It makes the window 4 KiB large, so that small ones have to do without.
    if windowByteCount >= 4096 { for field in framer.leadingAuxiliary() where field.name.count > bytes.count * 300 { problem = "an aux name of \(field.name.count) bytes" } }
    let chunk = RecordChunk(capacity: windowByteCount)
    // Every step takes a byte at least.
    for _ in 0...bytes.count + 1 {
      let before = framer.offset
      switch framer.next(into: chunk) {
      case .finished: return
      case .chunk:
        if let fault = walkChunk(chunk) {
          problem = "a framed chunk at \(chunk.offset) of \(chunk.byteCount) bytes faults: \(fault.reason.code) at \(fault.offset)"
          note(fault, in: bytes)
          return
        }
      case .item:
        let item = walkItem(framer)
        if let fault = item.fault {
          note(fault, in: bytes)
          return
        }
        if item.ending != nil {
          reachedEnd = true
          return
        }
      }
      if framer.offset <= before {
        problem = "no progress at \(before)"
        return
      }
    }
    problem = problem ?? "more steps than bytes"
  }

  private mutating func note(_ fault: DecodeFault, in bytes: [UInt8]) {
    self.fault = fault
    problem = problem ?? Self.problem(fault, in: bytes)
  }

  /// A fault that points outside of the bytes it is about.
  static func problem(_ fault: DecodeFault, in bytes: [UInt8]) -> String? {
    (0...bytes.count).contains(fault.offset) ? nil : "\(fault.reason.code) at \(fault.offset) of \(bytes.count) bytes"
  }

  /// What has to be the same in walks through the same bytes.
  var summary: String { (fault.map { "\($0.reason.code)@\($0.offset)" } ?? "no fault") + (reachedEnd ? ", end" : "") }
}

// LZF (rdb.md §4): control byte c < 32 → copy c+1 literals; else run = (c ≫ 5) + 2, when c ≫ 5 is 7 plus
// the next byte; distance = ((c & 31) ≪ 8 | next byte) + 1, at most 8192.

/// Decompresses a string that is too large for memory while it is read.
///
/// Keeps the 8 KiB that the format can refer back to, and nothing else.
final class LZFStream<C: ByteReading & ~Copyable>: ByteSource {
  private let stream: UnsafeMutablePointer<C>
  private var compressedLeft: UInt64
  private var outputLeft: UInt64
  private let start: Int
  /// A ring of the last bytes of output.
  private let history: UnsafeMutableRawBufferPointer
  private var produced = 0
  /// An instruction under way: literal bytes or a run.
  private var literalLeft = 0
  private var runLeft = 0
  private var distance = 0
  /// What is wrong with the compressed data.
  private(set) var defect: DecodeFault?
  /// What is wrong with the stream itself.
  private(set) var streamFault: DecodeFault?

  private static var historyByteCount: Int { 8192 }

  private init(_ stream: UnsafeMutablePointer<C>, _ compressed: UInt64, _ uncompressed: UInt64, _ start: Int) {
    self.stream = stream
    compressedLeft = compressed
    outputLeft = uncompressed
    self.start = start
    history = .allocate(byteCount: Self.historyByteCount, alignment: 8)
  }

  deinit { history.deallocate() }

  private func fail(_ reason: LZFDefect) -> DecodeFault {
    let fault = stream.pointee.fault(.lzf(reason), at: start)
    defect = fault
    return fault
  }

  private func nextByte(_ otherwise: LZFDefect) throws(DecodeFault) -> UInt8 {
    guard compressedLeft > 0 else { throw fail(otherwise) }
    do {
      let byte = try stream.pointee.readByte()
      compressedLeft -= 1
      return byte
    } catch {
      streamFault = error
      throw error
    }
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard defect == nil, streamFault == nil else { return 0 }
    var written = 0
    while written < buffer.count {
      if literalLeft == 0, runLeft == 0 {
        guard compressedLeft > 0 else {
          if outputLeft > 0 { throw fail(.outputTooShort) }
          break
        }
        let control = Int(try nextByte(.instructionCut))
        if control < 32 {
          literalLeft = control + 1
        } else {
          runLeft = (control >> 5) + 2
          if control >> 5 == 7 { runLeft += Int(try nextByte(.instructionCut)) }
          distance = (control & 31) << 8 | Int(try nextByte(.instructionCut))
          distance += 1
          guard distance <= produced else { throw fail(.referenceBeforeStart) }
        }
        guard UInt64(literalLeft + runLeft) <= outputLeft else { throw fail(.outputTooLong) }
      }
      let byte: UInt8
      if literalLeft > 0 {
        byte = try nextByte(.literalPastEnd)
        literalLeft -= 1
      } else {
        byte = history[(produced &- distance) & (Self.historyByteCount - 1)]
        runLeft -= 1
      }
      history[produced & (Self.historyByteCount - 1)] = byte
      buffer[written] = byte
      produced &+= 1
      written += 1
      outputLeft -= 1
    }
    return written
  }

  /// Runs `body` over what the next `compressed` bytes of `cursor` stand for, and steps over all of them.
  ///
  /// - Returns: what is wrong with the compressed data, or nil.
  /// - Throws: what is wrong with `cursor` itself.
  static func read(
    _ compressed: UInt64, _ uncompressed: UInt64, _ start: Int, _ cursor: inout C,
    _ body: (inout ByteWindow) throws(DecodeFault) -> Void
  ) throws(DecodeFault) -> DecodeFault? {
    var defect: DecodeFault?
    let left = try withUnsafeMutablePointer(to: &cursor) { pointer throws(DecodeFault) -> UInt64 in
      let source = LZFStream(pointer, compressed, uncompressed, start)
      var window = ByteWindow(source: source, capacity: 64 << 10, baseOffset: 0, compressedAt: start)
      do throws(DecodeFault) {
        try body(&window)
        // What the body did not look at must be right as well.
        while try !window.isAtEnd() { window.advance(try window.chunkSize(of: .max)) }
      } catch {
        defect = error
      }
      if let fault = source.streamFault {
        throw fault.inString(of: compressed, startingAt: start, left: source.compressedLeft)
      }
      if let wrong = source.defect { defect = wrong }
      return source.compressedLeft
    }
    do throws(DecodeFault) { try cursor.skip(left) } catch { throw error.inString(of: compressed, startingAt: start, skipping: left) }
    return defect
  }
}

extension LZF {
  /// Decompresses the way strings over 16 MiB are, whatever the size: for comparing the two ways.
  ///
  /// - Returns: what is wrong with the stream; what came out before is then of no meaning.
  package static func decompressInPieces(_ input: [UInt8], claimed: UInt64, _ piece: (RawSpan) -> Void) -> DecodeFault? {
    input.withUnsafeBytes { bytes in
      var cursor = MemoryCursor(bytes, baseOffset: 0)
      do throws(DecodeFault) {
        return try LZFStream<MemoryCursor>.read(UInt64(bytes.count), claimed, 0, &cursor) { (window: inout ByteWindow) throws(DecodeFault) in
          while try !window.isAtEnd() {
            let size = try window.chunkSize(of: .max)
            piece(window.peekUnsafe(size).bytes)
            window.advance(size)
          }
        }
      } catch {
        return error
      }
    }
  }
}

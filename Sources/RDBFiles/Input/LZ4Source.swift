// LZ4 frame format 1.6: frames one after the other, each
//
//   04 22 4D 18  flags  block size  [content size (8)] [dictionary id (4)]  header checksum (1)
//   { block size (4)  block  [block checksum (4)] }  00 00 00 00  [content checksum (4)]
//
// or, skipped:  50…5F 2A 4D 18  size (4)  that many bytes
//
// Advice to whoever changes this file: liblz4 drops what a call decompressed
// when the same call fails. So it is fed no further than the block it asks for,
// and the head of the next block apart from it: a damaged block never takes
// the sound one before it along.

import CLZ4
public import RDBFormats

/// Decompresses LZ4 frames, one after the other; skippable ones give nothing.
/// Zero padding after the last one is ignored, anything else there is an error.
///
/// Memory: 128 KiB of input, and in liblz4 about twice the block size that the
/// frame names, which the format limits to 4 MiB.
public final class LZ4Source: ByteSource {
  private enum Place { case betweenFrames, inFrame, finished }

  private let path: String
  private let compression: Compression
  private var input: CompressedInput
  private var context: OpaquePointer?
  private var place = Place.betweenFrames
  private var isFirstFrame = true
  /// How many bytes liblz4 asked for.
  private var wanted = LZ4Source.smallestHeader
  private var failure: (any Error)?

  private static let smallestHeader = 7
  private static let blockHeader = 4

  /// - Parameters:
  ///   - upstream: gives the compressed bytes.
  ///   - path: what the file is called in messages.
  ///   - compression: what the format is called in messages.
  ///   - baseOffset: how many bytes of the compressed stream lie before `upstream`.
  /// - Throws: `.outOfMemory`.
  public init(
    _ upstream: any ByteSource, path: String, compression: Compression = .lz4, baseOffset: UInt64 = 0
  ) throws(StreamError) {
    self.path = path
    self.compression = compression
    input = CompressedInput(upstream, baseOffset: baseOffset)
    let status = LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))
    if LZ4F_isError(status) != 0 || context == nil {
      throw StreamError(path: path, .outOfMemory(compression), at: baseOffset)
    }
  }

  deinit { _ = LZ4F_freeDecompressionContext(context) }

  /// - Throws: ``StreamError``, or what upstream threw, now and at every later call.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    if let failure { throw failure }
    if buffer.isEmpty { return 0 }
    do {
      while true {
        switch place {
        case .finished: return 0
        case .betweenFrames: try beginFrame()
        case .inFrame:
          let produced = try decompress(into: buffer)
          if produced > 0 { return produced }
        }
      }
    } catch {
      failure = error
      throw error
    }
  }

  private func error(_ reason: StreamError.Reason) -> StreamError {
    StreamError(path: path, reason, at: input.offset)
  }

  private func truncated() -> StreamError {
    StreamError(path: path, .truncated(compression), at: input.offset &+ UInt64(input.bytes.count))
  }

  /// Looks at what follows a frame.
  private func beginFrame() throws {
    if try !input.fill(atLeast: 1) {
      if isFirstFrame { throw truncated() }
      place = .finished
      return
    }
    if !isFirstFrame, input.bytes.first == 0 {
      guard try input.skipZeros() else { throw error(.trailingBytes(compression)) }
      place = .finished
      return
    }
    _ = try input.fill(atLeast: 4)
    switch LZ4Magic(input.bytes) {
    case .incomplete: throw truncated()
    case .none:
      throw error(isFirstFrame ? .damaged(compression, detail: "no LZ4 frame begins here") : .trailingBytes(compression))
    case .frame:
      isFirstFrame = false
      wanted = Self.smallestHeader
      place = .inFrame
    }
  }

  /// - Returns: 0 when the frame ended without giving more.
  private func decompress(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      let given = input.bytes
      var used = min(given.count, wanted > Self.blockHeader ? wanted - Self.blockHeader : max(1, wanted))
      var produced = buffer.count
      // Called without input too: it may still hold output of the last call.
      let status = LZ4F_decompress(context, buffer.baseAddress, &produced, given.baseAddress, &used, nil)
      if LZ4F_isError(status) != 0 { throw error(reason(of: status)) }
      input.consume(used)
      wanted = status
      if status == 0 { place = .betweenFrames }
      if produced > 0 || status == 0 { return produced }
      if input.isEmpty {
        guard try input.fill(atLeast: 1) else { throw error(.truncated(compression)) }
      } else if used == 0 {
        // liblz4 never does this; without the check it would be an endless loop.
        throw error(.damaged(compression, detail: "the decoder does not go on"))
      }
    }
  }

  private func reason(of status: Int) -> StreamError.Reason {
    let name = LZ4F_getErrorName(status).map { String(cString: $0) } ?? "liblz4 status \(status)"
    return switch name {
    case "ERROR_contentChecksum_invalid", "ERROR_blockChecksum_invalid", "ERROR_headerChecksum_invalid":
      .checksumMismatch(compression)
    case "ERROR_frameSize_wrong": .lengthMismatch(compression)
    case "ERROR_allocation_failed": .outOfMemory(compression)
    default: .damaged(compression, detail: name.hasPrefix("ERROR_") ? String(name.dropFirst(6)) : name)
    }
  }
}

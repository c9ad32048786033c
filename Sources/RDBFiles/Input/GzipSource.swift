// gzip (RFC 1952): members one after the other, each
//
//   1F 8B 08 flags mtime(4) extra os  [extra] [name] [comment] [header CRC]
//   deflate data
//   CRC-32 of what it decompresses to (4)   its length modulo 2^32 (4)
//
// Advice to whoever changes this file: bytes that were decompressed before an
// error are handed out first, and the error at the next call. A checker counts
// on it to say how much of a damaged copy can still be read.

import CZlib
public import RDBFormats

/// Decompresses gzip, member after member. Zero padding after the last one is
/// ignored, anything else there is an error.
///
/// Memory: 128 KiB of input and zlib's 32 KiB window, whatever the file says.
public final class GzipSource: ByteSource {
  private enum Place { case betweenMembers, inMember, finished }

  private let path: String
  private var input: CompressedInput
  // zlib keeps a pointer back to it, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private var place = Place.inMember
  private var failure: (any Error)?

  /// - Parameters:
  ///   - upstream: gives the compressed bytes.
  ///   - path: what the file is called in messages.
  /// - Throws: `.outOfMemory`.
  public init(_ upstream: any ByteSource, path: String) throws(StreamError) {
    self.path = path
    input = CompressedInput(upstream, baseOffset: 0)
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 15: the largest window; 16 more: a gzip header and trailer, nothing else.
    let status = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    // From here on deinit runs; inflateEnd on a stream that did not start is harmless.
    if status != Z_OK { throw StreamError(path: path, .outOfMemory(.gzip), at: 0) }
  }

  deinit {
    _ = inflateEnd(stream)
    stream.deallocate()
  }

  /// - Throws: ``StreamError``, or what upstream threw, now and at every later call.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    if let failure { throw failure }
    if buffer.isEmpty { return 0 }
    do {
      while true {
        switch place {
        case .finished: return 0
        case .betweenMembers: try beginMember()
        case .inMember:
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

  /// Looks at what follows a member.
  private func beginMember() throws {
    guard try input.fill(atLeast: 1) else {
      place = .finished
      return
    }
    if input.bytes.first == 0 {
      guard try input.skipZeros() else { throw error(.trailingBytes(.gzip)) }
      place = .finished
      return
    }
    let isWhole = try input.fill(atLeast: 2)
    guard input.bytes.starts(with: isWhole ? [0x1F, 0x8B] : [0x1F]) else { throw error(.trailingBytes(.gzip)) }
    _ = inflateReset(stream)
    place = .inMember
  }

  /// - Returns: 0 when the member ended without giving more.
  private func decompress(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      let capacity = min(buffer.count, 1 << 30)
      let given = input.bytes
      stream.pointee.next_in = given.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_in = UInt32(truncatingIfNeeded: given.count)
      stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = UInt32(truncatingIfNeeded: capacity)
      // Called without input too: it may still hold output of the last call.
      let status = inflate(stream, Z_NO_FLUSH)
      let used = given.count - Int(stream.pointee.avail_in)
      let produced = capacity - Int(stream.pointee.avail_out)
      input.consume(used)

      switch status {
      case Z_STREAM_END:
        place = .betweenMembers
        return produced
      case Z_OK, Z_BUF_ERROR:
        if produced > 0 { return produced }
        if input.isEmpty {
          guard try input.fill(atLeast: 1) else { throw error(.truncated(.gzip)) }
        } else if used == 0 {
          // zlib never does this; without the check it would be an endless loop.
          throw error(.damaged(.gzip, detail: "the decoder does not go on"))
        }
      default:
        let problem = error(reason(of: status))
        guard produced > 0 else { throw problem }
        failure = problem
        return produced
      }
    }
  }

  private func reason(of status: Int32) -> StreamError.Reason {
    if status == Z_MEM_ERROR { return .outOfMemory(.gzip) }
    let words = stream.pointee.msg.map { String(cString: $0) } ?? "zlib status \(status)"
    return switch words {
    case "incorrect data check": .checksumMismatch(.gzip)
    case "incorrect length check": .lengthMismatch(.gzip)
    default: .damaged(.gzip, detail: words)
    }
  }
}

/// What is kept of a key that is too long to be held: over ``ByteWindow/maximumContiguousByteCount``.
public struct LargeKey: Sendable {
  /// Bytes of the name.
  public internal(set) var byteCount: UInt64
  /// CRC-64 of the name: two names that long which agree in it and in length are taken for one.
  let checksum: UInt64
  /// SHA-1 of the name.
  let hash: Digest

  /// Bytes of the name that are handed on in its place.
  static let prefixByteCount = 64 << 10
}

extension ByteReading where Self: ~Copyable {
  /// Reads the name of a key.
  ///
  /// - Parameter large: set when the name is too long to be held; its first 64 KiB are returned then.
  /// - Throws: as ``readText(into:prefixOnly:)``, but for `.unsupported`.
  @inline(__always)
  mutating func readKey(into buffer: TextBuffer, _ large: inout LargeKey?) throws(DecodeFault) -> UnsafeRawBufferPointer {
    let start = offset
    let token = try readStringToken()
    switch token {
    case .raw(let count) where count > UInt64(ByteWindow.maximumContiguousByteCount):
      return try readLargeKey(token, start, into: buffer, &large)
    case .compressed(let count, let uncompressed)
    where LZF.claimIsPlausible(compressed: count, uncompressed: uncompressed)
      && max(count, uncompressed) > UInt64(ByteWindow.maximumContiguousByteCount):
      return try readLargeKey(token, start, into: buffer, &large)
    default: return try readText(token, start, into: buffer)
    }
  }

  @inline(never)
  private mutating func readLargeKey(
    _ token: StringToken, _ start: Int, into buffer: TextBuffer, _ large: inout LargeKey?
  ) throws(DecodeFault) -> UnsafeRawBufferPointer {
    var name = LargeKeyReader(buffer)
    switch token {
    case .raw(let count):
      let first = offset
      var left = count
      do throws(DecodeFault) {
        while left > 0 {
          let size = try chunkSize(of: left)
          name.take(peekUnsafe(size))
          advance(size)
          left -= UInt64(size)
        }
      } catch {
        throw error.inString(of: count, startingAt: first, left: left)
      }
    case .compressed(let count, let uncompressed):
      let fault = try LZFStream<Self>.read(count, uncompressed, start, &self) { (window: inout ByteWindow) throws(DecodeFault) in
        while try !window.isAtEnd() {
          let size = try window.chunkSize(of: .max)
          name.take(window.peekUnsafe(size))
          window.advance(size)
        }
      }
      if let fault { throw fault }
    case .integer: break
    }
    large = name.finish()
    return buffer.first(name.prefixByteCount)
  }
}

/// Takes a long name in pieces.
private struct LargeKeyReader {
  private let buffer: TextBuffer
  private let room: UnsafeMutableRawBufferPointer
  private(set) var prefixByteCount = 0
  private var byteCount: UInt64 = 0
  private var crc = CRC64()
  private var sha = SHA1()

  init(_ buffer: TextBuffer) {
    self.buffer = buffer
    room = buffer.reserve(LargeKey.prefixByteCount)
  }

  mutating func take(_ piece: UnsafeRawBufferPointer) {
    if prefixByteCount < room.count {
      let part = UnsafeRawBufferPointer(rebasing: piece.prefix(room.count - prefixByteCount))
      UnsafeMutableRawBufferPointer(rebasing: room[prefixByteCount...]).copyMemory(from: part)
      prefixByteCount += part.count
    }
    byteCount += UInt64(piece.count)
    crc.update(piece.bytes)
    sha.update(piece)
  }

  mutating func finish() -> LargeKey { LargeKey(byteCount: byteCount, checksum: crc.value, hash: sha.finish()) }
}

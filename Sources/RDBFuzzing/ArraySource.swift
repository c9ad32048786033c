import RDBFormats

/// Bytes in memory as a source, in pieces of any size.
final class ArraySource: ByteSource {
  private let bytes: [UInt8]
  private var position = 0
  private let pieceByteCount: Int

  /// - Parameter pieceByteCount: the most that one read gives.
  init(_ bytes: [UInt8], pieceByteCount: Int = .max) {
    self.bytes = bytes
    self.pieceByteCount = max(1, pieceByteCount)
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = min(buffer.count, bytes.count - position, pieceByteCount)
    buffer.copyBytes(from: bytes[position..<position + count])
    position += count
    return count
  }
}

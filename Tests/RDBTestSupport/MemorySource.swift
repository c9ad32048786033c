import RDBFormats

/// Bytes in memory as a source that gives them in pieces.
package final class MemorySource: ByteSource {
  private let bytes: [UInt8]
  private var position = 0
  private let pieceByteCount: Int

  /// - Parameter pieceByteCount: the most that one read gives.
  package init(_ bytes: [UInt8], pieceByteCount: Int = .max) {
    self.bytes = bytes
    self.pieceByteCount = pieceByteCount
  }

  package func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, pieceByteCount, bytes.count - position)
    bytes[position..<position + count].withUnsafeBytes { buffer.copyMemory(from: $0) }
    position += count
    return count
  }
}

import RDBFormats

/// Bytes of a test as a source, in pieces of any size.
package final class MemorySource: ByteSource {
  private let bytes: [UInt8]
  private var position = 0
  private let pieceByteCount: Int

  /// - Parameter pieceByteCount: the most that one read gives.
  package init(_ bytes: [UInt8], pieceByteCount: Int = .max) {
    self.bytes = bytes
    self.pieceByteCount = max(1, pieceByteCount)
  }

  package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = min(buffer.count, bytes.count - position, pieceByteCount)
    bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<position + count])) }
    position += count
    return count
  }
}

/// Bytes that can be read in any order: a file on disk, or what a pipe gave, kept aside.
package protocol RandomAccessBytes: AnyObject {
  /// How many there are.
  var byteCount: Int { get }
  /// Reads from `offset` on until `buffer` is full or the bytes end.
  ///
  /// - Returns: how many bytes were read; 0 at and behind the end.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

extension RandomAccessBytes {
  /// CRC-64 of a stretch, begun at 0; of what there is of it when they end before.
  package func checksum(of range: Range<Int>) throws -> UInt64 {
    var crc = CRC64()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    var offset = range.lowerBound
    while offset < range.upperBound {
      let wanted = min(buffer.count, range.upperBound - offset)
      let got = try read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
      guard got > 0 else { break }
      crc.update(UnsafeRawBufferPointer(rebasing: buffer[..<got]).bytes)
      offset += got
    }
    return crc.value
  }
}

/// A stretch of ``RandomAccessBytes`` as a stream.
package final class RangeSource: ByteSource {
  private let bytes: any RandomAccessBytes
  private let end: Int
  /// Offset of the next byte that it gives.
  package private(set) var offset: Int

  /// Whether it has given all its bytes.
  package var isExhausted: Bool { offset >= end }

  /// - Parameter range: within the bytes; what goes beyond their end is left out.
  package init(_ bytes: any RandomAccessBytes, _ range: Range<Int>) {
    self.bytes = bytes
    offset = range.lowerBound
    end = min(range.upperBound, bytes.byteCount)
  }

  package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let wanted = min(buffer.count, end - offset)
    guard wanted > 0 else { return 0 }
    let got = try bytes.read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
    offset += got
    return got
  }
}

/// Bytes in memory, read in any order.
package final class MemoryBytes: RandomAccessBytes {
  private let bytes: [UInt8]
  package var byteCount: Int { bytes.count }

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, max(0, bytes.count - max(0, offset)))
    guard count > 0 else { return 0 }
    bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + count])) }
    return count
  }
}

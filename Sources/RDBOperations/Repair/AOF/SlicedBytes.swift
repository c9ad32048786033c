import RDBFormats

/// The front of other bytes: the RDB of a hybrid AOF without its commands.
final class SlicedBytes: RandomAccessBytes {
  let byteCount: Int
  private let whole: any RandomAccessBytes

  init(_ whole: any RandomAccessBytes, byteCount: Int) {
    self.whole = whole
    self.byteCount = min(whole.byteCount, max(0, byteCount))
  }

  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let wanted = min(buffer.count, max(0, byteCount - max(0, offset)))
    guard wanted > 0 else { return 0 }
    return try whole.read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
  }
}

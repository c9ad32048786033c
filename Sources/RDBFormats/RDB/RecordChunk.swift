/// Some bytes of an RDB that hold nothing but whole items, ready to be walked by any thread.
package final class RecordChunk {
  /// The memory; its first ``byteCount`` bytes are the items.
  var buffer: UnsafeMutableRawBufferPointer
  package internal(set) var byteCount = 0
  /// Offset in the file of the first byte.
  package internal(set) var offset = 0
  /// Where the walk stands at the first byte.
  var parser = RDBParser()
  /// Counts chunks and streamed items from 0 in the order of the file.
  package internal(set) var sequence = 0
  let scratch = RecordScratch()

  /// - Parameter capacity: bytes of buffer.
  package init(capacity: Int) {
    buffer = .allocate(byteCount: max(4096, capacity), alignment: 64)
  }

  deinit { buffer.deallocate() }

  /// Walks every item.
  ///
  /// - Throws: what is wrong with the framing; never happens, since the framer has walked it.
  func walk<V: RecordVisitor & ~Copyable>(_ visitor: inout V) throws(DecodeFault) {
    var cursor = MemoryCursor(UnsafeRawBufferPointer(rebasing: buffer[..<byteCount]), baseOffset: offset)
    var parser = parser
    while cursor.available > 0, try parser.drive(&cursor, scratch, &visitor) {}
  }

  /// Walks every item for a consumer outside this module.
  package func walk(_ sink: RecordSink) throws(DecodeFault) {
    var sink = sink
    try walk(&sink)
  }

  /// CRC-64 of the bytes alone, to be combined with that of what stands before them.
  package var checksum: UInt64 {
    var crc = CRC64()
    crc.update(UnsafeRawBufferPointer(rebasing: buffer[..<byteCount]).bytes)
    return crc.value
  }

  /// The bytes of the items, for looking a key up again.
  func bytes(from offset: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: buffer[max(0, min(offset - self.offset, byteCount))..<byteCount])
  }
}

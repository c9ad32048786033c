/// Walks values that stand in memory as an RDB has them, for consumers outside this module.
///
/// Holds the memory that walks use: one a thread.
package final class SerializedValueReader {
  private let scratch = WalkScratch()
  private let text = TextBuffer()
  private let parser: RDBParser

  /// - Parameter dialect: of the type bytes.
  package init(_ dialect: RDBDialect = .redis) {
    parser = RDBParser(RDBHeader(dialect: dialect, version: dialect == .valkey ? RDBHeader.newestValkey : RDBHeader.newestRedis))
  }

  /// Tells what is in a value.
  ///
  /// - Parameter bytes: what stands behind the key in a file.
  /// - Throws: when the value is not framed; what is wrong inside goes to the sink.
  package func walk(_ encoding: ValueEncoding, _ bytes: UnsafeRawBufferPointer, _ sink: ValueSink) throws(DecodeFault) {
    var cursor = MemoryCursor(bytes, baseOffset: 0)
    var sink = sink
    try ValueWalker.walk(encoding, &cursor, parser, scratch, &sink)
  }

  /// The bytes of a string value, lent until the next call.
  ///
  /// - Throws: when it does not decompress.
  package func string(_ bytes: UnsafeRawBufferPointer) throws(DecodeFault) -> UnsafeRawBufferPointer {
    var cursor = MemoryCursor(bytes, baseOffset: 0)
    switch try cursor.readStringToken() {
    case .raw(let count):
      let start = bytes.count - cursor.available
      guard count <= UInt64(bytes.count - start) else { throw DecodeFault(.truncated(needed: count, available: UInt64(bytes.count - start)), at: start) }
      return UnsafeRawBufferPointer(rebasing: bytes[start..<start + Int(count)])
    case .integer(let value): return text.decimal(value)
    case .compressed(let count, let uncompressed):
      let start = bytes.count - cursor.available
      guard count <= UInt64(bytes.count - start), LZF.claimIsPlausible(compressed: count, uncompressed: uncompressed) else {
        throw DecodeFault(.truncated(needed: count, available: UInt64(bytes.count - start)), at: start)
      }
      let output = text.reserve(Int(uncompressed))
      if let defect = LZF.decompress(UnsafeRawBufferPointer(rebasing: bytes[start..<start + Int(count)]), into: output) {
        throw DecodeFault(.lzf(defect), at: start)
      }
      return UnsafeRawBufferPointer(output)
    }
  }
}

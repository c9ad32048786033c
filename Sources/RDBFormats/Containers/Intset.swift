// An intset (rdb.md §6): u32le width (2, 4 or 8) │ u32le count │ integers, little-endian, ascending

extension ValueWalker {
  /// Walks an intset of `byteCount` bytes.
  static func intset<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ cursor: inout C, _ byteCount: UInt64, _ visitor: inout V
  ) throws(DecodeFault) -> UInt64 {
    let start = cursor.offset
    guard byteCount >= 8 else { throw cursor.fault(.intsetSize(claimed: 8, actual: byteCount), at: start) }
    let width = try cursor.readLittleEndian(UInt32.self)
    let count = UInt64(try cursor.readLittleEndian(UInt32.self))
    guard width == 2 || width == 4 || width == 8 else { throw cursor.fault(.intsetWidth(width), at: start) }
    guard count > 0 else { throw cursor.fault(.intsetEmpty, at: start + 4) }
    guard 8 + count * UInt64(width) == byteCount else {
      throw cursor.fault(.intsetSize(claimed: 8 + count * UInt64(width), actual: byteCount), at: start + 4)
    }
    switch width {
    case 2: try integers(Int16.self, count, &cursor, &visitor)
    case 4: try integers(Int32.self, count, &cursor, &visitor)
    default: try integers(Int64.self, count, &cursor, &visitor)
    }
    return count
  }

  private static func integers<I: FixedWidthInteger & SignedInteger & BitwiseCopyable, C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _: I.Type, _ count: UInt64, _ cursor: inout C, _ visitor: inout V
  ) throws(DecodeFault) {
    var previous: I?
    var left = count
    while left > 0 {
      let value = try cursor.readLittleEndian(I.self)
      if let previous, value <= previous {
        visitor.defect(
          cursor.fault(value == previous ? .intsetDuplicate : .intsetOrder, at: cursor.offset - MemoryLayout<I>.size))
      }
      previous = value
      visitor.integer(.setMember, Int64(value))
      left &-= 1
    }
  }
}

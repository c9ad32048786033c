// A zipmap, as Redis before 2.6 kept small hashes (rdb.md §6):
//
//   u8 count (≥ 254: walk) │ ( len field │ len value │ u8 free │ value │ free bytes )* │ FF
//   len = u8 below 254, or FE + u32le

extension ValueWalker {
  /// Walks a zipmap of `byteCount` bytes.
  static func zipmap<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ cursor: inout C, _ byteCount: UInt64, _ visitor: inout V
  ) throws(DecodeFault) -> UInt64 {
    let start = cursor.offset
    guard byteCount >= 2 else { throw cursor.fault(.zipmapTerminator, at: start) }
    let end = start &+ Int(clamping: byteCount)
    let count = try cursor.readByte()
    var pairs: UInt64 = 0
    while true {
      guard let fieldSize = try zipmapLength(&cursor) else { break }
      guard cursor.offset <= end, fieldSize <= UInt64(end &- cursor.offset) else { throw cursor.fault(.zipmapEntryPastEnd, at: cursor.offset) }
      try bytes(fieldSize, .hashField, &cursor, &visitor)
      guard let valueSize = try zipmapLength(&cursor) else { throw cursor.fault(.zipmapTerminator, at: cursor.offset - 1) }
      let free = UInt64(try cursor.readByte())
      guard cursor.offset <= end, valueSize + free <= UInt64(end &- cursor.offset) else { throw cursor.fault(.zipmapEntryPastEnd, at: cursor.offset) }
      try bytes(valueSize, .hashValue, &cursor, &visitor)
      try cursor.skip(free)
      pairs &+= 1
    }
    guard cursor.offset == end else { throw cursor.fault(.zipmapTerminator, at: cursor.offset - 1) }
    if pairs == 0 { visitor.defect(cursor.fault(.emptyCollection, at: start)) }
    if count < 254, UInt64(count) != pairs {
      visitor.defect(cursor.fault(.zipmapCount(claimed: UInt64(count), actual: pairs), at: start))
    }
    return pairs
  }

  /// - Returns: nil at the terminator, which is consumed.
  private static func zipmapLength<C: ByteReading & ~Copyable>(_ cursor: inout C) throws(DecodeFault) -> UInt64? {
    let first = try cursor.readByte()
    switch first {
    case 0xFF: return nil
    case 0xFE: return UInt64(try cursor.readLittleEndian(UInt32.self))
    default: return UInt64(first)
    }
  }
}

// A ziplist (rdb.md §6):
//
//   u32le total │ u32le offset of the last entry │ u16le count (65535: unknown) │ entry* │ FF
//   entry = prevlen encoding [data]
//
//   prevlen: u8 below 254, else FE + u32le
//   00pppppp string ≤ 63    01pppppp qq 14-bit, big-endian    80 + u32be string
//   C0 i16   D0 i32   E0 i64   F0 i24   FE i8   F1–FD immediate 0–12

/// The head of a ziplist entry, behind its prevlen.
private struct ZiplistHead {
  let isString: Bool
  let value: Int64
  let headByteCount: UInt64
  /// Bytes of text behind the head.
  var textByteCount: UInt64 { isString ? UInt64(bitPattern: value) : 0 }
}

extension ValueWalker {
  /// Walks a ziplist of `byteCount` bytes.
  ///
  /// - Returns: how many entries it holds.
  /// - Throws: what makes the rest of it unreadable; wrong counts and sizes go to the visitor.
  static func ziplist<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ layout: EntryLayout, _ cursor: inout C, _ byteCount: UInt64, _ visitor: inout V
  ) throws(DecodeFault) -> UInt64 {
    let start = cursor.offset
    guard byteCount >= 11 else { throw cursor.fault(.ziplistTooShort(byteCount: byteCount), at: start) }
    let total = try cursor.readLittleEndian(UInt32.self)
    if UInt64(total) != byteCount { visitor.defect(cursor.fault(.ziplistSize(claimed: total, actual: byteCount), at: start)) }
    let tail = try cursor.readLittleEndian(UInt32.self)
    let count = try cursor.readLittleEndian(UInt16.self)
    let end = start &+ Int(clamping: byteCount) &- 1
    let tuple = layout.tuple
    var entries: UInt64 = 0
    var place = 0
    var previousSize: UInt64 = 0
    var last = 10
    while cursor.offset < end {
      let entryStart = cursor.offset
      var prevlen = UInt64(try cursor.readByte())
      if prevlen == 0xFF { throw cursor.fault(.ziplistTerminator, at: entryStart) }
      if prevlen == 0xFE { prevlen = UInt64(try cursor.readLittleEndian(UInt32.self)) }
      if prevlen != previousSize {
        throw cursor.fault(.ziplistPrevlen(claimed: UInt32(truncatingIfNeeded: prevlen), actual: previousSize), at: entryStart)
      }
      let head = try readZiplistHead(&cursor)
      if head.isString {
        guard cursor.offset <= end, UInt64(end &- cursor.offset) >= head.textByteCount else {
          throw cursor.fault(.ziplistEntryPastEnd, at: entryStart)
        }
        try entry(layout, place, head.textByteCount, &cursor, &visitor)
      } else {
        entry(layout, place, head.value, { cursor.fault($0, at: entryStart) }, &visitor)
      }
      last = entryStart &- start
      previousSize = UInt64(cursor.offset &- entryStart)
      entries &+= 1
      place &+= 1
      if place == tuple { place = 0 }
    }
    guard cursor.offset == end else { throw cursor.fault(.ziplistEntryPastEnd, at: end) }
    guard try cursor.readByte() == 0xFF else { throw cursor.fault(.ziplistTerminator, at: end) }
    if UInt64(tail) != UInt64(last) {
      visitor.defect(cursor.fault(.ziplistTail(claimed: tail, actual: UInt64(last)), at: start + 4))
    }
    if count != 0xFFFF, UInt64(count) != entries {
      visitor.defect(cursor.fault(.ziplistCount(claimed: UInt64(count), actual: entries), at: start + 8))
    }
    if place != 0 { visitor.defect(cursor.fault(.tupleCount(entries: entries, tuple: tuple), at: start + 8)) }
    if entries == 0, tuple > 1 { visitor.defect(cursor.fault(.emptyCollection, at: start)) }
    return entries
  }

  @inline(__always)
  private static func readZiplistHead<C: ByteReading & ~Copyable>(_ cursor: inout C) throws(DecodeFault) -> ZiplistHead {
    let first = try cursor.readByte()
    switch first {
    case 0..<0x40: return ZiplistHead(isString: true, value: Int64(first), headByteCount: 1)
    case 0x40..<0x80:
      return ZiplistHead(isString: true, value: Int64(first & 0x3F) << 8 | Int64(try cursor.readByte()), headByteCount: 2)
    case 0x80: return ZiplistHead(isString: true, value: Int64(try cursor.readBigEndian(UInt32.self)), headByteCount: 5)
    case 0xC0: return ZiplistHead(isString: false, value: Int64(try cursor.readLittleEndian(Int16.self)), headByteCount: 3)
    case 0xD0: return ZiplistHead(isString: false, value: Int64(try cursor.readLittleEndian(Int32.self)), headByteCount: 5)
    case 0xE0: return ZiplistHead(isString: false, value: try cursor.readLittleEndian(Int64.self), headByteCount: 9)
    case 0xF0:
      let low = Int64(try cursor.readLittleEndian(UInt16.self))
      let high = Int64(Int8(bitPattern: try cursor.readByte()))
      return ZiplistHead(isString: false, value: high << 16 | low, headByteCount: 4)
    case 0xFE: return ZiplistHead(isString: false, value: Int64(Int8(bitPattern: try cursor.readByte())), headByteCount: 2)
    case 0xF1...0xFD: return ZiplistHead(isString: false, value: Int64(first & 0x0F) - 1, headByteCount: 1)
    default: throw cursor.fault(.ziplistEncoding(first), at: cursor.offset - 1)
    }
  }
}

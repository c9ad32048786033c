// A listpack (rdb.md §6):
//
//   u32le total │ u16le count (65535: unknown) │ entry* │ FF
//   entry = encoding [data] backlen
//
//   0xxxxxxx   0 … 127               1110xxxx +1   string ≤ 4095, 12-bit length, big-endian
//   10xxxxxx   string ≤ 63           F0 + u32le    string
//   110xxxxx+1 13-bit signed         F1 F2 F3 F4   i16 i24 i32 i64, little-endian
//
// backlen = size of encoding and data in base 128, most significant digit first,
// bit 7 set in every byte but the first.

/// The head of a listpack entry.
struct ListpackHead {
  /// Whether `count` bytes of text follow the head; otherwise ``value`` is all of it.
  let isString: Bool
  /// The number, or the byte count of the string.
  let value: Int64
  /// Bytes of head and text, which is what the back length says.
  let encodedSize: UInt64
}

/// Reading one listpack entry, wherever it stands.
enum Listpack {
  static let headerByteCount = 6

  /// Reads the front of an entry. `.listpackTerminator` at a 0xFF that comes too early.
  @inline(__always)
  static func readHead<C: ByteReading & ~Copyable>(_ cursor: inout C) throws(DecodeFault) -> ListpackHead {
    let first = try cursor.readByte()
    if first < 0x80 { return ListpackHead(isString: false, value: Int64(first), encodedSize: 1) }
    if first < 0xC0 {
      let count = Int64(first & 0x3F)
      return ListpackHead(isString: true, value: count, encodedSize: UInt64(count) + 1)
    }
    return try readLongHead(first, &cursor)
  }

  /// Reads an entry that does not begin with a byte below 0xC0; `first` has been read.
  @inline(never)
  static func readLongHead<C: ByteReading & ~Copyable>(_ first: UInt8, _ cursor: inout C) throws(DecodeFault) -> ListpackHead {
    switch first {
    case 0xC0...0xDF:
      let bits = Int64(first & 0x1F) << 8 | Int64(try cursor.readByte())
      return ListpackHead(isString: false, value: bits >= 4096 ? bits - 8192 : bits, encodedSize: 2)
    case 0xE0...0xEF:
      let count = Int64(first & 0x0F) << 8 | Int64(try cursor.readByte())
      return ListpackHead(isString: true, value: count, encodedSize: UInt64(count) + 2)
    case 0xF0:
      let count = Int64(try cursor.readLittleEndian(UInt32.self))
      return ListpackHead(isString: true, value: count, encodedSize: UInt64(count) + 5)
    case 0xF1: return ListpackHead(isString: false, value: Int64(try cursor.readLittleEndian(Int16.self)), encodedSize: 3)
    case 0xF2:
      let low = Int64(try cursor.readLittleEndian(UInt16.self))
      let high = Int64(Int8(bitPattern: try cursor.readByte()))
      return ListpackHead(isString: false, value: high << 16 | low, encodedSize: 4)
    case 0xF3: return ListpackHead(isString: false, value: Int64(try cursor.readLittleEndian(Int32.self)), encodedSize: 5)
    case 0xF4: return ListpackHead(isString: false, value: try cursor.readLittleEndian(Int64.self), encodedSize: 9)
    case 0xFF: throw cursor.fault(.listpackTerminator, at: cursor.offset - 1)
    default: throw cursor.fault(.listpackEncoding(first), at: cursor.offset - 1)
    }
  }

  /// Reads and checks the back length behind an entry.
  ///
  /// At sizes 16 383, 2 097 151 and 268 435 455 old and new servers write different widths and cannot
  /// read each other's (rdb.md §6); both are accepted here.
  ///
  /// - Returns: nil, or for such an entry whether it was written the new way.
  @inline(__always)
  static func readBackLength<C: ByteReading & ~Copyable>(_ size: UInt64, _ cursor: inout C) throws(DecodeFault) -> Bool? {
    if size <= 127 {
      guard try cursor.readByte() == UInt8(truncatingIfNeeded: size) else {
        throw cursor.fault(.listpackBacklen(expected: size), at: cursor.offset - 1)
      }
      return nil
    }
    return try readLongBackLength(size, &cursor)
  }

  @inline(never)
  private static func readLongBackLength<C: ByteReading & ~Copyable>(_ size: UInt64, _ cursor: inout C) throws(DecodeFault) -> Bool? {
    var width: Int
    var isNew: Bool?
    switch size {
    case ..<16383: width = 2
    case ..<2_097_151: width = 3
    case ..<268_435_455: width = 4
    default: width = 5
    }
    if size == 16383 || size == 2_097_151 || size == 268_435_455 {
      let writtenNew = try cursor.peekByte() == 0x7F
      if writtenNew { width -= 1 }
      isNew = writtenNew
    }
    let start = cursor.offset
    for place in (0..<width).reversed() {
      let digit = UInt8(truncatingIfNeeded: size >> UInt64(7 * place)) & 0x7F
      let expected = place == width - 1 ? digit : digit | 0x80
      guard try cursor.readByte() == expected else { throw cursor.fault(.listpackBacklen(expected: size), at: start) }
    }
    return isNew
  }
}

extension ValueWalker {
  /// Walks a listpack of `byteCount` bytes.
  ///
  /// - Returns: how many entries it holds.
  /// - Throws: what makes the rest of it unreadable; wrong counts and sizes go to the visitor.
  static func listpack<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ layout: EntryLayout, _ cursor: inout C, _ byteCount: UInt64, _ visitor: inout V
  ) throws(DecodeFault) -> UInt64 {
    let start = cursor.offset
    guard byteCount > UInt64(Listpack.headerByteCount) else { throw cursor.fault(.listpackTooShort(byteCount: byteCount), at: start) }
    let total = try cursor.readLittleEndian(UInt32.self)
    if UInt64(total) != byteCount { visitor.defect(cursor.fault(.listpackSize(claimed: total, actual: byteCount), at: start)) }
    let count = try cursor.readLittleEndian(UInt16.self)
    let end = start &+ Int(clamping: byteCount) &- 1
    let tuple = layout.tuple
    var entries: UInt64 = 0
    var place = 0
    while cursor.offset < end {
      let entryStart = cursor.offset
      // As `readHead` does it, which the compiler does not inline here.
      let first = try cursor.readByte()
      let head: ListpackHead
      if first < 0x80 {
        head = ListpackHead(isString: false, value: Int64(first), encodedSize: 1)
      } else if first < 0xC0 {
        head = ListpackHead(isString: true, value: Int64(first & 0x3F), encodedSize: UInt64(first & 0x3F) &+ 1)
      } else {
        head = try Listpack.readLongHead(first, &cursor)
      }
      if head.isString {
        guard cursor.offset <= end, UInt64(end &- cursor.offset) > UInt64(bitPattern: head.value) else { throw cursor.fault(.listpackEntryPastEnd, at: entryStart) }
        try entry(layout, place, UInt64(bitPattern: head.value), &cursor, &visitor)
      } else {
        entry(layout, place, head.value, { cursor.fault($0, at: entryStart) }, &visitor)
      }
      if let isNew = try Listpack.readBackLength(head.encodedSize, &cursor) {
        visitor.defect(cursor.fault(.listpackBoundary(entryBytes: head.encodedSize, newer: isNew), at: entryStart))
      }
      entries &+= 1
      place &+= 1
      if place == tuple { place = 0 }
    }
    guard cursor.offset == end else { throw cursor.fault(.listpackEntryPastEnd, at: end) }
    guard try cursor.readByte() == 0xFF else { throw cursor.fault(.listpackTerminator, at: end) }
    if count != 0xFFFF, UInt64(count) != entries {
      visitor.defect(cursor.fault(.listpackCount(claimed: UInt64(count), actual: entries), at: start + 4))
    }
    if place != 0 { visitor.defect(cursor.fault(.tupleCount(entries: entries, tuple: tuple), at: start + 4)) }
    if entries == 0 {
      switch layout {
      case .list, .values: break
      default: visitor.defect(cursor.fault(.emptyCollection, at: start))
      }
    }
    return entries
  }
}

// A node of a stream (rdb.md §7) is a listpack:
//
//   count, deleted, nfields, field ×nfields, 0                        the master entry
//   ( flags, ms−master.ms, seq−master.seq, [nfields,] …, lp-count )*  entries
//
//   flags bit 0: deleted, bit 1: has the master's fields
//   with the master's fields: values only, lp-count = nfields + 3
//   otherwise: nfields, then field and value in turn, lp-count = 2·nfields + 4

extension ValueWalker {
  /// Walks the listpack of a stream node.
  ///
  /// - Returns: live entries.
  static func streamNode<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ walk: StreamWalk, _ cursor: inout C, _ byteCount: UInt64, _ visitor: inout V
  ) throws(DecodeFault) -> UInt64 {
    let start = cursor.offset
    guard byteCount > UInt64(Listpack.headerByteCount) else { throw cursor.fault(.listpackTooShort(byteCount: byteCount), at: start) }
    let total = try cursor.readLittleEndian(UInt32.self)
    if UInt64(total) != byteCount { visitor.defect(cursor.fault(.listpackSize(claimed: total, actual: byteCount), at: start)) }
    let claimed = try cursor.readLittleEndian(UInt16.self)
    var node = StreamNodeReader(end: start &+ Int(clamping: byteCount) &- 1)
    guard cursor.offset < node.end else { throw cursor.fault(.streamNodeEmpty, at: start) }

    let count = try node.integer(&cursor, &visitor)
    let deleted = try node.integer(&cursor, &visitor)
    let fields = try node.integer(&cursor, &visitor)
    guard count >= 0, deleted >= 0, fields >= 0 else {
      throw cursor.fault(.streamNodeLayout("a negative number in the master entry"), at: start)
    }
    walk.startFields(at: cursor.compressedAt < 0 ? start : cursor.compressedAt)
    var left = fields
    while left > 0 {
      try node.masterField(walk, &cursor, &visitor)
      left -= 1
    }
    let terminator = cursor.offset
    guard try node.integer(&cursor, &visitor) == 0 else {
      throw cursor.fault(.streamNodeLayout("no 0 behind the fields of the master entry"), at: terminator)
    }

    var live: UInt64 = 0
    var dead: UInt64 = 0
    while cursor.offset < node.end {
      if try entry(walk, &node, &cursor, &visitor) { live &+= 1 } else { dead &+= 1 }
    }
    guard cursor.offset == node.end else { throw cursor.fault(.listpackEntryPastEnd, at: node.end) }
    guard try cursor.readByte() == 0xFF else { throw cursor.fault(.listpackTerminator, at: node.end) }
    if claimed != 0xFFFF, UInt64(claimed) != node.entries {
      visitor.defect(cursor.fault(.listpackCount(claimed: UInt64(claimed), actual: node.entries), at: start + 4))
    }
    // Servers compare the sum; a shift between live and deleted they do not see, readers of the stream do.
    if UInt64(count) &+ UInt64(deleted) != live &+ dead {
      visitor.defect(cursor.fault(.streamNodeCount(claimed: UInt64(count) &+ UInt64(deleted), actual: live &+ dead), at: start + 6))
    } else if UInt64(count) != live {
      visitor.defect(cursor.fault(.streamNodeDeletedCount(claimed: UInt64(deleted), actual: dead), at: start + 6))
    }
    walk.live &+= live
    return live
  }

  /// - Returns: whether the entry is live.
  @inline(__always)
  private static func entry<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ walk: StreamWalk, _ node: inout StreamNodeReader, _ cursor: inout C, _ visitor: inout V
  ) throws(DecodeFault) -> Bool {
    let start = cursor.offset
    let flags = try node.integer(&cursor, &visitor)
    let id = StreamEntryID(
      milliseconds: walk.nodeID.milliseconds &+ UInt64(bitPattern: try node.integer(&cursor, &visitor)),
      sequence: walk.nodeID.sequence &+ UInt64(bitPattern: try node.integer(&cursor, &visitor)))
    let isDeleted = flags & 1 != 0
    let hasMasterFields = flags & 2 != 0
    var count = Int64(walk.fieldCount)
    if !hasMasterFields {
      count = try node.integer(&cursor, &visitor)
      guard count >= 0 else { throw cursor.fault(.streamNodeLayout("a negative number of fields"), at: start) }
    }
    if let highest = walk.highest, id <= highest { visitor.defect(cursor.fault(.streamEntryOrder, at: start)) }
    walk.highest = max(walk.highest ?? id, id)
    if !isDeleted {
      if walk.firstLive == nil { walk.firstLive = id }
      visitor.streamEntry(id, fieldCount: Int(clamping: count))
    }
    var index: Int64 = 0
    while index < count {
      if hasMasterFields {
        if !isDeleted { walk.field(Int(index), &visitor) }
      } else {
        try node.text(isDeleted ? nil : .streamField, &cursor, &visitor)
      }
      try node.text(isDeleted ? nil : .streamValue, &cursor, &visitor)
      index &+= 1
    }
    let tail = cursor.offset
    let expected = hasMasterFields ? count &+ 3 : count &* 2 &+ 4
    guard try node.integer(&cursor, &visitor) == expected else {
      throw cursor.fault(.streamNodeLayout("an entry that does not say how many elements it has"), at: tail)
    }
    return !isDeleted
  }
}

/// Reads the elements of a node one by one.
struct StreamNodeReader {
  /// Offset of the terminator.
  let end: Int
  /// Elements read.
  private(set) var entries: UInt64 = 0

  init(end: Int) { self.end = end }

  @inline(__always)
  private mutating func head<C: ByteReading & ~Copyable>(_ cursor: inout C) throws(DecodeFault) -> ListpackHead {
    let start = cursor.offset
    guard start < end else { throw cursor.fault(.streamNodeLayout("the end inside an entry"), at: start) }
    let head = try Listpack.readHead(&cursor)
    if head.isString {
      guard cursor.offset <= end, UInt64(end &- cursor.offset) > UInt64(bitPattern: head.value) else {
        throw cursor.fault(.listpackEntryPastEnd, at: start)
      }
    }
    entries &+= 1
    return head
  }

  @inline(__always)
  private func finish<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ head: ListpackHead, _ start: Int, _ cursor: inout C, _ visitor: inout V
  ) throws(DecodeFault) {
    if let isNew = try Listpack.readBackLength(head.encodedSize, &cursor) {
      visitor.defect(cursor.fault(.listpackBoundary(entryBytes: head.encodedSize, newer: isNew), at: start))
    }
  }

  /// An element that has to be a number; servers take the text of one too.
  @inline(__always)
  mutating func integer<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ cursor: inout C, _ visitor: inout V
  ) throws(DecodeFault) -> Int64 {
    let start = cursor.offset
    let head = try head(&cursor)
    var value = head.value
    if head.isString {
      guard head.value <= 20 else { throw cursor.fault(.streamNodeLayout("text where a number should be"), at: start) }
      try cursor.need(Int(head.value))
      guard let number = Decimal.canonicalInteger(cursor.peekUnsafe(Int(head.value))) else {
        throw cursor.fault(.streamNodeLayout("text where a number should be"), at: start)
      }
      value = number
      cursor.advance(Int(head.value))
    }
    try finish(head, start, &cursor, &visitor)
    return value
  }

  /// An element of an entry; nothing is said of it without a role.
  @inline(__always)
  mutating func text<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ role: ElementRole?, _ cursor: inout C, _ visitor: inout V
  ) throws(DecodeFault) {
    let start = cursor.offset
    let head = try head(&cursor)
    if head.isString {
      if let role {
        try ValueWalker.bytes(UInt64(bitPattern: head.value), role, &cursor, &visitor)
      } else {
        try cursor.skip(UInt64(bitPattern: head.value))
      }
    } else if let role {
      visitor.integer(role, head.value)
    }
    try finish(head, start, &cursor, &visitor)
  }

  /// A field name of the master entry, kept in `walk`.
  mutating func masterField<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ walk: StreamWalk, _ cursor: inout C, _ visitor: inout V
  ) throws(DecodeFault) {
    let start = cursor.offset
    let head = try head(&cursor)
    if head.isString {
      guard head.value <= Int64(StreamWalk.maximumNameByteCount) else {
        throw cursor.fault(.unsupported("a stream field name of \(head.value) bytes"), at: start)
      }
      try cursor.need(Int(head.value))
      guard walk.addField(cursor.peekUnsafe(Int(head.value))) else {
        throw cursor.fault(.unsupported("stream field names of over 8 MiB"), at: start)
      }
      cursor.advance(Int(head.value))
    } else {
      let buffer = TextBuffer()
      defer { withExtendedLifetime(buffer) {} }
      guard walk.addField(buffer.decimal(head.value)) else {
        throw cursor.fault(.unsupported("stream field names of over 8 MiB"), at: start)
      }
    }
    try finish(head, start, &cursor, &visitor)
  }
}

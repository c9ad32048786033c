// A stream (rdb.md §7):
//
//   len nodes, ( str(16-byte master id), str(listpack) ) ×nodes
//   len length, len last.ms, len last.seq
//   [≥19] len first.ms, first.seq, maxdel.ms, maxdel.seq, entries_added
//   len groups ×: str name, len last.ms, last.seq, [≥19] len entries_read
//                 len pel ×( 16-byte id, i64le delivery ms, len delivery count )
//                 len consumers ×: str name, i64le seen ms, [≥21] i64le active ms, len n ×( 16-byte id )
//                 [27] len n ×( 16-byte id )      NACK zone
//   [≥26] idempotency data

extension ValueWalker {
  static func stream<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ encoding: ValueEncoding, _ cursor: inout C, _ scratch: WalkScratch, _ visitor: inout V
  ) throws(DecodeFault) {
    let walk = StreamWalk()
    var nodes = try cursor.readCount(minimumSize: 18)
    var previous: StreamEntryID?
    while nodes > 0 {
      let start = cursor.offset
      if let id = try nodeID(&cursor, scratch, &visitor) {
        if let previous, id <= previous {
          visitor.defect(cursor.fault(id == previous ? .streamNodeDuplicate : .streamNodeOrder, at: start))
        }
        previous = id
        walk.nodeID = id
        if try blob(.streamNode(walk), &cursor, scratch, &visitor) == nil { walk.isComplete = false }
      } else {
        walk.isComplete = false
        try cursor.skipString()
      }
      nodes &-= 1
    }
    let start = cursor.offset
    var properties = StreamProperties()
    properties.length = try cursor.readLength()
    properties.last = try idAsLengths(&cursor)
    if encoding != .stream {
      properties.first = try idAsLengths(&cursor)
      properties.maxDeleted = try idAsLengths(&cursor)
      properties.entriesAdded = try cursor.readLength()
    }
    if walk.isComplete { compare(properties, walk, { cursor.fault($0, at: start) }, &visitor) }
    visitor.streamEnd(properties)
    try groups(encoding, &cursor, scratch, &visitor)
    if encoding == .stream4 || encoding == .stream5 { try idempotency(&cursor, scratch, &visitor) }
    visitor.groupsEnd()
  }

  /// What the stream says of itself against what its nodes hold.
  private static func compare<V: ValueVisitor & ~Copyable>(
    _ properties: StreamProperties, _ walk: StreamWalk, _ fault: (DecodeFault.Reason) -> DecodeFault, _ visitor: inout V
  ) {
    if properties.length != walk.live {
      visitor.defect(fault(.streamLength(claimed: properties.length, actual: walk.live)))
    }
    if let highest = walk.highest, properties.last < highest { visitor.defect(fault(.streamLastID)) }
    if let first = properties.first, walk.live > 0, first != walk.firstLive { visitor.defect(fault(.streamFirstID)) }
    if let deleted = properties.maxDeleted, deleted > properties.last { visitor.defect(fault(.streamMaxDeletedID)) }
    if let added = properties.entriesAdded, added < properties.length { visitor.defect(fault(.streamEntriesAdded)) }
  }

  /// The 16 bytes of a node's id; nil when they are not that, which is reported.
  private static func nodeID<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ cursor: inout C, _ scratch: WalkScratch, _ visitor: inout V
  ) throws(DecodeFault) -> StreamEntryID? {
    let start = cursor.offset
    switch try cursor.readStringToken() {
    case .raw(16): return try cursor.readStreamID()
    case .raw(let count):
      visitor.defect(cursor.fault(.streamNodeID(length: count), at: start))
      try cursor.skip(count)
    case .integer: visitor.defect(cursor.fault(.streamNodeID(length: 0), at: start))
    case .compressed(let count, let uncompressed):
      guard uncompressed == 16,
        let text = try decompress(count, uncompressed, start, &cursor, scratch, &visitor)
      else {
        visitor.defect(cursor.fault(.streamNodeID(length: uncompressed), at: start))
        try cursor.skip(count)
        return nil
      }
      guard let bytes = text.wholeOrNil else { return nil }
      var inside = MemoryCursor(bytes, baseOffset: start)
      return try inside.readStreamID()
    }
    return nil
  }

  private static func idAsLengths<C: ByteReading & ~Copyable>(_ cursor: inout C) throws(DecodeFault) -> StreamEntryID {
    let milliseconds = try cursor.readLength()
    return StreamEntryID(milliseconds: milliseconds, sequence: try cursor.readLength())
  }

  private static func groups<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ encoding: ValueEncoding, _ cursor: inout C, _ scratch: WalkScratch, _ visitor: inout V
  ) throws(DecodeFault) {
    var groups = try cursor.readCount(minimumSize: 5)
    while groups > 0 {
      try string(.groupName, &cursor, scratch, &visitor)
      var group = StreamGroup()
      group.last = try idAsLengths(&cursor)
      if encoding != .stream {
        let read = try cursor.readLength()
        group.entriesRead = read == .max ? nil : read
      }
      group.pendingCount = try cursor.readCount(minimumSize: 25)
      visitor.group(group)
      var pending = group.pendingCount
      while pending > 0 {
        let id = try cursor.readStreamID()
        let time = try cursor.readLittleEndian(Int64.self)
        visitor.pending(id, deliveredAt: time, deliveryCount: try cursor.readLength())
        pending &-= 1
      }
      try consumers(encoding, &cursor, scratch, &visitor)
      groups &-= 1
    }
  }

  private static func consumers<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ encoding: ValueEncoding, _ cursor: inout C, _ scratch: WalkScratch, _ visitor: inout V
  ) throws(DecodeFault) {
    var consumers = try cursor.readCount(minimumSize: 10)
    while consumers > 0 {
      try string(.consumerName, &cursor, scratch, &visitor)
      let seen = try cursor.readLittleEndian(Int64.self)
      let active = encoding == .stream || encoding == .stream2 ? nil : try cursor.readLittleEndian(Int64.self)
      let count = try cursor.readCount(minimumSize: 16)
      visitor.consumer(seenAt: seen, activeAt: active, pendingCount: count)
      try owned(count, &cursor, &visitor)
      consumers &-= 1
    }
    // The NACK zone: pending entries that were given back and wait for any consumer.
    if encoding == .stream5 { try owned(try cursor.readLength(), &cursor, &visitor) }
  }

  private static func owned<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ count: UInt64, _ cursor: inout C, _ visitor: inout V
  ) throws(DecodeFault) {
    var left = count
    while left > 0 {
      visitor.owned(try cursor.readStreamID())
      left &-= 1
    }
  }

  /// What Redis 8.6 keeps to recognise entries that are added twice; names only, it shows in no read command.
  private static func idempotency<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ cursor: inout C, _ scratch: WalkScratch, _ visitor: inout V
  ) throws(DecodeFault) {
    _ = try cursor.readLength()
    _ = try cursor.readLength()
    var producers = try cursor.readLength()
    while producers > 0 {
      try string(.producerName, &cursor, scratch, &visitor)
      var entries = try cursor.readLength()
      while entries > 0 {
        try string(.producerName, &cursor, scratch, &visitor)
        _ = try idAsLengths(&cursor)
        entries &-= 1
      }
      producers &-= 1
    }
    _ = try cursor.readLength()
    _ = try cursor.readLength()
  }
}

/// What is inside a string that is a container.
enum BlobLayout {
  case listpack(EntryLayout)
  case ziplist(EntryLayout)
  case intset
  case zipmap
  case streamNode(StreamWalk)
}

/// What the entries of a listpack or ziplist are.
enum EntryLayout {
  case list, set, hash, sortedSet, hashWithExpiry
  /// Values of a hash whose fields stand elsewhere.
  case values

  /// How many entries make an element.
  @inline(__always) var tuple: Int {
    switch self {
    case .list, .set, .values: 1
    case .hash, .sortedSet: 2
    case .hashWithExpiry: 3
    }
  }
}

extension ValueWalker {
  /// Walks a string that is a container; what is wrong inside is reported, not thrown.
  ///
  /// - Returns: how many entries it holds, nil when it is damaged.
  @discardableResult
  static func blob<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ layout: BlobLayout, _ cursor: inout C, _ scratch: WalkScratch, _ visitor: inout V
  ) throws(DecodeFault) -> UInt64? {
    let start = cursor.offset
    switch try cursor.readStringToken() {
    case .integer:
      // The text of a number is a string like any other to the servers, only too short for a container.
      var nothing = MemoryCursor(UnsafeRawBufferPointer(start: nil, count: 0), baseOffset: start)
      return container(layout, &nothing, 0, &visitor)
    case .raw(let count):
      if count <= UInt64(truncatingIfNeeded: cursor.available) {
        var inside = MemoryCursor(cursor.peekUnsafe(Int(count)), baseOffset: cursor.offset)
        let entries = container(layout, &inside, count, &visitor)
        cursor.advance(Int(count))
        return entries
      }
      guard cursor.isStream, count <= Self.maximumContainerByteCount else {
        visitor.defect(cursor.fault(.containerTooLarge(count), at: start))
        try cursor.skip(count)
        return nil
      }
      return try BlobSource<C>.read(count, &cursor) { (window: inout ByteWindow) in container(layout, &window, count, &visitor) }
    case .compressed(let count, let uncompressed):
      guard LZF.claimIsPlausible(compressed: count, uncompressed: uncompressed) else {
        visitor.defect(cursor.fault(.lzf(.claimTooLarge), at: start))
        try cursor.skip(count)
        return nil
      }
      if let text = try decompress(count, uncompressed, start, &cursor, scratch, &visitor) {
        guard let text = text.wholeOrNil else { return nil }
        var inside = MemoryCursor(text, baseOffset: 0, compressedAt: start)
        return container(layout, &inside, uncompressed, &visitor)
      }
      guard uncompressed <= Self.maximumContainerByteCount else {
        visitor.defect(cursor.fault(.containerTooLarge(uncompressed), at: start))
        try cursor.skip(count)
        return nil
      }
      var entries: UInt64?
      let fault = try LZFStream<C>.read(count, uncompressed, start, &cursor) { (window: inout ByteWindow) throws(DecodeFault) in
        entries = container(layout, &window, uncompressed, &visitor)
      }
      if let fault { visitor.defect(fault) }
      return entries
    }
  }

  /// Containers say their size in 32 bits.
  private static var maximumContainerByteCount: UInt64 { UInt64(UInt32.max) }

  /// Walks a container that takes all of `cursor`'s bytes.
  private static func container<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ layout: BlobLayout, _ cursor: inout C, _ byteCount: UInt64, _ visitor: inout V
  ) -> UInt64? {
    do {
      switch layout {
      case .listpack(let entries): return try listpack(entries, &cursor, byteCount, &visitor)
      case .ziplist(let entries): return try ziplist(entries, &cursor, byteCount, &visitor)
      case .intset: return try intset(&cursor, byteCount, &visitor)
      case .zipmap: return try zipmap(&cursor, byteCount, &visitor)
      case .streamNode(let walk): return try streamNode(walk, &cursor, byteCount, &visitor)
      }
    } catch {
      // The source below says itself what is wrong with it.
      if case .inputFailed = error.reason { return nil }
      visitor.defect(inside(layout, error))
      return nil
    }
  }

  /// The end of a container's string is the container's fault, not the file's.
  private static func inside(_ layout: BlobLayout, _ fault: DecodeFault) -> DecodeFault {
    guard case .truncated = fault.reason else { return fault }
    let reason: DecodeFault.Reason =
      switch layout {
      case .listpack, .streamNode: .listpackEntryPastEnd
      case .ziplist: .ziplistEntryPastEnd
      case .intset: .intsetSize(claimed: 0, actual: 0)
      case .zipmap: .zipmapEntryPastEnd
      }
    return DecodeFault(reason, at: fault.offset, innerOffset: fault.innerOffset)
  }

  // MARK: Entries by what they are

  /// Hands on an entry that is a number. `place` counts entries within the element.
  @inline(__always)
  static func entry<V: ValueVisitor & ~Copyable>(
    _ layout: EntryLayout, _ place: Int, _ value: Int64, _ fault: (DecodeFault.Reason) -> DecodeFault, _ visitor: inout V
  ) {
    switch layout {
    case .list: visitor.integer(.listElement, value)
    case .set: visitor.integer(.setMember, value)
    case .values: visitor.integer(.hashValue, value)
    case .hash: visitor.integer(place == 0 ? .hashField : .hashValue, value)
    case .sortedSet:
      if place == 0 { visitor.integer(.sortedSetMember, value) } else { visitor.score(Double(value)) }
    case .hashWithExpiry:
      if place < 2 {
        visitor.integer(place == 0 ? .hashField : .hashValue, value)
      } else {
        if value < 0 || value > 0xFFFF_FFFF_FFFF { visitor.defect(fault(.fieldExpiry)) }
        visitor.fieldExpiry(value == 0 ? nil : value)
      }
    }
  }

  /// Hands on an entry that is a string of `count` bytes at the cursor.
  @inline(__always)
  static func entry<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ layout: EntryLayout, _ place: Int, _ count: UInt64, _ cursor: inout C, _ visitor: inout V
  ) throws(DecodeFault) {
    let role: ElementRole
    switch layout {
    case .list: role = .listElement
    case .set: role = .setMember
    case .values: role = .hashValue
    case .hash: role = place == 0 ? .hashField : .hashValue
    case .sortedSet:
      guard place == 0 else { return try scoreText(count, &cursor, &visitor) }
      role = .sortedSetMember
    case .hashWithExpiry:
      guard place < 2 else {
        visitor.defect(cursor.fault(.fieldExpiry, at: cursor.offset))
        visitor.fieldExpiry(nil)
        return try cursor.skip(count)
      }
      role = place == 0 ? .hashField : .hashValue
    }
    try bytes(count, role, &cursor, &visitor)
  }

  /// A score that is text: servers read what `strtod` makes of it.
  private static func scoreText<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ count: UInt64, _ cursor: inout C, _ visitor: inout V
  ) throws(DecodeFault) {
    let start = cursor.offset
    // What is longer cannot be a number: servers cut scores at 128 bytes.
    guard count <= 127 else {
      visitor.defect(cursor.fault(.scoreText, at: start))
      visitor.score(0)
      return try cursor.skip(count)
    }
    try cursor.need(Int(count))
    let text = cursor.peekUnsafe(Int(count))
    if let score = DoubleText.parse(text) {
      if score.isNaN { visitor.defect(cursor.fault(.scoreIsNaN, at: start)) }
      visitor.score(score)
    } else {
      visitor.defect(cursor.fault(.scoreText, at: start))
      visitor.score(DoubleText.parsePrefix(text) ?? 0)
    }
    cursor.advance(Int(count))
  }
}

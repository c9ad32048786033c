/// Walks values: reads their encoding and tells a visitor what is in it.
///
/// Framing faults are thrown: nobody knows where the value ends. Everything that
/// stays inside a length-framed part goes to ``ValueVisitor/defect(_:)``, and
/// the walk continues behind that part.
public enum ValueWalker {
  /// The largest element that is handed on in one piece, in bytes.
  public static var wholeElementByteCount: Int { ByteWindow.maximumContiguousByteCount }

  /// Walks a value to its end.
  ///
  /// - Complexity: O(bytes); memory for one element, at most ``wholeElementByteCount`` twice.
  static func walk<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ encoding: ValueEncoding, _ cursor: inout C, _ parser: borrowing RDBParser, _ scratch: WalkScratch, _ visitor: inout V
  ) throws(DecodeFault) {
    switch encoding {
    case .string: try string(.string, &cursor, scratch, &visitor)
    case .list: try strings(.listElement, &cursor, scratch, &visitor)
    case .set: try strings(.setMember, &cursor, scratch, &visitor)
    case .hash:
      var left = try count(&cursor, &visitor)
      while left > 0 {
        try string(.hashField, &cursor, scratch, &visitor)
        try string(.hashValue, &cursor, scratch, &visitor)
        left &-= 1
      }
    case .sortedSet:
      var left = try count(&cursor, &visitor)
      while left > 0 {
        try string(.sortedSetMember, &cursor, scratch, &visitor)
        visitor.score(try asciiScore(&cursor, &visitor))
        left &-= 1
      }
    case .sortedSet2:
      var left = try count(&cursor, &visitor)
      while left > 0 {
        try string(.sortedSetMember, &cursor, scratch, &visitor)
        let start = cursor.offset
        let score = Double(bitPattern: try cursor.readLittleEndian(UInt64.self))
        if score.isNaN { visitor.defect(cursor.fault(.scoreIsNaN, at: start)) }
        visitor.score(score)
        left &-= 1
      }
    case .hashZipmap: try blob(.zipmap, &cursor, scratch, &visitor)
    case .listZiplist:
      let start = cursor.offset
      if try blob(.ziplist(.list), &cursor, scratch, &visitor) == 0 { visitor.defect(cursor.fault(.emptyCollection, at: start)) }
    case .setIntset: try blob(.intset, &cursor, scratch, &visitor)
    case .sortedSetZiplist: try blob(.ziplist(.sortedSet), &cursor, scratch, &visitor)
    case .hashZiplist: try blob(.ziplist(.hash), &cursor, scratch, &visitor)
    case .hashListpack: try blob(.listpack(.hash), &cursor, scratch, &visitor)
    case .sortedSetListpack: try blob(.listpack(.sortedSet), &cursor, scratch, &visitor)
    case .setListpack: try blob(.listpack(.set), &cursor, scratch, &visitor)
    case .hashListpackExPreGA: try blob(.listpack(.hashWithExpiry), &cursor, scratch, &visitor)
    case .hashListpackEx:
      try cursor.skip(8)
      try blob(.listpack(.hashWithExpiry), &cursor, scratch, &visitor)
    case .quicklist: try quicklist(&cursor, scratch, &visitor)
    case .quicklist2: try quicklist2(&cursor, scratch, &visitor)
    case .stream, .stream2, .stream3, .stream4, .stream5: try stream(encoding, &cursor, scratch, &visitor)
    case .hashMetadata, .hashMetadataPreGA: try hashMetadata(encoding, &cursor, scratch, &visitor)
    case .valkeyHash2: try valkeyHash(&cursor, scratch, &visitor)
    case .valkeyPathHash: try valkeyPathHash(&cursor, scratch, &visitor)
    case .module2: try module(&cursor, scratch, &visitor)
    case .modulePreGA: throw cursor.fault(.moduleValuePreGA, at: cursor.offset)
    case .array: try array(&cursor, scratch, &visitor)
    case .hashTemplateListpack, .hashTemplateListpackReference, .hashTemplateArray, .hashTemplateArrayReference:
      try templateHash(encoding, &cursor, parser, scratch, &visitor)
    }
  }

  /// Reads how many elements follow; a collection without any is a defect of its own.
  static func count<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ cursor: inout C, _ visitor: inout V
  ) throws(DecodeFault) -> UInt64 {
    let start = cursor.offset
    let count = try cursor.readCount(minimumSize: 1)
    if count == 0 { visitor.defect(cursor.fault(.emptyCollection, at: start)) }
    return count
  }

  private static func strings<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ role: ElementRole, _ cursor: inout C, _ scratch: WalkScratch, _ visitor: inout V
  ) throws(DecodeFault) {
    var left = try count(&cursor, &visitor)
    while left > 0 {
      try string(role, &cursor, scratch, &visitor)
      left &-= 1
    }
  }

  // MARK: One string

  /// Walks one string.
  @inline(__always)
  static func string<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ role: ElementRole, _ cursor: inout C, _ scratch: WalkScratch, _ visitor: inout V
  ) throws(DecodeFault) {
    let start = cursor.offset
    switch try cursor.readStringToken() {
    case .raw(let count): try bytes(count, role, &cursor, &visitor)
    case .integer(let value): visitor.integer(role, value)
    case .compressed(let count, let uncompressed):
      try compressed(count, uncompressed, start, role, &cursor, scratch, &visitor)
    }
  }

  /// Hands on `count` bytes as an element.
  @inline(__always)
  static func bytes<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ count: UInt64, _ role: ElementRole, _ cursor: inout C, _ visitor: inout V
  ) throws(DecodeFault) {
    if count <= UInt64(truncatingIfNeeded: cursor.available) {
      let size = Int(truncatingIfNeeded: count)
      visitor.element(role, cursor.peekUnsafe(size).bytes)
      cursor.advance(size)
    } else {
      try farBytes(count, role, &cursor, &visitor)
    }
  }

  @inline(never)
  private static func farBytes<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ count: UInt64, _ role: ElementRole, _ cursor: inout C, _ visitor: inout V
  ) throws(DecodeFault) {
    // In memory all there is is in hand: what is not there never comes.
    guard cursor.isStream else { return try cursor.skip(count) }
    if count <= UInt64(wholeElementByteCount) {
      try cursor.need(Int(count))
      visitor.element(role, cursor.peekUnsafe(Int(count)).bytes)
      cursor.advance(Int(count))
      return
    }
    let start = cursor.offset
    visitor.largeElement(role, byteCount: count)
    var left = count
    do throws(DecodeFault) {
      while left > 0 {
        let size = try cursor.chunkSize(of: left)
        visitor.piece(cursor.peekUnsafe(size).bytes)
        cursor.advance(size)
        left -= UInt64(size)
      }
    } catch {
      throw error.inString(of: count, startingAt: start, left: left)
    }
    visitor.largeElementEnd()
  }

  @inline(never)
  private static func compressed<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ count: UInt64, _ uncompressed: UInt64, _ start: Int, _ role: ElementRole, _ cursor: inout C, _ scratch: WalkScratch,
    _ visitor: inout V
  ) throws(DecodeFault) {
    guard LZF.claimIsPlausible(compressed: count, uncompressed: uncompressed) else {
      visitor.defect(cursor.fault(.lzf(.claimTooLarge), at: start))
      return try cursor.skip(count)
    }
    if uncompressed == 0 { visitor.defect(cursor.fault(.lzfEmpty, at: start)) }
    if !visitor.wantsText(role), count <= UInt64(truncatingIfNeeded: cursor.available), uncompressed <= UInt64(wholeElementByteCount) {
      let problem = LZF.validate(cursor.peekUnsafe(Int(count)), outputByteCount: Int(uncompressed))
      if let problem { visitor.defect(cursor.fault(.lzf(problem), at: start)) }
      return cursor.advance(Int(count))
    }
    if let text = try decompress(count, uncompressed, start, &cursor, scratch, &visitor) {
      if let text = text.wholeOrNil { visitor.element(role, text.bytes) }
      return
    }
    // Too large for one piece: decompressed as it is read, nothing kept but the 8 KiB it can refer back to.
    visitor.largeElement(role, byteCount: uncompressed)
    let fault = try LZFStream<C>.read(count, uncompressed, start, &cursor) { (window: inout ByteWindow) throws(DecodeFault) in
      while try !window.isAtEnd() {
        let size = try window.chunkSize(of: .max)
        visitor.piece(window.peekUnsafe(size).bytes)
        window.advance(size)
      }
    }
    visitor.largeElementEnd()
    if let fault { visitor.defect(fault) }
  }

  /// The text of a compressed string where it fits into memory.
  enum Decompressed {
    case whole(UnsafeRawBufferPointer)
    /// A defect was reported instead.
    case damaged
    var wholeOrNil: UnsafeRawBufferPointer? { if case .whole(let bytes) = self { bytes } else { nil } }
  }

  /// Decompresses a string and steps over it; nil, without moving, when it is too large for memory.
  static func decompress<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ count: UInt64, _ uncompressed: UInt64, _ start: Int, _ cursor: inout C, _ scratch: WalkScratch, _ visitor: inout V
  ) throws(DecodeFault) -> Decompressed? {
    let limit = UInt64(wholeElementByteCount)
    guard uncompressed <= limit, count <= limit else { return nil }
    if UInt64(cursor.available) < count {
      guard cursor.isStream else {
        try cursor.skip(count)
        return .damaged
      }
      try cursor.need(Int(count))
    }
    let room = scratch.decompressed.reserve(Int(uncompressed))
    let problem = LZF.decompress(cursor.peekUnsafe(Int(count)), into: room)
    cursor.advance(Int(count))
    if let problem {
      visitor.defect(cursor.fault(.lzf(problem), at: start))
      return .damaged
    }
    return .whole(UnsafeRawBufferPointer(room))
  }

  // MARK: Scores of type 3

  /// `u8 n; 253 = NaN, 254 = +inf, 255 = −inf; otherwise n ASCII bytes`, read with `sscanf("%lg")` by servers.
  private static func asciiScore<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ cursor: inout C, _ visitor: inout V
  ) throws(DecodeFault) -> Double {
    let start = cursor.offset
    let size = try cursor.readByte()
    switch size {
    case 253:
      visitor.defect(cursor.fault(.scoreIsNaN, at: start))
      return .nan
    case 254: return .infinity
    case 255: return -.infinity
    default:
      try cursor.need(Int(size))
      let score = DoubleText.parsePrefix(cursor.peekUnsafe(Int(size)))
      cursor.advance(Int(size))
      if score == nil { visitor.defect(cursor.fault(.asciiScore, at: start)) }
      if let score, score.isNaN { visitor.defect(cursor.fault(.scoreIsNaN, at: start)) }
      return score ?? 0
    }
  }
}

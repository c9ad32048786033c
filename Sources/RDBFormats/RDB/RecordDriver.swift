/// Memory that a walk through records uses: one a thread.
final class RecordScratch {
  let key = TextBuffer()
  /// Apart from ``key``: visitors may look at the last key until the next record.
  let name = TextBuffer()
  let text = TextBuffer()
  let walk = WalkScratch()
}

/// The longest prefix of an auxiliary value that is kept, in bytes.
let auxiliaryPrefixByteCount = 64 << 10

extension RDBParser {
  /// Reads one item and tells `visitor` of it.
  ///
  /// - Returns: false at the end opcode, behind which the cursor then stands.
  /// - Throws: what is wrong with the framing.
  @inline(__always)
  mutating func drive<C: ByteReading & ~Copyable, V: RecordVisitor & ~Copyable>(
    _ cursor: inout C, _ scratch: RecordScratch, _ visitor: inout V
  ) throws(DecodeFault) -> Bool {
    let item = try next(&cursor)
    if keyMetadataOffset >= 0 { visitor.item(.keyMetadata, at: keyMetadataOffset) }
    guard case .record(let encoding) = item else { return try driveOther(item, &cursor, scratch, &visitor) }
    var head = RecordHead()
    head.offset = itemOffset
    head.typeOffset = typeOffset
    head.database = database
    head.encoding = encoding
    head.attributes = attributes
    let key: UnsafeRawBufferPointer
    do throws(DecodeFault) {
      key = try cursor.readKey(into: scratch.key, &head.largeKey)
    } catch {
      // Behind a key that does not decompress the value still stands where it should.
      guard error.isInsideString else { throw error }
      head.valueOffset = cursor.offset
      visitor.unreadableKey(head, error)
      try skip(encoding, &cursor, &visitor)
      return true
    }
    head.valueOffset = cursor.offset
    if visitor.wantsValueByteCount { head.valueByteCount = cursor.lookahead.valueByteCount(encoding, self) }
    if visitor.record(head, key: key.bytes) {
      do throws(DecodeFault) {
        try ValueWalker.walk(encoding, &cursor, self, scratch.walk, &visitor)
      } catch {
        if cursor.encodedLengthOffset >= 0 { Self.reportEncodedLength(&cursor, &visitor) }
        throw error
      }
      if cursor.encodedLengthOffset >= 0 { Self.reportEncodedLength(&cursor, &visitor) }
      visitor.recordEnd(at: cursor.offset)
    } else {
      try skip(encoding, &cursor, &visitor)
    }
    return true
  }

  @inline(never)
  private static func reportEncodedLength<C: ByteReading & ~Copyable, V: RecordVisitor & ~Copyable>(_ cursor: inout C, _ visitor: inout V) {
    visitor.defect(cursor.fault(.countIsEncoded, at: cursor.encodedLengthOffset))
    cursor.encodedLengthOffset = -1
  }

  /// Steps over a value that nobody wants to see; numbers that are none are told of all the same.
  private func skip<C: ByteReading & ~Copyable, V: RecordVisitor & ~Copyable>(
    _ encoding: ValueEncoding, _ cursor: inout C, _ visitor: inout V
  ) throws(DecodeFault) {
    var largest: UInt64 = 0
    do throws(DecodeFault) {
      try cursor.skipValue(encoding, self, largest: &largest)
    } catch {
      if cursor.encodedLengthOffset >= 0 { Self.reportEncodedLength(&cursor, &visitor) }
      throw error
    }
    if cursor.encodedLengthOffset >= 0 { Self.reportEncodedLength(&cursor, &visitor) }
  }

  @inline(never)
  private func driveOther<C: ByteReading & ~Copyable, V: RecordVisitor & ~Copyable>(
    _ item: RDBItem, _ cursor: inout C, _ scratch: RecordScratch, _ visitor: inout V
  ) throws(DecodeFault) -> Bool {
    switch item {
    case .end: return false
    case .auxiliary:
      do throws(DecodeFault) {
        // Both names are needed at once: the second has its own buffer.
        let name = try cursor.readText(into: scratch.name, prefixOnly: auxiliaryPrefixByteCount)
        let value = try cursor.readText(into: scratch.text, prefixOnly: auxiliaryPrefixByteCount)
        visitor.auxiliary(name.bytes, value.bytes, at: itemOffset)
      } catch {
        guard error.isInsideString else { throw error }
        visitor.defect(error)
        // The name was at fault when the value is still to come; a damaged value has been stepped over. Attributes of
        // the next key may stand in front of the opcode.
        if error.offset == typeOffset + 1 { try cursor.skipString() }
      }
    case .function:
      do throws(DecodeFault) {
        visitor.function(try cursor.readText(into: scratch.text).bytes, at: itemOffset)
      } catch {
        guard error.isInsideString else { throw error }
        visitor.defect(error)
      }
    case .moduleAuxiliary:
      visitor.item(item, at: itemOffset)
      try cursor.skipModuleItems()
    default: visitor.item(item, at: itemOffset)
    }
    if cursor.encodedLengthOffset >= 0 { Self.reportEncodedLength(&cursor, &visitor) }
    return true
  }

  /// Steps over one item.
  ///
  /// - Returns: false at the end opcode, behind which the cursor then stands.
  @inline(__always)
  mutating func skipItem<C: ByteReading & ~Copyable>(_ cursor: inout C, largest: inout UInt64) throws(DecodeFault) -> Bool {
    switch try next(&cursor) {
    case .record(let encoding):
      try cursor.skipString()
      try cursor.skipValue(encoding, self, largest: &largest)
    case .end: return false
    case .auxiliary:
      try cursor.skipString()
      try cursor.skipString()
    case .function: try cursor.skipString()
    case .moduleAuxiliary: try cursor.skipModuleItems()
    default: break
    }
    return true
  }
}

extension MemoryCursor {
  /// Bytes that the value at the cursor takes; nil when it is not all in hand.
  @inline(never)
  fileprivate func valueByteCount(_ encoding: ValueEncoding, _ parser: borrowing RDBParser) -> Int? {
    var ahead = self
    var largest: UInt64 = 0
    do throws(DecodeFault) {
      try ahead.skipValue(encoding, parser, largest: &largest)
      return ahead.offset - offset
    } catch {
      return nil
    }
  }
}

extension DecodeFault {
  /// Whether it is wrong inside a string whose end is known, so that the walk goes on behind it.
  var isInsideString: Bool {
    switch reason {
    case .lzf: true
    default: false
    }
  }
}

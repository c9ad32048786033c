// The pieces of an RDB as bytes, each in the shortest form that every server reads (rdb.md §4).

extension [UInt8] {
  /// A length in the shortest of its forms; the 64-bit form is of RDB 8 and newer, when it is needed at all.
  mutating func appendRDBLength(_ count: UInt64) {
    switch count {
    case 0..<(1 << 6): append(UInt8(count))
    case 0..<(1 << 14):
      append(0x40 | UInt8(count >> 8))
      append(UInt8(truncatingIfNeeded: count))
    case 0...UInt64(UInt32.max):
      append(0x80)
      appendBigEndian(UInt32(count))
    default:
      append(0x81)
      appendBigEndian(count)
    }
  }

  /// A string: its length and its bytes.
  mutating func appendRDBString(_ bytes: UnsafeRawBufferPointer) {
    appendRDBLength(UInt64(bytes.count))
    append(contentsOf: bytes)
  }

  /// The attributes that stand in front of a key: expiry, idle time, frequency.
  mutating func appendRDBAttributes(_ attributes: KeyAttributes) {
    if let milliseconds = attributes.expiresAtMilliseconds {
      append(RDBOpcode.expireMilliseconds)
      appendLittleEndian(UInt64(bitPattern: milliseconds))
    }
    if let idle = attributes.idleSeconds {
      append(RDBOpcode.idle)
      appendRDBLength(idle)
    }
    if let frequency = attributes.frequency {
      append(RDBOpcode.frequency)
      append(frequency)
    }
  }

  /// An integer, least significant byte first.
  mutating func appendLittleEndian<T: FixedWidthInteger & UnsignedInteger>(_ value: T) {
    for index in 0..<T.bitWidth / 8 { append(UInt8(truncatingIfNeeded: value >> T(index * 8))) }
  }

  private mutating func appendBigEndian<T: FixedWidthInteger & UnsignedInteger>(_ value: T) {
    appendLittleEndian(value.byteSwapped)
  }
}

/// The head of an uncompressed string; a namespace.
package enum RDBString {
  /// Bytes that the length of a string takes in front of it.
  @inline(__always)
  package static func headByteCount(_ byteCount: Int) -> Int { byteCount < 1 << 6 ? 1 : byteCount < 1 << 14 ? 2 : byteCount <= UInt32.max ? 5 : 9 }

  /// Writes the length.
  ///
  /// - Parameter room: at least ``headByteCount(_:)`` bytes.
  package static func writeHead(_ byteCount: Int, into room: UnsafeMutableRawBufferPointer) {
    switch headByteCount(byteCount) {
    case 1: room[0] = UInt8(byteCount)
    case 2:
      room[0] = 0x40 | UInt8(byteCount >> 8)
      room[1] = UInt8(truncatingIfNeeded: byteCount)
    default:
      var head: [UInt8] = []
      head.appendRDBLength(UInt64(byteCount))
      room.copyBytes(from: head)
    }
  }
}

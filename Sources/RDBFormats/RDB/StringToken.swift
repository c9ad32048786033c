/// The front of a string: how its bytes follow (rdb.md §4).
enum StringToken: Equatable {
  /// That many bytes as they are.
  case raw(UInt64)
  /// The decimal text of a number; nothing follows.
  case integer(Int64)
  /// `compressed` bytes of LZF that stand for `uncompressed`.
  case compressed(UInt64, uncompressed: UInt64)
}

extension ByteReading where Self: ~Copyable {
  /// Reads the front of a string and stops at its payload.
  @inline(__always)
  mutating func readStringToken() throws(DecodeFault) -> StringToken {
    let start = offset
    switch try readLengthPrefix() {
    case .count(let count): return .raw(count)
    case .encoded(let encoding): return try readEncodedString(encoding, start)
    }
  }

  @inline(never)
  mutating func readEncodedString(_ encoding: UInt8, _ start: Int) throws(DecodeFault) -> StringToken {
    switch encoding {
    case 0: return .integer(Int64(Int8(bitPattern: try readByte())))
    case 1: return .integer(Int64(try readLittleEndian(Int16.self)))
    case 2: return .integer(Int64(try readLittleEndian(Int32.self)))
    case 3:
      let compressed = try readLength()
      return .compressed(compressed, uncompressed: try readLength())
    default: throw fault(.stringEncoding(0xC0 | encoding), at: start)
    }
  }

  /// Steps over a string without looking at its bytes.
  ///
  /// - Returns: the bytes that a compressed string claims to stand for, otherwise 0.
  @inline(__always)
  @discardableResult
  mutating func skipString() throws(DecodeFault) -> UInt64 {
    switch try readStringToken() {
    case .raw(let count):
      try skip(count)
      return 0
    case .integer: return 0
    case .compressed(let count, let uncompressed):
      try skip(count)
      return uncompressed
    }
  }
}

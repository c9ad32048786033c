/// What a parser reads from: bytes in memory (``MemoryCursor``) or a stream (``ByteWindow``).
///
/// Parsers are generic over it and specialised for both, so that the one over
/// memory runs in registers and the one over a stream in bounded memory, from
/// the same source text.
///
/// Every read either advances past what it returns or throws without moving.
protocol ByteReading: ~Copyable {
  /// Bytes from the start of the file (or of the decompressed string) to the next byte.
  var offset: Int { get }
  /// Bytes in hand that need no refill.
  var available: Int { get }
  /// The most bytes that can still come, those in hand included; `UInt64.max` when nobody knows.
  var remainingLimit: UInt64 { get }
  /// A second reader over the bytes in hand, for looking ahead.
  var lookahead: MemoryCursor { get }
  /// Whether bytes behind the position may be gone after the next read.
  var isStream: Bool { get }
  /// A fault that points at `offset`, or into the compressed string around it.
  func fault(_ reason: DecodeFault.Reason, at offset: Int) -> DecodeFault
  /// Makes at least `count` bytes available in one piece; `.truncated` when the input ends first.
  mutating func need(_ count: Int) throws(DecodeFault)
  /// The next byte without moving.
  mutating func peekByte() throws(DecodeFault) -> UInt8
  mutating func readByte() throws(DecodeFault) -> UInt8
  mutating func readLittleEndian<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type) throws(DecodeFault) -> T
  mutating func readBigEndian<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type) throws(DecodeFault) -> T
  /// Steps over bytes that are in hand.
  mutating func advance(_ count: Int)
  /// Steps over `count` bytes, refilling as often as needed; `.truncated` at the end of the input.
  mutating func skip(_ count: UInt64) throws(DecodeFault)
  /// The next `count` bytes, which the caller has made sure of with ``need(_:)``; valid until the next read.
  func peekUnsafe(_ count: Int) -> UnsafeRawBufferPointer
  /// How many bytes of a run of `left` can be looked at in one piece now; refills when none.
  mutating func chunkSize(of left: UInt64) throws(DecodeFault) -> Int
}

extension ByteReading where Self: ~Copyable {
  /// Reads a length or a string encoding (rdb.md §4).
  ///
  /// - Throws: `.lengthEncoding` at a byte that was never given out; the position stays in front of it.
  @inline(__always)
  mutating func readLengthPrefix() throws(DecodeFault) -> LengthPrefix {
    let first = try peekByte()
    if first < 0x40 {
      advance(1)
      return .count(UInt64(first))
    }
    return try readLongLengthPrefix(first)
  }

  @inline(never)
  mutating func readLongLengthPrefix(_ first: UInt8) throws(DecodeFault) -> LengthPrefix {
    switch first >> 6 {
    case 1:
      return .count(UInt64(try readBigEndian(UInt16.self) & 0x3FFF))
    case 2 where first == 0x80:
      try need(5)
      advance(1)
      return .count(UInt64(try readBigEndian(UInt32.self)))
    case 2 where first == 0x81:
      try need(9)
      advance(1)
      return .count(try readBigEndian(UInt64.self))
    case 3:
      advance(1)
      return .encoded(first & 0x3F)
    default:
      throw fault(.lengthEncoding(first), at: offset)
    }
  }

  /// Reads a number: a length that is not a string encoding.
  ///
  /// - Throws: `.countIsEncoded` at the byte. Servers ignore the "encoded" bits
  ///   here and read a wrong number, so what follows would be misread too.
  @inline(__always)
  mutating func readLength() throws(DecodeFault) -> UInt64 {
    let start = offset
    switch try readLengthPrefix() {
    case .count(let value): return value
    case .encoded(let encoding): throw fault(.countIsEncoded(0xC0 | encoding), at: start)
    }
  }

  /// Reads how many elements follow, believing it only as far as the rest of the input could back it up.
  ///
  /// - Parameter minimumSize: the fewest bytes that one element takes.
  /// - Throws: `.implausible` at the number.
  @inline(__always)
  mutating func readCount(minimumSize: UInt64) throws(DecodeFault) -> UInt64 {
    let start = offset
    let count = try readLength()
    if count > 1 << 12, count > remainingLimit / minimumSize {
      throw fault(.implausible(count: count, available: remainingLimit), at: start)
    }
    return count
  }

  /// A sixteen-byte stream id: milliseconds and sequence, most significant byte first.
  @inline(__always)
  mutating func readStreamID() throws(DecodeFault) -> StreamEntryID {
    try need(16)
    return StreamEntryID(milliseconds: try readBigEndian(UInt64.self), sequence: try readBigEndian(UInt64.self))
  }
}

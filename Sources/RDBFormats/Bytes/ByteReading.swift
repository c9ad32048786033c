/// What a parser reads from: bytes in memory (``MemoryCursor``) or a stream (``ByteWindow``).
///
/// Parsers are generic over it and specialised for both, so that the one over
/// memory runs in registers and the one over a stream in bounded memory, from
/// the same source text.
///
/// Every read either advances past what it returns or throws without moving.
///
/// Advice to whoever changes this file: it is where raw memory is read. Every load below stands behind a comparison
/// with `end`; keep it so, and everything built on top stays memory-safe whatever the input says. What is
/// called for every byte is written here, in an extension, and not as a requirement: the compiler inlines it then,
/// and calls requirements through thunks (measured: a third of the time of a check).
protocol ByteReading: ~Copyable {
  /// Where the bytes in hand begin.
  var base: UnsafeRawPointer { get }
  /// How many of them have been read.
  var position: Int { get set }
  /// How many there are.
  var end: Int { get }
  /// Bytes from the start of the file (or of the decompressed string) to ``base``.
  var baseOffset: Int { get }
  /// Where the compressed string lies that these bytes were decompressed from;
  /// negative when the bytes are the file's own.
  var compressedAt: Int { get }
  /// Offset of a length that is written as a string encoding, negative when there was none.
  ///
  /// Servers take the low six bits for it and go on. Whoever drives the parser reports it and puts it back.
  var encodedLengthOffset: Int { get set }
  /// The most bytes that can still come, those in hand included; `UInt64.max` when nobody knows.
  var remainingLimit: UInt64 { get }
  /// A second reader over the bytes in hand, for looking ahead.
  var lookahead: MemoryCursor { get }
  /// Whether bytes behind the position may be gone after the next read.
  var isStream: Bool { get }
  /// Makes at least `count` bytes available in one piece; `.truncated` when the input ends first.
  mutating func refill(_ count: Int) throws(DecodeFault)
  /// Steps over more bytes than are in hand; `.truncated` where it began, when the input ends first.
  mutating func skipFar(_ count: UInt64) throws(DecodeFault)
}

extension ByteReading where Self: ~Copyable {
  /// Bytes from the start of the file (or of the decompressed string) to the next byte.
  @inline(__always) var offset: Int { baseOffset &+ position }

  /// Bytes in hand that need no refill.
  @inline(__always) var available: Int { end &- position }

  /// A fault that points at `offset`, or into the compressed string around it.
  func fault(_ reason: DecodeFault.Reason, at offset: Int) -> DecodeFault {
    compressedAt < 0 ? DecodeFault(reason, at: offset) : DecodeFault(reason, at: compressedAt, innerOffset: offset)
  }

  /// Makes at least `count` bytes available in one piece; `.truncated` when the input ends first.
  @inline(__always)
  mutating func need(_ count: Int) throws(DecodeFault) {
    if end &- position < count { try refill(count) }
  }

  /// The next byte without moving.
  @inline(__always)
  mutating func peekByte() throws(DecodeFault) -> UInt8 {
    try need(1)
    return base.load(fromByteOffset: position, as: UInt8.self)
  }

  @inline(__always)
  mutating func readByte() throws(DecodeFault) -> UInt8 {
    try need(1)
    let byte = base.load(fromByteOffset: position, as: UInt8.self)
    position &+= 1
    return byte
  }

  /// Reads an integer written least significant byte first.
  @inline(__always)
  mutating func readLittleEndian<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type) throws(DecodeFault) -> T {
    try need(MemoryLayout<T>.size)
    let value = base.loadUnaligned(fromByteOffset: position, as: T.self)
    position &+= MemoryLayout<T>.size
    return T(littleEndian: value)
  }

  /// Reads an integer written most significant byte first.
  @inline(__always)
  mutating func readBigEndian<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type) throws(DecodeFault) -> T {
    try need(MemoryLayout<T>.size)
    let value = base.loadUnaligned(fromByteOffset: position, as: T.self)
    position &+= MemoryLayout<T>.size
    return T(bigEndian: value)
  }

  /// Steps over bytes that are in hand.
  @inline(__always)
  mutating func advance(_ count: Int) {
    precondition(count >= 0 && count <= end &- position)
    position &+= count
  }

  /// Steps over `count` bytes, refilling as often as needed; `.truncated` where it began, when the input ends first.
  @inline(__always)
  mutating func skip(_ count: UInt64) throws(DecodeFault) {
    if count <= UInt64(truncatingIfNeeded: end &- position) {
      position &+= Int(truncatingIfNeeded: count)
    } else {
      try skipFar(count)
    }
  }

  /// The next `count` bytes, which the caller has made sure of with ``need(_:)``; valid until the next read.
  @inline(__always)
  func peekUnsafe(_ count: Int) -> UnsafeRawBufferPointer {
    precondition(count >= 0 && count <= end &- position)
    return UnsafeRawBufferPointer(start: base + position, count: count)
  }

  /// How many bytes of a run of `left` can be looked at in one piece now; refills when none.
  @inline(__always)
  mutating func chunkSize(of left: UInt64) throws(DecodeFault) -> Int {
    try need(1)
    return Int(truncatingIfNeeded: min(left, UInt64(truncatingIfNeeded: end &- position)))
  }

  /// Reads a length or a string encoding (rdb.md §4).
  ///
  /// - Throws: `.lengthEncoding` at a byte that was never given out; the position stays in front of it.
  @inline(__always)
  mutating func readLengthPrefix() throws(DecodeFault) -> LengthPrefix {
    let first = try peekByte()
    if first < 0x40 {
      position &+= 1
      return .count(UInt64(first))
    }
    if first < 0x80 { return .count(UInt64(try readBigEndian(UInt16.self) & 0x3FFF)) }
    return try readLongLengthPrefix(first)
  }

  @inline(never)
  private mutating func readLongLengthPrefix(_ first: UInt8) throws(DecodeFault) -> LengthPrefix {
    switch first {
    case 0x80:
      try need(5)
      position &+= 1
      return .count(UInt64(try readBigEndian(UInt32.self)))
    case 0x81:
      try need(9)
      position &+= 1
      return .count(try readBigEndian(UInt64.self))
    case 0xC0...0xFF:
      position &+= 1
      return .encoded(first & 0x3F)
    default:
      throw fault(.lengthEncoding(first), at: offset)
    }
  }

  /// Reads a number: a length that is not a string encoding.
  ///
  /// Of one that is, servers take the low six bits: so does this, and leaves word in ``encodedLengthOffset``.
  @inline(__always)
  mutating func readLength() throws(DecodeFault) -> UInt64 {
    switch try readLengthPrefix() {
    case .count(let value): return value
    case .encoded(let encoding):
      if encodedLengthOffset < 0 { encodedLengthOffset = offset &- 1 }
      return UInt64(encoding)
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

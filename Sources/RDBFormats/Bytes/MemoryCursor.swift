// Advice to whoever changes this file: like ``ByteWindow`` it is where raw
// memory is read. Every load stands behind a comparison with `end`; keep it so.

/// A forward-only reader over bytes that are all in memory and stay there while it is used.
///
/// A plain value: a copy is a second reader at the same place.
struct MemoryCursor {
  private let base: UnsafeRawPointer
  private(set) var position = 0
  private let end: Int
  /// Offset in the file of the first byte.
  let baseOffset: Int
  /// Where the compressed string lies that these bytes were decompressed from;
  /// negative when the bytes are the file's own.
  let compressedAt: Int
  /// The most bytes that may follow those in memory.
  private let further: UInt64

  /// - Parameters:
  ///   - bytes: borrowed; the caller keeps them alive and unchanged.
  ///   - further: the most bytes that may follow them in the input, `UInt64.max` when nobody knows.
  @inline(__always)
  init(_ bytes: UnsafeRawBufferPointer, baseOffset: Int, compressedAt: Int = -1, further: UInt64 = 0) {
    self.further = further
    base = bytes.baseAddress ?? Self.nowhere
    end = bytes.count
    self.baseOffset = baseOffset
    self.compressedAt = compressedAt
  }

  /// An address for cursors without bytes; never read, since their end is 0.
  static var nowhere: UnsafeRawPointer { UnsafeRawPointer(StaticString("").utf8Start) }
}

extension MemoryCursor: ByteReading {
  @inline(__always) var offset: Int { baseOffset &+ position }
  @inline(__always) var available: Int { end &- position }
  @inline(__always) var isStream: Bool { false }
  @inline(__always) var lookahead: MemoryCursor { self }
  @inline(__always) var remainingLimit: UInt64 {
    let (sum, overflow) = UInt64(truncatingIfNeeded: available).addingReportingOverflow(further)
    return overflow ? .max : sum
  }

  func fault(_ reason: DecodeFault.Reason, at offset: Int) -> DecodeFault {
    compressedAt < 0 ? DecodeFault(reason, at: offset) : DecodeFault(reason, at: compressedAt, innerOffset: offset)
  }

  @inline(__always)
  mutating func need(_ count: Int) throws(DecodeFault) {
    if end &- position < count { throw tooShort(UInt64(clamping: count)) }
  }

  @inline(never)
  private func tooShort(_ count: UInt64) -> DecodeFault {
    fault(.truncated(needed: count, available: UInt64(clamping: available)), at: offset)
  }

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

  @inline(__always)
  mutating func readLittleEndian<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type) throws(DecodeFault) -> T {
    try need(MemoryLayout<T>.size)
    let value = base.loadUnaligned(fromByteOffset: position, as: T.self)
    position &+= MemoryLayout<T>.size
    return T(littleEndian: value)
  }

  @inline(__always)
  mutating func readBigEndian<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type) throws(DecodeFault) -> T {
    try need(MemoryLayout<T>.size)
    let value = base.loadUnaligned(fromByteOffset: position, as: T.self)
    position &+= MemoryLayout<T>.size
    return T(bigEndian: value)
  }

  @inline(__always)
  mutating func advance(_ count: Int) {
    precondition(count >= 0 && count <= end &- position)
    position &+= count
  }

  @inline(__always)
  mutating func skip(_ count: UInt64) throws(DecodeFault) {
    guard count <= UInt64(truncatingIfNeeded: end &- position) else { throw tooShort(count) }
    position &+= Int(truncatingIfNeeded: count)
  }

  @inline(__always)
  func peekUnsafe(_ count: Int) -> UnsafeRawBufferPointer {
    precondition(count >= 0 && count <= end &- position)
    return UnsafeRawBufferPointer(start: base + position, count: count)
  }

  @inline(__always)
  mutating func chunkSize(of left: UInt64) throws(DecodeFault) -> Int {
    try need(1)
    return Int(truncatingIfNeeded: min(left, UInt64(truncatingIfNeeded: end &- position)))
  }
}

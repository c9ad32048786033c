/// A forward-only reader over bytes that are all in memory and stay there while it is used.
///
/// A plain value: a copy is a second reader at the same place.
struct MemoryCursor: ByteReading {
  let base: UnsafeRawPointer
  var position = 0
  let end: Int
  let baseOffset: Int
  let compressedAt: Int
  var encodedLengthOffset = -1
  /// The most bytes that may follow those in memory.
  private let further: UInt64

  /// - Parameters:
  ///   - bytes: borrowed; the caller keeps them alive and unchanged.
  ///   - further: the most bytes that may follow them in the input, `UInt64.max` when nobody knows.
  @inline(__always)
  init(_ bytes: UnsafeRawBufferPointer, baseOffset: Int, compressedAt: Int = -1, further: UInt64 = 0) {
    base = bytes.baseAddress ?? Self.nowhere
    end = bytes.count
    self.baseOffset = baseOffset
    self.compressedAt = compressedAt
    self.further = further
  }

  /// An address for cursors without bytes; never read, since their end is 0.
  static var nowhere: UnsafeRawPointer { UnsafeRawPointer(StaticString("").utf8Start) }

  @inline(__always) var isStream: Bool { false }
  @inline(__always) var lookahead: MemoryCursor { self }
  @inline(__always) var remainingLimit: UInt64 {
    let (sum, overflow) = UInt64(truncatingIfNeeded: available).addingReportingOverflow(further)
    return overflow ? .max : sum
  }

  @inline(never)
  mutating func refill(_ count: Int) throws(DecodeFault) {
    throw fault(.truncated(needed: UInt64(clamping: count), available: UInt64(clamping: available)), at: offset)
  }

  @inline(never)
  mutating func skipFar(_ count: UInt64) throws(DecodeFault) {
    throw fault(.truncated(needed: count, available: UInt64(clamping: available)), at: offset)
  }
}

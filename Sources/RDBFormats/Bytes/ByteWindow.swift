// A window over a stream of bytes:
//
//     base            position                    end
//      │ already read │ in hand, not yet read     │      still in the source
//      └──────────────┴───────────────────────────┘ ···▶
//      ▲ baseOffset: where `base` lies in the file
//
// The pointers are here because a `RawSpan` cannot be refilled while a parser
// holds it; loads stand in ByteReading.swift, each behind a comparison.

/// A forward-only reader that always knows where it is in the file.
///
/// Reads either advance past what they return or throw without moving. The
/// window refills itself from its ``ByteSource`` and reports
/// ``DecodeFault/Reason/truncated(needed:available:)`` at the end of it.
///
/// Memory: one buffer, which never grows over ``maximumContiguousByteCount``.
public struct ByteWindow: ~Copyable, ByteReading {
  /// The longest run of bytes that is ever held in one piece, in bytes. What
  /// is longer is handed on in chunks.
  public static var maximumContiguousByteCount: Int { 16 << 20 }

  private(set) var base: UnsafeRawPointer
  var position = 0
  private(set) var end: Int
  /// Offset in the file of the byte at `base`.
  private(set) var baseOffset: Int
  /// Where the compressed string lies that these bytes were decompressed from;
  /// negative when the bytes are the file's own.
  let compressedAt: Int
  var encodedLengthOffset = -1
  private var storage: UnsafeMutableRawBufferPointer?
  private var source: (any ByteSource)?
  private var sourceIsExhausted: Bool
  /// Offset at which the input will end, as far as anybody knows.
  private var expectedEnd: UInt64?
  /// What the source threw, kept here because the parsers throw only faults.
  public private(set) var sourceFailure: (any Error)?
  /// Checksum of every byte consumed since ``startChecksum(resuming:)``.
  private var checksum: CRC64?
  private var checksummed = 0

  /// A window over a stream.
  ///
  /// - Parameters:
  ///   - source: where the bytes come from; read only when the window runs dry.
  ///   - capacity: bytes per refill. 256 KiB to 4 MiB measured equal.
  ///   - baseOffset: file offset of the first byte that `source` gives.
  ///   - byteCount: bytes that `source` will give, when known: lengths that go beyond are not believed.
  public init(source: any ByteSource, capacity: Int = 1 << 20, baseOffset: Int = 0, byteCount: UInt64? = nil) {
    self.init(source: source, capacity: capacity, baseOffset: baseOffset, compressedAt: -1)
    if let byteCount { expectedEnd = UInt64(clamping: baseOffset).addingReportingOverflow(byteCount).partialValue }
  }

  init(source: any ByteSource, capacity: Int, baseOffset: Int, compressedAt: Int) {
    let storage = UnsafeMutableRawBufferPointer.allocate(byteCount: max(64, capacity), alignment: 64)
    self.storage = storage
    self.base = storage.baseAddress.map { UnsafeRawPointer($0) } ?? Self.nowhere
    self.end = 0
    self.baseOffset = baseOffset
    self.compressedAt = compressedAt
    self.source = source
    self.sourceIsExhausted = false
  }

  deinit { storage?.deallocate() }

  /// An address for windows without bytes; never read, since their end is 0.
  private static var nowhere: UnsafeRawPointer { MemoryCursor.nowhere }

  // MARK: Where we are

  /// Bytes from the start of the file to the next byte; inside a decompressed
  /// string, bytes from the start of that string.
  @inline(__always) public var offset: Int { baseOffset &+ position }

  @inline(__always) var isStream: Bool { source != nil }

  /// Whether every byte of the input has been read. May refill.
  public mutating func isAtEnd() throws(DecodeFault) -> Bool {
    if available > 0 { return false }
    return try !refill(atLeast: 1)
  }

  // MARK: Reading

  @inline(never)
  mutating func refill(_ count: Int) throws(DecodeFault) {
    if try !refill(atLeast: count) {
      throw fault(.truncated(needed: UInt64(clamping: count), available: UInt64(clamping: available)), at: offset)
    }
  }

  /// - Returns: false when the input ends before `count` bytes are in hand.
  @inline(never)
  private mutating func refill(atLeast count: Int) throws(DecodeFault) -> Bool {
    guard !sourceIsExhausted, let source, let storage else { return available >= count }
    updateChecksum()
    let kept = available
    if count > storage.count {
      guard count <= Self.maximumContiguousByteCount else {
        // Our mistake, not the input's: longer runs are read in chunks.
        throw fault(.implausible(count: UInt64(clamping: count), available: UInt64(clamping: kept)), at: offset)
      }
      // Grown by doubling at most to the limit above, once per window.
      var capacity = storage.count
      while capacity < count { capacity &*= 2 }
      let grown = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 64)
      grown.copyMemory(from: UnsafeRawBufferPointer(start: base + position, count: kept))
      storage.deallocate()
      self.storage = grown
    } else if kept > 0, position > 0 {
      storage.baseAddress?.copyMemoryOverlapping(from: base + position, byteCount: kept)
    }
    baseOffset &+= position
    position = 0
    checksummed = 0
    end = kept
    guard let buffer = self.storage, let start = buffer.baseAddress else { return false }
    base = UnsafeRawPointer(start)
    while end < count {
      let room = UnsafeMutableRawBufferPointer(start: start + end, count: buffer.count &- end)
      do {
        let got = try source.read(into: room)
        if got <= 0 {
          sourceIsExhausted = true
          return false
        }
        end &+= min(got, room.count)
      } catch {
        sourceFailure = error
        sourceIsExhausted = true
        throw fault(.inputFailed, at: offset &+ end)
      }
    }
    return true
  }

  @inline(never)
  mutating func skipFar(_ count: UInt64) throws(DecodeFault) {
    let start = offset
    var left = count
    while left > 0 {
      if available == 0 {
        guard try refill(atLeast: 1) else {
          throw fault(.truncated(needed: count, available: count &- left), at: start)
        }
      }
      let step = Int(min(left, UInt64(available)))
      position &+= step
      left &-= UInt64(step)
    }
  }

  // MARK: Checksum

  /// Begins to sum the bytes from the current position on.
  mutating func startChecksum(resuming value: UInt64 = 0) {
    checksum = CRC64(resuming: value)
    checksummed = position
  }

  /// The checksum of every byte from ``startChecksum(resuming:)`` to the current position.
  mutating func currentChecksum() -> UInt64 {
    updateChecksum()
    return checksum?.value ?? 0
  }

  /// Ends the sum that ``startChecksum(resuming:)`` began.
  mutating func stopChecksum() { checksum = nil }

  private mutating func updateChecksum() {
    guard checksum != nil else { return }
    let count = position &- checksummed
    if count > 0 {
      checksum?.update(unsafe RawSpan(_unsafeStart: base + checksummed, byteCount: count))
    }
    checksummed = position
  }

  // MARK: Handing a buffer on

  /// Gives the caller the buffer with the next `count` bytes at its front, and
  /// goes on in another one, to which the bytes behind them are copied.
  ///
  /// - Parameter replacement: at least as large as the bytes in hand.
  /// - Returns: the old buffer, its first byte the one at ``offset``; nil when
  ///   the window has no buffer of its own or the replacement is too small.
  mutating func handOver(_ count: Int, for replacement: UnsafeMutableRawBufferPointer) -> UnsafeMutableRawBufferPointer? {
    guard let old = storage, let start = replacement.baseAddress, position == 0, count <= available,
      replacement.count >= available - count
    else { return nil }
    checksum = nil
    let kept = available - count
    replacement.copyMemory(from: UnsafeRawBufferPointer(start: base + count, count: kept))
    storage = replacement
    base = UnsafeRawPointer(start)
    baseOffset &+= count
    checksummed = 0
    end = kept
    return old
  }

  /// Moves what is in hand to the front of the buffer and reads until the
  /// buffer is full or the input ends.
  ///
  /// - Returns: whether the input has ended.
  mutating func fillBuffer() throws(DecodeFault) -> Bool {
    guard let storage else { return true }
    if position > 0 || available < storage.count { _ = try refill(atLeast: storage.count) }
    return sourceIsExhausted
  }

  /// A second reader over the bytes in hand, for looking ahead.
  var lookahead: MemoryCursor {
    MemoryCursor(
      UnsafeRawBufferPointer(start: base + position, count: available), baseOffset: offset, compressedAt: compressedAt,
      further: remainingLimit == .max ? .max : remainingLimit - UInt64(available))
  }

  var remainingLimit: UInt64 {
    if sourceIsExhausted { return UInt64(available) }
    guard let expectedEnd else { return .max }
    return max(UInt64(available), expectedEnd - min(expectedEnd, UInt64(clamping: offset)))
  }

  /// Whether the source has nothing more to give than what is in hand.
  var hasWholeInput: Bool { sourceIsExhausted }
}

extension UnsafeMutableRawPointer {
  /// memmove, which `copyMemory(from:byteCount:)` is documented to be.
  fileprivate func copyMemoryOverlapping(from source: UnsafeRawPointer, byteCount: Int) {
    copyMemory(from: source, byteCount: byteCount)
  }
}

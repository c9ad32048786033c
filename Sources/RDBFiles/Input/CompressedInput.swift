import RDBFormats

/// The compressed bytes a decoder works on: one buffer, refilled from upstream.
struct CompressedInput: ~Copyable {
  private let upstream: any ByteSource
  private let storage: UnsafeMutableRawBufferPointer
  private var start = 0
  private var end = 0
  private var hasEnded = false
  /// Bytes from the start of the compressed stream to the first one in hand.
  private(set) var offset: UInt64

  init(_ upstream: any ByteSource, baseOffset: UInt64, capacity: Int = 128 << 10) {
    self.upstream = upstream
    storage = .allocate(byteCount: capacity, alignment: 16)
    offset = baseOffset
  }

  deinit { storage.deallocate() }

  /// The bytes in hand; valid until the next ``fill(atLeast:)``.
  var bytes: UnsafeMutableRawBufferPointer { .init(rebasing: storage[start..<end]) }

  var isEmpty: Bool { start == end }

  /// Reads until `count` bytes are in hand.
  ///
  /// - Parameter count: at most the capacity.
  /// - Returns: false when the stream ends first; ``bytes`` has what there was.
  mutating func fill(atLeast count: Int) throws -> Bool {
    while end - start < count {
      if hasEnded { return false }
      if start > 0 {
        storage.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[start..<end]))
        end -= start
        start = 0
      }
      let room = UnsafeMutableRawBufferPointer(rebasing: storage[end...])
      let got = try upstream.read(into: room)
      if got <= 0 { hasEnded = true } else { end += min(got, room.count) }
    }
    return true
  }

  /// Steps over bytes in hand.
  mutating func consume(_ count: Int) {
    let step = max(0, min(count, end - start))
    start += step
    offset &+= UInt64(step)
  }

  /// Steps over zero bytes, which a tape or a block device pads a file with.
  ///
  /// - Returns: whether the stream ends after them.
  mutating func skipZeros() throws -> Bool {
    while try fill(atLeast: 1) {
      let zeros = bytes.prefix { $0 == 0 }.count
      consume(zeros)
      if !isEmpty { return false }
    }
    return true
  }
}

/// Memory for records, handed out front to back in large pieces.
///
/// What is given back is counted and not used again: whoever owns the records moves the live ones into another arena when too
/// much is garbage.
struct Arena: ~Copyable {
  private var chunks: [UnsafeMutableRawBufferPointer] = []
  private var large: Set<UnsafeMutableRawPointer> = []
  private var used = 0
  /// Bytes in use, and bytes that were given back.
  private(set) var liveByteCount = 0, garbageByteCount = 0

  private static let chunkByteCount = 1 << 20
  /// What is larger has memory of its own.
  private static let largeByteCount = 1 << 16

  init() {}

  deinit {
    for chunk in chunks { chunk.deallocate() }
    for record in large { record.deallocate() }
  }

  /// - Returns: memory that stays where it is; aligned to nothing.
  mutating func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer {
    liveByteCount &+= byteCount
    if byteCount > Self.largeByteCount {
      let record = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 8)
      large.insert(record)
      return record
    }
    if let chunk = chunks.last, chunk.count - used >= byteCount, let base = chunk.baseAddress {
      defer { used += byteCount }
      return base + used
    }
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: chunks.isEmpty ? 4096 : Self.chunkByteCount, alignment: 64)
    // A first piece that is too small for the record is no use; only the empty database has one.
    guard chunk.count >= byteCount, let base = chunk.baseAddress else {
      chunks.append(chunk)
      used = chunk.count
      liveByteCount &-= byteCount
      return allocate(byteCount)
    }
    chunks.append(chunk)
    used = byteCount
    return base
  }

  /// Gives a record back.
  mutating func free(_ record: UnsafeMutableRawPointer, _ byteCount: Int) {
    liveByteCount &-= byteCount
    if byteCount > Self.largeByteCount {
      if large.remove(record) != nil { record.deallocate() }
    } else {
      garbageByteCount &+= byteCount
    }
  }

  /// Hands a record that has memory of its own to another arena.
  mutating func moveLarge(_ record: UnsafeMutableRawPointer, _ byteCount: Int, to other: inout Arena) -> Bool {
    guard byteCount > Self.largeByteCount, large.remove(record) != nil else { return false }
    other.large.insert(record)
    other.liveByteCount &+= byteCount
    liveByteCount &-= byteCount
    return true
  }
}

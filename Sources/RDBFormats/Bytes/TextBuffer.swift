/// Memory of a parser's own for one string at a time: a key, a name, a decompressed value.
///
/// Grows on demand and never shrinks; what is in it is gone with the next use.
final class TextBuffer {
  @exclusivity(unchecked) private var storage = UnsafeMutableRawBufferPointer(start: nil, count: 0)

  deinit { storage.deallocate() }

  /// Memory for `count` bytes; its content is undefined.
  @inline(__always)
  func reserve(_ count: Int) -> UnsafeMutableRawBufferPointer {
    if storage.count < count { grow(to: count) }
    return UnsafeMutableRawBufferPointer(rebasing: storage[0..<count])
  }

  /// A copy of `bytes`.
  func copy(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let room = reserve(bytes.count)
    room.copyMemory(from: bytes)
    return UnsafeRawBufferPointer(room)
  }

  /// The first bytes of what was put there last.
  func first(_ count: Int) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[..<count]) }

  /// The decimal text of a number.
  func decimal(_ value: Int64) -> UnsafeRawBufferPointer {
    let room = reserve(20)
    return UnsafeRawBufferPointer(rebasing: room[Decimal.write(value, into: room)])
  }

  private func grow(to count: Int) {
    var capacity = max(256, storage.count)
    while capacity < count { capacity &*= 2 }
    storage.deallocate()
    storage = .allocate(byteCount: capacity, alignment: 16)
  }
}

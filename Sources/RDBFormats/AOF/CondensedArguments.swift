/// What is kept of a command too long to be held: the first bytes of each argument.
///
///     true length (8) | bytes kept (8) | bytes …      once per argument
package struct CondensedArguments: ~Copyable {
  /// The most that is kept of one argument, in bytes.
  package static var argumentByteCount: Int { 4096 }
  /// The most that is kept of one command, in bytes.
  package static var byteCount: Int { 1 << 20 }
  static var headByteCount: Int { 16 }

  private var storage: UnsafeMutableRawBufferPointer?
  private var used = 0
  private(set) var count = 0

  init() {}

  deinit { storage?.deallocate() }

  mutating func removeAll() {
    used = 0
    count = 0
  }

  /// How many bytes of an argument of this length will be kept; nil when there is no room for another argument.
  ///
  /// - Complexity: O(1).
  mutating func begin(_ length: UInt64) -> Int? {
    if storage == nil { storage = .allocate(byteCount: Self.byteCount, alignment: 16) }
    let kept = Int(min(length, UInt64(Self.argumentByteCount)))
    guard let start = storage?.baseAddress, Self.byteCount - used >= Self.headByteCount + kept else { return nil }
    (start + used).storeBytes(of: length, as: UInt64.self)
    (start + used + 8).storeBytes(of: UInt64(kept), as: UInt64.self)
    used += Self.headByteCount
    count += 1
    return kept
  }

  /// Keeps bytes of the argument that ``begin(_:)`` made room for.
  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let start = storage?.baseAddress, let source = bytes.baseAddress, Self.byteCount - used >= bytes.count else { return }
    (start + used).copyMemory(from: source, byteCount: bytes.count)
    used += bytes.count
  }

  /// In front of the first argument; valid until the next change.
  var cursor: AOFArguments.Cursor {
    let start = storage.flatMap(\.baseAddress).map { UnsafeRawPointer($0) } ?? MemoryCursor.nowhere
    return AOFArguments.Cursor(at: start, end: start + used, left: count, isCondensed: true, lineByteCount: 0)
  }
}

/// The elements of one collection, as hashes: says which one is there already.
///
/// Reused from collection to collection; as small as the collection, at most
/// ``maximumCount`` elements. Of larger ones the rest goes to a ``HashSpill``.
struct ElementSet: ~Copyable {
  private var slots: UnsafeMutablePointer<UInt64>
  private var mask: Int
  private var allocated: Int
  private(set) var count = 0

  /// The most elements that are kept in memory: 16 MiB of slots.
  static let maximumCount = 1 << 20

  init() {
    allocated = 64
    mask = 63
    slots = .allocate(capacity: allocated)
    slots.initialize(repeating: 0, count: allocated)
  }

  deinit { slots.deallocate() }

  /// Forgets everything.
  @inline(__always)
  mutating func reset() {
    guard count > 0 else { return }
    slots.update(repeating: 0, count: mask &+ 1)
    // Small again: clearing costs what the last collection needed, not the largest ever.
    mask = 63
    count = 0
  }

  /// - Parameter hash: not 0.
  /// - Returns: false when it is there already.
  @inline(__always)
  mutating func insert(_ hash: UInt64) -> Bool {
    var slot = Int(truncatingIfNeeded: hash >> 32 ^ hash) & mask
    while slots[slot] != 0 {
      if slots[slot] == hash { return false }
      slot = (slot &+ 1) & mask
    }
    slots[slot] = hash
    count &+= 1
    if count &* 2 > mask { grow() }
    return true
  }

  /// Whether it is there.
  @inline(__always)
  func contains(_ hash: UInt64) -> Bool {
    var slot = Int(truncatingIfNeeded: hash >> 32 ^ hash) & mask
    while slots[slot] != 0 {
      if slots[slot] == hash { return true }
      slot = (slot &+ 1) & mask
    }
    return false
  }

  var isFull: Bool { count >= Self.maximumCount }

  /// Gives up every element to `body`, in no order, and forgets it.
  mutating func drain(_ body: (UInt64) -> Void) {
    for slot in 0...mask where slots[slot] != 0 { body(slots[slot]) }
    reset()
  }

  @inline(never)
  private mutating func grow() {
    let old = slots
    let oldCount = mask &+ 1
    let newCount = oldCount &* 2
    // The old slots are read while the new ones are written, so room is never reused in place.
    slots = .allocate(capacity: max(newCount, allocated))
    allocated = max(newCount, allocated)
    slots.initialize(repeating: 0, count: newCount)
    mask = newCount &- 1
    for index in 0..<oldCount where old[index] != 0 {
      var slot = Int(truncatingIfNeeded: old[index] >> 32 ^ old[index]) & mask
      while slots[slot] != 0 { slot = (slot &+ 1) & mask }
      slots[slot] = old[index]
    }
    old.deallocate()
  }
}

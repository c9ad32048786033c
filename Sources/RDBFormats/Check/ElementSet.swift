/// The elements of one collection, as hashes: says which one is there already.
///
/// Reused from collection to collection. A slot counts only when its generation is
/// that of the collection, so forgetting everything costs nothing; collections of
/// up to 128 elements never grow the table, larger ones do, up to ``maximumCount``. Of
/// what is larger still the rest goes to a ``HashSpill``.
struct ElementSet: ~Copyable {
  private var slots: UnsafeMutablePointer<UInt64>
  private var generations: UnsafeMutablePointer<UInt32>
  private var mask: Int
  private var allocated: Int
  private var generation: UInt32 = 1
  private(set) var count = 0

  /// The most elements that are kept in memory: 12 MiB of slots and generations.
  static let maximumCount = 1 << 19
  /// Slots for a small collection, which stay in the first-level cache, and for one that is likely to be large.
  private static let smallSlotCount = 256, largeSlotCount = 8192

  init() {
    allocated = Self.smallSlotCount
    mask = Self.smallSlotCount - 1
    (slots, generations) = Self.memory(allocated)
  }

  deinit {
    slots.deallocate()
    generations.deallocate()
  }

  /// Room that costs nothing until it is used: a slot is read only where the generation says that it was written.
  private static func memory(_ count: Int) -> (UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UInt32>) {
    let generations = UnsafeMutablePointer<UInt32>.allocate(capacity: count)
    generations.initialize(repeating: 0, count: count)
    return (.allocate(capacity: count), generations)
  }

  /// Forgets everything.
  ///
  /// - Parameter isLarge: whether the next collection is likely to have hundreds of elements.
  @inline(__always)
  mutating func reset(isLarge: Bool = false) {
    count = 0
    mask = (isLarge ? Self.largeSlotCount : Self.smallSlotCount) &- 1
    if mask >= allocated { makeRoom() }
    generation &+= 1
    if generation == 0 { startOver() }
  }

  /// For the first large collection: most sets of most files never see one.
  @inline(never)
  private mutating func makeRoom() {
    slots.deallocate()
    generations.deallocate()
    allocated = Self.largeSlotCount
    (slots, generations) = Self.memory(allocated)
  }

  /// Once in four thousand million collections.
  @inline(never)
  private mutating func startOver() {
    generations.update(repeating: 0, count: allocated)
    generation = 1
  }

  /// - Returns: false when it is there already.
  @inline(__always)
  mutating func insert(_ hash: UInt64) -> Bool {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while generations[slot] == generation {
      if slots[slot] == hash { return false }
      slot = (slot &+ 1) & mask
    }
    slots[slot] = hash
    generations[slot] = generation
    count &+= 1
    if count &* 2 > mask &+ 1 { grow() }
    return true
  }

  /// Whether it is there.
  @inline(__always)
  func contains(_ hash: UInt64) -> Bool {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while generations[slot] == generation {
      if slots[slot] == hash { return true }
      slot = (slot &+ 1) & mask
    }
    return false
  }

  var isFull: Bool { count >= Self.maximumCount }

  /// Gives up every element to `body`, in no order, and forgets it.
  mutating func drain(_ body: (UInt64) -> Void) {
    for slot in 0...mask where generations[slot] == generation { body(slots[slot]) }
    // As many are to come: the table stays as large as it is.
    let size = mask
    reset()
    mask = size
  }

  @inline(never)
  private mutating func grow() {
    let oldSlots = slots
    let oldGenerations = generations
    let oldCount = mask &+ 1
    // Up to the most that is kept with a spill, and without one beyond: never more than half full.
    let enough = 2 * Self.maximumCount
    let newCount = oldCount < enough ? min(oldCount &* 4, enough) : oldCount &* 4
    // Only as large as this collection needs: what a larger one before it needed is given back.
    allocated = max(newCount, Self.largeSlotCount)
    (slots, generations) = Self.memory(allocated)
    mask = newCount &- 1
    for index in 0..<oldCount where oldGenerations[index] == generation {
      var slot = Int(truncatingIfNeeded: oldSlots[index]) & mask
      while generations[slot] == generation { slot = (slot &+ 1) & mask }
      slots[slot] = oldSlots[index]
      generations[slot] = generation
    }
    oldSlots.deallocate()
    oldGenerations.deallocate()
  }
}

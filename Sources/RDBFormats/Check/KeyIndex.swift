import CAcceleration

/// Every key of a file, as hashes: says which one is there already.
///
/// 1 024 partitions by one hash, each an open-addressing table of another, so
/// that two keys are taken for one only when 74 bits agree: one chance in 10⁹ for
/// five million keys.
///
/// Memory: a table grows when it is 13/16 full, to twice its size while all of them are small
/// (``generousSlotCount``), by a quarter after that; since the partitions start at
/// different sizes and do not grow at once, that is 9.8 to 12.3, about 11, bytes a key.
/// The copy during growth is 1/1024 of it.
package final class KeyIndex {
  private static let partitionCount = 1024
  /// Slots up to which tables grow fast: 32 MiB.
  private static let generousSlotCount = 4 << 20
  private let partitions: UnsafeMutablePointer<Partition>
  private var slotCount = 0
  /// Keys in all.
  package private(set) var count = 0

  private struct Partition {
    var slots: UnsafeMutablePointer<UInt64>?
    var capacity: UInt32 = 0
    var count: UInt32 = 0
  }

  package init() {
    partitions = .allocate(capacity: Self.partitionCount)
    partitions.initialize(repeating: Partition(), count: Self.partitionCount)
  }

  deinit {
    for index in 0..<Self.partitionCount { partitions[index].slots?.deallocate() }
    partitions.deallocate()
  }

  /// Adds keys in the order given and tells which were there already.
  ///
  /// - Complexity: O(keys); the memory that the next few will touch is asked for ahead.
  func insert(_ keys: UnsafeBufferPointer<CheckedKey>, _ duplicate: (Int) -> Void) {
    let ahead = 12
    for index in keys.indices {
      if index &+ ahead < keys.count { prefetch(keys[index &+ ahead]) }
      if !insert(keys[index].place, keys[index].mark) { duplicate(index) }
    }
  }

  @inline(__always)
  private func prefetch(_ key: CheckedKey) {
    let partition = partitions[Int(key.place >> 54)]
    guard let slots = partition.slots else { return }
    rdb_prefetch(slots + Self.slot(key.mark, partition.capacity))
  }

  @inline(__always)
  private static func slot(_ mark: UInt64, _ capacity: UInt32) -> Int {
    Int(truncatingIfNeeded: ((mark >> 32) &* UInt64(capacity)) >> 32)
  }

  /// - Returns: false when the key is there already.
  @inline(__always)
  func insert(_ place: UInt64, _ mark: UInt64) -> Bool {
    let partition = partitions + Int(place >> 54)
    if partition.pointee.count &* 16 >= partition.pointee.capacity &* 13 { grow(partition) }
    guard let slots = partition.pointee.slots else { return true }
    let capacity = Int(partition.pointee.capacity)
    var slot = Self.slot(mark, partition.pointee.capacity)
    while slots[slot] != 0 {
      if slots[slot] == mark { return false }
      slot &+= 1
      if slot == capacity { slot = 0 }
    }
    slots[slot] = mark
    partition.pointee.count &+= 1
    count &+= 1
    return true
  }

  @inline(never)
  private func grow(_ partition: UnsafeMutablePointer<Partition>) {
    let old = partition.pointee
    // 2^32 slots a partition are 4 × 10¹² keys: more than any file.
    let capacity: UInt32
    if old.capacity == 0 {
      capacity = 16 &+ UInt32(truncatingIfNeeded: partition - partitions) % 16
    } else {
      capacity = slotCount < Self.generousSlotCount ? old.capacity &* 2 : old.capacity &+ old.capacity / 4
    }
    slotCount += Int(capacity) - Int(old.capacity)
    let slots = UnsafeMutablePointer<UInt64>.allocate(capacity: Int(capacity))
    slots.initialize(repeating: 0, count: Int(capacity))
    partition.pointee = Partition(slots: slots, capacity: capacity, count: old.count)
    guard let oldSlots = old.slots else { return }
    for index in 0..<Int(old.capacity) where oldSlots[index] != 0 {
      var slot = Self.slot(oldSlots[index], capacity)
      while slots[slot] != 0 {
        slot &+= 1
        if slot == Int(capacity) { slot = 0 }
      }
      slots[slot] = oldSlots[index]
    }
    oldSlots.deallocate()
  }
}

/// What is kept of a key until its turn comes to be compared.
struct CheckedKey {
  let place: UInt64
  let mark: UInt64
  /// Offset of its record.
  let offset: Int
  let database: UInt64
}

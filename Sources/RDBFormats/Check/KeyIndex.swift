import CAcceleration
import Glibc

/// Every key of a file, as hashes: says which one is there already.
///
/// 64 partitions by one hash, each an open-addressing table of another, so
/// that two keys are taken for one only when 70 bits agree: one chance in 10⁸ for
/// five million keys. A table is made of lines of eight slots, the cache's own
/// lines: most keys touch one, which was asked for a dozen keys before. Large tables ask for
/// huge pages, so that finding a page costs less; what that alone gains was not measured.
///
/// Memory: a table grows when it is 7/8 full, to twice its size while all of them are small
/// (``generousSlotCount``), by half after that; since the partitions start at
/// different sizes and do not grow at once, that is by calculation about 11.3 bytes a key at any time (measured: 627 MB
/// for the whole process at 54 million keys).
/// The copy during growth is 1/64 of it.
package final class KeyIndex {
  private static let partitionCount = 64
  /// Slots up to which tables grow fast or are made large at once: 40 MiB.
  private static let generousSlotCount = 5 << 20
  private static let hugePageByteCount = 2 << 20
  private let partitions: UnsafeMutablePointer<Partition>
  private var slotCount = 0
  /// Keys in all.
  package private(set) var count = 0

  private struct Partition {
    /// Lines of eight, each filled from its start; 0 is nothing.
    var slots: UnsafeMutablePointer<UInt64>?
    var lineCount: UInt32 = 0
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

  /// Makes room for keys that are announced, as far as an announcement is to be trusted.
  func expect(_ announced: UInt64) {
    let slots = min(announced &+ announced / 4, UInt64(Self.generousSlotCount))
    let lines = UInt32(truncatingIfNeeded: slots / 8 / UInt64(Self.partitionCount))
    guard slotCount == 0, lines > 4 else { return }
    for index in 0..<Self.partitionCount {
      // Uneven, so that they do not all grow at once.
      resize(partitions + index, lines: lines &+ UInt32(truncatingIfNeeded: index) * lines / 128)
    }
  }

  /// Adds keys in the order given and tells which were there already.
  ///
  /// - Complexity: O(keys); the memory that the next few will touch is asked for ahead.
  func insert(_ keys: UnsafeBufferPointer<CheckedKey>, _ duplicate: (Int) -> Void) {
    let ahead = 16
    for index in 0..<keys.count {
      if index &+ ahead < keys.count { prefetch(keys[index &+ ahead]) }
      if !insert(keys[index].place, keys[index].mark) { duplicate(index) }
    }
  }

  @inline(__always)
  private func prefetch(_ key: CheckedKey) {
    let partition = partitions[Int(key.place >> 58)]
    guard let slots = partition.slots else { return }
    rdb_prefetch(slots + Self.line(key.mark, partition.lineCount) &* 8)
  }

  @inline(__always)
  private static func line(_ mark: UInt64, _ lineCount: UInt32) -> Int {
    Int(truncatingIfNeeded: ((mark >> 32) &* UInt64(lineCount)) >> 32)
  }

  /// - Returns: false when the key is there already.
  @inline(__always)
  func insert(_ place: UInt64, _ mark: UInt64) -> Bool {
    let partition = partitions + Int(place >> 58)
    if partition.pointee.count >= partition.pointee.lineCount &* 7 { grow(partition) }
    guard let slots = partition.pointee.slots else { return true }
    guard Self.put(mark, slots, partition.pointee.lineCount) else { return false }
    partition.pointee.count &+= 1
    count &+= 1
    return true
  }

  /// - Returns: false when it is there already.
  @inline(__always)
  private static func put(_ mark: UInt64, _ slots: UnsafeMutablePointer<UInt64>, _ lineCount: UInt32) -> Bool {
    var line = line(mark, lineCount)
    while true {
      let start = slots + line &* 8
      // Lines fill from their start: at the first free slot there is no more to compare.
      for place in 0..<8 {
        let word = start[place]
        if word == mark { return false }
        if word == 0 {
          start[place] = mark
          return true
        }
      }
      line &+= 1
      if line == Int(lineCount) { line = 0 }
    }
  }

  @inline(never)
  private func grow(_ partition: UnsafeMutablePointer<Partition>) {
    let lines = partition.pointee.lineCount
    if lines == 0 {
      resize(partition, lines: 8 &+ UInt32(truncatingIfNeeded: partition - partitions) / 8)
    } else {
      resize(partition, lines: slotCount < Self.generousSlotCount ? lines &* 2 : lines &+ lines / 2)
    }
  }

  private func resize(_ partition: UnsafeMutablePointer<Partition>, lines: UInt32) {
    let old = partition.pointee
    let capacity = Int(lines) * 8
    let isLarge = capacity * 8 >= 2 * Self.hugePageByteCount
    let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity * 8, alignment: isLarge ? Self.hugePageByteCount : 64)
    // Advice: where it is not taken all is as it was, only slower.
    if isLarge { madvise(memory, capacity * 8, MADV_HUGEPAGE) }
    let slots = memory.bindMemory(to: UInt64.self, capacity: capacity)
    slots.initialize(repeating: 0, count: capacity)
    slotCount += capacity - Int(old.lineCount) * 8
    partition.pointee = Partition(slots: slots, lineCount: lines, count: old.count)
    guard let oldSlots = old.slots else { return }
    for index in 0..<Int(old.lineCount) * 8 where oldSlots[index] != 0 { _ = Self.put(oldSlots[index], slots, lines) }
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

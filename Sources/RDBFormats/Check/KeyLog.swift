/// Every key of a file, as hashes, written down in the order of the file and compared when all are there.
///
/// Says which hashes are there twice, not where: that takes a second look at the file, and only at a file that has
/// duplicates. In return it costs a sequential write a key instead of a random one (``KeyIndex``), which at fifty million keys
/// is what the time of a check went to (measured with another program on the second core: 9 s and more for 10 GB of strings
/// with the table, 3 s with this).
///
/// 1 024 partitions by one hash, in each the other: two keys are taken for one only when 74 bits agree.
/// Memory: 8 bytes a key and at most 4 MiB of room for more.
package final class KeyLog {
  private static let partitionCount = 1024
  /// Marks in the first block of a partition and in the largest: a small file touches little memory.
  private static let firstBlockCount = 16, largestBlockCount = 512
  /// Marks in a slab.
  private static let slabCount = 1 << 16
  private let partitions: UnsafeMutablePointer<Partition>
  /// What the blocks are cut from: blocks of their own cost a call of the allocator each, and on most threads one of the kernel.
  private var slabs: [UnsafeMutablePointer<UInt64>] = []
  /// Marks of the last slab that no block has taken.
  private var slabRemainder = 0
  /// Keys in all.
  package private(set) var count = 0

  private struct Partition {
    /// The block being filled.
    var block: UnsafeMutablePointer<UInt64>?
    /// Marks in it, and how many it can hold.
    var used = 0
    var capacity = 0
    /// The full ones.
    var full: [UnsafeMutableBufferPointer<UInt64>] = []
  }

  package init() {
    partitions = .allocate(capacity: Self.partitionCount)
    partitions.initialize(repeating: Partition(), count: Self.partitionCount)
  }

  deinit {
    for slab in slabs { slab.deallocate() }
    partitions.deinitialize(count: Self.partitionCount)
    partitions.deallocate()
  }

  /// Writes keys down.
  func append(_ keys: UnsafeBufferPointer<CheckedKey>) {
    for key in keys {
      let partition = partitions + Int(key.place >> 54)
      if partition.pointee.used == partition.pointee.capacity { addBlock(partition) }
      partition.pointee.block?[partition.pointee.used] = key.mark
      partition.pointee.used &+= 1
    }
    count += keys.count
  }

  @inline(never)
  private func addBlock(_ partition: UnsafeMutablePointer<Partition>) {
    let full = partition.pointee.capacity
    if let block = partition.pointee.block { partition.pointee.full.append(UnsafeMutableBufferPointer(start: block, count: full)) }
    let capacity = full == 0 ? Self.firstBlockCount : min(full * 4, Self.largestBlockCount)
    partition.pointee.block = cut(capacity)
    partition.pointee.capacity = capacity
    partition.pointee.used = 0
  }

  private func cut(_ count: Int) -> UnsafeMutablePointer<UInt64> {
    if let slab = slabs.last, slabRemainder >= count {
      slabRemainder -= count
      return slab + slabRemainder
    }
    let slab = UnsafeMutablePointer<UInt64>.allocate(capacity: Self.slabCount)
    slabs.append(slab)
    slabRemainder = Self.slabCount - count
    return slab + slabRemainder
  }

  /// The keys of one share of the partitions that are there more than once; forgets the share.
  ///
  /// - Parameters:
  ///   - share: from 0; different ones may be looked at on different threads at once.
  ///   - shares: how many there are.
  /// - Complexity: O(keys), a partition at a time in a table that fits the processor's cache.
  package func duplicates(_ share: Int = 0, of shares: Int = 1) -> DuplicateMarks {
    var found = DuplicateMarks()
    var slots: [UInt64] = []
    for index in stride(from: share, to: Self.partitionCount, by: shares) {
      let last = UnsafeMutableBufferPointer(start: partitions[index].block, count: partitions[index].used)
      let size = partitions[index].full.reduce(last.count) { $0 + $1.count }
      var capacity = 64
      while capacity * 2 < size * 3 { capacity *= 2 }
      if slots.count != capacity { slots = [UInt64](repeating: 0, count: capacity) } else { slots.withUnsafeMutableBytes { _ = $0.initializeMemory(as: UInt64.self, repeating: 0) } }
      slots.withUnsafeMutableBufferPointer { table in
        for block in partitions[index].full { Self.compare(block, table, index, &found) }
        Self.compare(last, table, index, &found)
      }
      partitions[index] = Partition()
    }
    return found
  }

  @inline(__always)
  private static func compare(
    _ marks: UnsafeMutableBufferPointer<UInt64>, _ table: UnsafeMutableBufferPointer<UInt64>, _ partition: Int,
    _ found: inout DuplicateMarks
  ) {
    let mask = table.count &- 1
    for mark in marks {
      var slot = Int(truncatingIfNeeded: mark) & mask
      while table[slot] != 0, table[slot] != mark { slot = (slot &+ 1) & mask }
      if table[slot] == mark { found.insert(mark, partition) } else { table[slot] = mark }
    }
  }
}

/// Hashes of keys that are there more than once.
package struct DuplicateMarks: Sendable {
  /// The most that are looked for again; a file with more of them has them reported up to there.
  static let maximumCount = 100_000
  private var marks: [UInt64: [Int]] = [:]
  /// How many were found, those that are not kept included.
  package private(set) var count: UInt64 = 0

  /// None.
  package init() {}

  package var isEmpty: Bool { count == 0 }

  /// Adds those of another share.
  package mutating func add(_ other: DuplicateMarks) {
    for (mark, partitions) in other.marks where marks.count < Self.maximumCount { marks[mark, default: []] += partitions }
    count += other.count
  }

  mutating func insert(_ mark: UInt64, _ partition: Int) {
    count += 1
    guard marks.count < Self.maximumCount else { return }
    if marks[mark]?.contains(partition) != true { marks[mark, default: []].append(partition) }
  }

  func contains(_ place: UInt64, _ mark: UInt64) -> Bool { marks[mark]?.contains(Int(place >> 54)) == true }
}

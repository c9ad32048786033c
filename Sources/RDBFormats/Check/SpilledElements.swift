/// Finds elements that are there twice in a collection too large for memory.
///
/// Hashes go out in sorted runs and come back merged: O(n log runs) time,
/// 16 KiB of memory a run.
final class SpilledElements {
  private let spill: any HashSpill
  /// Where each run ends, in hashes.
  private var ends: [UInt64] = []
  /// What kept the spill from being used.
  private(set) var failure: (any Error)?

  init(_ spill: any HashSpill) { self.spill = spill }

  /// Whether nothing was taken, or tried to be.
  var isEmpty: Bool { ends.isEmpty && failure == nil }

  /// Takes every element of `set`.
  func take(_ set: inout ElementSet) {
    var run: [UInt64] = []
    run.reserveCapacity(set.count)
    set.drain { run.append($0) }
    run.sort()
    do {
      try run.withUnsafeBytes { try spill.append($0) }
      ends.append((ends.last ?? 0) + UInt64(run.count))
    } catch {
      failure = error
    }
  }

  /// How many hashes stand in more than one run.
  func countDuplicates() -> UInt64 {
    var duplicates: UInt64 = 0
    do {
      var runs = ends.indices.map { Run(from: $0 == 0 ? 0 : ends[$0 - 1], to: ends[$0]) }
      // A binary heap of runs by their next hash.
      var heap: [(hash: UInt64, run: Int)] = []
      for index in runs.indices { if let hash = try runs[index].next(spill) { Self.push(&heap, (hash, index)) } }
      var previous: UInt64 = 0
      while let least = heap.first {
        if least.hash == previous { duplicates += 1 }
        previous = least.hash
        if let hash = try runs[least.run].next(spill) {
          heap[0] = (hash, least.run)
        } else {
          heap[0] = heap[heap.count - 1]
          heap.removeLast()
        }
        Self.sink(&heap)
      }
      ends.removeAll()
      try spill.clear()
    } catch {
      failure = error
    }
    return duplicates
  }

  private static func push(_ heap: inout [(hash: UInt64, run: Int)], _ item: (hash: UInt64, run: Int)) {
    heap.append(item)
    var child = heap.count - 1
    while child > 0, heap[(child - 1) / 2].hash > heap[child].hash {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private static func sink(_ heap: inout [(hash: UInt64, run: Int)]) {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].hash < heap[least].hash { least = child }
      if least == parent { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }

  private struct Run {
    var position: UInt64
    let end: UInt64
    var buffer: [UInt64] = []
    var index = 0

    init(from start: UInt64, to end: UInt64) {
      position = start
      self.end = end
    }

    mutating func next(_ spill: any HashSpill) throws -> UInt64? {
      if index == buffer.count {
        let count = Int(min(2048, end - position))
        guard count > 0 else { return nil }
        buffer = [UInt64](repeating: 0, count: count)
        let got = try buffer.withUnsafeMutableBytes { try spill.read(at: position * 8, into: $0) }
        guard got == count * 8 else { return nil }
        position += UInt64(count)
        index = 0
      }
      index += 1
      return buffer[index - 1]
    }
  }
}

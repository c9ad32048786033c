/// A few scored names in order: a chunk of a ``SortedSequence``.
///
/// Names stand in one piece of memory in the order in which they came, the entries point at them. What is removed leaves
/// garbage there until it is the greater part.
struct ScoredNames {
  private struct Entry {
    var score: Double
    var start: UInt32
    var byteCount: UInt32
  }

  private var entries: [Entry] = []
  private var names: [UInt8] = []
  private var garbageByteCount = 0

  var count: Int { entries.count }
  var isEmpty: Bool { entries.isEmpty }

  /// Whether another entry belongs elsewhere: entries are moved when one comes between them, names when a chunk is split.
  var isFull: Bool { entries.count >= Self.capacity || names.count > Self.byteCapacity && entries.count > 1 }

  static var capacity: Int { 512 }
  private static var byteCapacity: Int { 1 << 18 }

  func score(_ index: Int) -> Double { entries[index].score }
  /// Of the last entry; there is one.
  var lastScore: Double { entries.last?.score ?? 0 }

  /// Lends the name of the last entry; there is one.
  func withLastName<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result { withName(entries.count - 1, body) }

  /// Lends the name of an entry.
  func withName<Result>(_ index: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    names.withUnsafeBytes { body(Self.name(entries[index], $0)) }
  }

  @inline(__always)
  private static func name(_ entry: Entry, _ names: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let start = Int(entry.start)
    return UnsafeRawBufferPointer(rebasing: names[start..<start + Int(entry.byteCount)])
  }

  /// The first entry that does not stand before what is looked for; the entries are divided by that.
  ///
  /// - Complexity: O(log n).
  @inline(__always)
  func firstIndex(notBefore isBefore: (Double, UnsafeRawBufferPointer) -> Bool) -> Int {
    names.withUnsafeBytes { names in
      var low = 0, high = entries.count
      while low < high {
        let middle = (low + high) / 2
        if isBefore(entries[middle].score, Self.name(entries[middle], names)) { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  /// The first entry that does not stand before a name and its score.
  func firstIndex(notBefore score: Double, _ name: UnsafeRawBufferPointer) -> Int {
    firstIndex { $0 < score || $0 == score && SortedSequence.isOrdered($1, before: name) }
  }

  /// Where a name is, whatever its score.
  ///
  /// - Complexity: O(n).
  func firstIndex(of name: UnsafeRawBufferPointer) -> Int? {
    names.withUnsafeBytes { names in
      for index in entries.indices where Int(entries[index].byteCount) == name.count {
        if Self.name(entries[index], names).elementsEqualFast(name) { return index }
      }
      return nil
    }
  }

  /// Tells entries, until it is told to stop.
  ///
  /// - Returns: whether it was not.
  func forEach(_ indices: Range<Int>, reversed: Bool, _ body: (Double, UnsafeRawBufferPointer) -> Bool) -> Bool {
    names.withUnsafeBytes { names in
      var left = indices
      while !left.isEmpty {
        let entry = entries[reversed ? left.upperBound - 1 : left.lowerBound]
        left = reversed ? left.lowerBound..<left.upperBound - 1 : left.lowerBound + 1..<left.upperBound
        if !body(entry.score, Self.name(entry, names)) { return false }
      }
      return true
    }
  }

  mutating func insert(_ score: Double, _ name: UnsafeRawBufferPointer, at index: Int) {
    // A chunk of one entry may be large, so that the next makes two large ones; more than that it cannot be.
    let start = UInt32(clamping: names.count)
    names.append(contentsOf: name)
    entries.insert(Entry(score: score, start: start, byteCount: UInt32(clamping: name.count)), at: index)
  }

  /// Gives another score to an entry that keeps its place.
  mutating func setScore(_ score: Double, at index: Int) { entries[index].score = score }

  mutating func remove(_ indices: Range<Int>) {
    for entry in entries[indices] { garbageByteCount += Int(entry.byteCount) }
    entries.removeSubrange(indices)
    if garbageByteCount > 256, garbageByteCount * 2 > names.count { self = part(entries.indices) }
  }

  /// Cuts off the entries from an index on.
  mutating func split(at index: Int) -> ScoredNames {
    let tail = part(index..<entries.count)
    self = part(0..<index)
    return tail
  }

  /// Takes over the entries of the chunk behind it.
  mutating func append(_ other: ScoredNames) {
    other.names.withUnsafeBytes { names in
      for entry in other.entries { insert(entry.score, Self.name(entry, names), at: entries.count) }
    }
  }

  private func part(_ indices: Range<Int>) -> ScoredNames {
    var result = ScoredNames()
    names.withUnsafeBytes { names in
      result.entries.reserveCapacity(min(Self.capacity, indices.count * 2))
      result.names.reserveCapacity(entries[indices].reduce(0) { $0 + Int($1.byteCount) })
      for entry in entries[indices] { result.insert(entry.score, Self.name(entry, names), at: result.count) }
    }
    return result
  }
}

import RDBFormats

extension StreamValue {
  /// How many entries a group has still to read; nil when nobody knows because of entries that were deleted.
  func lag(of group: ConsumerGroup) -> Int64? {
    if entriesAdded == 0 || length == 0 { return 0 }
    if group.last < first, maxDeleted < first { return Int64(length) }
    if let read = group.entriesRead, countsOn(from: group.last) { return Int64(bitPattern: entriesAdded &- read) }
    return position(of: group.last).map { Int64(bitPattern: entriesAdded &- $0) }
  }

  /// Whether entries behind an id can be counted one by one: it was not trimmed away, and none behind it was deleted.
  func countsOn(from id: StreamEntryID) -> Bool { id >= first && !(length > 0 && maxDeleted != .zero && id <= maxDeleted) }

  /// How many entries were added up to an id, itself included; nil when nobody knows.
  func position(of id: StreamEntryID) -> UInt64? {
    if entriesAdded == 0 { return 0 }
    if length == 0, id <= last { return entriesAdded }
    if id != .zero, id < maxDeleted { return nil }
    if id == last { return entriesAdded }
    if id > last { return nil }
    if maxDeleted == .zero || maxDeleted < first {
      if id < first { return entriesAdded &- UInt64(length) }
      if id == first { return entriesAdded &- UInt64(length) &+ 1 }
    }
    return nil
  }

  /// The nodes of the radix tree in which a server would keep the stream's nodes.
  ///
  /// - Complexity: O(nodes).
  var radixNodeCount: Int {
    if nodes.isEmpty { return 1 }
    return radixNodeCount(nodes.indices, 0)
  }

  /// Of those that have their first `depth` bytes in common.
  private func radixNodeCount(_ range: Range<Int>, _ depth: Int) -> Int {
    if depth >= 16 { return 1 }
    let first = nodes[range.lowerBound].id, last = nodes[range.upperBound - 1].id
    var common = depth
    while common < 16, first.bigEndianByte(common) == last.bigEndianByte(common) { common += 1 }
    // A run of bytes without a branch is a node of its own.
    if common > depth { return 1 + radixNodeCount(range, common) }
    var total = 1
    var start = range.lowerBound
    while start < range.upperBound {
      let byte = nodes[start].id.bigEndianByte(depth)
      var low = start + 1, high = range.upperBound
      while low < high {
        let middle = (low + high) / 2
        if nodes[middle].id.bigEndianByte(depth) > byte { high = middle } else { low = middle + 1 }
      }
      total += radixNodeCount(start..<low, depth + 1)
      start = low
    }
    return total
  }
}

extension StreamEntryID {
  /// A byte of the 16 that sort like ids.
  fileprivate func bigEndianByte(_ index: Int) -> UInt8 {
    let half = index < 8 ? milliseconds : sequence
    return UInt8(truncatingIfNeeded: half >> UInt64(56 - 8 * (index & 7)))
  }
}

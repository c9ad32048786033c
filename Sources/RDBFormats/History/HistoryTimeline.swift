// Times never run backwards here: a command belongs to the latest timestamp so far (see HistoryPlace), so a timeline
// only ever grows at its end. What keeps it small is its width: when there are too many buckets, they become minutes,
// hours, days and more.

/// How many commands ran when.
package struct HistoryTimeline: Sendable {
  /// Commands within a stretch of time.
  package struct Bucket: Sendable {
    /// Its first second, since 1970; a multiple of the width.
    package let start: Int64
    /// The commands in it.
    package var counts: HistoryCounts
  }

  /// The most buckets that are kept; each takes some 220 bytes.
  package static var maximumCount: Int { 1 << 15 }

  /// Seconds that a bucket spans.
  package private(set) var width: Int64
  /// The first seconds of the buckets, ascending.
  private(set) var starts: [Int64] = []
  /// Keys that commands with few keys deleted, a number a bucket.
  private(set) var deletions: [UInt64] = []
  /// The first of these commands; meaningless where there is none.
  private(set) var firstDeletions: [HistoryPlace] = []
  /// As ``HistoryCounts/slots``, for one bucket after the other.
  private var slots: [UInt64] = []
  private let limit: Int

  /// - Parameters:
  ///   - width: seconds that a bucket spans, as long as there are not too many.
  ///   - limit: how many are too many.
  package init(width: Int64 = 1, limit: Int = HistoryTimeline.maximumCount) {
    self.width = max(1, width)
    self.limit = max(2, limit)
  }

  /// How many buckets have commands.
  package var count: Int { starts.count }

  /// Adds commands to a second not before the last one.
  mutating func add(_ counts: [UInt64], deletions: UInt64, first: HistoryPlace?, at seconds: Int64) {
    let start = seconds - seconds % width
    if starts.last != start {
      if starts.count == limit {
        coarsen()
        return add(counts, deletions: deletions, first: first, at: seconds)
      }
      starts.append(start)
      slots.append(contentsOf: counts)
      self.deletions.append(deletions)
      firstDeletions.append(first ?? Self.nowhere)
      return
    }
    let base = slots.count - counts.count
    for index in counts.indices { slots[base + index] &+= counts[index] }
    let last = starts.count - 1
    if self.deletions[last] == 0, let first { firstDeletions[last] = first }
    self.deletions[last] &+= deletions
  }

  /// Makes buckets wider until there are fewer.
  private mutating func coarsen() {
    let before = starts.count
    while starts.count > before / 2, width < Int64.max / 64 {
      width = HistoryUnit.allCases.map(\.seconds).first { $0 > width } ?? width * 32
      self = folded(width)
    }
  }

  private static let nowhere = HistoryPlace(part: 0, offset: 0, unitOffset: 0, seconds: nil, database: 0, isInTransaction: false)

  private func folded(_ width: Int64) -> HistoryTimeline {
    var wide = HistoryTimeline(width: width, limit: limit)
    let stride = HistoryCounts.slotCount
    for index in starts.indices {
      wide.add(
        Array(slots[index * stride..<(index + 1) * stride]), deletions: deletions[index],
        first: deletions[index] > 0 ? firstDeletions[index] : nil, at: starts[index])
    }
    return wide
  }

  /// How many commands there are from a second on, as fine as is kept.
  package var totals: [(start: Int64, count: UInt64)] {
    let stride = HistoryCounts.slotCount
    return starts.indices.map { (starts[$0], slots[$0 * stride..<($0 + 1) * stride].reduce(0, &+)) }
  }

  /// The buckets that have commands, in order; as wide as asked for, or wider where those were not kept.
  package func buckets(per unit: HistoryUnit) -> (width: Int64, buckets: [Bucket]) {
    let wide = unit.seconds > width ? folded(unit.seconds) : self
    let stride = HistoryCounts.slotCount
    return (
      wide.width,
      wide.starts.indices.map { index in
        var counts = HistoryCounts()
        counts.slots = Array(wide.slots[index * stride..<(index + 1) * stride])
        return Bucket(start: wide.starts[index], counts: counts)
      }
    )
  }
}

import RDBFormats

/// What will stand in the new file, in its order, and what will not.
///
/// Memory: 24 bytes for every stretch that is kept in one piece, and what ``maximumLossCount`` losses take.
final class RepairPlan {
  /// What the new file is made of.
  enum Step {
    /// Whole items of the old file.
    case copy(Range<Int>)
    /// Something else, by its index in ``insertions``.
    case insert(Int)
  }

  /// What does not come from the old file as it stands.
  enum Insertion {
    case sizeHint(database: UInt64)
    case attributes(KeyAttributes)
    /// A SELECTDB that was lost; the walk took the keys behind it for those of another database.
    case select(database: UInt64, walkedAs: UInt64)
    /// Nothing, unless it turns out that a SELECTDB was lost there.
    case seam(database: UInt64)
    case value(key: [UInt8], attributes: KeyAttributes, PlainValue)
  }

  /// The most losses that are kept one by one, and the most bytes of keys in them.
  static let maximumLossCount = 100_000, maximumKeyByteCount = 16 << 20

  private(set) var steps: [Step] = []
  private(set) var insertions: [Insertion] = []
  private(set) var losses: [SalvageLoss] = []
  private(set) var lossCount: UInt64 = 0
  private(set) var lostKeys: UInt64 = 0
  /// Of those the ones whose database is known.
  private(set) var lostKeysByDatabase: [UInt64: UInt64] = [:]
  private var keyByteCount = 0
  /// Function libraries that are copied.
  var functionCount = 0
  /// Everything that is not copied although it means something.
  private(set) var lostRanges: [Range<Int>] = []

  func copy(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    if case .copy(let last) = steps.last, last.upperBound == range.lowerBound {
      steps[steps.count - 1] = .copy(last.lowerBound..<range.upperBound)
    } else {
      steps.append(.copy(range))
    }
  }

  @discardableResult
  func insert(_ insertion: Insertion) -> Int {
    steps.append(.insert(insertions.count))
    insertions.append(insertion)
    return insertions.count - 1
  }

  /// Says what stands at a seam.
  func select(database: UInt64, walkedAs walked: UInt64, at insertion: Int) {
    insertions[insertion] = .select(database: database, walkedAs: walked)
  }

  /// Whether an insertion stands behind a wound.
  func isSeam(_ insertion: Int) -> Bool {
    switch insertions[insertion] {
    case .seam, .select: true
    default: false
    }
  }

  /// How many bytes are copied of each stretch between two wounds.
  func stretchByteCounts() -> [Int] {
    var counts = [0]
    for step in steps {
      switch step {
      case .copy(let range): counts[counts.count - 1] += range.count
      case .insert(let index): if isSeam(index) { counts.append(0) }
      }
    }
    return counts
  }

  func lose(_ loss: SalvageLoss) {
    lossCount += 1
    if loss.isKey { lostKeys += 1 }
    if loss.isKey, let database = loss.database { lostKeysByDatabase[database, default: 0] += 1 }
    leaveOut(loss.range)
    let size = loss.key?.count ?? 0
    guard losses.count < Self.maximumLossCount, keyByteCount + size <= Self.maximumKeyByteCount else { return }
    keyByteCount += size
    losses.append(loss)
  }

  /// Takes bytes from `offset` on out of what was lost last: they will be looked at again.
  func regain(from offset: Int) {
    if let last = losses.last, last.range.upperBound > offset, last.range.lowerBound < offset {
      losses[losses.count - 1].range = last.range.lowerBound..<offset
    }
    while let last = lostRanges.last, last.upperBound > offset {
      lostRanges.removeLast()
      if last.lowerBound < offset { lostRanges.append(last.lowerBound..<offset) }
    }
  }

  /// Bytes that go to the quarantine without being a loss by themselves.
  func leaveOut(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    if let last = lostRanges.last, last.upperBound == range.lowerBound {
      lostRanges[lostRanges.count - 1] = last.lowerBound..<range.upperBound
    } else {
      lostRanges.append(range)
    }
  }

  /// Takes back what was to be copied from `offset` on, which stands between items.
  func retract(from offset: Int) {
    var index = steps.count
    while index > 0 {
      index -= 1
      guard case .copy(let range) = steps[index] else { continue }
      if range.upperBound <= offset { return }
      if range.lowerBound < offset {
        steps[index] = .copy(range.lowerBound..<offset)
        return
      }
      steps.remove(at: index)
      if index > 0, isAttributes(steps[index - 1]) {
        index -= 1
        steps.remove(at: index)
      }
    }
  }

  /// Attributes belong to the record behind them: where that goes they go.
  private func isAttributes(_ step: Step) -> Bool {
    if case .insert(let index) = step, case .attributes = insertions[index] { true } else { false }
  }

  /// Takes back what was to be copied of `ranges`, which ascend and begin and end between items.
  func remove(_ ranges: [Range<Int>]) {
    var changed: [Step] = []
    changed.reserveCapacity(steps.count + ranges.count)
    var next = 0
    for step in steps {
      guard case .copy(var rest) = step else {
        changed.append(step)
        continue
      }
      while next < ranges.count, ranges[next].upperBound <= rest.lowerBound { next += 1 }
      while next < ranges.count, ranges[next].lowerBound < rest.upperBound {
        let range = ranges[next]
        if rest.lowerBound < range.lowerBound { changed.append(.copy(rest.lowerBound..<range.lowerBound)) } else if let last = changed.last, isAttributes(last) { changed.removeLast() }
        rest = min(rest.upperBound, range.upperBound)..<rest.upperBound
        next += 1
      }
      if !rest.isEmpty { changed.append(.copy(rest)) }
    }
    steps = changed
  }

  /// Puts losses in the order of the file: some are found later than those behind them.
  func sortLosses() {
    losses.sort { $0.range.lowerBound < $1.range.lowerBound }
    lostRanges.sort { $0.lowerBound < $1.lowerBound }
    lostRanges = lostRanges.reduce(into: []) { merged, range in
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
  }

  var lostByteCount: UInt64 { lostRanges.reduce(0) { $0 + UInt64($1.count) } }
}

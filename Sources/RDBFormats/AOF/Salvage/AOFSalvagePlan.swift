/// What a repaired AOF is made of, in its order, and what it is not.
///
/// Memory: 48 bytes for every stretch that is kept in one piece, at most ``maximumInsertedByteCount`` of rewritten commands, and
/// what ``maximumLossCount`` losses take.
package struct AOFSalvagePlan: Sendable {
  /// A piece of the new file.
  package enum Step: Sendable {
    /// Whole commands and annotations of the old file, byte for byte.
    case copy(Range<Int>)
    /// Other bytes, in the place of those of the old file that mean the same; an empty range for what is new.
    case insert([UInt8], for: Range<Int>)

    /// Where in the old file it belongs.
    package var range: Range<Int> {
      switch self {
      case .copy(let range), .insert(_, let range): range
      }
    }
  }

  /// The most losses that are kept one by one.
  package static var maximumLossCount: Int { 100_000 }
  /// The most that commands which are written anew take in memory; those beyond are copied as they are.
  package static var maximumInsertedByteCount: Int { 8 << 20 }

  /// Ascending.
  package private(set) var steps: [Step] = []
  /// In the order of the file, once the salvage is over.
  package private(set) var losses: [AOFLoss] = []
  /// All that was lost.
  package private(set) var lossCount: UInt64 = 0
  /// Commands in the new file, those inside of transactions included, a SELECT put back in not.
  package internal(set) var commandCount: UInt64 = 0
  /// Transactions that are not in the new file.
  package internal(set) var lostTransactionCount: UInt64 = 0
  /// What a reader has to know, in sentences.
  package internal(set) var notes: [String] = []
  private(set) var insertedByteCount = 0

  mutating func append(_ step: Step) {
    if case .copy(let range) = step, case .copy(let last) = steps.last, last.upperBound == range.lowerBound {
      steps[steps.count - 1] = .copy(last.lowerBound..<range.upperBound)
      return
    }
    if case .insert(let bytes, _) = step { insertedByteCount += bytes.count }
    steps.append(step)
  }

  mutating func lose(_ loss: AOFLoss) {
    lossCount += 1
    if loss.kind == .transaction { lostTransactionCount += 1 }
    if losses.count < Self.maximumLossCount { losses.append(loss) }
  }

  /// The losses from an offset on, which were the last.
  func losses(from offset: Int) -> ArraySlice<AOFLoss> {
    var index = losses.count
    while index > 0, losses[index - 1].range.lowerBound >= offset { index -= 1 }
    return losses[index...]
  }

  /// Takes losses back from an offset on: they will be met again, or are part of a greater one.
  mutating func forgetLosses(from offset: Int) {
    while let last = losses.last, last.range.lowerBound >= offset {
      losses.removeLast()
      lossCount -= 1
      if last.kind == .transaction { lostTransactionCount -= 1 }
    }
  }

  /// Takes back every step from an offset on, which stands between commands.
  mutating func retract(from offset: Int) {
    while let last = steps.last, last.range.lowerBound >= offset {
      if case .insert(let bytes, _) = last { insertedByteCount -= bytes.count }
      steps.removeLast()
    }
    if case .copy(let last) = steps.last, last.upperBound > offset { steps[steps.count - 1] = .copy(last.lowerBound..<offset) }
  }

  /// Takes ranges, which ascend and begin and end between lines, out of what is copied.
  mutating func remove(_ ranges: [Range<Int>]) {
    var changed: [Step] = []
    var next = 0
    for step in steps {
      guard case .copy(var rest) = step else {
        changed.append(step)
        continue
      }
      while next < ranges.count, ranges[next].upperBound <= rest.lowerBound { next += 1 }
      while next < ranges.count, ranges[next].lowerBound < rest.upperBound {
        if rest.lowerBound < ranges[next].lowerBound { changed.append(.copy(rest.lowerBound..<ranges[next].lowerBound)) }
        rest = min(rest.upperBound, ranges[next].upperBound)..<rest.upperBound
        next += 1
      }
      if !rest.isEmpty { changed.append(.copy(rest)) }
    }
    steps = changed
  }

  mutating func sortLosses() { losses.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) } }

  /// The bytes of a stretch of the old file that no step stands for, in ascending order: what a quarantine keeps.
  package func leftOut(of whole: Range<Int>) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var at = whole.lowerBound
    for step in steps {
      if step.range.lowerBound > at { ranges.append(at..<step.range.lowerBound) }
      at = max(at, step.range.upperBound)
    }
    if at < whole.upperBound { ranges.append(at..<whole.upperBound) }
    return ranges
  }

  /// Whether a stretch of the old file is in the new one as it was.
  ///
  /// - Complexity: O(log steps).
  func keeps(_ range: Range<Int>) -> Bool {
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].range.upperBound < range.upperBound { low = middle + 1 } else { high = middle }
    }
    guard low < steps.count, case .copy(let found) = steps[low] else { return false }
    return found.lowerBound <= range.lowerBound && range.upperBound <= found.upperBound
  }

  /// How many bytes the steps come to.
  package var byteCount: Int {
    steps.reduce(0) { sum, step in
      switch step {
      case .copy(let range): sum + range.count
      case .insert(let bytes, _): sum + bytes.count
      }
    }
  }

  /// Whether it is the old file, byte for byte.
  package func isWhole(_ whole: Range<Int>) -> Bool {
    if whole.isEmpty { return steps.isEmpty }
    guard steps.count == 1, case .copy(let range) = steps.first else { return false }
    return range == whole
  }

  package init() {}
}

import RDBFormats

/// The scores between two, as ZRANGEBYSCORE and its like give them: `(5` is a bound that does not belong to it.
struct ScoreRange {
  private let low: Double, high: Double
  private var excludesLow = false, excludesHigh = false

  init(_ low: Word, _ high: Word) throws(CommandError) {
    guard let (low, excludesLow) = Self.bound(low), let (high, excludesHigh) = Self.bound(high) else {
      throw CommandError("ERR min or max is not a float")
    }
    self.low = low
    self.high = high
    self.excludesLow = excludesLow
    self.excludesHigh = excludesHigh
  }

  /// From a score up to another, which does not belong to it.
  init(from low: Double, upTo high: Double) {
    self.low = low
    self.high = high
    excludesHigh = true
  }

  private static func bound(_ word: Word) -> (Double, isExcluded: Bool)? {
    let isExcluded = word.bytes.first == UInt8(ascii: "(")
    let text = isExcluded ? UnsafeRawBufferPointer(rebasing: word.bytes.dropFirst()) : word.bytes
    // Nothing is 0 here. White space and hexadecimal numbers, which `strtod` takes, are none; what is too large is infinite.
    guard let first = text.first else { return (0, isExcluded) }
    guard first > 0x20, !text.contains(where: { $0 | 0x20 == UInt8(ascii: "x") }) else { return nil }
    guard let value = DoubleText.parse(text), !value.isNaN else { return nil }
    return (value, isExcluded)
  }

  func isBelow(_ score: Double) -> Bool { excludesLow ? score <= low : score < low }
  func isAbove(_ score: Double) -> Bool { excludesHigh ? score >= high : score > high }
}

extension SortedSetValue {
  /// The ranks of the members in a range of scores.
  ///
  /// - Complexity: O(log n).
  func ranks(_ range: ScoreRange) -> Range<Int> {
    let first = rank(scoreNotBefore: range.isBelow)
    return first..<max(first, rank(scoreNotBefore: { !range.isAbove($0) }))
  }
}

/// A stretch of time in which nothing was written.
package struct HistoryGap: Hashable, Sendable {
  /// The last second with commands, since 1970.
  package let from: Int64
  /// The next one with commands.
  package let to: Int64
  /// The timestamp that ends it.
  package let place: HistoryPlace

  /// How long it is, in seconds.
  package var seconds: Int64 { to - from }
}

/// The longest gaps, and which of them came as a surprise.
struct HistoryGaps {
  /// Shorter ones are no gaps, in seconds.
  static var minimumSeconds: Int64 { 60 }
  /// How many are kept.
  static var limit: Int { 10 }

  private(set) var longest: [HistoryGap] = []
  private var stepCount: Int64 = 0
  private var spanned: Int64 = 0

  /// Takes note of a step from one timestamp to the next.
  ///
  /// - Returns: whether it is a gap such as there was none before: 20 times as long as the steps up to it on average.
  mutating func step(from: Int64, to: Int64, _ place: HistoryPlace) -> HistoryGap? {
    let seconds = to - from
    defer {
      stepCount += 1
      spanned += seconds
    }
    guard seconds >= Self.minimumSeconds else { return nil }
    let gap = HistoryGap(from: from, to: to, place: place)
    if longest.count < Self.limit || seconds > longest[longest.count - 1].seconds {
      longest.insert(gap, at: longest.firstIndex { $0.seconds < seconds } ?? longest.count)
      if longest.count > Self.limit { longest.removeLast() }
    }
    return stepCount >= 3 && seconds / 20 >= max(1, spanned / stepCount) ? gap : nil
  }
}

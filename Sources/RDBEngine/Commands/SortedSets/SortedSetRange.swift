import RDBFormats

/// A range of a sorted set as ZRANGE and its older forms spell it.
struct SortedSetRange {
  enum Kind {
    case rank
    case score
    case name
  }

  private enum Bounds {
    case ranks(Int64, Int64)
    case scores(ScoreRange)
    case names(LexRange)
  }

  private let bounds: Bounds
  private(set) var reversed: Bool
  private(set) var withScores = false
  private var offset: Int64 = 0, limit: Int64 = -1
  /// Whether an offset below 0 counts from the end of the range: in Valkey's skiplists.
  private let countsNegativeOffsets: Bool

  /// Reads the words from the key on.
  ///
  /// - Parameters:
  ///   - index: of the key.
  ///   - kind: what the command is for; nil when options say it.
  ///   - reversed: the same.
  ///   - stores: whether the result is kept: scores are no option then.
  init(_ call: Call, at index: Int, _ kind: Kind?, reversed fixed: Bool?, stores: Bool = false) throws(CommandError) {
    var chosen = kind
    var reversed = fixed ?? false
    var next = index + 3
    while next < call.count {
      let word = call[next]
      if !stores, word.equals("WITHSCORES") {
        withScores = true
      } else if word.equals("LIMIT"), next + 2 < call.count {
        offset = try call[next + 1].integer()
        limit = try call[next + 2].integer()
        next += 2
      } else if fixed == nil, !reversed, word.equals("REV") {
        reversed = true
      } else if chosen == nil, word.equals("BYLEX") {
        chosen = .name
      } else if chosen == nil, word.equals("BYSCORE") {
        chosen = .score
      } else { throw .syntax }
      next += 1
    }
    let kind = chosen ?? .rank
    if limit != -1, kind == .rank {
      throw CommandError("ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX")
    }
    if withScores, kind == .name {
      throw CommandError("ERR syntax error, WITHSCORES not supported in combination with BYLEX")
    }
    let first = call[index + 1], second = call[index + 2]
    switch kind {
    case .rank: bounds = .ranks(try first.integer(), try second.integer())
    case .score: bounds = .scores(reversed ? try ScoreRange(second, first) : try ScoreRange(first, second))
    case .name: bounds = .names(reversed ? try LexRange(second, first) : try LexRange(first, second))
    }
    self.reversed = reversed
    countsNegativeOffsets = call.version.isValkey(8, 0)
  }

  /// Whether servers know how many are in it before they look.
  var isCounted: Bool { if case .ranks = bounds { true } else { false } }

  /// The ranks of what is in it.
  func ranks(_ set: SortedSetValue) -> Range<Int> {
    let wanted = limit < 0 ? Int.max : Int(clamping: limit)
    switch bounds {
    case .ranks(let start, let end):
      guard let range = ElementRange.of(start, end, set.count) else { return 0..<0 }
      return reversed ? set.count - range.upperBound..<set.count - range.lowerBound : range
    case .scores(let range):
      return skipped(set.ranks(range), set).first(wanted, reversed: reversed)
    case .names(let range):
      if offset < 0 { return skipped(set.ranks(range, skipping: 0, reversed: reversed), set).first(wanted, reversed: reversed) }
      return set.ranks(range, skipping: Int(clamping: offset), reversed: reversed).first(wanted, reversed: reversed)
    }
  }

  private func skipped(_ range: Range<Int>, _ set: SortedSetValue) -> Range<Int> {
    if offset >= 0 { return range.skipping(Int(clamping: offset), reversed: reversed) }
    guard countsNegativeOffsets, !set.isCompact, offset.magnitude <= UInt64(range.count) else { return 0..<0 }
    return range.first(Int(offset.magnitude), reversed: !reversed)
  }
}

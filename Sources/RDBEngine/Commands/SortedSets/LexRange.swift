/// The names between two, as ZRANGEBYLEX and its like give them: `[a` belongs to it, `(a` does not, `-` and `+` are the ends.
struct LexRange {
  private enum Bound {
    case lowest
    case highest
    case name(UnsafeRawBufferPointer, isExcluded: Bool)
  }

  private let low: Bound, high: Bound

  /// The words are lent for the length of the call, and so is this.
  init(_ low: Word, _ high: Word) throws(CommandError) {
    self.low = try Self.bound(low)
    self.high = try Self.bound(high)
  }

  private static func bound(_ word: Word) throws(CommandError) -> Bound {
    let isAlone = word.count == 1 || word.count > 1 && word.bytes[1] == 0
    let name = UnsafeRawBufferPointer(rebasing: word.bytes.dropFirst())
    switch word.bytes.first {
    case UInt8(ascii: "+") where isAlone: return .highest
    case UInt8(ascii: "-") where isAlone: return .lowest
    case UInt8(ascii: "("): return .name(name, isExcluded: true)
    case UInt8(ascii: "["): return .name(name, isExcluded: false)
    default: throw CommandError("ERR min or max not valid string range item")
    }
  }

  func isBelow(_ name: UnsafeRawBufferPointer) -> Bool {
    switch low {
    case .lowest: false
    case .highest: true
    case .name(let bound, let isExcluded):
      isExcluded ? SortedSequence.compare(name, bound) <= 0 : SortedSequence.compare(name, bound) < 0
    }
  }

  func isAbove(_ name: UnsafeRawBufferPointer) -> Bool {
    switch high {
    case .lowest: true
    case .highest: false
    case .name(let bound, let isExcluded):
      isExcluded ? SortedSequence.compare(name, bound) >= 0 : SortedSequence.compare(name, bound) > 0
    }
  }
}

extension SortedSetValue {
  /// The ranks of the members in a range of names, the first or last few of them skipped.
  ///
  /// Such ranges are for members of one score. Of others servers answer what they happen to meet: in a listpack going from one
  /// end, which is done here too.
  ///
  /// - Complexity: O(log n), while compact O(n).
  func ranks(_ range: LexRange, skipping offset: Int, reversed: Bool) -> Range<Int> {
    guard isCompact else {
      let first = rank(nameNotBefore: range.isBelow)
      return (first..<max(first, rank(nameNotBefore: { !range.isAbove($0) }))).skipping(offset, reversed: reversed)
    }
    guard holdsBounds(range) else { return 0..<0 }
    // The first that is not beyond one end has to be within the other too; from where skipping leads on only that one counts.
    var before = 0
    visit(ranks, reversed: reversed) { name, _ in
      guard reversed ? range.isAbove(name) : range.isBelow(name) else { return false }
      before += 1
      return true
    }
    guard isWithin(range, before, reversed) else { return 0..<0 }
    let start = before.addingReportingOverflow(offset)
    guard !start.overflow, start.partialValue < count else { return 0..<0 }
    var length = 0
    let rest = reversed ? 0..<count - start.partialValue : start.partialValue..<count
    visit(rest, reversed: reversed) { name, _ in
      guard reversed ? !range.isBelow(name) : !range.isAbove(name) else { return false }
      length += 1
      return true
    }
    return reversed ? rest.upperBound - length..<rest.upperBound : rest.lowerBound..<rest.lowerBound + length
  }

  /// Whether the last member is not below a range and the first not above.
  private func holdsBounds(_ range: LexRange) -> Bool {
    var holds = false
    forEach(count - 1..<count) { name, _ in holds = !range.isBelow(name) }
    forEach(0..<1) { name, _ in holds = holds && !range.isAbove(name) }
    return holds
  }

  private func isWithin(_ range: LexRange, _ step: Int, _ reversed: Bool) -> Bool {
    guard step < count else { return false }
    let rank = reversed ? count - 1 - step : step
    var isWithin = false
    forEach(rank..<rank + 1) { name, _ in isWithin = reversed ? !range.isBelow(name) : !range.isAbove(name) }
    return isWithin
  }
}

extension Range<Int> {
  /// The rest after some at one end.
  ///
  /// - Parameter offset: 0 or more.
  func skipping(_ offset: Int, reversed: Bool) -> Range<Int> {
    let rest = Swift.max(0, count - offset)
    return reversed ? lowerBound..<lowerBound + rest : upperBound - rest..<upperBound
  }

  /// The first few, from one end.
  func first(_ wanted: Int, reversed: Bool) -> Range<Int> {
    let kept = Swift.min(count, wanted)
    return reversed ? upperBound - kept..<upperBound : lowerBound..<lowerBound + kept
  }
}

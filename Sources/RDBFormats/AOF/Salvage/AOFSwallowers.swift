/// The commands of a file that may have swallowed others: which are kept all the same, and which have been found guilty.
struct AOFSwallowers {
  private struct Kept {
    let range: Range<Int>
    let start: Int
    let count: Int
    let selects: Bool
  }

  /// The most that are remembered; hostile files have millions.
  private static let maximumCount = 1000, maximumCondemnedCount = 100_000
  /// The most that are told one by one.
  private static let toldCount = 20

  private var kept: [Kept] = []
  private var condemned: Set<Int> = []

  /// Remembers one that is kept. The file is read in its order; where it is read again, so are these.
  mutating func keep(_ range: Range<Int>, _ swallowed: AOFSwallowedCommands) {
    while let last = kept.last, last.range.lowerBound >= range.lowerBound { kept.removeLast() }
    guard kept.count < Self.maximumCount else { return }
    kept.append(Kept(range: range, start: swallowed.start, count: swallowed.chain.count, selects: swallowed.chain.selects))
  }

  /// Finds the command guilty that begins at an offset.
  ///
  /// - Returns: whether it was not before.
  mutating func condemn(_ offset: Int) -> Bool {
    condemned.count < Self.maximumCondemnedCount && condemned.insert(offset).inserted
  }

  /// Whether the command that begins at an offset was found guilty.
  func isCondemned(_ offset: Int) -> Bool { condemned.contains(offset) }

  /// What a reader has to know of those that are in the new file.
  func notes(_ plan: AOFSalvagePlan) -> [String] {
    let left = kept.filter { plan.keeps($0.range) }
    var notes = left.prefix(Self.toldCount).map { one in
      "a value of the command at byte \(one.range.lowerBound) holds what could be commands up to its very end, \(one.count) from byte "
        + "\(one.start) on\(one.selects ? ", a SELECT among them" : ""): it is kept as it is, since a client can have written it so; "
        + "a wound in front of them would look the same"
    }
    if left.count > Self.toldCount { notes.append("\(left.count - Self.toldCount) more values hold what could be commands up to their very end") }
    return notes
  }
}

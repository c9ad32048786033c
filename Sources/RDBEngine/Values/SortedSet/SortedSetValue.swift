package import RDBFormats

// A server keeps a small sorted set in a listpack, a large one in a skiplist, and
// does not go back; which of both it is shows in OBJECT ENCODING, in the order of
// some replies and in a −0, which a listpack does not keep.

/// A sorted set.
///
/// Complexity: that of servers; while ``isCompact`` a member is found by looking at all of the few.
/// Memory: the bytes of the names twice and some 50 bytes a member; compact ones once and 16.
package final class SortedSetValue: LiveValue {
  private var order = SortedSequence()
  /// The scores by name; nil while compact.
  private var scores: ByteTable<Double>?

  /// - Parameter isCompact: whether it is a listpack to servers.
  package init(isCompact: Bool = true) {
    super.init(.sortedSet2)
    if !isCompact { scores = ByteTable() }
  }

  /// Whether it is a listpack to servers.
  package var isCompact: Bool { scores == nil }
  package var count: Int { order.count }
  override package var isEmpty: Bool { order.count == 0 }

  // MARK: Members

  /// The score of a member; nil when it is none.
  package func score(_ name: UnsafeRawBufferPointer) -> Double? {
    guard let scores else { return order.search(name)?.score }
    return scores.find(name).map { scores[$0] }
  }

  /// How many members stand before one, and its score; nil when it is none.
  package func rank(_ name: UnsafeRawBufferPointer) -> (rank: Int, score: Double)? {
    guard scores != nil else { return order.search(name) }
    guard let score = score(name) else { return nil }
    return (order.rank(score, name), score)
  }

  /// Adds a member that is not there. It may become too large for a listpack by that.
  package func add(_ name: UnsafeRawBufferPointer, _ score: Double, _ limits: EncodingLimits) {
    if isCompact, count >= limits.sortedSetEntries || name.count > limits.sortedSetMemberByteCount { expand() }
    insert(name, score)
  }

  private func insert(_ name: UnsafeRawBufferPointer, _ score: Double) {
    order.insert(isCompact && score == 0 ? 0 : score, name)
    scores?.add(name, score)
  }

  /// Gives a member another score.
  package func update(_ name: UnsafeRawBufferPointer, from old: Double, to score: Double) {
    order.remove(old, name)
    order.insert(isCompact && score == 0 ? 0 : score, name)
    if let place = scores?.find(name) { scores?[place] = score }
  }

  /// Adds a member or gives it another score.
  package func set(_ name: UnsafeRawBufferPointer, _ score: Double, _ limits: EncodingLimits) {
    if let old = self.score(name) { update(name, from: old, to: score) } else { add(name, score, limits) }
  }

  /// Removes a member.
  ///
  /// - Returns: whether it was there.
  package func remove(_ name: UnsafeRawBufferPointer) -> Bool {
    guard let score = score(name) else { return false }
    order.remove(score, name)
    if let place = scores?.find(name) { scores?.remove(place) }
    return true
  }

  /// Removes the members of some ranks, cut to those there are.
  package func remove(_ ranks: Range<Int>) {
    order.remove(ranks.clamped(to: 0..<count)) { name in
      if let place = scores?.find(name) { scores?.remove(place) }
    }
  }

  // MARK: Order

  /// Tells the members of some ranks, cut to those there are, upwards or downwards.
  package func forEach(_ ranks: Range<Int>, reversed: Bool = false, _ body: (UnsafeRawBufferPointer, Double) -> Void) {
    visit(ranks, reversed: reversed) {
      body($0, $1)
      return true
    }
  }

  /// The same until it is told to stop.
  package func visit(_ ranks: Range<Int>, reversed: Bool = false, _ body: (UnsafeRawBufferPointer, Double) -> Bool) {
    let ranks = ranks.clamped(to: 0..<count)
    guard !ranks.isEmpty else { return }
    let start = order.position(ofRank: reversed ? ranks.upperBound - 1 : ranks.lowerBound)
    order.forEach(from: start, count: ranks.count, reversed: reversed) { body($1, $0) }
  }

  /// The ranks of all.
  package var ranks: Range<Int> { 0..<count }

  /// How many members have scores before those that are looked for.
  package func rank(scoreNotBefore isBefore: (Double) -> Bool) -> Int { order.rank(notBefore: isBefore) }

  /// How many members have names before those that are looked for; all of them have one score.
  package func rank(nameNotBefore isBefore: (UnsafeRawBufferPointer) -> Bool) -> Int { order.rank(namedNotBefore: isBefore) }

  // MARK: Encoding

  /// Makes it what a skiplist is to servers.
  package func expand() {
    guard isCompact else { return }
    var table = ByteTable<Double>()
    order.forEach { table.add($1, $0) }
    scores = table
  }

  /// Makes it what servers make of one that is new and whole: a listpack when it is small enough.
  package func settle(_ limits: EncodingLimits) {
    guard count <= limits.sortedSetEntries, order.longestByteCount <= limits.sortedSetMemberByteCount else { return expand() }
    scores = nil
    order.dropNegativeZeros()
  }

  /// Takes a score as it stands in a file.
  func load(_ name: UnsafeRawBufferPointer, _ score: Double) {
    if isCompact, count >= Self.loadedCompactCount { expand() }
    if let old = self.score(name) {
      order.remove(old, name)
      if let place = scores?.find(name) { scores?[place] = score }
    } else {
      scores?.add(name, score)
    }
    order.insert(score, name)
  }

  /// Up to so many members are found by looking at all of them while loading.
  private static var loadedCompactCount: Int { EncodingLimits().sortedSetEntries }

  /// Members by a cursor, as ZSCAN gives them; all at once while compact.
  package func scan(_ cursor: UInt64, count: Int, _ body: (UnsafeRawBufferPointer, Double) -> Void) -> UInt64 {
    guard let scores else {
      forEach(ranks, body)
      return 0
    }
    let (places, next) = scores.scan(cursor, count: count)
    for place in places { scores.withName(place) { body($0, scores[place]) } }
    return next
  }

  // What −0 is left in it stays, as in a packed form that needs no conversion.
  override package var digestEncoding: ValueEncoding { .sortedSetListpack }

  override package func walk(_ sink: ValueSink) {
    order.forEach { score, name in
      sink.element(.sortedSetMember, name.bytes)
      sink.score(score)
    }
  }

  override package func encodingName(_ limits: EncodingLimits) -> StaticString { isCompact ? "listpack" : "skiplist" }

  override package func copy() -> LiveValue {
    let copy = SortedSetValue()
    copy.order = order
    copy.scores = scores
    return copy
  }
}

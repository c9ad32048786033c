import Glibc

/// Scored names in the order of sorted sets: by score, then by the bytes of the name.
///
/// Complexity: finding a place, a rank, the entry of a rank, adding and removing O(log n) and what is moved within a chunk.
/// Memory: the bytes of the names and 16 to 32 bytes each.
struct SortedSequence {
  private var chunks: [ScoredNames] = []
  /// Of the last entry of every chunk: a search looks at few names, and at few places of the memory.
  private var lastScores: [Double] = []
  /// How many entries there are.
  private(set) var count = 0
  /// Made when ranks are asked for; gone when chunks come or go.
  private var ranks: RankCounts?

  /// An entry; good until the sequence changes.
  struct Position {
    fileprivate var chunk: Int
    fileprivate var index: Int
  }

  /// The order of names: that of `memcmp`, a beginning before what it begins.
  static func isOrdered(_ a: UnsafeRawBufferPointer, before b: UnsafeRawBufferPointer) -> Bool { compare(a, b) < 0 }

  /// Below, equal to or above 0 as `a` stands before, with or behind `b`.
  static func compare(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int {
    if let first = a.baseAddress, let second = b.baseAddress {
      let order = memcmp(first, second, min(a.count, b.count))
      if order != 0 { return Int(order) }
    }
    return a.count - b.count
  }

  // MARK: Finding

  /// The first entry that is not before what is looked for: in the first chunk whose last entry is not.
  @inline(__always)
  private func position(_ isChunkBefore: (Int) -> Bool, _ index: (ScoredNames) -> Int) -> Position {
    var low = 0, high = chunks.count
    while low < high {
      let middle = (low + high) / 2
      if isChunkBefore(middle) { low = middle + 1 } else { high = middle }
    }
    return Position(chunk: low, index: low < chunks.count ? index(chunks[low]) : 0)
  }

  private func position(_ score: Double, _ name: UnsafeRawBufferPointer) -> Position {
    position(
      { lastScores[$0] < score || lastScores[$0] == score && chunks[$0].withLastName { Self.isOrdered($0, before: name) } },
      { $0.firstIndex(notBefore: score, name) })
  }

  /// How many entries stand before a name and its score.
  mutating func rank(_ score: Double, _ name: UnsafeRawBufferPointer) -> Int { rank(position(score, name)) }

  /// How many entries have scores before those that are looked for.
  mutating func rank(notBefore isBefore: (Double) -> Bool) -> Int {
    rank(position({ isBefore(lastScores[$0]) }, { $0.firstIndex { score, _ in isBefore(score) } }))
  }

  /// How many entries have names before those that are looked for; all scores are equal.
  mutating func rank(namedNotBefore isBefore: (UnsafeRawBufferPointer) -> Bool) -> Int {
    rank(position({ chunks[$0].withLastName(isBefore) }, { $0.firstIndex { _, name in isBefore(name) } }))
  }

  private mutating func rank(_ position: Position) -> Int { counted().before(position.chunk) + position.index }

  private mutating func counted() -> RankCounts {
    if let ranks { return ranks }
    let made = RankCounts(chunks.lazy.map(\.count))
    ranks = made
    return made
  }

  /// The entry of a rank below ``count``.
  mutating func position(ofRank rank: Int) -> Position {
    if rank == 0 { return Position(chunk: 0, index: 0) }
    if rank == count - 1 { return Position(chunk: chunks.count - 1, index: (chunks.last?.count ?? 1) - 1) }
    let (chunk, rest) = counted().chunk(ofRank: rank)
    return Position(chunk: chunk, index: rest)
  }

  /// A name and its rank, found by looking at every one: for few.
  func search(_ name: UnsafeRawBufferPointer) -> (rank: Int, score: Double)? {
    var before = 0
    for chunk in chunks {
      if let index = chunk.firstIndex(of: name) { return (before + index, chunk.score(index)) }
      before += chunk.count
    }
    return nil
  }

  /// Tells so many entries from one on, upwards or downwards, until it is told to stop.
  func forEach(from position: Position, count wanted: Int, reversed: Bool, _ body: (Double, UnsafeRawBufferPointer) -> Bool) {
    var chunk = position.chunk, index = position.index, left = wanted
    while left > 0, chunks.indices.contains(chunk) {
      let indices = reversed ? max(0, index + 1 - left)..<index + 1 : index..<min(chunks[chunk].count, index + left)
      left -= indices.count
      guard chunks[chunk].forEach(indices, reversed: reversed, body) else { return }
      chunk += reversed ? -1 : 1
      index = reversed && chunk >= 0 ? chunks[chunk].count - 1 : 0
    }
  }

  /// Tells every entry in order.
  func forEach(_ body: (Double, UnsafeRawBufferPointer) -> Void) {
    for chunk in chunks {
      _ = chunk.forEach(0..<chunk.count, reversed: false) {
        body($0, $1)
        return true
      }
    }
  }

  // MARK: Changing

  /// Adds a name that is not there.
  mutating func insert(_ score: Double, _ name: UnsafeRawBufferPointer) {
    count += 1
    var place = position(score, name)
    if place.chunk == chunks.count {
      // Behind all others: a chunk that is full stays so.
      guard let last = chunks.last, !last.isFull else { return insertChunk(score, name, at: chunks.count) }
      place = Position(chunk: chunks.count - 1, index: last.count)
    }
    if chunks[place.chunk].isFull {
      if place.chunk == 0, place.index == 0 { return insertChunk(score, name, at: 0) }
      let middle = chunks[place.chunk].count / 2
      chunks.insert(chunks[place.chunk].split(at: middle), at: place.chunk + 1)
      lastScores.insert(chunks[place.chunk].lastScore, at: place.chunk)
      ranks = nil
      if place.index > middle { place = Position(chunk: place.chunk + 1, index: place.index - middle) }
    }
    chunks[place.chunk].insert(score, name, at: place.index)
    lastScores[place.chunk] = chunks[place.chunk].lastScore
    ranks?.add(1, to: place.chunk)
  }

  private mutating func insertChunk(_ score: Double, _ name: UnsafeRawBufferPointer, at index: Int) {
    var chunk = ScoredNames()
    chunk.insert(score, name, at: 0)
    chunks.insert(chunk, at: index)
    lastScores.insert(score, at: index)
    ranks = nil
  }

  /// Removes a name with its score; nothing when it is not there.
  mutating func remove(_ score: Double, _ name: UnsafeRawBufferPointer) {
    let place = position(score, name)
    guard place.chunk < chunks.count, chunks[place.chunk].withName(place.index, { Self.compare($0, name) == 0 }) else { return }
    chunks[place.chunk].remove(place.index..<place.index + 1)
    count -= 1
    ranks?.add(-1, to: place.chunk)
    tidy(place.chunk)
  }

  /// Removes the entries of some ranks, of which all are there, and tells their names.
  mutating func remove(_ wanted: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Void) {
    guard !wanted.isEmpty else { return }
    let first = position(ofRank: wanted.lowerBound)
    var chunk = first.chunk, index = first.index, left = wanted.count
    while left > 0, chunk < chunks.count {
      let indices = index..<min(chunks[chunk].count, index + left)
      _ = chunks[chunk].forEach(indices, reversed: false) {
        body($1)
        return true
      }
      chunks[chunk].remove(indices)
      left -= indices.count
      chunk += 1
      index = 0
    }
    count -= wanted.count - left
    if chunk - first.chunk > 1 {
      ranks = nil
      chunks.removeAll { $0.isEmpty }
      lastScores = chunks.map(\.lastScore)
    } else {
      ranks?.add(-wanted.count, to: first.chunk)
      tidy(first.chunk)
    }
  }

  /// Removes a chunk that is empty and puts a small one together with its neighbour.
  private mutating func tidy(_ index: Int) {
    if chunks[index].isEmpty {
      chunks.remove(at: index)
      lastScores.remove(at: index)
      ranks = nil
      return
    }
    lastScores[index] = chunks[index].lastScore
    if chunks[index].count < ScoredNames.capacity / 8, index + 1 < chunks.count,
      chunks[index].count + chunks[index + 1].count < ScoredNames.capacity / 2, !chunks[index + 1].isFull, !chunks[index].isFull
    {
      chunks[index].append(chunks[index + 1])
      chunks.remove(at: index + 1)
      lastScores.remove(at: index)
      ranks = nil
    }
  }

  /// Makes every score −0 a 0, which stands in the same place.
  mutating func dropNegativeZeros() {
    for chunk in chunks.indices {
      for index in 0..<chunks[chunk].count where chunks[chunk].score(index) == 0 { chunks[chunk].setScore(0, at: index) }
    }
  }

  /// Bytes of the longest name.
  var longestByteCount: Int {
    var longest = 0
    forEach { longest = max(longest, $1.count) }
    return longest
  }
}

import RDBFormats

// Elements stand in the order they came, their names one behind the other in one
// piece of memory; a table of their places makes them found. What is removed
// leaves a hole that is closed when holes are many. Small tables (most are)
// have no index: they are searched from the front.
//
// An element's home in the index is given by the highest bits of its mark and it
// stands there or behind. So the order of homes is the order of marks, and a
// scan that says "from this mark on" survives any growth and any shrinking.

/// Names, each with something, in the order in which they came.
///
/// Complexity: finding, adding and removing O(1). Memory: the bytes of the names, 16 bytes and the payload each, and
/// 4 to 8 of index from ``smallCount`` elements on.
package struct ByteTable<Payload> {
  private struct Entry {
    var start: UInt64
    var byteCount: UInt32
    /// The upper half of the hash; 0 marks a hole.
    var mark: UInt32
    var payload: Payload
  }

  private var entries: [Entry] = []
  private var names: [UInt8] = []
  /// 1 more than the place of an element, at or behind its home; 0 where nothing is.
  private var index: [UInt32] = []
  private let hash: KeyHash
  /// How many elements there are.
  package private(set) var count = 0
  /// Bytes of names that are gone.
  private var garbageByteCount = 0

  /// Up to so many there is no index.
  private static var smallCount: Int { 16 }

  /// - Parameter seed: a random number of the process.
  package init(seed: UInt64 = HashSeed.process) { hash = KeyHash(seed: seed) }

  /// An element: good until one is added or removed.
  package struct Place: Hashable, Sendable { fileprivate let number: Int }

  package var isEmpty: Bool { count == 0 }

  @inline(__always)
  private func mark(_ name: UnsafeRawBufferPointer) -> UInt32 { max(1, UInt32(truncatingIfNeeded: hash.element(name) >> 32)) }

  /// Where in the index a mark belongs; there is an index.
  @inline(__always)
  private func home(_ mark: UInt32) -> Int { Int(mark >> UInt32(32 - index.count.trailingZeroBitCount)) }

  // MARK: Finding

  /// Where an element is; nil when it is not there.
  package func find(_ name: UnsafeRawBufferPointer) -> Place? {
    let mark = mark(name)
    return names.withUnsafeBytes { names in
      func isName(_ entry: Entry) -> Bool {
        entry.mark == mark && Int(entry.byteCount) == name.count
          && UnsafeRawBufferPointer(rebasing: names[Int(entry.start)..<Int(entry.start) + name.count]).elementsEqualFast(name)
      }
      if index.isEmpty {
        for number in entries.indices where isName(entries[number]) { return Place(number: number) }
        return nil
      }
      var at = home(mark)
      while index[at] != 0 {
        let number = Int(index[at]) &- 1
        if isName(entries[number]) { return Place(number: number) }
        at = (at &+ 1) & (index.count &- 1)
      }
      return nil
    }
  }

  package func contains(_ name: UnsafeRawBufferPointer) -> Bool { find(name) != nil }

  // MARK: Changing

  /// Adds an element that is not there.
  ///
  /// - Parameter name: may not lie in this table.
  @discardableResult
  package mutating func add(_ name: UnsafeRawBufferPointer, _ payload: Payload) -> Place {
    let mark = mark(name)
    entries.append(Entry(start: UInt64(names.count), byteCount: UInt32(truncatingIfNeeded: name.count), mark: mark, payload: payload))
    names.append(contentsOf: name)
    count += 1
    if index.isEmpty {
      if entries.count > Self.smallCount { rebuild() }
    } else if entries.count * 4 > index.count * 3 {
      rebuild()
    } else {
      put(entries.count, mark)
    }
    return Place(number: entries.count - 1)
  }

  private mutating func put(_ number: Int, _ mark: UInt32) {
    var at = home(mark)
    while index[at] != 0 { at = (at &+ 1) & (index.count &- 1) }
    index[at] = UInt32(truncatingIfNeeded: number)
  }

  /// Removes an element.
  ///
  /// - Returns: what went with it.
  @discardableResult
  package mutating func remove(_ place: Place) -> Payload {
    let entry = entries[place.number]
    leaveHole(place.number)
    closeHoles()
    return entry.payload
  }

  /// Removes the elements of which `isGone` says so.
  ///
  /// - Complexity: O(n).
  package mutating func removeAll(where isGone: (Payload) -> Bool) {
    for number in entries.indices where entries[number].mark != 0 && isGone(entries[number].payload) { leaveHole(number) }
    closeHoles()
  }

  private mutating func leaveHole(_ number: Int) {
    // The hole stays in the index, so that those behind it are found.
    entries[number].mark = 0
    garbageByteCount += Int(entries[number].byteCount)
    count -= 1
  }

  private mutating func closeHoles() {
    if count == 0 { removeAll() } else if (entries.count - count) * 2 > entries.count + 16 { rebuild() }
  }

  package mutating func removeAll() {
    entries.removeAll()
    names.removeAll()
    index.removeAll()
    count = 0
    garbageByteCount = 0
  }

  /// Closes the holes and makes the index anew.
  private mutating func rebuild() {
    if count < entries.count {
      var fresh: [UInt8] = []
      fresh.reserveCapacity(names.count - garbageByteCount)
      var kept: [Entry] = []
      kept.reserveCapacity(count + 1)
      for var entry in entries where entry.mark != 0 {
        let start = Int(entry.start)
        entry.start = UInt64(fresh.count)
        fresh.append(contentsOf: names[start..<start + Int(entry.byteCount)])
        kept.append(entry)
      }
      entries = kept
      names = fresh
      garbageByteCount = 0
    }
    guard entries.count > Self.smallCount else { return index = [] }
    var capacity = 32
    while capacity < entries.count * 2, capacity < 1 << 32 { capacity *= 2 }
    index = [UInt32](repeating: 0, count: capacity)
    for number in entries.indices { put(number + 1, entries[number].mark) }
  }

  /// Changes what goes with every element.
  package mutating func update(_ body: (inout Payload) -> Void) {
    for number in entries.indices where entries[number].mark != 0 { body(&entries[number].payload) }
  }

  // MARK: Elements

  /// Lends the name of an element.
  package func withName<Result>(_ place: Place, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let entry = entries[place.number]
    let start = Int(entry.start)
    return names.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<start + Int(entry.byteCount)])) }
  }

  /// The name of an element, copied.
  package func name(_ place: Place) -> [UInt8] { withName(place) { [UInt8]($0) } }

  /// What goes with an element.
  package subscript(place: Place) -> Payload {
    get { entries[place.number].payload }
    _modify { yield &entries[place.number].payload }
  }

  /// The elements in the order in which they came.
  package var places: some Sequence<Place> { entries.indices.lazy.filter { self.entries[$0].mark != 0 }.map { Place(number: $0) } }

  /// Tells the elements in the order in which they came.
  package func forEach(_ body: (UnsafeRawBufferPointer, Payload) -> Void) {
    names.withUnsafeBytes { names in
      for entry in entries where entry.mark != 0 {
        body(UnsafeRawBufferPointer(rebasing: names[Int(entry.start)..<Int(entry.start) + Int(entry.byteCount)]), entry.payload)
      }
    }
  }

  /// An element by chance; the table is not empty.
  package func random(_ generator: inout some RandomNumberGenerator) -> Place {
    // At least a third of the entries are no holes.
    while true {
      let number = Int(truncatingIfNeeded: generator.next() % UInt64(entries.count))
      if entries[number].mark != 0 { return Place(number: number) }
    }
  }

  /// The elements from a cursor on, as HSCAN gives them: one that is there all the while comes exactly once, whatever else comes
  /// and goes, however the table grows and shrinks.
  ///
  /// - Parameters:
  ///   - cursor: 0 to begin, or what the last call returned; the lowest mark that was not told yet.
  ///   - wanted: about how many.
  /// - Returns: the places and the next cursor, 0 at the end.
  /// - Complexity: O(`wanted`) on average.
  package func scan(_ cursor: UInt64, count wanted: Int) -> (places: [Place], next: UInt64) {
    guard let from = UInt32(exactly: cursor) else { return ([], 0) }
    guard !index.isEmpty else { return (places.filter { entries[$0.number].mark >= from }, 0) }
    var found: [Place] = []
    var home = home(from)
    while home < index.count {
      // Whoever belongs here stands here or behind, up to the next place where nothing is.
      var at = home
      while index[at] != 0 {
        let number = Int(index[at]) &- 1
        let mark = entries[number].mark
        // An index that has shrunk may have homes that were told in part.
        if mark != 0, mark >= from, self.home(mark) == home { found.append(Place(number: number)) }
        at = (at &+ 1) & (index.count &- 1)
        if at == home { break }
      }
      home += 1
      if found.count >= wanted { break }
    }
    return (found, home < index.count ? UInt64(home) << UInt64(32 - index.count.trailingZeroBitCount) : 0)
  }
}

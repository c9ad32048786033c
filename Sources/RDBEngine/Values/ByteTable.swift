import RDBFormats

// Elements stand in the order they came, their names one behind the other in one
// piece of memory; a table of their places makes them found. What is removed
// leaves a hole that is closed when holes are many. Small tables (most are)
// have no index: they are searched from the front.

/// Names, each with something, in the order in which they came.
///
/// Complexity: finding, adding and removing O(1). Memory: the bytes of the names, 16 bytes and the payload each, and
/// 4 to 8 of index from ``smallCount`` elements on.
package struct ByteTable<Payload> {
  private struct Entry {
    var start: UInt64
    var byteCount: UInt32
    /// The lower half of the hash; 0 marks a hole.
    var mark: UInt32
    var payload: Payload
  }

  private var entries: [Entry] = []
  private var names: [UInt8] = []
  /// 1 more than the place of an element, at or behind its hash; 0 where nothing is.
  private var index: [UInt32] = []
  private let hash: KeyHash
  /// How many elements there are.
  package private(set) var count = 0
  /// Bytes of names that are gone.
  private var garbageByteCount = 0

  /// Up to so many there is no index.
  private static var smallCount: Int { 16 }

  /// - Parameter seed: a random number of the process.
  package init(seed: UInt64) { hash = KeyHash(seed: seed) }

  /// An element: good until the table changes.
  package struct Place: Hashable, Sendable { fileprivate let number: Int }

  package var isEmpty: Bool { count == 0 }

  @inline(__always)
  private func mark(_ hash: UInt64) -> UInt32 { max(1, UInt32(truncatingIfNeeded: hash)) }

  /// Where an element is; nil when it is not there.
  package func find(_ name: UnsafeRawBufferPointer) -> Place? {
    let hash = hash.element(name)
    let mark = mark(hash)
    return names.withUnsafeBytes { names in
      func isName(_ entry: Entry) -> Bool {
        entry.mark == mark && Int(entry.byteCount) == name.count
          && UnsafeRawBufferPointer(rebasing: names[Int(entry.start)..<Int(entry.start) + name.count]).elementsEqualFast(name)
      }
      if index.isEmpty {
        for number in entries.indices where isName(entries[number]) { return Place(number: number) }
        return nil
      }
      var at = Int(truncatingIfNeeded: hash >> 32) & (index.count &- 1)
      while index[at] != 0 {
        let number = Int(index[at]) &- 1
        if isName(entries[number]) { return Place(number: number) }
        at = (at &+ 1) & (index.count &- 1)
      }
      return nil
    }
  }

  package func contains(_ name: UnsafeRawBufferPointer) -> Bool { find(name) != nil }

  /// Adds an element that is not there.
  ///
  /// - Parameter name: may not lie in this table.
  @discardableResult
  package mutating func add(_ name: UnsafeRawBufferPointer, _ payload: Payload) -> Place {
    let hash = hash.element(name)
    entries.append(Entry(start: UInt64(names.count), byteCount: UInt32(truncatingIfNeeded: name.count), mark: mark(hash), payload: payload))
    names.append(contentsOf: name)
    count += 1
    if index.isEmpty {
      if entries.count > Self.smallCount { rebuild() }
    } else if entries.count * 4 > index.count * 3 {
      rebuild()
    } else {
      put(entries.count, hash)
    }
    return Place(number: entries.count - 1)
  }

  private mutating func put(_ number: Int, _ hash: UInt64) {
    var at = Int(truncatingIfNeeded: hash >> 32) & (index.count &- 1)
    while index[at] != 0 { at = (at &+ 1) & (index.count &- 1) }
    index[at] = UInt32(truncatingIfNeeded: number)
  }

  /// Removes an element.
  ///
  /// - Returns: what went with it. Places of others may have changed.
  @discardableResult
  package mutating func remove(_ place: Place) -> Payload {
    let entry = entries[place.number]
    // The hole stays in the index, so that those behind it are found.
    entries[place.number].mark = 0
    garbageByteCount += Int(entry.byteCount)
    count -= 1
    if count == 0 { removeAll() } else if (entries.count - count) * 2 > entries.count + 16 { rebuild() }
    return entry.payload
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
    while capacity < entries.count * 2 { capacity *= 2 }
    index = [UInt32](repeating: 0, count: capacity)
    for number in entries.indices { put(number + 1, withName(Place(number: number)) { hash.element($0) }) }
  }

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

  /// The elements from a cursor on, as HSCAN gives them: in the order of their hashes, so that one that is there all the while
  /// comes once, whatever else comes and goes.
  ///
  /// - Returns: the places and the next cursor, 0 at the end.
  /// - Complexity: O(n log n) a call with an index, so that a whole scan with the usual count is O(n² log n / 10).
  package func scan(_ cursor: UInt64, count wanted: Int) -> (places: [Place], next: UInt64) {
    var found: [(hash: UInt64, place: Place)] = []
    for place in places {
      let hash = withName(place) { self.hash.element($0) } >> 16
      if hash >= cursor { found.append((hash, place)) }
    }
    guard found.count > wanted else { return (found.map(\.place), 0) }
    found.sort { $0.hash < $1.hash }
    var end = max(1, wanted)
    // Equal hashes go together: the cursor cannot tell them apart.
    while end < found.count, found[end].hash == found[end - 1].hash { end += 1 }
    return (found[..<end].map(\.place), end < found.count ? found[end].hash : 0)
  }
}

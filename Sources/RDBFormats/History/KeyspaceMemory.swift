/// Remembers something of keys across FLUSHDB, FLUSHALL and SWAPDB, for a bounded number of them.
///
/// Keys are told apart by 128 bits of a hash that is seeded once a process.
struct KeyspaceMemory<Value> {
  private struct Mark: Hashable {
    let place: UInt64
    let mark: UInt64
  }
  private struct Entry {
    var value: Value
    let step: Int
  }

  private let hash = KeyHash(seed: .random(in: .min ... .max))
  private let limit: Int
  private var entries: [Mark: Entry] = [:]
  /// Which database stands where another one was; those that are missing stand in their own place.
  private var swapped: [Int: Int] = [:]
  /// When a database was emptied last, by ``step``.
  private var emptied: [Int: Int] = [:]
  private var allEmptied = -1
  private var step = 0

  /// - Parameter limit: the most keys that are remembered; others are forgotten at once.
  init(limit: Int) { self.limit = limit }

  private func mark(_ key: UnsafeRawBufferPointer, _ database: Int) -> Mark {
    let (place, mark) = hash.key(key, database: UInt64(clamping: swapped[database] ?? database))
    return Mark(place: place, mark: mark)
  }

  subscript(key: UnsafeRawBufferPointer, database: Int) -> Value? {
    get {
      guard let entry = entries[mark(key, database)] else { return nil }
      let since = max(allEmptied, emptied[swapped[database] ?? database] ?? -1)
      return entry.step > since ? entry.value : nil
    }
    set {
      let mark = mark(key, database)
      guard let newValue else {
        entries[mark] = nil
        return
      }
      guard entries.count < limit || entries[mark] != nil else { return }
      step &+= 1
      entries[mark] = Entry(value: newValue, step: step)
    }
  }

  mutating func emptyAll() { allEmptied = step }

  mutating func empty(_ database: Int) {
    let real = swapped[database] ?? database
    if emptied.count < Self.maximumDatabaseCount || emptied[real] != nil { emptied[real] = step }
  }

  mutating func swap(_ first: Int, _ second: Int) {
    guard swapped.count < Self.maximumDatabaseCount else { return }
    let real = (swapped[first] ?? first, swapped[second] ?? second)
    swapped[first] = real.1
    swapped[second] = real.0
  }

  /// No server has so many, and a hostile file shall not fill the memory with them.
  private static var maximumDatabaseCount: Int { 1 << 14 }
}

extension KeyspaceMemory {
  /// Takes note of what a command does to databases as a whole.
  ///
  /// - Parameter kind: what ``HistoryWords/event(_:_:)`` says of it.
  mutating func whole(_ kind: HistoryEvent.Kind, _ words: borrowing HistoryArguments, database: Int) {
    switch kind {
    case .flushAll: emptyAll()
    case .flushDatabase: empty(database)
    case .swapDatabases:
      guard let first = words.database(1), let second = words.database(2) else { return }
      swap(first, second)
    default: return
    }
  }
}

extension HistoryArguments {
  /// The number of a database, or nil.
  func database(_ index: Int) -> Int? {
    Decimal.canonicalInteger(bytes(index)).flatMap { $0 >= 0 ? Int(exactly: $0) : nil }
  }
}

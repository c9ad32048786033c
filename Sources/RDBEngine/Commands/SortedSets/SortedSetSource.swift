import RDBFormats

/// A sorted set, or a set whose members all have the score 1, from which others are made.
struct SortedSetSource {
  private enum Content {
    case nothing
    case sorted(SortedSetValue)
    case plain(SetValue)
  }

  private let content: Content
  /// What its scores are multiplied by.
  var weight = 1.0

  /// - Throws: when a key holds something else.
  init(_ call: Call, _ key: Word) throws(CommandError) {
    guard let record = call.find(key) else {
      content = .nothing
      return
    }
    switch record.kind {
    case .sortedSet: content = .sorted(try call.keyspace.live(record, .sortedSet, as: SortedSetValue.self))
    case .set: content = .plain(try call.keyspace.live(record, .set, as: SetValue.self))
    default: throw .wrongType
    }
  }

  var count: Int {
    switch content {
    case .nothing: 0
    case .sorted(let set): set.count
    case .plain(let set): set.count
    }
  }

  func score(_ name: UnsafeRawBufferPointer) -> Double? {
    switch content {
    case .nothing: nil
    case .sorted(let set): set.score(name)
    case .plain(let set): set.contains(name) ? 1 : nil
    }
  }

  /// Tells its members, until it is told to stop.
  func forEach(_ body: (UnsafeRawBufferPointer, Double) -> Bool) {
    switch content {
    case .nothing: break
    case .sorted(let set): set.visit(set.ranks, body)
    case .plain(let set): set.forEachWhile { body($0, 1) }
    }
  }
}

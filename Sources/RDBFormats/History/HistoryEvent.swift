/// A moment of a history at which much may have been lost.
package struct HistoryEvent: Hashable, Sendable {
  /// What happened.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// FLUSHALL.
    case flushAll = "flushall"
    /// FLUSHDB, or the keys of slots.
    case flushDatabase = "flushdb"
    /// SWAPDB.
    case swapDatabases = "swapdb"
    /// One DEL or UNLINK of many keys.
    case massDeletion = "mass-deletion"
    /// Many deletions in a short time, expired and evicted keys included: a server writes those the same.
    case deletionBurst = "deletion-burst"
    /// RENAME, or COPY and RESTORE with REPLACE, to a key that was there.
    case replacedKey = "replaced-key"
    /// SCRIPT FLUSH.
    case scriptFlush = "script-flush"
    /// FUNCTION FLUSH, and FUNCTION RESTORE with FLUSH.
    case functionFlush = "function-flush"
    /// FUNCTION DELETE.
    case functionDeletion = "function-deletion"
    /// Nothing was written for long, where before there was always something.
    case silence
  }

  /// What is known of the key that a ``Kind/replacedKey`` was given to.
  package enum Target: Hashable, Sendable {
    /// The history was read once only.
    case unknown
    /// It was written there last, and not deleted by a command since; an expiry without one cannot be seen.
    case written(HistoryPlace)
    /// It is in the RDB that the history begins with.
    case inBase
  }

  /// What happened.
  package var kind: Kind
  /// The command; of several the first, of ``Kind/silence`` the timestamp that ends it.
  package var place: HistoryPlace
  /// How many keys were deleted, or for how many seconds there was silence.
  package var count: UInt64 = 0
  /// The command, where it is one.
  package var excerpt: CommandExcerpt?
  /// Of ``Kind/replacedKey``: which key there was.
  package var target: Target?
  /// Whether the history holds no other command of that name.
  package var isOnlyOfItsName = false
  /// Which row of the table the command is; nil where it is none.
  var id: Command.ID?
}

/// The moments that were found, of each kind not more than a limit.
package struct HistoryEvents: Sendable {
  /// Of each kind the first ones; of mass deletions the largest.
  package private(set) var events: [HistoryEvent] = []
  /// How many of each kind there were.
  package private(set) var totals: [HistoryEvent.Kind: UInt64] = [:]
  private var kept: [HistoryEvent.Kind: Int] = [:]
  private let limit: Int

  init(limit: Int) { self.limit = max(0, limit) }

  /// Whether an event of a kind and size would be kept, so that nothing is made for one that would not.
  mutating func count(_ kind: HistoryEvent.Kind, size: UInt64 = 0) -> Bool {
    totals[kind, default: 0] &+= 1
    if kept[kind, default: 0] < limit { return true }
    guard kind == .massDeletion, let smallest = smallestIndex, events[smallest].count < size else { return false }
    events.remove(at: smallest)
    kept[kind, default: 0] -= 1
    return true
  }

  private var smallestIndex: Int? {
    events.indices.filter { events[$0].kind == .massDeletion }.min { events[$0].count < events[$1].count }
  }

  /// Keeps what ``count(_:size:)`` said yes to.
  mutating func keep(_ event: HistoryEvent) {
    kept[event.kind, default: 0] += 1
    events.append(event)
  }

  /// Brings them in the order of the history and says of each whether its command is the only one of that name.
  mutating func finish(isOnlyOfItsName: (Command.ID) -> Bool) {
    events.sort { ($0.place.part, $0.place.offset) < ($1.place.part, $1.place.offset) }
    for index in events.indices { events[index].isOnlyOfItsName = events[index].id.map(isOnlyOfItsName) ?? false }
  }

  /// How many there are of a kind that were not kept.
  package var more: [HistoryEvent.Kind: UInt64] {
    totals.compactMapValues { $0 }.reduce(into: [:]) { more, total in
      let left = total.value &- UInt64(kept[total.key] ?? 0)
      if left > 0 { more[total.key] = left }
    }
  }
}

/// What is found out about a history that goes over several files, in their order.
package struct HistoryScan: AOFVisitor, ~Copyable {
  /// One file of the history.
  package struct Part: Hashable, Sendable {
    /// The commands in it.
    package var commandCount: UInt64 = 0
    /// Its annotations that are timestamps.
    package var timestampCount: UInt64 = 0
    /// Its first timestamp, as it is written.
    package var firstSeconds: Int64?
    /// Its last one, as it is written.
    package var lastSeconds: Int64?
    /// Where a MULTI begins that never ends; servers drop what follows it.
    package var openTransaction: Int?

    /// Nothing yet.
    package init() {}
  }

  /// DEL and UNLINK of so many keys is a ``HistoryEvent/Kind/massDeletion``.
  package static var massDeletionCount: Int { 10 }
  /// So many keys deleted within a bucket, and ten times as many as usual, are a ``HistoryEvent/Kind/deletionBurst``.
  package static var burstCount: UInt64 { 100 }

  /// Commands by time.
  package private(set) var timeline: HistoryTimeline
  /// Commands that no timestamp stands before, those of ``base`` left out.
  package private(set) var undated = HistoryCounts()
  /// Commands that make up the base of a set: the data at the beginning, and no history.
  package private(set) var base = HistoryCounts()
  /// The first timestamp, since 1970; in a set whose base has one, that.
  package private(set) var firstSeconds: Int64?
  /// The latest timestamp so far.
  package private(set) var lastSeconds: Int64?
  /// Timestamps that are earlier than one before.
  package private(set) var backwardCount: UInt64 = 0
  /// The first of these.
  package private(set) var firstBackward: HistoryPlace?
  /// Annotations that begin as a timestamp and have no number.
  package private(set) var unreadableTimestampCount: UInt64 = 0
  /// The moments at which much may have been lost; complete after ``finish()``.
  package private(set) var events: HistoryEvents
  /// The longest gaps between timestamps, the longest first.
  package var gaps: [HistoryGap] { gapFinder.longest }
  /// The file that was or is being read.
  package private(set) var part = Part()

  private let table = CommandTable.shared
  private let traits: [UInt8]
  private var commandCounts: [UInt64]
  private var unknownCount: UInt64 = 0
  /// Since the last timestamp, by slot.
  private var slots: [UInt64]
  private var deletions: UInt64 = 0
  private var firstDeletion: HistoryPlace?
  private var state = Self.freshState
  private var partIndex = -1
  private var isBase = false
  private var gapFinder = HistoryGaps()
  private var run = DeletionRun()
  private var words = HistoryArguments()
  private let life: KeyLife?
  private let renames: RenameCandidates?

  /// - Parameters:
  ///   - width: seconds that are counted together, as long as that does not take too much memory.
  ///   - eventLimit: how many events of a kind are kept.
  ///   - life: is told the commands that keys of interest are in.
  ///   - renames: where commands are put that may replace keys, for ``ReplacedKeys`` to decide; nil tells them all.
  package init(width: Int64 = 1, eventLimit: Int, life: KeyLife? = nil, renames: RenameCandidates? = nil) {
    timeline = HistoryTimeline(width: width)
    events = HistoryEvents(limit: eventLimit)
    traits = HistoryTraits(table).byID
    commandCounts = [UInt64](repeating: 0, count: table.count)
    slots = [UInt64](repeating: 0, count: HistoryCounts.slotCount)
    self.life = life
    self.renames = renames
  }

  /// A server has as many databases as its AOF says: how many that were is not in it.
  static var freshState: AOFTransactionState { AOFTransactionState(databaseCount: Int(Int32.max)) }

  /// Begins with the next file.
  ///
  /// - Parameter isBase: whether its commands are the data at the beginning: up to its second timestamp they are no history.
  package mutating func begin(isBase: Bool) {
    partIndex += 1
    self.isBase = isBase
    part = Part()
    // Servers read every file by a new client.
    state = Self.freshState
  }

  /// Ends the file.
  package mutating func end() {
    fold()
    part.openTransaction = state.openSince
    isBase = false
  }

  /// Ends the history: bursts are found and events put in order.
  package mutating func finish() {
    if let burst = run.end() { note(burst) }
    findBursts()
    let counts = commandCounts
    events.finish { counts[Int($0.index)] == 1 }
  }

  /// How often commands were seen, by name; the most frequent first.
  package var commands: [(name: String, count: UInt64)] {
    commandCounts.indices.filter { commandCounts[$0] > 0 }.map { (table[Command.ID(index: UInt16(clamping: $0))].name, commandCounts[$0]) }
      .sorted { $0.1 > $1.1 }
  }

  // MARK: Told by the scanner

  @inline(__always)
  package mutating func command(_ command: borrowing AOFCommand) -> Bool {
    let openBefore = state.openSince
    let step = state.command(command)
    part.commandCount &+= 1
    guard let id = table.lookup(command.name) else {
      slots[HistoryCounts.unknownSlot] &+= 1
      return true
    }
    let index = Int(id.index)
    let trait = traits[index]
    commandCounts[index] &+= 1
    slots[Int(trait & ~HistoryTraits.look)] &+= 1
    if trait & HistoryTraits.look != 0 { look(command, id, place(command.offset, step, openBefore)) }
    if let life { return life.command(command, id, place(command.offset, step, openBefore), &words) }
    return true
  }

  package mutating func annotation(_ annotation: borrowing AOFAnnotation) {
    state.annotation(at: annotation.offset)
    guard let seconds = annotation.timestamp else {
      if annotation.isTimestamp { unreadableTimestampCount &+= 1 }
      return
    }
    defer {
      part.timestampCount &+= 1
      part.lastSeconds = seconds
      if part.firstSeconds == nil { part.firstSeconds = seconds }
    }
    guard let last = lastSeconds else {
      fold()
      firstSeconds = seconds
      lastSeconds = seconds
      return
    }
    if seconds < last {
      backwardCount &+= 1
      if firstBackward == nil { firstBackward = here(annotation.offset) }
    }
    guard seconds > last else { return }
    fold()
    if part.timestampCount > 0 { isBase = false }
    lastSeconds = seconds
    let place = here(annotation.offset)
    if let gap = gapFinder.step(from: last, to: seconds, place), events.count(.silence) {
      events.keep(HistoryEvent(kind: .silence, place: gap.place, count: UInt64(gap.seconds)))
    }
  }

  private func here(_ offset: Int) -> HistoryPlace {
    HistoryPlace(
      part: partIndex, offset: offset, unitOffset: state.openSince ?? offset, seconds: lastSeconds, database: state.runningDatabase,
      isInTransaction: state.isOpen)
  }

  @inline(__always)
  private func place(_ offset: Int, _ step: AOFTransactionState.Step, _ openBefore: Int?) -> HistoryPlace {
    HistoryPlace(part: partIndex, offset, step, openBefore, seconds: lastSeconds, database: state.runningDatabase)
  }

  /// Puts what was counted since the last timestamp where it belongs.
  private mutating func fold() {
    defer {
      for slot in slots.indices { slots[slot] = 0 }
      deletions = 0
      firstDeletion = nil
    }
    guard slots.contains(where: { $0 > 0 }) else { return }
    var counts = HistoryCounts()
    counts.slots = slots
    if isBase {
      base += counts
    } else if let lastSeconds {
      timeline.add(slots, deletions: deletions, first: firstDeletion, at: lastSeconds)
    } else {
      undated += counts
    }
  }

  // MARK: Moments

  @inline(never)
  private mutating func look(_ command: borrowing AOFCommand, _ id: Command.ID, _ place: HistoryPlace) {
    if table[id].kind == .delete, command.argumentCount > 1 {
      deletion(command, id, place)
      return
    }
    words.take(command)
    guard let kind = HistoryEvent.Kind(table.destruction(by: id, words)) else { return }
    if kind == .replacedKey, let renames {
      renames.add(words, table[id], place)
      return
    }
    guard events.count(kind) else { return }
    events.keep(HistoryEvent(kind: kind, place: place, excerpt: CommandExcerpt(command), target: kind == .replacedKey ? .unknown : nil, id: id))
  }

  private mutating func deletion(_ command: borrowing AOFCommand, _ id: Command.ID, _ place: HistoryPlace) {
    let takesKeys = command.isNamed("DEL") || command.isNamed("UNLINK")
    let keys = takesKeys ? command.argumentCount - 1 : 1
    if keys >= Self.massDeletionCount {
      if events.count(.massDeletion, size: UInt64(keys)) {
        events.keep(HistoryEvent(kind: .massDeletion, place: place, count: UInt64(keys), excerpt: CommandExcerpt(command), id: id))
      }
      return
    }
    if firstDeletion == nil { firstDeletion = place }
    deletions &+= UInt64(keys)
    // Where there are timestamps, time says what many is.
    if lastSeconds == nil, let burst = run.add(UInt64(keys), place, command: part.commandCount) { note(burst) }
  }

  private mutating func note(_ burst: HistoryEvent) {
    guard burst.count >= Self.burstCount, events.count(.deletionBurst) else { return }
    events.keep(burst)
  }

  /// Buckets with far more deletions than usual, neighbours together.
  private mutating func findBursts() {
    let counts = timeline.deletions
    let usual = counts.sorted()[safe: counts.count / 2] ?? 0
    let threshold = max(Self.burstCount, usual.multipliedReportingOverflow(by: 10).partialValue)
    var index = 0
    while index < counts.count {
      guard counts[index] >= threshold else {
        index += 1
        continue
      }
      let place = timeline.firstDeletions[index]
      var sum = counts[index]
      while index + 1 < counts.count, counts[index + 1] >= threshold, timeline.starts[index + 1] - timeline.starts[index] <= timeline.width {
        index += 1
        sum &+= counts[index]
      }
      index += 1
      note(HistoryEvent(kind: .deletionBurst, place: place, count: sum))
    }
  }

  /// Adds what ``ReplacedKeys`` found.
  package mutating func add(_ event: HistoryEvent) {
    if events.count(event.kind) { events.keep(event) }
  }
}

extension HistoryPlace {
  /// - Parameters:
  ///   - step: what the command did to the transaction.
  ///   - openBefore: where the transaction began that it stands in or ends.
  @inline(__always)
  init(part: Int, _ offset: Int, _ step: AOFTransactionState.Step, _ openBefore: Int?, seconds: Int64?, database: Int) {
    let unit =
      switch step {
      case .unit(let start), .execWithoutMulti(let start): start
      case .opened: offset
      case .queued: openBefore ?? offset
      }
    self.init(part: part, offset: offset, unitOffset: unit, seconds: seconds, database: database, isInTransaction: openBefore != nil)
  }
}

extension HistoryEvent.Kind {
  init?(_ destruction: CommandDestruction?) {
    switch destruction {
    case .allDatabases: self = .flushAll
    case .database: self = .flushDatabase
    case .swappedDatabases: self = .swapDatabases
    case .replacedKey: self = .replacedKey
    case .scripts: self = .scriptFlush
    case .functions: self = .functionFlush
    case .function: self = .functionDeletion
    case .keys, nil: return nil
    }
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

/// Deletions one behind the other, where no timestamp says what belongs together.
private struct DeletionRun {
  private var first: HistoryPlace?
  private var keys: UInt64 = 0
  private var last: UInt64 = 0

  /// Adds a deletion.
  ///
  /// - Parameter command: which one of its file it is; MULTI, EXEC and SELECT may stand between two.
  /// - Returns: the run before, when this is not part of it.
  mutating func add(_ count: UInt64, _ place: HistoryPlace, command: UInt64) -> HistoryEvent? {
    var ended: HistoryEvent?
    if let first, first.part != place.part || command &- last > 4 {
      ended = event(first)
      self.first = nil
    }
    if first == nil {
      first = place
      keys = 0
    }
    keys &+= count
    last = command
    return ended
  }

  mutating func end() -> HistoryEvent? { first.map(event) }

  private func event(_ place: HistoryPlace) -> HistoryEvent { HistoryEvent(kind: .deletionBurst, place: place, count: keys) }
}

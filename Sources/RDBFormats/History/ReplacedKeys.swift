// Whether a RENAME replaced a key cannot be told from the command. Remembering every key that a history writes would cost
// every file for what a few hold; so the first pass collects the names that keys are given, and when there are any a
// second pass follows only these.

/// Commands that may have replaced a key.
package final class RenameCandidates {
  /// The most that are followed.
  package static var limit: Int { 10_000 }

  private let hash = KeyHash(seed: .random(in: .min ... .max))
  private var targets: Set<UInt64> = []
  private var places: Set<HistoryPlace> = []
  /// How many there were beyond ``limit``.
  package private(set) var droppedCount: UInt64 = 0

  package init() {}

  /// Whether there are none, so that no second pass is needed.
  package var isEmpty: Bool { places.isEmpty }

  func add(_ words: borrowing HistoryArguments, _ command: borrowing Command, _ place: HistoryPlace) {
    guard places.count < Self.limit else {
      droppedCount &+= 1
      return
    }
    let index = command.name == "RENAME" || command.name == "COPY" ? 2 : 1
    guard index < words.count else { return }
    places.insert(place)
    targets.insert(hash.element(words.bytes(index)))
  }

  func isTarget(_ key: UnsafeRawBufferPointer) -> Bool { targets.contains(hash.element(key)) }
  func contains(_ place: HistoryPlace) -> Bool { places.contains(place) }
}

/// The second pass: which of the candidates replaced a key that was there.
package struct ReplacedKeys: AOFVisitor, ~Copyable {
  /// Those that did.
  package private(set) var events: [HistoryEvent] = []

  private let table = CommandTable.shared
  private let candidates: RenameCandidates
  private let limit: Int
  private var keys = KeyspaceMemory<HistoryEvent.Target>(limit: 4 * RenameCandidates.limit)
  private var state = HistoryScan.freshState
  private var partIndex = -1
  private var seconds: Int64?
  private var words = HistoryArguments()

  /// - Parameter limit: of how many the commands are kept.
  package init(_ candidates: RenameCandidates, limit: Int) {
    self.candidates = candidates
    self.limit = limit
  }

  /// Begins with the next file, as ``HistoryScan/begin(isBase:)``.
  package mutating func begin() {
    partIndex += 1
    state = HistoryScan.freshState
  }

  /// Adds the keys of the RDB in front of the commands.
  package mutating func add(_ base: BaseTargets) {
    for (database, key) in base.keys { key.withUnsafeBytes { keys[$0, Int(clamping: database)] = .inBase } }
  }

  package mutating func annotation(_ annotation: borrowing AOFAnnotation) {
    state.annotation(at: annotation.offset)
    if let time = annotation.timestamp { seconds = max(seconds ?? time, time) }
  }

  package mutating func command(_ command: borrowing AOFCommand) -> Bool {
    let openBefore = state.openSince
    let step = state.command(command)
    guard let id = table.lookup(command.name) else { return true }
    let isWhole = table[id].kind == .flush
    guard isWhole || !table[id].keys.isEmpty else { return true }
    words.take(command)
    let place = HistoryPlace(part: partIndex, command.offset, step, openBefore, seconds: seconds, database: state.runningDatabase)
    if isWhole {
      if let kind = HistoryEvent.Kind(table.destruction(by: id, words)) { keys.whole(kind, words, database: place.database) }
      return true
    }
    let before = events.count
    defer { complete(from: before, command, id) }
    switch table[id].kind {
    case .delete:
      each(id) { scan, key in scan.keys[key, place.database] = nil }
    case .expire: return true
    case .key where command.isNamed("RENAME") || command.isNamed("RENAMENX"):
      move(from: 1, place.database, to: 2, place.database, place)
    case .key where command.isNamed("MOVE"):
      if let database = words.database(2) { move(from: 1, place.database, to: 1, database, place) }
    case .key where command.isNamed("COPY"):
      write(2, copyDatabase ?? place.database, place)
    default:
      var changed: [Int] = []
      table.forEachKey(of: id, in: words) { index, access in
        if access.contains(.writes), candidates.isTarget(words.bytes(index)) { changed.append(index) }
      }
      for index in changed { write(index, place.database, place) }
    }
    return true
  }

  /// Adds the command to the events that it caused.
  private mutating func complete(from first: Int, _ command: borrowing AOFCommand, _ id: Command.ID) {
    guard first < events.count else { return }
    for index in first..<events.count {
      events[index].id = id
      if index < limit { events[index].excerpt = CommandExcerpt(command) }
    }
  }

  /// Every key of a command that is a target.
  private mutating func each(_ id: Command.ID, _ body: (inout ReplacedKeys, UnsafeRawBufferPointer) -> Void) {
    var found: [Int] = []
    table.forEachKey(of: id, in: words) { index, _ in
      if candidates.isTarget(words.bytes(index)) { found.append(index) }
    }
    for index in found { body(&self, words.bytes(index)) }
  }

  private mutating func move(from source: Int, _ database: Int, to target: Int, _ targetDatabase: Int, _ place: HistoryPlace) {
    let name = words.bytes(source)
    if name.elementsEqual(words.bytes(target)), database == targetDatabase { return }
    write(target, targetDatabase, place)
    if candidates.isTarget(name) { keys[name, database] = nil }
  }

  private mutating func write(_ index: Int, _ database: Int, _ place: HistoryPlace) {
    let key = words.bytes(index)
    guard candidates.isTarget(key) else { return }
    if let before = keys[key, database], candidates.contains(place) {
      events.append(HistoryEvent(kind: .replacedKey, place: place, target: before))
    }
    keys[key, database] = .written(place)
  }

  /// The number behind DB of a COPY.
  private var copyDatabase: Int? {
    var index = 3
    while index < words.count {
      if words.bytes(index).equalsIgnoringCase("DB") { return words.database(index + 1) }
      index += 1
    }
    return nil
  }
}

/// Which keys of an RDB are names that a later command gives to a key.
package final class BaseTargets: RecordSink {
  private let candidates: RenameCandidates
  private(set) var keys: [(database: UInt64, key: [UInt8])] = []
  private var byteCount = 0

  package init(_ candidates: RenameCandidates) { self.candidates = candidates }

  /// Takes note of a key; its value is of no interest.
  public override func record(_ head: RecordHead, key: RawSpan) -> Bool {
    key.withUnsafeBytes { key in
      guard byteCount < Self.maximumByteCount, keys.count < RenameCandidates.limit, candidates.isTarget(key) else { return }
      keys.append((head.database, [UInt8](key)))
      byteCount += key.count
    }
    return false
  }

  private static var maximumByteCount: Int { 4 << 20 }
}

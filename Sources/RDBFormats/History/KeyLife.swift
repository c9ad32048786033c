/// Something that happened to a key of interest.
package struct KeyLifeEvent: Sendable {
  /// What happened.
  package enum Kind: String, Hashable, Sendable {
    /// A command that names it.
    case command
    /// FLUSHALL, FLUSHDB or SWAPDB, which name no key and concern all.
    case whole
    /// It is in the RDB that stands in front of the commands; its offset is that of the key's record.
    case base
  }

  /// What happened.
  package let kind: Kind
  /// Where, when, in which database.
  package let place: HistoryPlace
  /// The command; nil for ``Kind/base``.
  package let excerpt: CommandExcerpt?
  /// The keys of interest that it names, the first few, each cut after ``maximumKeyByteCount``.
  package let keys: [[UInt8]]
  /// How many it names.
  package let keyCount: Int
  /// The time to live that had ended when the key was deleted, in milliseconds since 1970: the server itself may have deleted it.
  package let expiredAtMilliseconds: Int64?

  /// The most keys of a command that are kept.
  package static var maximumKeyCount: Int { 4 }
  /// The most bytes that are kept of a key.
  package static var maximumKeyByteCount: Int { 256 }
}

/// Finds the commands that keys of interest are in, and tells them.
package final class KeyLife {
  private let table = CommandTable.shared
  private var deadlines = KeyspaceMemory<Int64>(limit: 1 << 16)
  private let isWanted: (RawSpan) -> Bool
  private let event: (KeyLifeEvent) -> Bool

  /// - Parameters:
  ///   - isWanted: whether a key is of interest.
  ///   - event: takes note of an event; says whether to go on.
  package init(isWanted: @escaping (RawSpan) -> Bool, event: @escaping (KeyLifeEvent) -> Bool) {
    self.isWanted = isWanted
    self.event = event
  }

  /// Looks at a key of an RDB in front of the commands.
  fileprivate func key(_ head: RecordHead, _ key: RawSpan, _ base: BaseLife) -> Bool {
    guard isWanted(key) else { return true }
    let database = Int(clamping: head.database)
    return key.withUnsafeBytes { key in
      deadlines[key, database] = head.attributes.expiresAtMilliseconds
      return event(
        KeyLifeEvent(
          kind: .base,
          place: HistoryPlace(
            part: base.part, offset: head.offset, unitOffset: head.offset, seconds: base.writtenAtSeconds, database: database, isInTransaction: false),
          excerpt: nil, keys: [[UInt8](key.prefix(KeyLifeEvent.maximumKeyByteCount))], keyCount: 1, expiredAtMilliseconds: nil))
    }
  }

  /// Looks at a command.
  func command(
    _ command: borrowing AOFCommand, _ id: Command.ID, _ place: HistoryPlace, _ words: inout HistoryArguments
  ) -> Bool {
    let isWhole = table[id].kind == .flush
    guard isWhole || !table[id].keys.isEmpty else { return true }
    words.take(command)
    if isWhole {
      guard let kind = HistoryEvent.Kind(table.destruction(by: id, words)) else { return true }
      deadlines.whole(kind, words, database: place.database)
      return event(
        KeyLifeEvent(kind: .whole, place: place, excerpt: CommandExcerpt(command), keys: [], keyCount: 0, expiredAtMilliseconds: nil))
    }
    var found: [Int] = []
    var count = 0
    table.forEachKey(of: id, in: words) { index, _ in
      guard isWanted(words.bytes(index).bytes) else { return }
      count += 1
      if found.count < KeyLifeEvent.maximumKeyCount, !found.contains(index) { found.append(index) }
    }
    guard let first = found.first else { return true }
    let expired = deadline(command, id, place, words, first)
    return event(
      KeyLifeEvent(
        kind: .command, place: place, excerpt: CommandExcerpt(command),
        keys: found.map { [UInt8](words.bytes($0).prefix(KeyLifeEvent.maximumKeyByteCount)) }, keyCount: count, expiredAtMilliseconds: expired))
  }

  /// Keeps track of times to live.
  ///
  /// - Returns: the one that had ended when the command deleted the key.
  private func deadline(
    _ command: borrowing AOFCommand, _ id: Command.ID, _ place: HistoryPlace, _ words: borrowing HistoryArguments, _ index: Int
  ) -> Int64? {
    let key = words.bytes(index)
    if command.isNamed("PEXPIREAT") {
      deadlines[key, place.database] = Decimal.canonicalInteger(words.bytes(2))
    } else if command.isNamed("EXPIREAT") {
      deadlines[key, place.database] = Decimal.canonicalInteger(words.bytes(2)).map { max(0, min($0, .max / 1000)) * 1000 }
    } else if command.isNamed("PERSIST") {
      deadlines[key, place.database] = nil
    } else if command.isNamed("SET") {
      set(key, place.database, words)
    } else if table[id].kind == .delete {
      defer { deadlines[key, place.database] = nil }
      // An expiry is written as the deletion of one key. Without timestamps any time may have passed.
      guard command.argumentCount == 2, let deadline = deadlines[key, place.database] else { return nil }
      guard let seconds = place.seconds else { return deadline }
      return deadline / 1000 <= seconds &+ 1 ? deadline : nil
    }
    return nil
  }

  private func set(_ key: UnsafeRawBufferPointer, _ database: Int, _ words: borrowing HistoryArguments) {
    var index = 3
    while index < words.count {
      let word = words.bytes(index)
      if word.equalsIgnoringCase("KEEPTTL") { return }
      if word.equalsIgnoringCase("PXAT") {
        deadlines[key, database] = Decimal.canonicalInteger(words.bytes(index + 1))
        return
      }
      index += 1
    }
    deadlines[key, database] = nil
  }
}

/// Finds keys of interest in an RDB in front of the commands.
private final class BaseLife: RecordSink {
  let part: Int
  let writtenAtSeconds: Int64?
  private(set) var keyCount: UInt64 = 0
  private var isOver = false
  private let life: KeyLife

  init(_ life: KeyLife, part: Int, writtenAtSeconds: Int64?) {
    self.life = life
    self.part = part
    self.writtenAtSeconds = writtenAtSeconds
  }

  override func record(_ head: RecordHead, key: RawSpan) -> Bool {
    keyCount &+= 1
    if !isOver, !life.key(head, key, self) { isOver = true }
    return false
  }
}

extension AOFPreamble {
  /// Steps over the RDB as ``skip(_:telling:)``, and tells which keys of interest are in it.
  ///
  /// - Parameter part: which file of the history it stands in.
  package static func skip(_ framer: RDBFramer, life: KeyLife, part: Int) throws(DecodeFault) -> AOFPreamble {
    let auxiliary = framer.leadingAuxiliary()
    let head = AOFPreamble(header: framer.header, auxiliary: auxiliary, keyCount: 0, endOffset: 0)
    let base = BaseLife(life, part: part, writtenAtSeconds: head.writtenAtSeconds)
    let rest = try skip(framer, telling: base)
    return AOFPreamble(header: rest.header, auxiliary: auxiliary, keyCount: base.keyCount, endOffset: rest.endOffset)
  }
}

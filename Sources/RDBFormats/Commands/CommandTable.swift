/// Every command that we know, found by its name in a few nanoseconds.
///
/// Built once a process from the rows that `Scripts/command-table.py` wrote; lives as long as the process.
public struct CommandTable: @unchecked Sendable {
  // Never freed and never changed after `init`, which is what makes it Sendable: the AOF reader asks once a command,
  // and a class or an array would be retained and released as often.
  private let commands: UnsafeMutableBufferPointer<Command>
  private let slots: UnsafeMutableBufferPointer<Slot>
  private let mask: Int
  /// The nodes of all shapes; a command's are ``Command/shape``.
  let shapes: ArgumentShapes

  private struct Slot {
    var word: CommandWord
    /// 1 more than the place of the command; 0 in a free slot.
    var occupant: UInt16
  }

  /// The table.
  public static let shared = CommandTable()

  private init() {
    var shapes = ArgumentShapes.Builder()
    var rows: [CommandRow] = []
    var unread = 0
    for text in [CommandRows.core, CommandRows.modules, CommandRows.subcommands] {
      for line in String(describing: text).split(separator: "\n") {
        if let row = CommandRow(line) { rows.append(row) } else { unread += 1 }
      }
    }
    // Subcommands of one container stand together, and behind all others: the files say so.
    var children: [Substring: Range<Int>] = [:]
    for (index, row) in rows.enumerated() {
      guard let bar = row.name.firstIndex(of: "|") else { continue }
      let container = row.name[..<bar]
      children[container] = (children[container]?.lowerBound ?? index)..<(index + 1)
    }
    commands = .allocate(capacity: rows.count)
    for (index, row) in rows.enumerated() {
      commands.initializeElement(
        at: index,
        to: Command(
          name: row.name, arity: row.arity, otherArities: row.otherArities, flags: row.flags, categories: row.categories,
          keys: row.keys, availability: row.availability, module: row.module, kind: row.kind, shape: shapes.add(row.shape),
          subcommands: children[row.name[...]] ?? 0..<0))
    }
    self.shapes = shapes.finish()
    misunderstoodRows = unread + self.shapes.misunderstood

    mask = 2047
    slots = .allocate(capacity: mask + 1)
    for index in slots.indices {
      slots.initializeElement(at: index, to: Slot(word: .empty, occupant: 0))
    }
    for (index, command) in commands.enumerated() where !command.name.contains("|") {
      // Longer names are few; see `lookupLong`.
      guard let word = CommandWord(command.name) else { continue }
      var at = Int(truncatingIfNeeded: word.hash >> 48) & mask
      while slots[at].occupant != 0 { at = (at + 1) & mask }
      slots[at] = Slot(word: word, occupant: UInt16(clamping: index + 1))
    }
  }

  /// How many rows and elements of shapes were not understood: 0, or the table is broken; for tests.
  package let misunderstoodRows: Int

  /// How many commands and subcommands there are.
  public var count: Int { commands.count }

  /// All of them, subcommands last.
  public var all: [Command] { Array(commands) }

  /// The row of a command that ``lookup(_:)`` found.
  public subscript(id: Command.ID) -> Command {
    @inline(__always) _read { yield commands[Int(id.index)] }
  }

  /// Finds a command by its name in any letter case.
  ///
  /// - Returns: nil when no server that we know has it. A container (`XGROUP`) is found as itself.
  /// - Complexity: O(1); nothing is allocated.
  @inline(__always)
  public func lookup(_ name: UnsafeRawBufferPointer) -> Command.ID? {
    guard let word = CommandWord(name) else { return lookupLong(name) }
    var at = Int(truncatingIfNeeded: word.hash >> 48) & mask
    while true {
      let slot = slots[at]
      if slot.occupant == 0 { return nil }
      if slot.word == word { return Command.ID(index: slot.occupant &- 1) }
      at = (at &+ 1) & mask
    }
  }

  /// Finds a subcommand of a container by the command's second word in any letter case.
  public func lookup(_ container: Command.ID, subcommand: UnsafeRawBufferPointer) -> Command.ID? {
    let parent = self[container]
    let skipped = parent.name.utf8.count + 1
    for index in parent.subcommands where Self.equals(commands[index].name, from: skipped, subcommand) {
      return Command.ID(index: UInt16(clamping: index))
    }
    return nil
  }

  /// Finds a command by text: `set`, `XGROUP|CREATE` or `xgroup create`.
  public func lookup(_ name: String) -> Command.ID? {
    let bytes = Array(name.utf8)
    let parts = bytes.split(maxSplits: 1) { $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: " ") }
    guard let first = parts.first, let found = first.withUnsafeBytes({ lookup($0) }) else { return nil }
    guard parts.count == 2 else { return found }
    return parts[1].withUnsafeBytes { lookup(found, subcommand: $0) }
  }

  /// The few names of more than 16 bytes.
  @inline(never)
  private func lookupLong(_ name: UnsafeRawBufferPointer) -> Command.ID? {
    guard (17...64).contains(name.count) else { return nil }
    for index in commands.indices where commands[index].subcommands.isEmpty && Self.equals(commands[index].name, from: 0, name) {
      return commands[index].name.contains("|") ? nil : Command.ID(index: UInt16(clamping: index))
    }
    return nil
  }

  /// Whether the bytes are the rest of a name, letter case aside.
  private static func equals(_ name: String, from skipped: Int, _ bytes: UnsafeRawBufferPointer) -> Bool {
    let rest = name.utf8.dropFirst(skipped)
    return rest.count == bytes.count && zip(rest, bytes).allSatisfy { uppercased($0) == uppercased($1) }
  }

  private static func uppercased(_ byte: UInt8) -> UInt8 { (0x61...0x7A).contains(byte) ? byte &- 0x20 : byte }
}

extension CommandWord {
  /// No text's word.
  static let empty = CommandWord(low: 0, high: 0, count: 0)

  private init(low: UInt64, high: UInt64, count: UInt8) {
    self.low = low
    self.high = high
    self.count = count
  }
}

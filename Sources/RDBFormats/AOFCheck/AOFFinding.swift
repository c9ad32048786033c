/// Something wrong or odd in one file of an AOF.
package struct AOFFinding: Sendable {
  /// What it is.
  package enum Kind: Hashable, Sendable {
    /// What stands there is no command.
    case malformed(AOFFault)
    /// The file ends inside a command or annotation; where the open transaction began if it is in one, and whether whole
    /// commands stand in what a length swallowed.
    case torn(AOFFault, openSince: Int?, swallows: Bool)
    /// A command with wrong bytes behind an argument, which had swallowed what begins at the finding's offset.
    case swallowed
    /// A command that a server refuses or reads otherwise; what each judge of the check says, in their order.
    case command(name: [UInt8], verdicts: [CommandVerdict])
    /// `SELECT` of a database that a fresh installation does not have.
    case databaseNumber(Int64)
    /// `EXEC` without `MULTI`.
    case execWithoutMulti
    /// `MULTI` in a transaction.
    case nestedMulti
    /// `DISCARD` in a transaction that an `EXEC` ends.
    case discardExecuted
    /// The file ends in a transaction of so many commands, `MULTI` not counted.
    case unfinishedMulti(commands: UInt64)
    /// A timestamp below the one before it.
    case timestampBackwards(from: Int64, to: Int64)
    /// `#TS:` with something else than digits behind it, or too many.
    case timestampUnreadable([UInt8])
    /// A timestamp between MULTI and EXEC.
    case timestampInMulti
    /// An annotation that is no timestamp.
    case otherAnnotation([UInt8])
    /// An annotation over the length that servers read in one piece.
    case longAnnotation
    /// What servers read and a strict reader would not.
    case tolerance(AOFTolerance.Kind)

    /// What findings of one sort have in common: the first of each is always kept.
    var sort: Int {
      switch self {
      case .malformed: 0
      case .torn: 1
      case .swallowed: 2
      case .command(_, let verdicts): verdicts.contains { !$0.letsServerStart } ? 3 : 4
      case .databaseNumber: 5
      case .execWithoutMulti: 6
      case .nestedMulti: 7
      case .discardExecuted: 8
      case .unfinishedMulti: 9
      case .timestampBackwards: 10
      case .timestampUnreadable: 11
      case .timestampInMulti: 12
      case .otherAnnotation: 13
      case .longAnnotation: 14
      case .tolerance: 15
      }
    }
  }

  /// What it is.
  package let kind: Kind
  /// Bytes from the start of the file to the command, annotation or wrong byte.
  package let offset: Int
  /// The database that is selected there; nil between commands.
  package let database: Int?
  /// The first key of the command.
  package let key: [UInt8]?

  package init(_ kind: Kind, at offset: Int, database: Int? = nil, key: [UInt8]? = nil) {
    self.kind = kind
    self.offset = offset
    self.database = database
    self.key = key
  }
}

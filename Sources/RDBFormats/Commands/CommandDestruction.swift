/// A moment at which much may be lost at once: what `history` points at.
public enum CommandDestruction: Hashable, Sendable {
  /// `FLUSHALL`.
  case allDatabases
  /// `FLUSHDB`, or the keys of slots.
  case database
  /// `SWAPDB`.
  case swappedDatabases
  /// `DEL` or `UNLINK` of so many keys.
  case keys(count: Int)
  /// `RENAME`, which replaces a key that is there, and `RESTORE` and `COPY` with `REPLACE`.
  case replacedKey
  /// `SCRIPT FLUSH`.
  case scripts
  /// `FUNCTION FLUSH`, and `FUNCTION RESTORE` with `FLUSH`.
  case functions
  /// `FUNCTION DELETE`.
  case function
}

extension CommandTable {
  /// What a command destroys, or nil.
  ///
  /// - Parameter id: the command; a container is looked into.
  public func destruction<Arguments: CommandArguments & ~Copyable>(
    by id: Command.ID, _ arguments: borrowing Arguments
  ) -> CommandDestruction? {
    let command = self[id]
    switch command.kind {
    case .delete: return command.name == "DEL" || command.name == "UNLINK" ? .keys(count: max(0, arguments.count - 1)) : nil
    case .flush: return command.name == "FLUSHALL" ? .allDatabases : command.name == "SWAPDB" ? .swappedDatabases : .database
    case .key:
      switch command.name {
      case "RENAME": return .replacedKey
      case "RESTORE", "RESTORE-ASKING": return Self.says("replace", from: 4, arguments) ? .replacedKey : nil
      case "COPY": return Self.says("replace", from: 3, arguments) ? .replacedKey : nil
      default: return nil
      }
    case .script, .function, .cluster:
      guard command.flags.contains(.container), arguments.count > 1 else { return nil }
      guard let subcommand = lookup(id, subcommand: arguments.argument(1).prefix) else { return nil }
      switch self[subcommand].name {
      case "SCRIPT|FLUSH": return .scripts
      case "FUNCTION|FLUSH": return .functions
      case "FUNCTION|DELETE": return .function
      case "FUNCTION|RESTORE": return Self.says("flush", from: 3, arguments) ? .functions : nil
      case "CLUSTER|FLUSHSLOT", "CLUSTER|FLUSHSLOTS": return self[subcommand].kind == .flush ? .database : nil
      default: return nil
      }
    default: return nil
    }
  }

  private static func says<Arguments: CommandArguments & ~Copyable>(
    _ word: StaticString, from start: Int, _ arguments: borrowing Arguments
  ) -> Bool {
    var at = start
    while at < arguments.count {
      if ArgumentText.equals(arguments.argument(at).prefix, word) { return true }
      at += 1
    }
    return false
  }
}

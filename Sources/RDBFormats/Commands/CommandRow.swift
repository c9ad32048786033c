/// A row of the table as text:
///
///     NAME; arity; flags; ACL categories; keys; servers; kind; shape of the arguments
///
/// `-` stands for an empty column. An arity may be followed by those of other servers: `-3,3<7.0` is 3 before
/// Redis 7.0, `3,v-3` is -3 in Valkey. Keys: ``CommandKeys``; servers: ``CommandAvailability``; shape: ``ArgumentShape``.
struct CommandRow {
  var name: String
  var arity: Int
  var otherArities: [Command.OtherArity] = []
  var flags: CommandFlags = []
  var categories: CommandCategories = []
  var keys: [CommandKeys] = []
  var availability = CommandAvailability()
  var module: String?
  var kind: CommandKind
  var shape: Substring

  /// Nil when a column is not understood; a test reads every row.
  init?(_ line: Substring) {
    let columns = line.split(separator: "; ", omittingEmptySubsequences: false).map { $0 == "-" ? "" : $0 }
    guard columns.count == 8, let kind = CommandKind(rawValue: String(columns[6])) else { return nil }
    name = String(columns[0])
    self.kind = kind
    shape = columns[7]

    let arities = columns[1].split(separator: ",")
    guard let first = arities.first, let arity = Int(first) else { return nil }
    self.arity = arity
    for other in arities.dropFirst() {
      let parts = other.split(separator: "<")
      if other.first == "v", let value = Int(other.dropFirst()) {
        otherArities.append(.init(below: nil, arity: value))
      } else if parts.count == 2, let value = Int(parts[0]), let below = CommandAvailability.number(parts[1]) {
        otherArities.append(.init(below: below, arity: value))
      } else {
        return nil
      }
    }
    for word in columns[2].split(separator: " ") {
      guard let flag = CommandFlags.words[String(word)] else { return nil }
      flags.insert(flag)
    }
    for word in columns[3].split(separator: " ") {
      guard let category = CommandCategories(String(word)) else { return nil }
      categories.insert(category)
    }
    for word in columns[4].split(separator: " ") {
      guard let specification = CommandKeys(word) else { return nil }
      keys.append(specification)
    }
    for word in columns[5].split(separator: " ") {
      let rest = word.dropFirst()
      switch word.first {
      case "r": availability.redis = CommandAvailability.number(rest)
      case "v": availability.valkey = CommandAvailability.number(rest)
      case "m": module = String(rest)
      case "-": availability.redisEnd = CommandAvailability.number(rest.dropFirst())
      default: return nil
      }
    }
  }
}

/// The rows, written by `Scripts/command-table.py`; a namespace.
enum CommandRows {}

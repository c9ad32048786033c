/// A command that some server knows: one row of the table.
public struct Command: Sendable {
  /// Its place in the table.
  public struct ID: Hashable, Sendable {
    let index: UInt16
    /// Below ``CommandTable/count``.
    public var number: Int { Int(index) }
  }

  /// Upper case; a subcommand as `XGROUP|CREATE`.
  public let name: String
  /// How many arguments it takes with its name (and the subcommand's) in the newest server; negative: at least so many.
  public let arity: Int
  /// Arities of other servers, the oldest last.
  let otherArities: [OtherArity]
  /// What it is and needs.
  public let flags: CommandFlags
  /// Its ACL categories.
  public let categories: CommandCategories
  /// Where its keys stand.
  let keys: [CommandKeys]
  /// Which servers know it.
  public let availability: CommandAvailability
  /// The module that brings it, by the name under which it registers; nil for a command of the server itself.
  public let module: String?
  /// What it is about.
  public let kind: CommandKind
  /// Where the nodes of its arguments' shape stand; empty when anything goes.
  let shape: Range<Int>
  /// The places of its subcommands in the table.
  let subcommands: Range<Int>

  /// An arity that differs in some servers.
  struct OtherArity: Hashable, Sendable {
    /// Redis versions below this one, as 256 × major + minor; nil: all Valkeys.
    var below: UInt16?
    var arity: Int
  }

  /// Whether it is nothing but the first word of others.
  public var isContainer: Bool { !subcommands.isEmpty }

  /// Its arity in that server.
  public func arity(in version: ServerVersion) -> Int {
    guard !otherArities.isEmpty else { return arity }
    let number = UInt16(clamping: version.major) << 8 | UInt16(clamping: version.minor)
    for other in otherArities {
      switch version.family {
      // What changed below 7.2 had changed before there was a Valkey.
      case .valkey: if other.below == nil { return other.arity }
      case .redis: if let below = other.below, number < below { return other.arity }
      }
    }
    return arity
  }
}

/// What a command does with one of its keys.
public struct KeyAccess: OptionSet, Hashable, Sendable {
  /// One bit a deed.
  public let rawValue: UInt8
  /// A set of those bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Its value is read.
  public static let reads = KeyAccess(rawValue: 1)
  /// Its value is changed, or replaced when ``reads`` is not there.
  public static let writes = KeyAccess(rawValue: 2)
  /// The key, or elements of it, may go.
  public static let deletes = KeyAccess(rawValue: 4)

  /// Reads `R` (RO), `W` (OW), `U` (RW and RM), each with `d` when the key specification says `delete`.
  init?(table text: Substring) {
    switch text.first {
    case "R": self = .reads
    case "W": self = .writes
    case "U": self = [.reads, .writes]
    default: return nil
    }
    if text.dropFirst() == "d" { insert(.deletes) }
  }
}

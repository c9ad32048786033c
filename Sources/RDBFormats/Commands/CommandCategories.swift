/// The ACL categories of a command, without their `@`.
public struct CommandCategories: OptionSet, Hashable, Sendable {
  /// One bit a category, in the order of ``names``.
  public let rawValue: UInt32
  /// A set of those bits.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Every category that the servers have; the position is the bit.
  public static let names = [
    "keyspace", "read", "write", "set", "sortedset", "list", "hash", "string", "bitmap", "hyperloglog", "geo", "stream",
    "pubsub", "admin", "fast", "slow", "blocking", "dangerous", "connection", "transaction", "scripting",
  ]

  /// The category of that name, or nil.
  public init?(_ name: String) {
    guard let bit = Self.names.firstIndex(of: name) else { return nil }
    self.init(rawValue: 1 << UInt32(bit))
  }
}

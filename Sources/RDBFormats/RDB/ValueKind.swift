/// What a user calls a value, whatever encoding it is stored in.
public enum ValueKind: UInt8, Hashable, Sendable, CaseIterable {
  /// A string, bitmap or HyperLogLog.
  case string
  /// A list.
  case list
  /// A set.
  case set
  /// A sorted set, geo index included.
  case sortedSet
  /// A hash.
  case hash
  /// A value that a module understands.
  case module
  /// A stream with its consumer groups.
  case stream
  /// An array (Redis 8.8).
  case array

  /// As the command `TYPE` says it.
  public var name: String {
    switch self {
    case .string: "string"
    case .list: "list"
    case .set: "set"
    case .sortedSet: "zset"
    case .hash: "hash"
    case .module: "module"
    case .stream: "stream"
    case .array: "array"
    }
  }
}

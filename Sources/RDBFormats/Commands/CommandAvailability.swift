/// Which servers know a command or an option of one: `r6.2 v7.2` from Redis 6.2 and Valkey 7.2 on, `-r7.0` until
/// before Redis 7.0, `mReJSON` with that module.
public struct CommandAvailability: Hashable, Sendable {
  /// The first Redis, as 256 × major + minor; nil when no Redis has it.
  public internal(set) var redis: UInt16?
  /// The first Redis that does not have it any more.
  public internal(set) var redisEnd: UInt16?
  /// The first Valkey; nil when no Valkey has it.
  public internal(set) var valkey: UInt16?

  /// Every server.
  static let always = CommandAvailability(redis: 0, valkey: 0)

  /// Whether a server of that version knows it by itself, without modules.
  public func includes(_ version: ServerVersion) -> Bool {
    let number = UInt16(clamping: version.major) << 8 | UInt16(clamping: version.minor)
    switch version.family {
    case .redis: return redis.map { $0 <= number } ?? false && number < redisEnd ?? .max
    case .valkey: return valkey.map { $0 <= number } ?? false
    }
  }

  /// Reads `6.2` of a table.
  static func number(_ text: Substring) -> UInt16? {
    let parts = text.split(separator: ".")
    guard parts.count == 2, let major = UInt8(parts[0]), let minor = UInt8(parts[1]) else { return nil }
    return UInt16(major) << 8 | UInt16(minor)
  }

  /// Reads `r6.2v7.2`, as options write it.
  static func compact(_ text: Substring) -> CommandAvailability? {
    var result = CommandAvailability()
    let redis = text.split(separator: "v", omittingEmptySubsequences: false)
    if let first = redis.first, !first.isEmpty {
      guard first.first == "r", let number = number(first.dropFirst()) else { return nil }
      result.redis = number
    }
    if redis.count == 2 {
      guard let number = number(redis[1]) else { return nil }
      result.valkey = number
    }
    return redis.count <= 2 ? result : nil
  }
}

/// A release line of Redis or Valkey, as `--for` names it: `redis-7.0`, `valkey-9.1`.
public struct ServerVersion: Hashable, Sendable {
  /// Who made it.
  public enum Family: String, Hashable, Sendable, CaseIterable {
    /// Redis.
    case redis
    /// Valkey, which left Redis at 7.2.4.
    case valkey
  }

  /// Who made it.
  public let family: Family
  /// The number before the dot.
  public let major: Int
  /// The number behind it.
  public let minor: Int
  /// The newest RDB version with its own magic that it reads and writes (rdb.md §2).
  public let newestRDBVersion: Int

  private init(_ family: Family, _ major: Int, _ minor: Int, _ newestRDBVersion: Int) {
    self.family = family
    self.major = major
    self.minor = minor
    self.newestRDBVersion = newestRDBVersion
  }

  /// `redis-7.0`.
  public var name: String { "\(family.rawValue)-\(major).\(minor)" }
  /// `7.0`.
  public var number: String { "\(major).\(minor)" }

  /// Every release line of Redis from 2.8 on that has a name, oldest first.
  public static let redis: [ServerVersion] = [
    (2, 8, 6), (3, 0, 6), (3, 2, 7), (4, 0, 8), (5, 0, 9), (6, 0, 9), (6, 2, 9), (7, 0, 10), (7, 2, 11), (7, 4, 12), (8, 0, 12),
    (8, 2, 12), (8, 4, 12), (8, 6, 13), (8, 8, 14), (8, 10, 15),
  ].map { ServerVersion(.redis, $0.0, $0.1, $0.2) }

  /// Every release line of Valkey, oldest first.
  public static let valkey: [ServerVersion] = [(7, 2, 11), (8, 0, 11), (8, 1, 11), (9, 0, 80), (9, 1, 80)]
    .map { ServerVersion(.valkey, $0.0, $0.1, $0.2) }

  /// Every release line that has a name.
  public static var known: [ServerVersion] { redis + valkey }

  /// A name that `--for` does not know.
  public struct UnknownName: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was asked for.
    public let name: String
    public var description: String {
      "there is no server \(name.debugDescription); known are \(ServerVersion.known.map(\.name).joined(separator: ", ")), "
        + "and a name without the minor number for its newest"
    }
  }

  /// The release line of a name; without a minor number the newest of that major number.
  public static func parse(_ name: String) throws(UnknownName) -> ServerVersion {
    let lower = name.lowercased()
    if let exact = known.first(where: { $0.name == lower }) { return exact }
    if let newest = known.last(where: { "\($0.family.rawValue)-\($0.major)" == lower }) { return newest }
    throw UnknownName(name: name)
  }

  /// Whether it came out at the same time as that release of its own family, or later.
  public func isAtLeast(_ major: Int, _ minor: Int) -> Bool { (self.major, self.minor) >= (major, minor) }
  /// Whether it is a Redis of at least that release.
  public func isRedis(atLeast major: Int, _ minor: Int) -> Bool { family == .redis && isAtLeast(major, minor) }
  /// Whether it is a Valkey of at least that release.
  public func isValkey(atLeast major: Int, _ minor: Int) -> Bool { family == .valkey && isAtLeast(major, minor) }

  /// The newest known release line of a family that is not above a version text: "7.0.15" is 7.0, "9.3.1" the newest.
  public static func of(_ family: Family, _ text: String) -> ServerVersion? {
    let numbers = text.split(separator: ".").prefix(2).map { Int($0) }
    guard let first = numbers.first, let major = first else { return nil }
    let minor = numbers.count > 1 ? numbers[1] ?? 0 : 0
    let line = family == .redis ? redis : valkey
    return line.last { ($0.major, $0.minor) <= (major, minor) }
  }

  /// The server that wrote a file, by its auxiliary fields, or the newest of those that write its version.
  ///
  /// - Parameters:
  ///   - redisVersion: the value of `redis-ver`. Valkey 7.2 to 8.1 write that too.
  ///   - valkeyVersion: the value of `valkey-ver`, which Valkey 9 writes instead.
  public static func writer(redisVersion: String?, valkeyVersion: String?, header: RDBHeader) -> ServerVersion {
    if header.dialect == .valkey {
      return valkeyVersion.flatMap { of(.valkey, $0) }.flatMap { $0.major >= 9 ? $0 : nil } ?? valkey[valkey.count - 1]
    }
    if let valkeyVersion, let found = of(.valkey, valkeyVersion) { return found }
    if let redisVersion, let found = of(.redis, redisVersion), found.newestRDBVersion >= header.version { return found }
    let stable: [Int: (Int, Int)] = [
      7: (3, 2), 8: (4, 0), 9: (6, 2), 10: (7, 0), 11: (7, 2), 12: (8, 2), 13: (8, 6), 14: (8, 8),
    ]
    guard header.version > 6 else { return redis[0] }
    let (major, minor) = stable[header.version] ?? (8, 10)
    return redis.last { ($0.major, $0.minor) <= (major, minor) } ?? redis[0]
  }
}

extension ServerVersion: CustomStringConvertible {
  public var description: String { name }
}

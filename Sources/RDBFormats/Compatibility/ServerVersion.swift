/// A server whose files, rules and digests we know: what `--for` names.
public struct ServerVersion: Hashable, Sendable {
  /// Who makes it.
  public enum Family: String, Hashable, Sendable, CaseIterable {
    /// Redis.
    case redis
    /// Valkey, which began as Redis 7.2.
    case valkey
  }

  /// Who makes it.
  public let family: Family
  /// The first number of the version.
  public let major: Int
  /// The second number of the version.
  public let minor: Int
  /// The newest RDB version that it reads (rdb.md §2); for Valkey 9.0 and newer the number behind `VALKEY`.
  public let newestRDBVersion: Int

  private init(_ family: Family, _ major: Int, _ minor: Int, reads newestRDBVersion: Int) {
    self.family = family
    self.major = major
    self.minor = minor
    self.newestRDBVersion = newestRDBVersion
  }

  /// As `--for` takes it: `redis-7.0`.
  public var name: String { "\(family.rawValue)-\(major).\(minor)" }

  /// Every server we know, the oldest of each family first.
  public static let known: [ServerVersion] = [
    ServerVersion(.redis, 2, 8, reads: 6), ServerVersion(.redis, 3, 0, reads: 6), ServerVersion(.redis, 3, 2, reads: 7),
    ServerVersion(.redis, 4, 0, reads: 8), ServerVersion(.redis, 5, 0, reads: 9), ServerVersion(.redis, 6, 0, reads: 9),
    ServerVersion(.redis, 6, 2, reads: 9), ServerVersion(.redis, 7, 0, reads: 10), ServerVersion(.redis, 7, 2, reads: 11),
    ServerVersion(.redis, 7, 4, reads: 12), ServerVersion(.redis, 8, 0, reads: 12), ServerVersion(.redis, 8, 2, reads: 12),
    ServerVersion(.redis, 8, 4, reads: 12), ServerVersion(.redis, 8, 6, reads: 13), ServerVersion(.redis, 8, 8, reads: 14),
    ServerVersion(.redis, 8, 10, reads: 15),
    ServerVersion(.valkey, 7, 2, reads: 11), ServerVersion(.valkey, 8, 0, reads: 11), ServerVersion(.valkey, 8, 1, reads: 11),
    ServerVersion(.valkey, 9, 0, reads: 80), ServerVersion(.valkey, 9, 1, reads: 80),
  ]

  /// Finds the server of a name: `redis-7.0`, or `valkey-9` for the newest of that major version.
  ///
  /// - Throws: for every other text; the error lists the names there are.
  public init(_ name: String) throws(UnknownServerVersion) {
    guard let found = Self.known.last(where: { $0.name == name || "\($0.family.rawValue)-\($0.major)" == name }) else {
      throw UnknownServerVersion(name: name)
    }
    self = found
  }

  /// The server that is that new or, when we do not know it, the newest before it; the oldest we know when there is none.
  static func nearest(_ family: Family, _ major: Int, _ minor: Int) -> ServerVersion {
    let servers = known.filter { $0.family == family }
    return servers.last { ($0.major, $0.minor) <= (major, minor) } ?? servers.first ?? known[0]
  }

  /// Every Redis that we know, oldest first.
  public static let redis = known.filter { $0.family == .redis }
  /// Every Valkey that we know, oldest first.
  public static let valkey = known.filter { $0.family == .valkey }

  /// `7.0`.
  public var number: String { "\(major).\(minor)" }

  /// Whether it is that version of its own family or a newer one.
  public func isAtLeast(_ major: Int, _ minor: Int) -> Bool { (self.major, self.minor) >= (major, minor) }

  /// Whether it is a Redis of that version or a newer one.
  public func isRedis(_ major: Int, _ minor: Int) -> Bool { family == .redis && isAtLeast(major, minor) }

  /// Whether it is a Valkey of that version or a newer one.
  public func isValkey(_ major: Int, _ minor: Int) -> Bool { family == .valkey && isAtLeast(major, minor) }

  /// Whether it is as new as Redis 7.0: every Valkey is.
  public var isModern: Bool { family == .valkey || major >= 7 }
}

/// Older before newer. Between families, which have no order of their own: Redis before Valkey, so that lists sort.
extension ServerVersion: Comparable {
  /// The order of ages within a family; see the extension.
  public static func < (a: ServerVersion, b: ServerVersion) -> Bool {
    a.family == b.family ? (a.major, a.minor) < (b.major, b.minor) : a.family == .redis
  }
}

extension ServerVersion: CustomStringConvertible {
  public var description: String { name }
}

extension ServerVersion {
  /// The server that wrote a file, as far as the file tells.
  ///
  /// Redis writes its version as `redis-ver`. So does Valkey 7.2 ("7.2.4", the Redis it began
  /// as), which is therefore taken for Redis 7.2; the two agree in everything a file shows.
  /// Newer Valkeys write `valkey-ver`. A version that we do not know counts as the newest known
  /// one before it. Development builds (255.255.255) and files without either field are judged
  /// by their RDB version: the newest stable server that wrote it.
  ///
  /// - Parameters:
  ///   - redisVersion: the value of `redis-ver`.
  ///   - valkeyVersion: the value of `valkey-ver`.
  public static func writer(ofAux redisVersion: String?, valkeyVersion: String?, header: RDBHeader) -> ServerVersion {
    if let (major, minor) = valkeyVersion.flatMap(numbers) { return nearest(.valkey, major, minor) }
    if let (major, minor) = redisVersion.flatMap(numbers) { return nearest(.redis, major, minor) }
    switch header.dialect {
    case .valkey: return nearest(.valkey, 9, 1)
    case .redis:
      switch header.version {
      case ...6: return nearest(.redis, 2, 8)
      case 7: return nearest(.redis, 3, 2)
      case 8: return nearest(.redis, 4, 0)
      case 9: return nearest(.redis, 6, 2)
      case 10: return nearest(.redis, 7, 0)
      case 11: return nearest(.redis, 7, 2)
      case 12: return nearest(.redis, 8, 2)
      case 13: return nearest(.redis, 8, 6)
      case 14: return nearest(.redis, 8, 8)
      default: return nearest(.redis, 8, 10)
      }
    }
  }

  /// Whether this is the release that auxiliary fields name.
  package func isNamed(redis: String?, valkey: String?) -> Bool {
    guard let (major, minor) = (valkey ?? redis).flatMap(Self.numbers) else { return false }
    return self.major == major && self.minor == minor
  }

  /// The first two numbers of "7.0.15"; nil for the versions of development builds and for what is none.
  private static func numbers(_ text: String) -> (Int, Int)? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count >= 2, let major = Int(parts[0]), let minor = Int(parts[1]), (0..<100).contains(major), minor >= 0 else {
      return nil
    }
    return (major, minor)
  }
}

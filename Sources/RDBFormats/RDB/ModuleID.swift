/// The 64-bit id of a module type: nine characters of six bits, ten bits of encoding version (rdb.md §8).
public struct ModuleID: Hashable, Sendable {
  /// As it stands in the file.
  public let rawValue: UInt64

  /// - Parameter rawValue: as it stands in the file.
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// The nine characters: `ReJSON-RL`.
  public var name: String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    let characters = (0..<9).map { alphabet[Int((rawValue >> UInt64(58 - 6 * $0)) & 63)] }
    return String(decoding: characters, as: UTF8.self)
  }

  /// The version of the module's own encoding.
  public var encodingVersion: Int { Int(rawValue & 1023) }

  /// The type that a user of the module knows it by, for the modules seen in Redis Stack and Redis 8.
  public var family: String? {
    switch name {
    case "ReJSON-RL": "RedisJSON"
    case "MBbloom--": "Bloom filter"
    case "MBbloomCF": "Cuckoo filter"
    case "CMSk-TYPE": "Count-min sketch"
    case "TopK-TYPE": "Top-K"
    case "TDIS-TYPE": "t-digest"
    case "TSDB-TYPE": "TimeSeries"
    case "vectorset": "vector set"
    default: nil
    }
  }
}

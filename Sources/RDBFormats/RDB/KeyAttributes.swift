/// What stands before a key and belongs to it (rdb.md §1). Kept across SELECTDB
/// and AUX, as servers do.
public struct KeyAttributes: Hashable, Sendable {
  /// When the key expires, in milliseconds since 1970; nil for never.
  public var expiresAtMilliseconds: Int64?
  /// How long the key had not been used, in seconds (LRU policies).
  public var idleSeconds: UInt64?
  /// The logarithmic use counter (LFU policies).
  public var frequency: UInt8?
  /// Classes of metadata that a server of Redis 8.6 or newer attached.
  public var metadataClassCount = 0
  /// Whether there is key metadata, if only of no class.
  public var hasMetadata = false

  /// What is odd about them, for `check`.
  var oddities: Oddities = []

  struct Oddities: OptionSet, Hashable, Sendable {
    let rawValue: UInt8
    /// The expiry -1, which servers take for none.
    static let expiryOfMinusOne = Oddities(rawValue: 1)
    /// Something else stood between them and the key.
    static let detached = Oddities(rawValue: 2)
  }

  /// Whether there are any.
  var isPresent: Bool { expiresAtMilliseconds != nil || idleSeconds != nil || frequency != nil || hasMetadata || !oddities.isEmpty }

  /// No attributes.
  public init() {}
}

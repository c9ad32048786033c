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

  /// No attributes.
  public init() {}
}

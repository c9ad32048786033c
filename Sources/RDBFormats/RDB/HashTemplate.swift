/// The field names that hashes of Redis 8.10 share (rdb.md §10).
struct HashTemplate: Sendable {
  let fields: [[UInt8]]

  /// The most templates and bytes of names that are kept: more than a server makes, less than memory holds.
  static let maximumCount = 65_536, maximumByteCount = 8 << 20
}

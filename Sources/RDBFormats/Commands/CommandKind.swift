/// What a command is about, as `history` counts it.
public enum CommandKind: String, Hashable, Sendable, CaseIterable {
  /// Strings, bitmaps and HyperLogLogs.
  case string
  /// Lists.
  case list
  /// Sets.
  case set
  /// Hashes.
  case hash
  /// Sorted sets, geo included.
  case zset
  /// Streams.
  case stream
  /// Arrays (Redis 8.8).
  case array
  /// Keys of any type: `RENAME`, `COPY`, `RESTORE`, `SORT`.
  case key
  /// Removal of whole keys.
  case delete
  /// Times to live, of keys and of hash fields.
  case expire
  /// Whole databases: `FLUSHALL`, `FLUSHDB`, `SWAPDB`.
  case flush
  /// `SELECT`.
  case select
  /// Lua scripts.
  case script
  /// Functions.
  case function
  /// `MULTI`, `EXEC` and their kin.
  case transaction
  /// Clients and their connections.
  case connection
  /// Publish and subscribe.
  case pubsub
  /// The server itself.
  case server
  /// The cluster.
  case cluster
  /// Commands of modules.
  case module
}

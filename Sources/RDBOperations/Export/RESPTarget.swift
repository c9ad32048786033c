import RDBFormats

/// Which commands the server knows that an export is for.
struct RESPTarget {
  /// Nil for a server that knows all of them.
  let server: ServerVersion?

  private func isAtLeast(redis: (Int, Int), valkey: (Int, Int) = (0, 0)) -> Bool {
    guard let server else { return true }
    return server.isRedis(redis.0, redis.1) || server.isValkey(valkey.0, valkey.1)
  }

  /// `HSET` with several fields.
  var hasManyFieldHSET: Bool { isAtLeast(redis: (4, 0)) }
  /// Streams.
  var hasStreams: Bool { isAtLeast(redis: (5, 0)) }
  /// `XGROUP CREATECONSUMER`.
  var hasCreateConsumer: Bool { isAtLeast(redis: (6, 2)) }
  /// `ENTRIESREAD`, `ENTRIESADDED`, `MAXDELETEDID`.
  var hasStreamCounters: Bool { isAtLeast(redis: (7, 0)) }
  /// `FUNCTION LOAD`.
  var hasFunctions: Bool { isAtLeast(redis: (7, 0)) }
  /// `HPEXPIREAT`.
  var hasFieldExpiry: Bool { isAtLeast(redis: (7, 4), valkey: (9, 0)) }
}

extension CommandMixes {
  static let keys = CommandMix(
    "keys",
    [
      .init(20) { ["SET", $0.key("s"), $0.value()] },
      .init(6) { words in [words.one("DEL", "UNLINK", "EXISTS", "TOUCH")] + words.some(3) { [$0.key("s")] } },
      .init(6) { ["TYPE", $0.key("s")] },
      .init(6) { [$0.one("RENAME", "RENAMENX"), $0.key("s"), $0.key("s")] },
      .init(6) { ["COPY", $0.key("s"), $0.key("s")] + $0.maybe(3, "REPLACE") + $0.maybe(4, "DB", $0.integer(0...3)) + $0.maybe(20, "BAD") },
      .init(4) { ["MOVE", $0.key("s"), $0.integer(0...3)] },
      .init(2) { ["SWAPDB", $0.integer(0...3), $0.integer(0...3)] },
      .init(3) { ["SELECT", $0.integer(0...3)] },
      .init(1) { [$0.one("FLUSHDB", "FLUSHALL")] + $0.maybe(3, $0.one("ASYNC", "SYNC", "BAD")) },
      .init(3) { _ in ["DBSIZE"] },
      .init(3) { ["KEYS", $0.one("*", "s*", "s[0-3]", "[^s]*", "s?", "\\s1", "")] },
      .init(8) { [$0.one("EXPIRE", "PEXPIRE"), $0.key("s"), $0.integer(50_000...900_000)] + $0.maybe(3, $0.one("NX", "XX", "GT", "LT", "BAD")) + $0.maybe(6, $0.one("GT", "LT", "XX")) },
      .init(3) { [$0.one("EXPIREAT", "PEXPIREAT"), $0.key("s"), $0.integer(-5...5)] },
      .init(4) { ["EXPIREAT", $0.key("s"), "40000000\($0.below(10))0"] },
      .init(4) { ["PERSIST", $0.key("s")] },
      .init(6) { [$0.one("TTL", "PTTL", "EXPIRETIME", "PEXPIRETIME"), $0.key("s")] },
      .init(3) { _ in ["MULTI"] },
      .init(3) { _ in ["EXEC"] },
      .init(2) { _ in ["DISCARD"] },
      .init(2) { ["WATCH", $0.key("s")] },
      .init(1) { _ in ["UNWATCH"] },
      .init(2) { [$0.one("PING", "ECHO"), "hello"] + $0.maybe(5, "more") },
      .init(2) { ["OBJECT", $0.one("ENCODING", "REFCOUNT", "NOSUCH"), $0.key("s")] },
    ])
}

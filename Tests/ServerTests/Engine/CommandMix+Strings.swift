extension CommandMixes {
  static let strings = CommandMix(
    "strings",
    [
      .init(20) { ["SET", $0.key("s"), $0.value()] + $0.maybe(4, $0.one("NX", "XX", "GET", "KEEPTTL", "nx", "BAD")) + $0.maybe(4, $0.one("EX", "PX", "EXAT"), $0.integer(4_000_000_000...4_000_100_000)) },
      .init(3) { ["SETNX", $0.key("s"), $0.value()] },
      .init(3) { [$0.one("SETEX", "PSETEX"), $0.key("s"), $0.integer(50_000...100_000), $0.value()] },
      .init(20) { ["GET", $0.key("s")] },
      .init(4) { ["GETSET", $0.key("s"), $0.value()] },
      .init(3) { ["GETDEL", $0.key("s")] },
      .init(4) { ["GETEX", $0.key("s")] + $0.maybe(2, $0.one("PERSIST", "BAD")) + $0.maybe(2, $0.one("EX", "PX"), $0.integer(50_000...100_000)) },
      .init(4) { words in ["MGET"] + words.some(4) { [$0.key("s")] } },
      .init(4) { words in [words.one("MSET", "MSETNX")] + words.some(3) { [$0.key("s"), $0.value()] } + words.maybe(10, "odd") },
      .init(6) { ["APPEND", $0.key("s"), $0.value()] },
      .init(4) { ["STRLEN", $0.key("s")] },
      .init(5) { ["SETRANGE", $0.key("s"), $0.integer(-1...300), $0.value()] },
      .init(5) { [$0.one("GETRANGE", "SUBSTR"), $0.key("s"), $0.integer(-20...20), $0.integer(-20...20)] },
      .init(4) { ["LCS", $0.key("s"), $0.key("s")] + $0.maybe(3, "LEN") + $0.maybe(2, "IDX") + $0.maybe(3, "WITHMATCHLEN") + $0.maybe(4, "MINMATCHLEN", $0.integer(0...5)) },
      .init(6) { [$0.one("INCR", "DECR"), $0.key("s")] },
      .init(6) { [$0.one("INCRBY", "DECRBY"), $0.key("s"), $0.integer(-100...100)] },
      .init(5) { ["INCRBYFLOAT", $0.key("s"), $0.float()] },
      .init(1) { _ in ["RANDOMKEY"] },
      .init(6) { ["TTL", $0.key("s")] },
      .init(4) { ["OBJECT", "ENCODING", $0.key("s")] },
      .init(2) { [$0.one("SET", "GET", "GETRANGE", "INCRBY", "NOSUCH", "OBJECT"), "s1"] },
    ])
}

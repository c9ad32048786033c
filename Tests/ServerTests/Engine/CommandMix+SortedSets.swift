extension CommandMixes {
  static let sortedSets = CommandMix(
    "sorted sets",
    [
      .init(30) { words in ["ZADD", words.key("z")] + words.addOptions() + words.some(4) { [$0.score(), $0.member()] } },
      .init(2) { words in
        let many = words.below(300)
        return ["ZADD", words.key("z")] + (0..<many).flatMap { [words.score(), "m\($0)"] }
      },
      .init(1) { words in ["ZADD", words.key("z")] + (0..<130).flatMap { ["1", "m\($0 % 3)"] } },
      .init(8) { ["ZADD", $0.key("z"), "INCR"] + $0.addOptions() + [$0.score(), $0.member()] },
      .init(8) { ["ZINCRBY", $0.key("z"), $0.score(), $0.member()] },
      .init(10) { words in ["ZREM", words.key("z")] + words.some(4) { [$0.member()] } },
      .init(6) { ["ZSCORE", $0.key("z"), $0.member()] },
      .init(4) { words in ["ZMSCORE", words.key("z")] + words.some(4) { [$0.member()] } },
      .init(3) { ["ZCARD", $0.key("z")] },
      .init(8) { [$0.one("ZRANK", "ZREVRANK"), $0.key("z"), $0.member()] + $0.maybe(2, $0.one("WITHSCORE", "WITHSCORES")) + $0.maybe(30, "more") },
      .init(6) { [$0.one("ZRANGE", "ZREVRANGE"), $0.key("z"), $0.integer(-20...20), $0.integer(-20...200)] + $0.maybe(2, "WITHSCORES") + $0.maybe(8, "LIMIT", "0", $0.one("-1", "1")) },
      .init(10) { ["ZRANGE", $0.key("z"), $0.bound(), $0.bound()] + $0.rangeOptions() },
      .init(8) { [$0.one("ZRANGEBYSCORE", "ZREVRANGEBYSCORE"), $0.key("z"), $0.bound(), $0.bound()] + $0.maybe(2, "WITHSCORES") + $0.limit() },
      .init(6) { ["ZRANGESTORE", $0.key("z"), $0.key("z"), $0.bound(), $0.bound()] + $0.rangeOptions() },
      .init(4) { ["ZCOUNT", $0.key("z"), $0.bound(), $0.bound()] },
      .init(2) { ["ZREMRANGEBYRANK", $0.key("z"), $0.integer(-10...10), $0.integer(-10...10)] },
      .init(2) { ["ZREMRANGEBYSCORE", $0.key("z"), $0.bound(), $0.bound()] },
      .init(4) { [$0.one("ZPOPMIN", "ZPOPMAX"), $0.key("z")] + $0.maybe(2, $0.integer(-1...5)) + $0.maybe(40, "more") },
      .init(4) { words in ["ZMPOP"] + words.keys() + [words.one("MIN", "MAX", "max", "BAD")] + words.maybe(2, "COUNT", words.integer(0...4)) },
      .init(1) { words in [words.one("BZPOPMIN", "BZPOPMAX")] + words.some(3) { [$0.key("z")] } + [words.timeout()] },
      .init(1) { words in ["BZMPOP", words.timeout()] + words.keys() + [words.one("MIN", "MAX")] + words.maybe(2, "COUNT", words.integer(0...4)) },
      .init(6) { words in [words.one("ZUNION", "ZINTER")] + words.keys() + words.algebraOptions() + words.maybe(2, "WITHSCORES") },
      .init(2) { words in ["ZDIFF"] + words.keys() + words.maybe(2, "WITHSCORES") + words.maybe(20, "AGGREGATE", "MIN") },
      .init(3) { words in ["ZINTERCARD"] + words.keys() + words.maybe(2, "LIMIT", words.integer(-1...4)) + words.maybe(20, "WITHSCORES") },
      .init(5) { words in [words.one("ZUNIONSTORE", "ZINTERSTORE"), words.key("z")] + words.keys() + words.algebraOptions() + words.maybe(30, "WITHSCORES") },
      .init(2) { words in ["ZDIFFSTORE", words.key("z")] + words.keys() },
      .init(4) { ["ZRANDMEMBER", $0.key("z")] + $0.maybe(2, $0.integer(-30...30).withoutHuge) + $0.maybe(3, $0.one("WITHSCORES", "BAD")) },
      .init(1) { ["ZRANDMEMBER", $0.key("z"), $0.one("-9223372036854775808", "4611686018427387904", "-4611686018427387904"), "WITHSCORES"] },
      .init(4) { ["ZSCAN", $0.key("z"), "0"] + $0.maybe(3, "MATCH", $0.one("m*", "*1*", "")) + $0.maybe(3, "COUNT", $0.integer(0...1000)) + $0.maybe(20, "NOVALUES") },
      .init(4) { ["OBJECT", "ENCODING", $0.key("z")] },
      .init(2) { ["DEL", $0.key("z")] },
      .init(2) { ["COPY", $0.key("z"), $0.key("z"), "REPLACE"] },
      .init(1) { ["EXPIRE", $0.key("z"), "1000"] },
      .init(1) { ["TTL", $0.key("z")] },
      .init(1) { ["SET", "s\($0.below(4))", "x"] },
      .init(2) { words in
        [words.one("ZADD", "ZINCRBY", "ZREM", "ZSCORE", "ZRANGE", "ZRANK", "ZUNION", "ZUNIONSTORE", "ZMPOP", "BZMPOP", "ZPOPMIN", "ZRANDMEMBER", "ZSCAN", "ZCOUNT")]
          + words.some(2) { [$0.one("z1", "1", "x")] }
      },
    ])

  /// Ranges of names, on members of one score.
  static let names = CommandMix(
    "sorted sets by name",
    [
      .init(20) { words in ["ZADD", words.key("y")] + words.some(4) { ["0", $0.member()] } },
      .init(1) { words in
        let key = words.key("y")
        return ["ZADD", key] + (0..<words.below(300)).flatMap { ["0", "m\($0)"] }
      },
      .init(8) { ["ZRANGE", $0.key("y"), $0.nameBound(), $0.nameBound(), "BYLEX"] + $0.maybe(3, "REV") + $0.maybe(20, "WITHSCORES") + $0.limit() },
      .init(8) { [$0.one("ZRANGEBYLEX", "ZREVRANGEBYLEX"), $0.key("y"), $0.nameBound(), $0.nameBound()] + $0.limit() + $0.maybe(30, "BAD") },
      .init(4) { ["ZRANGESTORE", $0.key("y"), $0.key("y"), $0.nameBound(), $0.nameBound(), "BYLEX"] + $0.maybe(3, "REV") + $0.limit() },
      .init(6) { ["ZLEXCOUNT", $0.key("y"), $0.nameBound(), $0.nameBound()] },
      .init(3) { ["ZREMRANGEBYLEX", $0.key("y"), $0.nameBound(), $0.nameBound()] },
      .init(6) { words in ["ZREM", words.key("y")] + words.some(4) { [$0.member()] } },
      .init(3) { ["ZRANGE", $0.key("y"), "0", "-1"] },
      .init(2) { [$0.one("ZLEXCOUNT", "ZRANGEBYLEX", "ZREMRANGEBYLEX"), $0.key("y")] },
      // Of several scores, but few: servers look at one after the other.
      .init(6) { words in ["ZADD", "few"] + words.some(4) { [$0.integer(0...3), "m\($0.below(20))"] } },
      .init(3) { words in ["ZREM", "few"] + words.some(4) { ["m\($0.below(20))"] } },
      .init(4) { ["ZRANGE", "few", $0.nameBound(), $0.nameBound(), "BYLEX"] + $0.maybe(3, "REV") + $0.limit() },
      .init(3) { [$0.one("ZLEXCOUNT", "ZREMRANGEBYLEX"), "few", $0.nameBound(), $0.nameBound()] },
    ])
}

extension CommandMix.Words {
  mutating func score() -> String {
    switch below(40) {
    case 0: one("inf", "-inf", "+inf", "1e400", "1e-400", "5e-324", "1.7976931348623157e308", "nan", "", "0x1F", "1e18", "9e18", "4611686018427387905", " 1", "3.0e22", "12345678901234567890")
    case 1: "-0"
    case 2...5: "\(Double(below(1 << 40)) / 1_000_003)"
    default: float()
    }
  }

  /// A range's end, of scores or ranks.
  fileprivate mutating func bound() -> String {
    let value = below(3) == 0 ? integer(-20...20) : score()
    switch below(10) {
    case 0: return one("-inf", "+inf", "inf")
    case 1...2: return "(" + value
    default: return value
    }
  }

  fileprivate mutating func nameBound() -> String {
    switch below(20) {
    case 0: one("", "m", "+x", "-x", "5", "(", "[")
    case 1...3: "-"
    case 4...6: "+"
    default: one("[", "(") + member()
    }
  }

  fileprivate mutating func limit() -> [String] {
    below(3) > 0 ? [] : ["LIMIT"] + (below(20) == 0 ? ["1"] : [integer(-2...10), integer(-2...10)])
  }

  fileprivate mutating func rangeOptions() -> [String] {
    maybe(2, one("BYSCORE", "byscore", "BYSCORE", "BAD")) + maybe(3, "REV") + maybe(2, "WITHSCORES") + limit() + maybe(30, "REV")
  }

  fileprivate mutating func addOptions() -> [String] {
    maybe(4, one("NX", "XX", "GT", "LT", "CH", "nx")) + maybe(6, one("NX", "XX", "GT", "LT", "CH", "INCR"))
  }

  fileprivate mutating func keys() -> [String] {
    let count = 1 + below(4)
    return [below(20) == 0 ? integer(-1...6) : String(count)] + (0..<count).map { _ in key("z") }
  }

  fileprivate mutating func algebraOptions() -> [String] {
    var options: [String] = []
    if below(3) == 0 { options += ["WEIGHTS"] + some(4) { [$0.score()] } }
    if below(3) == 0 { options += ["AGGREGATE", one("SUM", "MIN", "MAX", "min", "BAD")] }
    return options
  }

  fileprivate mutating func timeout() -> String { one("0.001", "0.01", "0.001", "-1", "abc", "1e30", "-1e30") }
}

extension String {
  /// 5 in the place of numbers so large that a server would answer without end.
  fileprivate var withoutHuge: String { count > 6 ? "5" : self }
}

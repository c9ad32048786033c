extension CommandMixes {
  static let sets = CommandMix(
    "sets",
    [
      .init(14) { words in ["SADD", words.key("t")] + words.some(4) { [$0.member()] } },
      .init(6) { words in ["SADD", words.key("t")] + words.some(4) { [$0.integer(-300...300)] } },
      .init(2) { ["SADD", $0.key("t")] + $0.run("", [1, 3, 100, 128, 129, 300, 512, 513, 600]) },
      .init(2) { ["SADD", $0.key("t")] + $0.run("m", [1, 20, 100, 127, 128, 129, 200]) },
      .init(3) { ["SADD", $0.key("t"), $0.one(String(repeating: "e", count: 64), String(repeating: "f", count: 65), "9223372036854775807", "-9223372036854775808", "-0", "+1", "007")] },
      .init(10) { words in ["SREM", words.key("t")] + words.some(4) { [$0.member()] } },
      .init(3) { ["SREM", $0.key("t")] + $0.run($0.one("", "m"), [10, 100, 300, 600]) },
      .init(8) { [$0.one("SISMEMBER", "sismember"), $0.key("t"), $0.member()] },
      .init(6) { words in ["SMISMEMBER", words.key("t")] + words.some(4) { [$0.member()] } },
      .init(6) { ["SCARD", $0.key("t")] },
      .init(4) { ["SMEMBERS", $0.key("t")] },
      .init(8) { ["SMOVE", $0.key("t"), $0.key("t"), $0.member()] },
      .init(3) { ["SPOP", $0.key("t"), $0.one("0", "100000", "9223372036854775807", "-1", "abc", "1.5")] },
      .init(1) { [["SPOP"], ["SPOP", "none"], ["SPOP", "none", $0.integer(0...3)], ["SPOP", $0.key("t"), "1", "more"]][$0.below(4)] },
      .init(4) { ["SRANDMEMBER", $0.key("t")] + $0.maybe(2, $0.one("0", "1", "-1", "5", "-5", "60", "-200", "1000", "abc", "-9223372036854775808")) + $0.maybe(20, "more") },
      .init(6) { words in [words.one("SINTER", "SUNION", "SDIFF")] + words.some(4) { [$0.key("t")] } },
      .init(10) { words in [words.one("SINTERSTORE", "SUNIONSTORE", "SDIFFSTORE"), words.key("t")] + words.some(4) { [$0.key("t")] } },
      .init(6) { words in
        let keys = words.some(3) { [$0.key("t")] }
        return ["SINTERCARD", words.below(10) == 0 ? words.integer(-1...4) : String(keys.count)] + keys + words.maybe(3, "LIMIT", words.integer(-1...5)) + words.maybe(20, "BAD")
      },
      .init(3) { ["SSCAN", $0.key("t"), $0.one("0", "0", " 0", "abc", "-1", "")] + $0.maybe(2, "MATCH", $0.one("*", "m*", "")) + $0.maybe(2, "COUNT", $0.integer(0...20)) + $0.maybe(9, $0.one("NOVALUES", "TYPE", "BAD")) },
      .init(8) { ["OBJECT", "ENCODING", $0.key("t")] },
      .init(3) { ["COPY", $0.key("t"), $0.key("t"), "REPLACE"] },
      .init(3) { ["DEL", $0.key("t")] },
      .init(2) { ["EXPIRE", $0.key("t"), $0.integer(50_000...900_000)] },
      .init(1) { ["SET", "s\($0.below(4))", "x"] },
      .init(1) { ["HSET", "h\($0.below(4))", "f", "v"] },
      .init(2) { [$0.one("SADD", "SREM", "SCARD", "SMEMBERS", "SMOVE", "SINTER", "SINTERSTORE", "SINTERCARD", "SDIFFSTORE", "SSCAN", "SISMEMBER", "SMISMEMBER")] + $0.maybe(2, "t1") },
    ])
}

extension CommandMix.Words {
  /// A run of numbered words, of one of some lengths.
  mutating func run(_ prefix: String, _ lengths: [Int]) -> [String] {
    let start = one("0", "0", "50", "-30")
    return (0..<lengths[below(lengths.count)]).map { "\(prefix)\((Int(start) ?? 0) + $0)" }
  }
}

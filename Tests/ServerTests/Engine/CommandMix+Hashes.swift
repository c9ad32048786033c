extension CommandMixes {
  static let hashes = CommandMix(
    "hashes",
    [
      .init(14) { words in [words.one("HSET", "HSET", "HMSET"), words.key("h")] + words.some(3) { [$0.member(), $0.value()] } + words.maybe(30, "odd") },
      .init(2) { words in ["HSET", words.key("h")] + words.run("m", [1, 30, 100, 511, 512, 513, 600]).flatMap { [$0, "1"] } },
      .init(3) { ["HSET", $0.key("h"), $0.one("a", String(repeating: "e", count: 64), String(repeating: "f", count: 65)), $0.one("", String(repeating: "v", count: 64), String(repeating: "w", count: 65))] },
      .init(5) { ["HSETNX", $0.key("h"), $0.member(), $0.value()] },
      .init(8) { ["HGET", $0.key("h"), $0.member()] },
      .init(6) { words in ["HMGET", words.key("h")] + words.some(4) { [$0.member()] } },
      .init(4) { ["HGETALL", $0.key("h")] },
      .init(4) { [$0.one("HKEYS", "HVALS"), $0.key("h")] },
      .init(4) { ["HLEN", $0.key("h")] },
      .init(6) { [$0.one("HSTRLEN", "HEXISTS"), $0.key("h"), $0.member()] },
      .init(10) { words in ["HDEL", words.key("h")] + words.some(4) { [$0.member()] } },
      .init(2) { ["HDEL", $0.key("h")] + $0.run("m", [30, 300, 600]) },
      .init(8) { ["HINCRBY", $0.key("h"), $0.member(), $0.integer(-100...100)] },
      .init(8) { ["HINCRBYFLOAT", $0.key("h"), $0.member(), $0.float()] },
      .init(4) { ["HRANDFIELD", $0.key("h")] + $0.maybe(2, $0.one("0", "1", "-1", "5", "-5", "60", "-200", "1000", "abc", "-9223372036854775808", "9223372036854775807", "4611686018427387904")) + $0.maybe(2, $0.one("WITHVALUES", "BAD")) },
      .init(3) { ["HSCAN", $0.key("h"), $0.one("0", "0", "abc", "-1", "")] + $0.maybe(2, "MATCH", $0.one("*", "m*", "")) + $0.maybe(2, "COUNT", $0.integer(0...20)) + $0.maybe(6, $0.one("NOVALUES", "BAD")) },
      .init(14) { [$0.one("HEXPIRE", "HPEXPIRE"), $0.key("h"), $0.fieldTime(relative: true)] + $0.maybe(2, $0.one("NX", "XX", "GT", "LT", "lt", "BAD")) + $0.fields { [$0.member()] } },
      .init(8) { [$0.one("HEXPIREAT", "HPEXPIREAT"), $0.key("h"), $0.fieldTime(relative: false)] + $0.maybe(2, $0.one("NX", "XX", "GT", "LT")) + $0.fields { [$0.member()] } },
      .init(6) { ["HPERSIST", $0.key("h")] + $0.fields { [$0.member()] } },
      .init(10) { [$0.one("HTTL", "HPTTL", "HEXPIRETIME", "HPEXPIRETIME"), $0.key("h")] + $0.fields { [$0.member()] } },
      .init(8) { ["HGETEX", $0.key("h")] + $0.maybe(3, "PERSIST") + $0.maybe(3, $0.one("EX", "PX"), $0.fieldTime(relative: true)) + $0.maybe(6, $0.one("EXAT", "PXAT"), $0.fieldTime(relative: false)) + $0.fields { [$0.member()] } },
      .init(12) {
        ["HSETEX", $0.key("h")] + $0.maybe(3, $0.one("FNX", "FXX", "NX", "fxx")) + $0.maybe(5, "KEEPTTL") + $0.maybe(3, $0.one("EX", "PX"), $0.fieldTime(relative: true))
          + $0.maybe(6, $0.one("EXAT", "PXAT"), $0.fieldTime(relative: false)) + $0.maybe(20, "FNX") + $0.fields { [$0.member(), $0.value()] }
      },
      .init(6) { ["HGETDEL", $0.key("h")] + $0.fields { [$0.member()] } },
      .init(8) { ["OBJECT", "ENCODING", $0.key("h")] },
      .init(3) { ["COPY", $0.key("h"), $0.key("h"), "REPLACE"] },
      .init(2) { [$0.one("DEL", "EXISTS", "TYPE"), $0.key("h")] },
      .init(2) { ["EXPIRE", $0.key("h"), $0.integer(50_000...900_000)] },
      .init(1) { ["SET", "s\($0.below(4))", "x"] },
      .init(1) { ["SADD", "t\($0.below(4))", "x"] },
      .init(2) { [$0.one("HSET", "HGET", "HDEL", "HLEN", "HINCRBY", "HEXPIRE", "HTTL", "HGETEX", "HSETEX", "HGETDEL", "HSCAN", "HRANDFIELD")] + $0.maybe(2, "h1") },
    ])
}

extension CommandMix.Words {
  /// A time for fields: far from now mostly, so that both sides see it pass or not; at times one that servers refuse.
  fileprivate mutating func fieldTime(relative: Bool) -> String {
    switch below(20) {
    case 0: one("abc", "", "-1", "9223372036854775807", "70368744177664", "70368744178", "1.5")
    case 1...3: one("0", relative ? "0" : "1")
    default: relative ? String(50_000_000 + below(900_000_000)) : one("40000000\(below(10))0", "400000000\(below(10))000")
    }
  }

  /// `FIELDS n …`, at times with a mistake.
  fileprivate mutating func fields(_ make: (inout Self) -> [String]) -> [String] {
    let each = make(&self).count
    let words = some(3, make)
    let count = below(20) == 0 ? integer(-1...4) : String(words.count / each)
    return [below(40) == 0 ? "FIELD" : one("FIELDS", "FIELDS", "fields"), count] + words + maybe(40, "more")
  }
}

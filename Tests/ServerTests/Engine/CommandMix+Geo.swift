extension CommandMixes {
  static let geo = CommandMix(
    "geo",
    [
      .init(20) { words in ["GEOADD", words.key("g")] + words.maybe(4, words.one("NX", "XX", "CH", "ch", "GT")) + words.some(5) { $0.place() + [$0.geoMember()] } },
      .init(1) { words in ["GEOADD", words.key("g")] + (0..<words.below(300)).flatMap { words.place() + ["m\($0)"] } },
      // Many at few places: distances that are equal.
      .init(1) { words in ["GEOADD", words.key("g")] + (0..<words.below(100)).flatMap { [String(words.below(3)), String(words.below(3)), "m\($0)"] } },
      .init(4) { ["ZADD", $0.key("g"), $0.score(), $0.geoMember()] },
      .init(6) { words in ["ZREM", words.key("g")] + words.some(4) { [$0.geoMember()] } },
      .init(6) { words in [words.one("GEOPOS", "GEOHASH"), words.key("g")] + words.some(4) { [$0.geoMember()] } },
      .init(6) { ["GEODIST", $0.key("g"), $0.geoMember(), $0.geoMember()] + $0.maybe(2, $0.unit()) + $0.maybe(30, "more") },
      .init(12) { ["GEOSEARCH", $0.key("g")] + $0.origin() + $0.shape() + $0.searchOptions() + $0.replyOptions() },
      .init(6) { ["GEOSEARCHSTORE", $0.key("g"), $0.key("g")] + $0.origin() + $0.shape() + $0.searchOptions() + $0.maybe(2, "STOREDIST") + $0.maybe(20, "WITHDIST") },
      .init(6) { [$0.one("GEORADIUS", "GEORADIUS_RO"), $0.key("g")] + $0.place() + [$0.radius(), $0.unit()] + $0.searchOptions() + $0.replyOptions() + $0.maybe(6, $0.one("STORE", "STOREDIST"), $0.key("g")) },
      .init(6) { [$0.one("GEORADIUSBYMEMBER", "GEORADIUSBYMEMBER_RO"), $0.key("g"), $0.geoMember(), $0.radius(), $0.unit()] + $0.searchOptions() + $0.replyOptions() },
      .init(4) { ["GEORADIUSBYMEMBER", $0.key("g"), $0.geoMember(), $0.radius(), $0.unit()] + $0.searchOptions() + [$0.one("STORE", "STOREDIST"), $0.key("g")] },
      .init(4) { ["ZRANGE", $0.key("g"), "0", "-1", "WITHSCORES"] },
      .init(2) { ["OBJECT", "ENCODING", $0.key("g")] },
      .init(2) { ["DEL", $0.key("g")] },
      .init(2) { words in [words.one("GEOADD", "GEOPOS", "GEODIST", "GEOSEARCH", "GEORADIUS", "GEOSEARCHSTORE", "GEOHASH"), "g1"] + words.some(5) { [$0.one("1", "m1", "km", "CH")] } },
    ])
}

extension CommandMix.Words {
  fileprivate mutating func geoMember() -> String { below(30) == 0 ? member() : "m\(below(25))" }

  fileprivate mutating func unit() -> String { below(30) == 0 ? one("cm", "", "mm") : one("m", "km", "ft", "mi", "KM") }

  /// Somewhere in a town, in a country, or anywhere.
  fileprivate mutating func place() -> [String] {
    func number(_ value: Double) -> String { "\(value)" }
    switch below(40) {
    case 0: return [one("nan", "181", "-180.1", "abc", "inf", "1e300"), "1"]
    case 1: return ["1", one("85.06", "-86", "", "nan", "-inf")]
    case 2: return [one("180", "-180", "0"), one("85.05112878", "-85.05112878", "0")]
    case 3...6: return [String(below(5)), String(below(5))]
    case 7...20: return [number(13 + Double(below(100_000)) / 1e5), number(38 + Double(below(100_000)) / 1e5)]
    case 21...30: return [number(Double(below(20_000_000)) / 1e6 - 10), number(Double(below(20_000_000)) / 1e6 + 60)]
    default: return [number(Double(below(360_000_000)) / 1e6 - 180), number(Double(below(170_000_000)) / 1e6 - 85)]
    }
  }

  fileprivate mutating func radius() -> String {
    switch below(30) {
    case 0: one("-1", "abc", "inf", "1e300", "nan", "1e400")
    case 1...2: "0"
    case 3...10: "\(below(1000))"
    case 11...20: "\(below(1_000_000)).5"
    default: "\(below(30_000_000))"
    }
  }

  fileprivate mutating func origin() -> [String] {
    switch below(30) {
    case 0: []
    case 1: ["FROMMEMBER", geoMember(), "FROMLONLAT"] + place()
    case 2...14: ["FROMMEMBER", geoMember()]
    default: ["FROMLONLAT"] + place()
    }
  }

  fileprivate mutating func shape() -> [String] {
    switch below(30) {
    case 0: []
    case 1: ["BYBOX", radius(), radius(), unit(), "BYRADIUS", radius(), unit()]
    case 2...14: ["BYBOX", radius(), radius(), unit()]
    default: ["BYRADIUS", radius(), unit()]
    }
  }

  fileprivate mutating func searchOptions() -> [String] {
    maybe(3, one("ASC", "DESC", "asc")) + maybe(3, "COUNT", integer(0...12)) + maybe(6, "ANY")
  }

  fileprivate mutating func replyOptions() -> [String] { maybe(3, "WITHDIST") + maybe(3, "WITHCOORD") + maybe(4, "WITHHASH") + maybe(40, "BAD") }
}

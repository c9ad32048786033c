extension CommandMixes {
  // Ids of the clock would not be equal on both sides. So streams begin in a far future, where `*` is the id behind the last one;
  // those that may begin empty (`x`) get explicit ids only.

  private static let base = 5_000_000_000_000

  private static func id(_ words: inout CommandMix.Words) -> String {
    switch words.below(80) {
    case 0: words.one("-", "+", "abc", "", "1-", "1-1-1", "18446744073709551616-0", "+1-01", "0-0", "-1", " 1-1", "1--05")
    case 1: words.one("18446744073709551615-18446744073709551615", "18446744073709551615", "0", "1-1")
    case 2...5: String(base + words.below(3))
    default: "\(base + words.below(2))-\(words.below(words.below(3) == 0 ? 400 : 30))"
    }
  }
  /// Of a new entry: never a low one, behind which `*` would be the time.
  private static func newID(_ words: inout CommandMix.Words) -> String {
    switch words.below(40) {
    case 0: words.one("-", "+", "abc", "", "0-0", "*-1", "18446744073709551615-18446744073709551615")
    case 1...4: "\(base + words.below(2))-*"
    default: "\(base + words.below(2))-\(words.below(400))"
    }
  }
  private static func end(_ words: inout CommandMix.Words) -> String {
    switch words.below(8) {
    case 0...2: words.one("-", "+")
    case 3: "(" + id(&words)
    default: id(&words)
    }
  }
  private static func fields(_ words: inout CommandMix.Words) -> [String] {
    switch words.below(12) {
    case 0: words.some(4) { [$0.member(), $0.member()] } + words.maybe(30, "odd")
    case 1: ["f", "v", "g", String(repeating: "w", count: words.below(words.below(10) == 0 ? 5000 : 300))]
    case 2: ["f", words.value()]
    default: ["f", words.value(), "g", words.member()]
    }
  }
  private static func references(_ words: inout CommandMix.Words) -> [String] { words.maybe(3, words.one("KEEPREF", "DELREF", "ACKED", "acked")) }
  private static func trim(_ words: inout CommandMix.Words) -> [String] {
    let strategy =
      words.below(2) == 0
      ? ["MAXLEN"] + words.maybe(2, words.one("~", "=", "~")) + [words.integer(0...300)]
      : ["MINID"] + words.maybe(2, words.one("~", "=", "~")) + [id(&words)]
    return references(&words) + strategy + words.maybe(4, "LIMIT", words.integer(0...250)) + references(&words)
  }
  private static func group(_ words: inout CommandMix.Words) -> String { words.one("g", "g", "g", "h", "i", "none") }
  private static func consumer(_ words: inout CommandMix.Words) -> String { words.one("alice", "alice", "bob", "carol") }
  private static func idle(_ words: inout CommandMix.Words) -> String { words.one("0", "0", "0", "1000000", "-5", "50000000", "x") }
  private static func stream(_ words: inout CommandMix.Words) -> String { words.below(5) == 0 ? "x\(5 + words.below(3))" : words.key("t") }
  private static func ids(_ words: inout CommandMix.Words, _ most: Int) -> [String] { words.some(most) { [id(&$0)] } }
  private static func counted(_ words: inout CommandMix.Words) -> [String] {
    let ids = ids(&words, 5)
    return references(&words) + [words.one("IDS", "IDS", "ids"), words.below(20) == 0 ? words.integer(-1...6) : String(ids.count)] + ids + words.maybe(20, "KEEPREF")
  }

  static let streams = CommandMix(
    "streams",
    [
      .init(6) { words in ["XADD", words.key("t"), "\(base + words.below(2))-\(words.below(100))"] + fields(&words) },
      .init(2) { words in ["XADD", words.key("t"), "\(base + words.below(2))-*"] + words.maybe(20, "odd") + fields(&words) },
      .init(2) { words in ["XADD", "x\(5 + words.below(3))", "\(base + words.below(3))-\(words.below(400))"] + fields(&words) },
      .init(30) { words in ["XADD", words.key("t"), "NOMKSTREAM"] + (words.below(20) == 0 ? trim(&words) : []) + ["*"] + fields(&words) },
      .init(1) { words in ["XADD", words.key("t")] + trim(&words) + words.maybe(3, "NOMKSTREAM") + [newID(&words)] + fields(&words) },
      .init(1) { ["XTRIM", stream(&$0)] + trim(&$0) },
      .init(2) { ["XTRIM", stream(&$0), $0.one("MAXLEN", "MINID", "LIMIT", "BAD", "~"), $0.integer(0...100)] },
      .init(6) { ["XDEL", stream(&$0)] + ids(&$0, 4) },
      .init(5) { ["XDELEX", stream(&$0)] + counted(&$0) },
      .init(5) { ["XACKDEL", stream(&$0), group(&$0)] + counted(&$0) },
      .init(2) { ["XLEN", stream(&$0)] },
      .init(6) { [$0.one("XRANGE", "XREVRANGE"), stream(&$0), end(&$0), end(&$0)] + $0.maybe(2, "COUNT", $0.integer(-1...20)) + $0.maybe(40, "BAD") },
      .init(2) { ["XSETID", stream(&$0), $0.below(3) == 0 ? newID(&$0) : "\(base + 1)-\(300 + $0.below(200))"] + $0.maybe(3, "ENTRIESADDED", $0.integer(-1...2000)) + $0.maybe(3, "MAXDELETEDID", id(&$0)) },
      .init(5) { words in ["XREAD"] + words.maybe(2, "COUNT", words.integer(-1...10)) + words.maybe(10, "BLOCK", words.one("1", "x", "-1")) + words.maybe(40, words.one("NOACK", "BAD")) + ["STREAMS", stream(&words), stream(&words), words.one("$", "+", id(&words), id(&words)), id(&words)] + words.maybe(40, "x") },
      .init(3) { ["XREAD", "COUNT", "3", "STREAMS", stream(&$0), $0.one("0", "+", "$", ">", "-", "0-0")] },
      .init(14) { words in ["XREADGROUP", "GROUP", group(&words), consumer(&words)] + words.maybe(2, "COUNT", words.integer(-1...30)) + words.maybe(6, "NOACK") + ["STREAMS", stream(&words), words.one(">", ">", ">", id(&words), "0", "$", "+")] },
      .init(2) { words in ["XREADGROUP", "GROUP", "g", consumer(&words), "COUNT", "5", "STREAMS", "t1", "t2", ">", words.one(">", "0")] },
      .init(5) { ["XGROUP", $0.one("CREATE", "create"), stream(&$0), group(&$0), $0.one("0", "$", id(&$0))] + $0.maybe(3, "ENTRIESREAD", $0.integer(-2...300)) + $0.maybe(40, "BAD") },
      .init(1) { ["XGROUP", "CREATE", "x\(5 + $0.below(3))", group(&$0), $0.one("0", "$"), "MKSTREAM"] },
      .init(3) { ["XGROUP", "SETID", stream(&$0), group(&$0), $0.one("0", "$", id(&$0))] + $0.maybe(3, "ENTRIESREAD", $0.integer(-2...300)) },
      .init(1) { ["XGROUP", "DESTROY", stream(&$0), group(&$0)] },
      .init(2) { ["XGROUP", $0.one("CREATECONSUMER", "DELCONSUMER"), stream(&$0), group(&$0), consumer(&$0)] },
      .init(10) { ["XACK", stream(&$0), group(&$0)] + ids(&$0, 6) },
      .init(5) { ["XPENDING", stream(&$0), group(&$0)] + $0.maybe(20, "-") },
      .init(6) { words in ["XPENDING", stream(&words), group(&words)] + words.maybe(4, "IDLE", idle(&words)) + [end(&words), end(&words), words.integer(-1...20)] + words.maybe(3, consumer(&words)) },
      .init(8) { words in ["XCLAIM", stream(&words), group(&words), consumer(&words), idle(&words)] + ids(&words, 5) + words.maybe(4, words.one("IDLE", "TIME"), words.one("20000000", "5", "-7", "x", "99999999999999")) + words.maybe(4, "RETRYCOUNT", words.integer(-1...9)) + words.maybe(2, "FORCE") + words.maybe(3, "JUSTID") + words.maybe(8, "LASTID", id(&words)) + words.maybe(40, "BAD") },
      .init(6) { words in ["XAUTOCLAIM", stream(&words), group(&words), consumer(&words), idle(&words), end(&words)] + words.maybe(2, "COUNT", words.integer(0...20)) + words.maybe(3, "JUSTID") + words.maybe(40, "BAD") },
      .init(4) { ["XINFO", "STREAM", stream(&$0)] },
      .init(3) { ["XINFO", "STREAM", stream(&$0), "FULL"] + $0.maybe(2, "COUNT", $0.integer(-1...20)) },
      .init(5) { ["XINFO", "GROUPS", stream(&$0)] },
      .init(3) { ["XINFO", "CONSUMERS", stream(&$0), group(&$0)] },
      .init(1) { ["OBJECT", "ENCODING", stream(&$0)] },
      .init(2) { ["WATCH", stream(&$0)] },
      .init(1) { _ in ["MULTI"] },
      .init(3) { _ in ["EXEC"] },
      .init(1) { words in words.below(2) == 0 ? ["COPY", words.key("t"), words.key("t"), "REPLACE"] : ["DEL", words.key("t")] },
      .init(1) { $0.below(3) == 0 ? ["DEL", "x\(5 + $0.below(3))"] : ["SET", "s1", "text"] },
      .init(2) { [$0.one("XADD", "XRANGE", "XDEL", "XDELEX", "XACKDEL", "XTRIM", "XSETID", "XREAD", "XREADGROUP", "XGROUP", "XACK", "XPENDING", "XCLAIM", "XAUTOCLAIM", "XINFO")] + $0.maybe(2, stream(&$0)) + $0.maybe(3, "x") },
    ])

  /// An id in or near a stream that was filled by `*`.
  private static func farID(_ words: inout CommandMix.Words) -> String { "\(base + 1)-\(words.below(1500))" }
  private static func farTrim(_ words: inout CommandMix.Words) -> [String] {
    let strategy =
      words.below(3) > 0
      ? ["MAXLEN"] + words.maybe(2, words.one("~", "=", "~", "~")) + [String(300 + words.below(900))]
      : ["MINID"] + words.maybe(2, words.one("~", "=", "~")) + [farID(&words)]
    return references(&words) + strategy + (strategy.contains("~") ? words.maybe(4, "LIMIT", String(words.below(500))) : [])
  }

  /// Streams of many nodes: what goes when a node is full, trimmed, or holds deleted entries only.
  static let longStreams = CommandMix(
    "long streams",
    [
      .init(1) { ["XADD", "t\($0.below(4))", "\(base + 1)-1", "f", "first"] },
      .init(200) { words in ["XADD", "t\(words.below(4))", "NOMKSTREAM"] + (words.below(100) == 0 ? farTrim(&words) : []) + ["*"] + fields(&words) },
      .init(1) { ["XTRIM", "t\($0.below(4))"] + farTrim(&$0) },
      .init(8) { words in ["XDEL", "t\(words.below(4))"] + words.some(10) { [farID(&$0)] } },
      .init(2) { words in
        let start = words.below(1500)
        return ["XDEL", "t\(words.below(4))"] + (start..<start + 150).map { "\(base + 1)-\($0)" }
      },
      .init(4) { words in ["XDELEX", "t\(words.below(4))"] + references(&words) + ["IDS", "3", farID(&words), farID(&words), farID(&words)] },
      .init(4) { words in ["XACKDEL", "t\(words.below(4))", "g"] + references(&words) + ["IDS", "3", farID(&words), farID(&words), farID(&words)] },
      .init(12) { [$0.one("XRANGE", "XREVRANGE"), "t\($0.below(4))", $0.one("-", "+", farID(&$0)), $0.one("+", "-", farID(&$0)), "COUNT", String($0.below(150))] },
      .init(10) { words in ["XREADGROUP", "GROUP", words.one("g", "h"), consumer(&words), "COUNT", String(1 + words.below(100))] + words.maybe(6, "NOACK") + ["STREAMS", "t\(words.below(4))", words.one(">", ">", ">", farID(&words))] },
      .init(2) { ["XGROUP", "CREATE", "t\($0.below(4))", $0.one("g", "h"), $0.one("0", "$", farID(&$0))] },
      .init(2) { ["XGROUP", "SETID", "t\($0.below(4))", $0.one("g", "h"), $0.one("$", farID(&$0))] },
      .init(6) { words in
        let start = words.below(1500)
        return ["XACK", "t\(words.below(4))", words.one("g", "h")] + (start..<start + 200).map { "\(base + 1)-\($0)" }
      },
      .init(3) { ["XAUTOCLAIM", "t\($0.below(4))", "g", consumer(&$0), "0", farID(&$0), "COUNT", String(1 + $0.below(300))] + $0.maybe(3, "JUSTID") },
      .init(3) { ["XCLAIM", "t\($0.below(4))", "g", consumer(&$0), "0", farID(&$0), farID(&$0)] + $0.maybe(2, "FORCE") + $0.maybe(3, "JUSTID") },
      .init(3) { ["XPENDING", "t\($0.below(4))", $0.one("g", "h")] },
      .init(3) { ["XPENDING", "t\($0.below(4))", $0.one("g", "h"), farID(&$0), "+", "40"] + $0.maybe(2, consumer(&$0)) },
      .init(1) { [$0.below(8) == 0 ? "DEL" : "XLEN", "t\($0.below(4))"] },
      .init(5) { ["XINFO", "STREAM", "t\($0.below(4))"] + $0.maybe(5, "FULL") },
      .init(4) { ["XINFO", "GROUPS", "t\($0.below(4))"] },
    ])
}

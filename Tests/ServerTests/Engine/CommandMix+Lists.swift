extension CommandMixes {
  /// An element of a list: small mostly, at times as long as a node or longer.
  private static func element(_ words: inout CommandMix.Words) -> String {
    switch words.below(60) {
    case 0: String(repeating: "x", count: 8000 + words.below(400))
    case 1...3: String(repeating: "y", count: words.below(5000))
    case 4: String(repeating: "z", count: words.one(of: ["63", "64", "126", "127", "4095", "4096"]).count + 60 + words.below(70))
    case 5: words.one("9223372036854775807", "-9223372036854775808", "9223372036854775808", "-32769", "32768", "8388607", "-8388609", "2147483648", "-0", "00")
    case 6...9: String(words.below(20_000) - 10_000)
    default: words.member()
    }
  }

  private static func index(_ words: inout CommandMix.Words) -> String { words.integer(words.below(3) == 0 ? -300...300 : -8...8) }
  private static func seconds(_ words: inout CommandMix.Words) -> String {
    words.below(8) == 0 ? words.one("-1", "abc", "", "nan", "1e400", "1e17", "-0.5", "9223372036854775") : "0.001"
  }

  static let lists = CommandMix(
    "lists",
    [
      .init(30) { words in [words.one("LPUSH", "RPUSH", "lpush", "rPush"), words.key("l")] + words.some(6) { [element(&$0)] } },
      .init(2) { words in ["RPUSH", words.key("l")] + (0..<100 + words.below(200)).map { _ in element(&words) } },
      .init(5) { words in [words.one("LPUSHX", "RPUSHX"), words.key("l")] + words.some(3) { [element(&$0)] } },
      .init(12) { [$0.one("LPOP", "RPOP"), $0.key("l")] },
      .init(5) { [$0.one("LPOP", "RPOP"), $0.key("l"), $0.integer($0.below(5) == 0 ? -2...300 : -1...6)] + $0.maybe(20, "more") },
      .init(4) { ["LLEN", $0.key("l")] },
      .init(8) { ["LRANGE", $0.key("l"), index(&$0), index(&$0)] },
      .init(8) { ["LINDEX", $0.key("l"), index(&$0)] },
      .init(10) { ["LSET", $0.key("l"), index(&$0), element(&$0)] },
      .init(1) { ["LSET", $0.key("l"), $0.one("4294967296", "4294967295", "-4294967296"), element(&$0)] },
      .init(12) { ["LINSERT", $0.key("l"), $0.one("BEFORE", "AFTER", "before", "NEXT"), $0.member(), element(&$0)] },
      .init(5) { ["LREM", $0.key("l"), $0.integer(-3...3), $0.member()] },
      .init(2) { ["LTRIM", $0.key("l"), index(&$0), $0.integer(-200 ... -1)] },
      .init(1) { ["LTRIM", $0.key("l"), $0.integer(0...100), $0.integer(0...400)] },
      .init(6) { ["LPOS", $0.key("l"), $0.member()] + $0.maybe(2, "RANK", $0.integer(-3...3)) + $0.maybe(2, "COUNT", $0.integer(-1...3)) + $0.maybe(3, "MAXLEN", $0.integer(-1...50)) + $0.maybe(20, "BAD") },
      .init(8) { ["LMOVE", $0.key("l"), $0.key("l"), $0.one("LEFT", "RIGHT", "left"), $0.one("LEFT", "RIGHT", "UP")] },
      .init(4) { ["RPOPLPUSH", $0.key("l"), $0.key("l")] },
      .init(4) { words in ["LMPOP", words.integer(0...3)] + words.some(3) { [$0.key("l")] } + [words.one("LEFT", "RIGHT")] + words.maybe(2, "COUNT", words.integer(0...4)) + words.maybe(20, "COUNT", "1") },
      .init(2) { words in ["BLMPOP", seconds(&words), words.integer(1...2)] + words.some(2) { [$0.key("l")] } + [words.one("LEFT", "RIGHT")] + words.maybe(2, "COUNT", words.integer(0...4)) },
      .init(2) { words in [words.one("BLPOP", "BRPOP")] + words.some(3) { [$0.key("l")] } + [seconds(&words)] },
      .init(2) { ["BLMOVE", $0.key("l"), $0.key("l"), $0.one("LEFT", "RIGHT", "UP"), $0.one("LEFT", "RIGHT"), seconds(&$0)] },
      .init(2) { ["BRPOPLPUSH", $0.key("l"), $0.key("l"), seconds(&$0)] },
      .init(12) { ["OBJECT", "ENCODING", $0.key("l")] },
      .init(2) { ["COPY", $0.key("l"), $0.key("l"), "REPLACE"] },
      .init(1) { ["DEL", $0.key("l")] },
      .init(1) { ["SET", $0.one("s1", "x1"), "text"] },
      .init(1) { ["LRANGE", $0.key("l"), "0", "-1"] },
      .init(1) { _ in ["MULTI"] },
      .init(3) { _ in ["EXEC"] },
      .init(2) { [$0.one("LPUSH", "LRANGE", "LSET", "LINSERT", "LPOS", "LMOVE", "LMPOP", "BLPOP", "LREM", "LTRIM")] + $0.maybe(2, $0.key("l")) },
    ])
}

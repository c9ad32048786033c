import RDBTestSupport

/// Makes random commands of a family for the comparison of engine and server: few keys, so that commands meet.
struct CommandMix: Sendable {
  /// A command with how often it comes, and how its words are made.
  struct Row: Sendable {
    let weight: Int
    let make: @Sendable (inout Words) -> [String]

    init(_ weight: Int, _ make: @escaping @Sendable (inout Words) -> [String]) {
      self.weight = weight
      self.make = make
    }
  }

  let name: String
  let rows: [Row]
  private let totalWeight: Int

  init(_ name: String, _ rows: [Row]) {
    self.name = name
    self.rows = rows
    totalWeight = rows.reduce(0) { $0 + $1.weight }
  }

  /// The next command.
  func next(_ words: inout Words) -> [[UInt8]] {
    var at = words.random.below(totalWeight)
    for row in rows {
      if at < row.weight { return row.make(&words).map { words.bytes($0) } }
      at -= row.weight
    }
    return []
  }

  /// Random words. Text is Latin-1: a character below U+0100 is a byte.
  struct Words {
    var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    func bytes(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }

    mutating func one(_ choices: String...) -> String { choices[random.below(choices.count)] }
    mutating func one(of choices: [String]) -> String { choices[random.below(choices.count)] }
    /// The words with a chance of one in `parts`, otherwise none.
    mutating func maybe(_ parts: Int, _ words: String...) -> [String] { random.below(parts) == 0 ? words : [] }
    /// 1 to `most` times what is made.
    mutating func some(_ most: Int, _ make: (inout Words) -> [String]) -> [String] {
      (0..<1 + random.below(most)).flatMap { _ in make(&self) }
    }

    mutating func below(_ bound: Int) -> Int { random.below(bound) }
    /// A key of this family; one time in thirty of another.
    mutating func key(_ family: String) -> String {
      random.below(30) == 0 ? "\(one("s", "l", "h", "z", "t", "x"))\(random.below(4))" : "\(family)\(random.below(8))"
    }
    /// A short name of twenty, sometimes longer, with spaces, bytes or nothing.
    mutating func member() -> String {
      switch random.below(40) {
      case 0: ""
      case 1: "a long member of more than sixty-four bytes, which does not fit into a listpack \(random.below(3))"
      case 2: "\u{0}\u{FF}\r\n"
      case 3...8: String(random.below(30) - 10)
      case 9: "12345678901\(random.below(10))"
      default: "m\(random.below(20))"
      }
    }
    mutating func value() -> String {
      switch random.below(12) {
      case 0: ""
      case 1: String(repeating: "x", count: random.below(200))
      case 2: "3.\(random.below(100))"
      case 3...5: String(random.below(2000) - 1000)
      default: "value \(random.below(50))"
      }
    }
    /// A number, small mostly, at times a bad one.
    mutating func integer(_ range: ClosedRange<Int>) -> String {
      switch random.below(40) {
      case 0: one("abc", "", "1.5", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "+1", "01", " 1")
      default: String(range.lowerBound + random.below(range.count))
      }
    }
    mutating func float() -> String {
      switch random.below(30) {
      case 0: one("nan", "abc", "", "1e400", "inf", "-inf", "+inf", " 1", "1 ", "0x10", "-0")
      case 1...10: String(random.below(40) - 20)
      default: "\(random.below(100) - 50).\(one("5", "25", "1", "333"))"
      }
    }
  }
}

import RDBFormats
import Testing

@Suite struct GlobTests {
  @Test(arguments: [
    ("*", "", true), ("*", "anything", true), ("", "", true), ("", "a", false),
    ("a", "a", true), ("a", "b", false), ("a", "aa", false), ("aa", "a", false),
    ("user:*", "user:", true), ("user:*", "user:1", true), ("user:*", "users", false),
    ("*:1", "user:1", true), ("*:1", "user:11", false), ("*:1", ":1:1", true),
    ("a*b*c", "abc", true), ("a*b*c", "a--b--c", true), ("a*b*c", "a--c--b", false), ("a**c", "abc", true), ("a**", "a", true),
    ("*a*", "bab", true), ("*ab", "aab", true), ("*aab", "aaab", true),
    ("?", "a", true), ("?", "", false), ("??", "ab", true), ("h?llo", "hello", true), ("h?llo", "hllo", false),
    ("h[ae]llo", "hello", true), ("h[ae]llo", "hillo", false),
    ("h[^e]llo", "hallo", true), ("h[^e]llo", "hello", false),
    ("h[a-c]llo", "hbllo", true), ("h[c-a]llo", "hbllo", true), ("h[a-c]llo", "hdllo", false),
    ("[^a-z]", "5", true), ("[^a-z]", "m", false), ("[^a-z]*", "5abc", true),
    // Oddities of stringmatchlen: the class ends with the pattern; a range swallows its bracket; an empty class.
    ("[abc", "b", true), ("[a-", "-", true), ("[a-]", "b", false), ("[a-]", "a", true), ("[]", "a", false), ("[^]", "a", true),
    ("[", "[", false), ("[^", "x", true),
    (#"\*"#, "*", true), (#"\*"#, "a", false), (#"\["#, "[", true), (#"[\]]"#, "]", true), (#"[\^a]"#, "^", true),
    (#"a\"#, #"a\"#, true), (#"\\"#, #"\"#, true), (#"h\?llo"#, "h?llo", true), (#"h\?llo"#, "hello", false),
  ] as [(String, String, Bool)])
  func `a pattern fits what KEYS would find`(pattern: String, text: String, expected: Bool) {
    let bytes = [UInt8](text.utf8)
    #expect(matches(Glob(pattern), bytes) == expected, "\(pattern) \(text)")
  }

  private func matches(_ glob: Glob, _ text: [UInt8]) -> Bool { glob.matches(text.span.bytes) }

  @Test func `bytes that are no text are matched as bytes`() {
    let key: [UInt8] = [0xFF, 0x00, 0x80]
    #expect(matches(Glob([0xFF, UInt8(ascii: "?"), 0x80]), key))
    #expect(matches(Glob([UInt8(ascii: "*"), 0x80]), key))
    #expect(!matches(Glob([UInt8(ascii: "*"), 0x81]), key))
  }

  @Test func `many stars do not take for ever`() {
    let key = [UInt8](repeating: UInt8(ascii: "a"), count: 5000)
    let pattern = String(repeating: "a*", count: 50) + "b"
    #expect(!matches(Glob(pattern), key))
    #expect(matches(Glob(String(repeating: "*a", count: 50)), key))
  }

  @Test(arguments: [1 as UInt64, 2, 3, 4])
  func `it agrees with a slow twin on random patterns`(seed: UInt64) {
    var generator = Xorshift(seed)
    let alphabet = [UInt8](#"aab*?[]^-\"#.utf8)
    for _ in 0..<20_000 {
      let pattern = (0..<generator.below(9)).map { _ in alphabet[generator.below(alphabet.count)] }
      let text = (0..<generator.below(7)).map { _ in alphabet[generator.below(alphabet.count)] }
      let expected = pattern == [UInt8(ascii: "*")] || Self.stringmatchlen(pattern[...], text[...])
      #expect(matches(Glob(pattern), text) == expected, "\(pattern) \(text)")
    }
  }

  /// Redis 7.0's function, step by step.
  private static func stringmatchlen(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
    var p = pattern
    var s = text
    while let head = p.first, let byte = s.first {
      switch head {
      case UInt8(ascii: "*"):
        while p.dropFirst().first == UInt8(ascii: "*") { p = p.dropFirst() }
        if p.count == 1 { return true }
        while !s.isEmpty {
          if stringmatchlen(p.dropFirst(), s) { return true }
          s = s.dropFirst()
        }
        return false
      case UInt8(ascii: "?"): break
      case UInt8(ascii: "["):
        p = p.dropFirst()
        let not = p.first == UInt8(ascii: "^")
        if not { p = p.dropFirst() }
        var match = false
        while true {
          if p.count >= 2, p.first == UInt8(ascii: "\\") {
            p = p.dropFirst()
            if p.first == byte { match = true }
          } else if p.first == UInt8(ascii: "]") {
            break
          } else if p.isEmpty {
            p = pattern[(pattern.endIndex - 1)...]
            break
          } else if p.count >= 3, p.dropFirst().first == UInt8(ascii: "-") {
            let a = Int8(bitPattern: p[p.startIndex])
            let b = Int8(bitPattern: p[p.startIndex + 2])
            if (min(a, b)...max(a, b)).contains(Int8(bitPattern: byte)) { match = true }
            p = p.dropFirst(2)
          } else if p.first == byte {
            match = true
          }
          p = p.dropFirst()
        }
        if match == not { return false }
      default:
        if head == UInt8(ascii: "\\"), p.count >= 2 { p = p.dropFirst() }
        if p.first != byte { return false }
      }
      s = s.dropFirst()
      p = p.dropFirst()
      if s.isEmpty {
        while p.first == UInt8(ascii: "*") { p = p.dropFirst() }
        break
      }
    }
    return p.isEmpty && s.isEmpty
  }
}

/// Numbers that are the same every time.
private struct Xorshift {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }
  mutating func below(_ bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(bound))
  }
}

/// A pattern as `KEYS` and `SCAN MATCH` understand it: `*`, `?`, `[abc]`, `[a-z]`, `[^x]`, `\`; over bytes.
///
/// Follows `stringmatchlen` of Redis in its oddities too: a class without `]` ends with the pattern, `[a-]` is a
/// range up to `]`, bytes in ranges are signed.
package struct Glob: Hashable, Sendable {
  /// The bytes of the pattern.
  package let pattern: [UInt8]

  /// Every text is a pattern.
  package init(_ pattern: [UInt8]) { self.pattern = pattern }

  /// Every text is a pattern.
  package init(_ text: String) { self.init([UInt8](text.utf8)) }

  /// The pattern that these bytes are.
  package init(_ pattern: UnsafeRawBufferPointer) { self.init([UInt8](pattern)) }

  /// Whether all of `text` fits.
  ///
  /// - Complexity: as the other.
  package func matches(_ text: UnsafeRawBufferPointer) -> Bool { matches(text.bytes) }

  /// Whether all of `text` fits.
  ///
  /// - Complexity: O(text × pattern) at worst: only the last `*` is ever tried again, which is enough.
  package func matches(_ text: RawSpan) -> Bool {
    // `KEYS *` does not look at the keys, so that it finds the one without a name as well.
    if pattern.count == 1, pattern[0] == UInt8(ascii: "*") { return true }
    return pattern.withUnsafeBufferPointer { pattern in
      text.withUnsafeBytes { Self.matches($0, pattern) }
    }
  }

  private static func matches(_ text: UnsafeRawBufferPointer, _ pattern: UnsafeBufferPointer<UInt8>) -> Bool {
    let star = UInt8(ascii: "*")
    var at = 0
    var p = 0
    // Where to go on when what follows the last star does not fit: behind the star, one byte later.
    var behindStar = -1
    var retryAt = 0
    if text.isEmpty { return pattern.isEmpty }
    while true {
      var fits = false
      if p < pattern.count {
        if pattern[p] == star {
          while p < pattern.count, pattern[p] == star { p += 1 }
          if p == pattern.count { return true }
          behindStar = p
          retryAt = at
        }
        fits = one(text[at], pattern, &p)
      }
      if fits {
        at += 1
        if at == text.count {
          while p < pattern.count, pattern[p] == star { p += 1 }
          if p == pattern.count { return true }
          fits = false
        }
      }
      if !fits {
        guard behindStar >= 0, retryAt + 1 < text.count else { return false }
        retryAt += 1
        at = retryAt
        p = behindStar
      }
    }
  }

  /// Compares one byte with the piece of the pattern at `p`, and steps over that.
  private static func one(_ byte: UInt8, _ pattern: UnsafeBufferPointer<UInt8>, _ p: inout Int) -> Bool {
    switch pattern[p] {
    case UInt8(ascii: "?"):
      p += 1
      return true
    case UInt8(ascii: "["): return isInClass(byte, pattern, &p)
    case UInt8(ascii: "\\"):
      if p + 1 < pattern.count { p += 1 }
      fallthrough
    default:
      defer { p += 1 }
      return pattern[p] == byte
    }
  }

  private static func isInClass(_ byte: UInt8, _ pattern: UnsafeBufferPointer<UInt8>, _ p: inout Int) -> Bool {
    p += 1
    let isNegated = p < pattern.count && pattern[p] == UInt8(ascii: "^")
    if isNegated { p += 1 }
    var isIn = false
    while true {
      let left = pattern.count - p
      if left == 0 { break }
      if left >= 2, pattern[p] == UInt8(ascii: "\\") {
        p += 1
        if pattern[p] == byte { isIn = true }
      } else if pattern[p] == UInt8(ascii: "]") {
        p += 1
        break
      } else if left >= 3, pattern[p + 1] == UInt8(ascii: "-") {
        let a = Int8(bitPattern: pattern[p])
        let b = Int8(bitPattern: pattern[p + 2])
        if (min(a, b)...max(a, b)).contains(Int8(bitPattern: byte)) { isIn = true }
        p += 2
      } else if pattern[p] == byte {
        isIn = true
      }
      p += 1
    }
    return isIn != isNegated
  }
}

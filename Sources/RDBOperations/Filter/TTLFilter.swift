/// What has to be said of a key's expiry.
package enum TTLFilter: Hashable, Sendable {
  /// It has one.
  case any
  /// It has none.
  case none
  /// It had one, and that has passed.
  case expired
  /// At most so many milliseconds are left. A key that has expired has less than none left, and belongs here too.
  case atMost(milliseconds: Int64)
  /// At least so many milliseconds are left; a key that never expires is not meant.
  case atLeast(milliseconds: Int64)

  /// Reads `any`, `none`, `expired`, `<1h`, `>=2d`; units ms, s, m, h, d, w.
  ///
  /// - Throws: `.timeToLive`.
  package static func parse(_ text: String) throws(FilterError) -> TTLFilter {
    switch text {
    case "any": return .any
    case "none": return .none
    case "expired": return .expired
    default: break
    }
    guard let quantity = Quantity.parse(text, unit: unit), let value = Int64(exactly: quantity.value) else { throw .timeToLive(text) }
    switch quantity.relation {
    case .below: return .atMost(milliseconds: value - 1)
    case .atMost: return .atMost(milliseconds: value)
    case .atLeast: return .atLeast(milliseconds: value)
    case .above where value < .max: return .atLeast(milliseconds: value + 1)
    // No key has exactly an hour left for longer than a millisecond.
    case .above, .exactly: throw .timeToLive(text)
    }
  }

  private static func unit(_ name: String) -> UInt64? {
    switch name {
    case "ms": 1
    case "s": 1000
    case "m", "min": 60_000
    case "h": 3_600_000
    case "d": 86_400_000
    case "w": 604_800_000
    default: nil
    }
  }

  /// Whether a key with that expiry is meant.
  func matches(_ expiresAtMilliseconds: Int64?, nowMilliseconds: Int64) -> Bool {
    guard let expiresAtMilliseconds else { return self == .none }
    let (difference, overflow) = expiresAtMilliseconds.subtractingReportingOverflow(nowMilliseconds)
    let left = overflow ? (expiresAtMilliseconds < 0 ? Int64.min : .max) : difference
    switch self {
    case .any: return true
    case .none: return false
    case .expired: return left <= 0
    case .atMost(let milliseconds): return left <= milliseconds
    case .atLeast(let milliseconds): return left >= milliseconds
    }
  }
}

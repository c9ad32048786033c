/// What a server makes of a file.
package enum Verdict: String, Sendable, Comparable {
  /// It starts on it and holds exactly what was written.
  case sound
  /// It starts on it, but loses, misreads or later crashes on something.
  case damaged
  /// It will not start on it.
  case refused

  private var rank: Int { self == .sound ? 0 : self == .damaged ? 1 : 2 }
  package static func < (a: Verdict, b: Verdict) -> Bool { a.rank < b.rank }
}

import Glibc

/// A moment as people type it: RFC 3339, `2026-11-23 10:00:00[.250]`, Unix seconds or milliseconds, `-15m`, `yesterday 10:00`, `now`.
///
/// Without a zone it is local time. An hour that the clocks skip moves on by what they skip; one that comes twice is the first.
package struct TimeArgument: Hashable, Sendable {
  /// Milliseconds since 1970.
  package let milliseconds: Int64

  /// The whole second that it lies in, since 1970.
  package var seconds: Int64 { (milliseconds - (milliseconds % 1000 + 1000) % 1000) / 1000 }

  /// What is wrong with a text, fit to be shown.
  package struct Problem: Error, CustomStringConvertible {
    let text: String

    package var description: String {
      "'\(text)' is not a time; give 2026-11-23T10:00:00Z, '2026-11-23 10:00:00' (local), Unix seconds or milliseconds, -15m, -2h, 'yesterday 10:00' or now"
    }
  }

  /// - Parameters:
  ///   - text: as it was typed.
  ///   - nowMilliseconds: what relative times count from.
  /// - Throws: ``Problem``.
  package init(_ text: String, nowMilliseconds: Int64) throws(Problem) {
    var scanner = Scanner(text)
    guard let found = Self.parse(&scanner, nowMilliseconds), scanner.isAtEnd, found.magnitude < Self.limit else { throw Problem(text: text) }
    milliseconds = found
  }

  /// The year 9999 ends before it.
  private static let limit: UInt64 = 253_402_300_800_000

  private static func parse(_ scanner: inout Scanner, _ now: Int64) -> Int64? {
    if scanner.takes("now") { return now }
    if scanner.takes("-") { return scanner.age().flatMap { $0 > now ? nil : now - $0 } }
    for (word, days) in [("today", Int64(0)), ("yesterday", -1)] where scanner.takes(word) {
      guard let day = Day(at: now)?.moved(days) else { return nil }
      if scanner.isAtEnd { return instant(day, 0, nil) }
      guard scanner.takes(" "), let time = scanner.time() else { return nil }
      return instant(day, time, scanner.zone())
    }
    guard let day = scanner.day() else { return scanner.unix() }
    if scanner.isAtEnd { return instant(day, 0, nil) }
    guard scanner.takes("T") || scanner.takes(" "), let time = scanner.time() else { return nil }
    return instant(day, time, scanner.zone())
  }

  /// The moment at a time of a day, in a zone or the local one.
  private static func instant(_ day: Day, _ millisecondsOfDay: Int64, _ zoneSeconds: Int64?) -> Int64? {
    if let zoneSeconds { return day.number * 86_400_000 + millisecondsOfDay - zoneSeconds * 1000 }
    var parts = tm()
    parts.tm_year = Int32(day.year - 1900)
    parts.tm_mon = Int32(day.month - 1)
    parts.tm_mday = Int32(day.day)
    let seconds = millisecondsOfDay / 1000
    parts.tm_hour = Int32(seconds / 3600)
    parts.tm_min = Int32(seconds / 60 % 60)
    parts.tm_sec = Int32(seconds % 60)
    // Of an hour that comes twice the first: the one in summer time.
    var summer = parts
    summer.tm_isdst = 1
    parts.tm_isdst = -1
    tzset()
    let found = mktime(&parts)
    let inSummer = mktime(&summer)
    guard found != -1 else { return nil }
    let isTwice = inSummer != -1 && inSummer < found && summer.tm_isdst == 1 && summer.tm_hour == parts.tm_hour && summer.tm_min == parts.tm_min
    return Int64(isTwice ? inSummer : found) * 1000 + millisecondsOfDay % 1000
  }

  /// A day of the calendar.
  private struct Day {
    let year: Int64
    let month: Int64
    let day: Int64

    /// nil when there is no such day.
    init?(_ year: Int64, _ month: Int64, _ day: Int64) {
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      guard (1...12).contains(month), (1...lengths[Int(month) - 1]).contains(day) else { return nil }
      self.year = year
      self.month = month
      self.day = day
    }

    /// The local day of a moment.
    init?(at milliseconds: Int64) {
      var seconds = time_t(milliseconds / 1000)
      var parts = tm()
      tzset()
      guard localtime_r(&seconds, &parts) != nil else { return nil }
      self.init(Int64(parts.tm_year) + 1900, Int64(parts.tm_mon) + 1, Int64(parts.tm_mday))
    }

    /// Days since 1970-01-01.
    var number: Int64 {
      // Years that begin in March have their leap day last.
      let shifted = month <= 2 ? year - 1 : year
      let era = (shifted >= 0 ? shifted : shifted - 399) / 400
      let yearOfEra = shifted - era * 400
      let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
      return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    func moved(_ days: Int64) -> Day? {
      var seconds = time_t((number + days) * 86_400)
      var parts = tm()
      guard gmtime_r(&seconds, &parts) != nil else { return nil }
      return Day(Int64(parts.tm_year) + 1900, Int64(parts.tm_mon) + 1, Int64(parts.tm_mday))
    }
  }

  /// Takes a text apart from its front.
  private struct Scanner {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = Substring(text).utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    /// Steps over a word, in either case.
    mutating func takes(_ word: String) -> Bool {
      guard rest.count >= word.utf8.count, zip(rest, word.utf8).allSatisfy({ Self.lower($0) == Self.lower($1) }) else { return false }
      rest = rest.dropFirst(word.utf8.count)
      return true
    }

    private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    private mutating func number(_ digits: ClosedRange<Int>) -> Int64? {
      let text = rest.prefix { (0x30...0x39).contains($0) }
      guard digits.contains(text.count), let number = Int64(String(Substring(text))) else { return nil }
      rest = rest.dropFirst(text.count)
      return number
    }

    /// `2026-11-23`; nothing is taken when there is none.
    mutating func day() -> Day? {
      var ahead = self
      guard let year = ahead.number(4...4), ahead.takes("-"), let month = ahead.number(2...2), ahead.takes("-"), let day = ahead.number(2...2),
        let found = Day(year, month, day)
      else { return nil }
      self = ahead
      return found
    }

    /// `10:00`, `10:00:00`, `10:00:00.250` as milliseconds of the day.
    mutating func time() -> Int64? {
      guard let hour = number(2...2), takes(":"), let minute = number(2...2), hour < 24, minute < 60 else { return nil }
      var milliseconds = (hour * 60 + minute) * 60_000
      guard takes(":") else { return milliseconds }
      guard let second = number(2...2), second < 60 else { return nil }
      milliseconds += second * 1000
      guard takes(".") else { return milliseconds }
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      guard (1...9).contains(digits.count), let fraction = Int64((String(Substring(digits)) + "000").prefix(3)) else { return nil }
      rest = rest.dropFirst(digits.count)
      return milliseconds + fraction
    }

    /// `Z`, `+02:00`, `-0530`, `+02` as seconds east of Greenwich; nil, and the rest not taken, when there is none.
    mutating func zone() -> Int64? {
      if takes("Z") { return 0 }
      var ahead = self
      let isEast = ahead.takes("+")
      guard isEast || ahead.takes("-"), let hours = ahead.number(2...2) ?? ahead.compactHours(), hours < 24 else { return nil }
      var minutes: Int64 = 0
      if !ahead.isAtEnd {
        _ = ahead.takes(":")
        guard let found = ahead.number(2...2), found < 60 else { return nil }
        minutes = found
      }
      self = ahead
      return (isEast ? 1 : -1) * (hours * 3600 + minutes * 60)
    }

    /// The hours of `0530`.
    private mutating func compactHours() -> Int64? {
      let text = rest.prefix { (0x30...0x39).contains($0) }
      guard text.count == 4, let hours = Int64(String(Substring(text.prefix(2)))) else { return nil }
      rest = rest.dropFirst(2)
      return hours
    }

    /// Seconds, with a fraction or without, or milliseconds: what has 12 digits or more.
    mutating func unix() -> Int64? {
      guard let whole = number(1...15) else { return nil }
      if whole >= 100_000_000_000 { return whole }
      var milliseconds = whole * 1000
      if takes(".") {
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard (1...9).contains(digits.count), let fraction = Int64((String(Substring(digits)) + "000").prefix(3)) else { return nil }
        rest = rest.dropFirst(digits.count)
        milliseconds += fraction
      }
      return milliseconds
    }

    /// `15m`, `2h30m`, `1d` as milliseconds.
    mutating func age() -> Int64? {
      let units: [(String, Int64)] = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000), ("w", 604_800_000)]
      var total: Int64 = 0
      repeat {
        guard let count = number(1...9), let unit = units.first(where: { takes($0.0) }) else { return nil }
        let (sum, overflows) = total.addingReportingOverflow(count * unit.1)
        if overflows { return nil }
        total = sum
      } while !isAtEnd
      return total
    }
  }
}

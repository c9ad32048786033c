import Glibc

/// Moments for a person and for JSON.
package enum Timestamp {
  /// As ``text(_:)``, of a whole second since 1970.
  package static func text(seconds: Int64) -> String {
    let (milliseconds, overflows) = seconds.multipliedReportingOverflow(by: 1000)
    return overflows ? "\(seconds) s" : text(milliseconds)
  }

  /// RFC 3339 in UTC: `2026-11-23T10:00:00Z`; the bare number of milliseconds where the calendar does not reach.
  package static func text(_ milliseconds: Int64) -> String {
    guard milliseconds.magnitude < 253_402_300_800_000 else { return "\(milliseconds) ms" }
    var seconds = time_t(milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000)
    var parts = tm()
    guard gmtime_r(&seconds, &parts) != nil else { return "\(milliseconds) ms" }
    func pad(_ number: Int32, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
    let fraction = milliseconds - Int64(seconds) * 1000
    return "\(pad(parts.tm_year + 1900, 4))-\(pad(parts.tm_mon + 1, 2))-\(pad(parts.tm_mday, 2))T"
      + "\(pad(parts.tm_hour, 2)):\(pad(parts.tm_min, 2)):\(pad(parts.tm_sec, 2))"
      + (fraction == 0 ? "" : "." + pad(Int32(fraction), 3)) + "Z"
  }
}

import Glibc

/// A second of an AOF as RFC 3339 in UTC: `2026-11-23T10:00:00Z`.
package struct SecondText: CustomStringConvertible {
  package let description: String

  /// - Parameter seconds: since 1970; outside of the years 0 to 9999 the bare number.
  package init(_ seconds: Int64) {
    var time = time_t(seconds)
    var parts = tm()
    guard (-62_167_219_200..<253_402_300_800).contains(seconds), gmtime_r(&time, &parts) != nil else {
      description = "second \(seconds)"
      return
    }
    func pad(_ number: Int32, _ width: Int = 2) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
    description = "\(pad(parts.tm_year + 1900, 4))-\(pad(parts.tm_mon + 1))-\(pad(parts.tm_mday))T"
      + "\(pad(parts.tm_hour)):\(pad(parts.tm_min)):\(pad(parts.tm_sec))Z"
  }
}

import Glibc
import RDBFormats

/// Numbers for a person.
enum Numbers {
  /// `34.2 MB`, in powers of ten as disks are sold and files are listed.
  static func bytes(_ count: UInt64) -> String {
    var value = Double(count)
    for unit in ["B", "kB", "MB", "GB"] {
      if value < 1000 || unit == "GB" { return unit == "B" ? "\(count) B" : "\(decimals(value, value < 10 ? 1 : 0)) \(unit)" }
      value /= 1000
    }
    return "\(count) B"
  }

  /// `0.42 s`, `3 min 12 s`.
  static func seconds(_ value: Double) -> String {
    if value >= 90 { return "\(Int(value) / 60) min \(Int(value) % 60) s" }
    return "\(decimals(value, value < 10 ? 2 : 0)) s"
  }

  /// `1 key`, `412 018 keys`.
  static func count(_ number: UInt64, _ one: String, _ many: String? = nil) -> String {
    "\(grouped(number)) \(number == 1 ? one : many ?? one + "s")"
  }

  /// A number with that many digits behind the point.
  static func decimals(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = Int((value * scale).rounded())
    guard digits > 0 else { return String(scaled) }
    let fraction = String(abs(scaled) % Int(scale))
    return "\(scaled / Int(scale))." + String(repeating: "0", count: digits - fraction.utf8.count) + fraction
  }
}

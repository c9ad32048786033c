/// A name that no other file has, for one that is not finished.
enum TemporaryName {
  /// `.rdbtool-` and 16 hexadecimal digits: hidden, and short enough for every file system.
  static func random() -> String {
    let digits = String(UInt64.random(in: 0 ... .max), radix: 16)
    return ".rdbtool-" + String(repeating: "0", count: 16 - digits.count) + digits
  }
}

import Glibc

/// A row of bars, one a stretch of time.
struct Sparkline {
  /// The most columns.
  static let width = 60

  private static let blocks = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let letters = [".", ":", "-", "=", "+", "*", "#", "@"]

  /// Whether the terminal's character set has block characters, as far as the environment says.
  static var hasBlocks: Bool {
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
      guard let value = getenv(name), value.pointee != 0 else { continue }
      let text = String(cString: value).lowercased()
      return text.contains("utf-8") || text.contains("utf8")
    }
    // Nothing is said, as in many containers: the terminals of today show them.
    return true
  }

  /// The bars; a stretch without anything is a blank.
  let text: String

  /// - Parameters:
  ///   - points: where each number stands, ascending, and the number.
  ///   - width: how far apart places are at least.
  init(_ points: [(place: Int64, number: UInt64)], width: Int64, hasBlocks: Bool = Sparkline.hasBlocks) {
    guard let first = points.first?.place, let last = points.last?.place, width > 0 else {
      text = ""
      return
    }
    let count = (last - first) / width + 1
    let columns = Int(min(Int64(Self.width), count))
    var sums = [UInt64](repeating: 0, count: columns)
    for point in points {
      let index = Int64((Double(point.place - first) / Double(width)) * Double(columns) / Double(count))
      sums[max(0, min(columns - 1, Int(index)))] &+= point.number
    }
    let most = max(1, sums.max() ?? 1)
    let signs = hasBlocks ? Self.blocks : Self.letters
    text = sums.map { sum in
      sum == 0 ? " " : signs[min(signs.count - 1, Int(Double(sum) / Double(most) * Double(signs.count)))]
    }.joined()
  }
}

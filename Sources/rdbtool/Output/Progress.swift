import Glibc
import RDBFormats

/// How far a walk has come: a bar that is redrawn on a terminal, a line every ten seconds elsewhere.
///
/// Told from one thread at a time (the pipeline merges in turn).
final class Progress: @unchecked Sendable {
  private let total: UInt64?
  private let source: () -> UInt64
  private let isBar: Bool
  private let began = Clock.seconds
  private var shown: Double
  private var hasDrawn = false

  /// - Parameters:
  ///   - total: bytes of the source on disk, when known.
  ///   - source: how many of them have been read.
  /// - Returns: nil when nobody is to be told.
  init?(_ choice: ProgressChoice, isQuiet: Bool, total: UInt64?, source: @escaping () -> UInt64) {
    let isTerminal = StandardError.isTerminal
    guard !isQuiet, choice == .always || (choice == .auto && isTerminal) else { return nil }
    self.total = total
    self.source = source
    isBar = isTerminal
    shown = began
  }

  /// Called after every piece; draws a few times a second.
  func update() {
    let now = Clock.seconds
    guard now - shown >= (isBar ? 0.2 : 10) else { return }
    shown = now
    hasDrawn = true
    let line = text(now)
    StandardError.write(isBar ? "\r\u{1B}[K" + line : line + "\n")
  }

  /// Removes the bar.
  func finish() {
    if hasDrawn, isBar { StandardError.write("\r\u{1B}[K") }
  }

  private func text(_ now: Double) -> String {
    let done = source()
    let rate = Double(done) / max(0.001, now - began)
    var line = "\(Numbers.bytes(done)) at \(Numbers.bytes(UInt64(rate)))/s"
    if let total, total > 0 {
      let share = min(1, Double(done) / Double(total))
      let left = rate > 0 ? Double(total - min(total, done)) / rate : 0
      let width = 30
      let filled = Int(share * Double(width))
      line = "[" + String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
        + "] \(Int(share * 100)) % of \(Numbers.bytes(total)), \(Numbers.bytes(UInt64(rate)))/s, \(Numbers.seconds(left)) left"
    }
    return line
  }
}

import RDBFormats
import RDBOperations

/// The line to type that keeps everything before an event.
struct TruncateLine {
  /// Cuts at the byte.
  let exact: String
  /// Cuts at the command's name; only where no other command of the AOF has it.
  let byName: String?

  /// Nil where there is nothing that can be cut: standard input.
  init?(_ source: String, _ report: HistoryReport, _ event: HistoryEvent) {
    guard source != "-" else { return nil }
    let isSet = report.kind == .multipart
    // A leading minus would be an option.
    let path = source.hasPrefix("-") ? "./" + source : source
    let start = "rdbtool truncate \(ShellWord(path))"
    let end = "-o \(isSet ? "recovered-appendonlydir" : "recovered.aof")"
    let offset = isSet ? "\(report.parts[safe: event.place.part]):\(event.place.unitOffset)" : "\(event.place.unitOffset)"
    exact = "\(start) --to-offset \(ShellWord(offset)) \(end)"
    guard event.isOnlyOfItsName, let words = event.excerpt, let name = words.words.first?.bytes, name.allSatisfy({ (0x41...0x5A).contains($0 & 0xDF) }) else {
      byName = nil
      return
    }
    let glob = String(decoding: name, as: UTF8.self) + (words.argumentCount > 1 ? " *" : "*")
    byName = "\(start) --before \(ShellWord(glob)) \(end)"
  }
}

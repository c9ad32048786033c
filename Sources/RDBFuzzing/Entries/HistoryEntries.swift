import RDBFiles
import RDBFormats
import RDBOperations

/// Histories of any bytes.
enum HistoryEntries {
  /// A history comes to an end, counts what it says it counts, and points into the file.
  static func run(_ bytes: [UInt8]) -> String? {
    let source: OpenedSource
    do { source = try OpenedSource(recognizing: ArraySource(bytes, pieceByteCount: 1 + bytes.count % 1013), path: "fuzz") } catch { return nil }
    var options = HistoryOptions()
    options.eventLimit = 1 + bytes.count % 7
    options.keys = [Glob("*")]
    options.unit = HistoryUnit.allCases[bytes.count % HistoryUnit.allCases.count]
    let byteCount = source.compression.isEmpty ? bytes.count : Int.max
    var problem: String?
    var last = -1
    let report: HistoryReport
    do {
      report = try HistoryOperation.run(.stream(source), options) { event, _ in
        if event.place.unitOffset > event.place.offset { problem = "a key in a transaction from the future" }
        if event.place.offset >= byteCount { problem = "a key behind the end" }
        last = event.place.offset
      }
    } catch { return nil }
    if let problem { return problem }
    if last >= byteCount { return "an event behind the end" }
    var counted = report.undated
    counted += report.base
    for bucket in report.timeline.buckets(per: .second).buckets { counted += bucket.counts }
    if counted.total != report.commandCount { return "\(counted.total) of \(report.commandCount) commands" }
    if report.timeline.count > HistoryTimeline.maximumCount { return "\(report.timeline.count) buckets" }
    for event in report.events where event.place.unitOffset > event.place.offset || event.place.offset >= byteCount { return "\(event)" }
    for kind in HistoryEvent.Kind.allCases where report.events.filter({ $0.kind == kind }).count > options.eventLimit { return "too many \(kind)" }
    if let window = report.window, let seconds = report.lastSeconds, window.upperBound != seconds { return "a window to \(window.upperBound)" }
    return nil
  }
}

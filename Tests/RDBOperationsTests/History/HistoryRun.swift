import RDBFiles
import RDBFormats
import RDBOperations
import RDBTestSupport

/// `history` of files made by a test.
struct HistoryRun {
  var report: HistoryReport
  /// The life of the keys that were asked for, an event a line.
  var life: [String] = []

  /// A single file.
  init(_ text: String, _ configure: (inout HistoryOptions) -> Void = { _ in }) throws { self = try HistoryRun(AOFText(text).bytes, configure) }

  init(_ bytes: [UInt8], _ configure: (inout HistoryOptions) -> Void = { _ in }) throws {
    let directory = try TemporaryDirectory("history")
    self = try HistoryRun(path: try directory.write(bytes, to: "appendonly.aof"), configure)
  }

  /// A set: the parts in their order, a base when its name says so.
  init(parts: [(name: String, bytes: [UInt8])], _ configure: (inout HistoryOptions) -> Void = { _ in }) throws {
    let directory = try TemporaryDirectory("history")
    try Self.write(parts, to: directory)
    self = try HistoryRun(path: directory.path("aof"), configure)
  }

  static func write(_ parts: [(name: String, bytes: [UInt8])], to directory: TemporaryDirectory) throws {
    var manifest = ""
    for (index, part) in parts.enumerated() {
      try directory.write(part.bytes, to: "aof/\(part.name)")
      manifest += "file \(part.name) seq \(index + 1) type \(part.name.contains(".base.") ? "b" : "i")\n"
    }
    try directory.write([UInt8](manifest.utf8), to: "aof/appendonly.aof.manifest")
  }

  init(path: String, _ configure: (inout HistoryOptions) -> Void = { _ in }) throws {
    var options = HistoryOptions()
    configure(&options)
    var life: [String] = []
    report = try HistoryOperation.run(try ResolvedSource.resolve(path), options) { event, _ in
      let words = event.excerpt?.words.map { String(decoding: $0.bytes, as: UTF8.self) }.joined(separator: " ") ?? "base"
      life.append(
        "\(event.place.seconds.map { "\($0)" } ?? "-") db\(event.place.database) \(words)\(event.place.isInTransaction ? " in MULTI" : "")\(event.expiredAtMilliseconds == nil ? "" : " expired")")
    }
    self.life = life
  }

  /// The seconds that have commands, with how many.
  var seconds: [String] { report.timeline.buckets(per: .second).buckets.map { "\($0.start) \($0.counts.total)" } }
  /// Events as kind, part, offset and the offset to cut at.
  var events: [String] { report.events.map { "\($0.kind.rawValue) \($0.place.part) \($0.place.offset) \($0.place.unitOffset) db\($0.place.database)" } }
}

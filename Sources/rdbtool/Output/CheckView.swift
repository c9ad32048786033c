import RDBFiles
import RDBFormats
import RDBOperations

/// A report of `check`, as JSON and as text.
struct CheckView {
  let report: CheckReport
  let seconds: Double

  static let schema = "rdbtool.check/1"

  /// One report, or several in one document.
  static func document(_ reports: [JSONValue]) -> JSONValue {
    if reports.count == 1, let only = reports.first { return only }
    return .object([("schema", .string(schema)), ("reports", .array(reports))])
  }

  var json: JSONValue {
    .object([
      ("schema", .string(Self.schema)),
      ("source", .bytes([UInt8](report.source.utf8))),
      ("kind", .string(report.kind)),
      ("ok", .bool(report.isSound)),
      ("verdict", .string(report.verdict.rawValue)),
      ("for", .optional(report.judgedFor) { .string($0.name) }),
      ("format", FormatView.json(report.header, report.writer, report.checksum)),
      ("bytes", .unsigned(report.bytes)),
      ("keys", .unsigned(report.tally.keys)),
      ("expires", .unsigned(report.tally.expires)),
      ("databases", FormatView.databases(report.tally)),
      ("commands", .unsigned(report.commands)),
      ("timeRange", Self.json(report.timeRange)),
      ("parts", .array(report.parts.map(Self.json))),
      ("defects", .array(report.defects.map(json))),
      ("moreDefects", .unsigned(report.droppedDefects)),
      ("loads", .array(report.loads.map(json))),
      ("obstacles", .array(report.obstacles.map(json))),
      ("seconds", .number((seconds * 1000).rounded() / 1000)),
    ])
  }

  private func json(_ defect: Defect) -> JSONValue {
    .object([
      ("code", .string(defect.code)),
      ("severity", .string(defect.severity.rawValue)),
      ("file", .bytes([UInt8]((defect.file ?? report.source).utf8))),
      ("offset", .integer(Int64(defect.offset))),
      ("innerOffset", .optional(defect.innerOffset) { .integer(Int64($0)) }),
      ("db", .optional(defect.database) { .unsigned($0) }),
      ("key", .optional(defect.key) { .bytes($0) }),
      ("message", .string(defect.message)),
      ("hint", .optional(defect.hint) { .string($0) }),
    ])
  }

  /// A file of an AOF.
  static func json(_ part: CheckReport.Part) -> JSONValue {
    .object([
      ("file", .bytes([UInt8](part.name.utf8))), ("type", .string(part.type == .base ? "base" : part.type == .history ? "history" : "incr")),
      ("bytes", .unsigned(part.bytes)), ("commands", .unsigned(part.commands)), ("keys", .unsigned(part.keys)),
    ])
  }

  /// The time range of an AOF.
  static func json(_ range: ClosedRange<Int64>?) -> JSONValue {
    .optional(range) { .object([("from", time($0.lowerBound)), ("to", time($0.upperBound))]) }
  }

  /// Seconds since 1970 as the contract wants moments.
  private static func time(_ seconds: Int64) -> JSONValue { .string(Timestamp.text(seconds.multipliedReportingOverflow(by: 1000).overflow ? .max : seconds * 1000)) }

  private func json(_ range: ServerRange) -> JSONValue {
    .object([
      ("server", .string(range.family.rawValue)), ("from", .string(range.from.number)),
      ("to", .optional(range.to) { .string($0.number) }),
    ])
  }

  private func json(_ obstacle: ServerObstacle) -> JSONValue {
    .object([
      ("server", .string(obstacle.from.family.rawValue)), ("from", .string(obstacle.from.number)), ("to", .string(obstacle.to.number)),
      ("reason", .string(obstacle.what)), ("offset", .integer(Int64(obstacle.offset))),
      ("db", .optional(obstacle.database) { .unsigned($0) }), ("key", .optional(obstacle.key) { .bytes($0) }),
    ])
  }

  // MARK: Text

  /// How many defects of each severity are printed without `--verbose`.
  private static let shownDefects = 20

  func text(_ style: TextStyle, isQuiet: Bool, isVerbose: Bool) -> String {
    let verdict: String
    switch report.verdict {
    case .sound: verdict = style.good("sound")
    case .damaged: verdict = style.bad("damaged") + ": a server starts on it, but loses, misreads or later crashes on something"
    case .refused: verdict = style.bad("refused") + ": \(report.judgedFor.map { "\($0.name) does" } ?? "servers do") not start on it"
    }
    var lines = ["\(PathText(report.source)): \(verdict)"]
    if hasContent, !isQuiet { lines.append("  " + summary(style)) }
    let visible = report.defects.filter { isQuiet ? $0.severity == .error : true }
    let runs = isVerbose ? visible.map { Run(first: $0, last: $0, count: 1) } : Run.of(visible)
    for run in runs.prefix(isVerbose ? .max : Self.shownDefects) {
      lines += defectLines(run.first, style)
      if run.count > 1 {
        lines.append("    " + style.faint("and \(grouped(UInt64(run.count - 1))) more of this key, the last at byte \(grouped(UInt64(max(0, run.last.offset))))"))
      }
    }
    let hidden = runs.dropFirst(isVerbose ? .max : Self.shownDefects).reduce(report.droppedDefects) { $0 + UInt64($1.count) }
    if hidden > 0 { lines.append("  and \(grouped(hidden)) more" + (isVerbose ? "" : "; --verbose or --json lists them")) }
    if !isQuiet, hasContent {
      if let intact = intactLine { lines.append("  " + intact) }
      lines += loadLines(style, isVerbose: isVerbose)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Defects of one kind and key that stand one behind the other.
  private struct Run {
    let first: Defect
    var last: Defect
    var count: Int

    static func of(_ defects: [Defect]) -> [Run] {
      defects.reduce(into: []) { runs, defect in
        if let run = runs.last, defect.key != nil, run.first.code == defect.code, run.first.key == defect.key, run.first.database == defect.database {
          runs[runs.count - 1].last = defect
          runs[runs.count - 1].count += 1
        } else {
          runs.append(Run(first: defect, last: defect, count: 1))
        }
      }
    }
  }

  /// Whether there is anything to say beside what is wrong.
  private var hasContent: Bool { report.header != nil || report.kind != "rdb" && report.bytes > 0 }

  private func summary(_ style: TextStyle) -> String {
    if report.kind != "rdb" { return style.faint(aofSummary.joined(separator: ", ")) }
    let tally = report.tally
    var parts = [FormatView.format(report.header)]
    if let writer = report.writer { parts.append("written by \(KeyText([UInt8](writer.utf8)).description.dropFirst().dropLast())") }
    parts.append(FormatView.checksum(report.checksum))
    parts.append(Numbers.bytes(report.bytes))
    let databases = tally.databases.values.filter { $0.keys > 0 }.count
    parts.append(
      Numbers.count(tally.keys, "key") + (tally.expires > 0 ? " (\(grouped(tally.expires)) with an expiry)" : "")
        + (databases > 1 ? " in \(databases) databases" : ""))
    parts.append(Numbers.seconds(seconds))
    return style.faint(parts.joined(separator: ", "))
  }

  private var aofSummary: [String] {
    var parts: [String] = []
    switch report.kind {
    case "multipart": parts.append("AOF in \(Numbers.count(UInt64(report.parts.count), "file"))")
    case "hybrid": parts.append("AOF with an RDB in front")
    default: parts.append("AOF")
    }
    if let header = report.header {
      parts.append(FormatView.format(header) + (report.writer.map { " by " + KeyText([UInt8]($0.utf8)).description.dropFirst().dropLast() } ?? ""))
      parts.append(FormatView.checksum(report.checksum))
      parts.append(Numbers.count(report.tally.keys, "key") + " in it")
    }
    parts.append(Numbers.bytes(report.bytes))
    parts.append(Numbers.count(report.commands, "command"))
    if let range = report.timeRange, range.upperBound < 1 << 40, range.lowerBound >= 0 {
      parts.append("\(Timestamp.text(range.lowerBound * 1000)) to \(Timestamp.text(range.upperBound * 1000))")
    }
    parts.append(Numbers.seconds(seconds))
    return parts
  }

  private func defectLines(_ defect: Defect, _ style: TextStyle) -> [String] {
    let label =
      switch defect.severity {
      case .error: style.bad("error")
      case .warning: style.odd("warning")
      case .note: style.faint("note")
      }
    var lines = ["  \(label) \(defect.code) \(defect.file.map { "in \(PathText($0)) " } ?? "")at byte \(grouped(UInt64(max(0, defect.offset)))): \(defect.message)"]
    if let key = defect.key {
      var place = "\(defect.code == "record.type" ? "behind " : "")key \(KeyText(key)) (db \(defect.database.map { grouped($0) } ?? "?"))"
      if let encoding = defect.encoding { place += ", \(encoding)" }
      if let inner = defect.innerOffset { place += ", byte \(grouped(UInt64(max(0, inner)))) of what it decompresses to" }
      lines.append("    " + place)
    }
    if let hint = defect.hint { lines.append("    " + style.faint(hint)) }
    return lines
  }

  /// How much there is before the place where the walk ended.
  private var intactLine: String? {
    guard !report.isComplete, report.kind == "rdb", report.tally.keys > 0 else { return nil }
    return "the walk ends there: \(Numbers.count(report.tally.keys, "key")) were read up to it, what comes behind it was not looked at"
  }

  private func loadLines(_ style: TextStyle, isVerbose: Bool) -> [String] {
    guard !report.loads.isEmpty else { return ["  loads: into no server that rdbtool knows"] }
    let ranges = report.loads.map { range in
      let name = range.family == .redis ? "Redis" : "Valkey"
      let newest = (range.family == .redis ? ServerVersion.redis : ServerVersion.valkey).last
      let end = range.to ?? newest ?? range.from
      return range.from == end ? "\(name) \(end.number)" : "\(name) \(range.from.number) to \(end.number)"
    }
    var lines = ["  loads: " + ranges.joined(separator: ", ")]
    for obstacle in isVerbose ? report.obstacles : Array(nearest) {
      let name = obstacle.from.family == .redis ? "Redis" : "Valkey"
      let servers = obstacle.from == obstacle.to ? "\(name) \(obstacle.from.number)" : "\(name) \(obstacle.from.number) to \(obstacle.to.number)"
      let place = obstacle.offset > 0 ? " at byte \(grouped(UInt64(obstacle.offset)))" : ""
      let key = obstacle.key.map { ", key \(KeyText($0)) (db \(obstacle.database ?? 0))" } ?? ""
      lines.append(style.faint("    not \(servers): \(obstacle.what)\(place)\(key)"))
    }
    return lines
  }

  /// Of the obstacles those beside the releases that load the file, and those of a family in which none does.
  private var nearest: [ServerObstacle] {
    report.obstacles.filter { obstacle in
      let line = obstacle.from.family == .redis ? ServerVersion.redis : ServerVersion.valkey
      guard let last = line.firstIndex(of: obstacle.to), let first = line.firstIndex(of: obstacle.from) else { return false }
      let ranges = report.loads.filter { $0.family == obstacle.from.family }
      if ranges.isEmpty { return obstacle.to == line.last }
      return ranges.contains { range in
        (last + 1 < line.count && line[last + 1] == range.from) || (first > 0 && line[first - 1] == range.to)
      }
    }
  }
}

import RDBFiles
import RDBFormats
import RDBOperations

/// A report of `history`, as JSON.
struct HistoryView {
  let source: String
  let report: HistoryReport
  let seconds: Double

  static let schema = "rdbtool.history/1"

  // MARK: JSON

  /// Everything in front of the events of keys.
  var head: [(String, JSONValue)] {
    let (width, buckets) = report.timeline.buckets(per: report.unit)
    return [
      ("schema", .string(Self.schema)),
      ("source", .bytes([UInt8](source.utf8))),
      ("kind", .string(report.kind.rawValue)),
      ("ok", .bool(report.isSound)),
      ("timestamps", .bool(report.hasTimestamps)),
      (
        "window",
        .object([
          ("from", time(report.window?.lowerBound ?? report.baseSeconds)), ("to", time(report.window?.upperBound)),
          ("base", time(report.baseSeconds)), ("firstTimestamp", time(report.firstSeconds)), ("lastTimestamp", time(report.lastSeconds)),
        ])
      ),
      ("parts", .array(report.parts.map(part))),
      ("commands", .unsigned(report.commandCount)),
      ("kinds", counts(allKinds)),
      ("names", .object(report.commands.map { ($0.name, .unsigned($0.count)) })),
      ("per", .string(unitName(width))),
      ("bucketSeconds", .integer(width)),
      (
        "buckets",
        .array(
          buckets.map { bucket in
            .object([("time", time(bucket.start)), ("commands", .unsigned(bucket.counts.total)), ("kinds", counts(bucket.counts))])
          })
      ),
      ("undated", counts(report.undated)),
      ("base", counts(report.base)),
      (
        "gaps",
        .array(
          report.gaps.map { gap in
            .object([
              ("from", time(gap.from)), ("to", time(gap.to)), ("seconds", .integer(gap.seconds)), ("file", file(gap.place)),
              ("offset", .integer(Int64(gap.place.offset))),
            ])
          })
      ),
      ("destructive", .array(report.events.map(event))),
      ("moreDestructive", .object(HistoryEvent.Kind.allCases.compactMap { kind in report.moreEvents[kind].map { (kind.rawValue, .unsigned($0)) } })),
      (
        "damage",
        .array(
          report.damage.map { damage in
            .object([
              ("file", .bytes([UInt8](report.parts[safe: damage.part].utf8))), ("offset", .integer(Int64(damage.offset))),
              ("message", .string(damage.message)), ("resumedAt", .optional(damage.resumedAt) { .integer(Int64($0)) }),
              ("tornTail", .bool(damage.isTornTail)),
            ])
          })
      ),
      ("moreDamage", .unsigned(report.moreDamage)),
      ("notes", .array(notes.map { .string($0) })),
      ("seconds", .number((seconds * 1000).rounded() / 1000)),
    ]
  }

  private var allKinds: HistoryCounts {
    var sum = report.undated
    sum += report.base
    for bucket in report.timeline.buckets(per: .day).buckets { sum += bucket.counts }
    return sum
  }

  private func part(_ part: HistoryReport.Part) -> JSONValue {
    .object([
      ("file", .bytes([UInt8](part.name.utf8))),
      ("type", .string(part.type == .base ? "base" : part.type == .increment ? "incr" : "history")),
      ("bytes", .optional(part.byteCount) { .unsigned($0) }),
      ("rdb", .optional(part.preamble) { preamble in
        .object([("keys", .unsigned(preamble.keyCount)), ("writtenAt", time(preamble.writtenAtSeconds)), ("endOffset", .integer(Int64(preamble.endOffset)))])
      }),
      ("commands", .unsigned(part.scan.commandCount)),
      ("firstTimestamp", time(part.scan.firstSeconds)),
      ("lastTimestamp", time(part.scan.lastSeconds)),
    ])
  }

  private func event(_ event: HistoryEvent) -> JSONValue {
    .object([
      ("kind", .string(event.kind.rawValue)),
      ("time", time(event.place.seconds)),
      ("file", file(event.place)),
      ("offset", .integer(Int64(event.place.offset))),
      ("unitOffset", .integer(Int64(event.place.unitOffset))),
      ("transaction", .bool(event.place.isInTransaction)),
      ("db", .integer(Int64(event.place.database))),
      ("command", .optional(event.excerpt) { .string("\(CommandLineText($0))") }),
      ("keys", event.kind == .massDeletion || event.kind == .deletionBurst ? .unsigned(event.count) : .null),
      ("silentSeconds", event.kind == .silence ? .unsigned(event.count) : .null),
      ("target", .optional(event.target) { target in target.json(file) }),
      ("truncate", .optional(TruncateLine(source, report, event)) { .string($0.exact) }),
      ("truncateBefore", .optional(TruncateLine(source, report, event)?.byName) { .string($0) }),
    ])
  }

  /// One event in the life of a key.
  static func json(_ event: KeyLifeEvent, file: String) -> JSONValue {
    .object([
      ("time", .optional(event.place.seconds) { .string(Timestamp.text(clampedMilliseconds($0))) }),
      ("file", .bytes([UInt8](file.utf8))),
      ("offset", .integer(Int64(event.place.offset))),
      ("unitOffset", .integer(Int64(event.place.unitOffset))),
      ("transaction", .bool(event.place.isInTransaction)),
      ("db", .integer(Int64(event.place.database))),
      ("command", .optional(event.excerpt) { .string("\(CommandLineText($0))") }),
      ("inBase", .bool(event.kind == .base)),
      ("keys", .array(event.keys.map { .bytes($0) })),
      ("maybeExpiry", .bool(event.expiredAtMilliseconds != nil)),
    ])
  }

  private func file(_ place: HistoryPlace) -> JSONValue { .bytes([UInt8](report.parts[safe: place.part].utf8)) }
  private func time(_ seconds: Int64?) -> JSONValue { .optional(seconds) { .string(Timestamp.text(Self.clampedMilliseconds($0))) } }
  private func counts(_ counts: HistoryCounts) -> JSONValue { .object(counts.named.map { ($0.name, .unsigned($0.count)) }) }

  static func clampedMilliseconds(_ seconds: Int64) -> Int64 { max(.min / 1000, min(seconds, .max / 1000)) * 1000 }

  // MARK: Both

  /// What buckets of a width are called.
  func unitName(_ width: Int64) -> String {
    HistoryUnit.allCases.first { $0.seconds == width }?.rawValue ?? "\(width / HistoryUnit.day.seconds) days"
  }

  /// What a reader should know besides the numbers.
  var notes: [String] {
    var notes = report.notes
    let width = report.timeline.buckets(per: report.unit).width
    if width > report.unit.seconds { notes.append("there are too many \(report.unit.rawValue)s to be kept: commands are counted by \(unitName(width))") }
    if report.kind != .rdb, !report.hasTimestamps, report.commandCount > 0 {
      notes.append("there are no timestamps: `aof-timestamp-enabled yes` in the server's configuration writes them from then on (Redis and Valkey, 7.0 or newer)")
    }
    if let (count, first) = report.backward {
      notes.append(
        "\(Numbers.count(count, "timestamp")) earlier than one before, the first at byte \(grouped(UInt64(first.offset))) of \(PathText(report.parts[safe: first.part])): "
          + "the clock was set back; what follows counts as of the latest second before, as it does when the AOF is cut to a moment")
    }
    if report.unreadableTimestampCount > 0 { notes.append("\(Numbers.count(report.unreadableTimestampCount, "timestamp")) without a number") }
    if report.unfollowedRenames > 0 { notes.append("\(Numbers.count(report.unfollowedRenames, "RENAME, COPY or RESTORE was", "RENAME, COPY and RESTORE were")) not followed: there are too many to say which replaced a key") }
    return notes
  }
}

extension [HistoryReport.Part] {
  /// The name of a part.
  subscript(safe index: Int) -> String { indices.contains(index) ? self[index].name : "" }
}

extension HistoryEvent.Target {
  func json(_ file: (HistoryPlace) -> JSONValue) -> JSONValue {
    switch self {
    case .unknown: .object([("known", .bool(false))])
    case .inBase: .object([("known", .bool(true)), ("inBase", .bool(true))])
    case .written(let place): .object([("known", .bool(true)), ("file", file(place)), ("offset", .integer(Int64(place.offset)))])
    }
  }
}

import RDBFiles
import RDBFormats
import RDBOperations

extension HistoryView {
  /// The most lines of a table of buckets.
  private static let maximumRows = HistoryReport.screenfulCount
  /// The most kinds that have a column of their own.
  private static let maximumColumns = 7

  /// The report for a person.
  ///
  /// - Parameters:
  ///   - isShort: only what was read and which moments can be had; the life of keys stands before it.
  ///   - isQuiet: only what was destroyed and what is damaged.
  ///   - isVerbose: every bucket.
  func text(_ style: TextStyle, isShort: Bool, isQuiet: Bool, isVerbose: Bool) -> String {
    if isQuiet {
      let lines = (isShort || report.events.isEmpty && report.moreEvents.isEmpty ? [] : eventLines(style)) + damageLines(style)
      return lines.map { $0 + "\n" }.joined()
    }
    var lines = ["\(PathText(source)): \(style.strong(summary))"]
    lines += windowLines(style)
    if !isShort, report.kind != .rdb {
      lines += partLines(style)
      lines += bucketLines(style, isVerbose: isVerbose)
      lines += gapLines(style)
      lines += eventLines(style)
    }
    lines += damageLines(style)
    lines += notes.map { "  \(style.faint("note")) \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  private var summary: String {
    switch report.kind {
    case .rdb: return "an RDB has no history: it holds the data of one moment"
    default:
      let what = report.kind == .multipart ? Numbers.count(UInt64(report.parts.count), "file") : report.kind == .hybrid ? "an RDB with commands behind it" : "commands"
      return "\(what), \(Numbers.count(report.commandCount, "command")), \(Numbers.bytes(report.parts.reduce(0) { $0 &+ ($1.byteCount ?? 0) })), \(Numbers.seconds(seconds))"
    }
  }

  private func text(_ seconds: Int64?) -> String { seconds.map { Timestamp.text(Self.clampedMilliseconds($0)) } ?? "?" }

  private func windowLines(_ style: TextStyle) -> [String] {
    if report.kind == .rdb { return ["  its moment: \(text(report.baseSeconds))"] }
    guard let window = report.window else {
      let base = report.baseSeconds.map { ", and the moment of its base, \(text($0))" } ?? ""
      return ["  recoverable: the end\(base); any command by `truncate --before` or `--to-offset`, no moment by its time"]
    }
    var lines = ["  recoverable: the end of every second from \(style.strong(text(window.lowerBound))) to \(style.strong(text(window.upperBound)))"]
    if let base = report.baseSeconds { lines.append("    base of \(text(base)), first timestamp \(text(report.firstSeconds))") }
    if report.undated.total > 0 { lines.append("    \(Numbers.count(report.undated.total, "command")) before the first timestamp: when they ran between the base and that is not known") }
    return lines
  }

  private func partLines(_ style: TextStyle) -> [String] {
    guard report.kind == .multipart || report.parts.contains(where: { $0.preamble != nil }) else { return [] }
    return report.parts.map { part in
      var facts: [String] = []
      if let preamble = part.preamble { facts.append("RDB of \(Numbers.count(preamble.keyCount, "key"))\(preamble.writtenAtSeconds.map { ", written \(text($0))" } ?? "")") }
      if part.preamble == nil || part.scan.commandCount > 0 { facts.append(Numbers.count(part.scan.commandCount, "command")) }
      if let first = part.scan.firstSeconds, let last = part.scan.lastSeconds { facts.append("\(text(first)) to \(text(last))") }
      return "  \(PathText(part.name)): " + style.faint(facts.joined(separator: ", "))
    }
  }

  // MARK: Counts

  private func bucketLines(_ style: TextStyle, isVerbose: Bool) -> [String] {
    let (width, buckets) = report.timeline.buckets(per: report.unit)
    var rows: [(String, HistoryCounts)] = []
    if report.base.total > 0 { rows.append(("base", report.base)) }
    if report.undated.total > 0 { rows.append((report.hasTimestamps ? "before the first" : "all", report.undated)) }
    let fixed = rows.count
    rows += buckets.map { (text($0.start), $0.counts) }
    guard !rows.isEmpty else { return [] }
    var lines: [String] = []
    if !buckets.isEmpty {
      // Finer than the table, as far as there is room.
      let line = Sparkline(report.timeline.totals.map { ($0.start, $0.count) }, width: report.timeline.width)
      let most = buckets.max { $0.counts.total < $1.counts.total }
      lines.append("  commands per \(unitName(width)), at most \(grouped(most?.counts.total ?? 0)) at \(text(most?.start))")
      lines.append("  |\(line.text)|")
    }
    var sums = HistoryCounts()
    for row in rows { sums += row.1 }
    let all = sums.named.sorted { $0.count > $1.count }.map(\.name)
    let names = Array(all.prefix(all.count > Self.maximumColumns + 1 ? Self.maximumColumns : all.count))
    let hasOthers = names.count < all.count
    var table = [["", "commands"] + names + (hasOthers ? ["others"] : [])]
    let hidden = isVerbose ? 0 : max(0, rows.count - fixed - Self.maximumRows)
    for (index, row) in rows.enumerated() {
      // The beginning and the end are kept.
      let half = fixed + Self.maximumRows / 2
      if hidden > 0, index >= half, index < half + hidden {
        if index == half { table.append(["… \(grouped(UInt64(hidden))) more"] + [String](repeating: "", count: table[0].count - 1)) }
        continue
      }
      table.append(cells(row.0, row.1, names, hasOthers))
    }
    if rows.count > 1 { table.append(cells("all", sums, names, hasOthers)) }
    return lines + aligned(table, style)
  }

  private func cells(_ title: String, _ counts: HistoryCounts, _ names: [String], _ hasOthers: Bool) -> [String] {
    var byName: [String: UInt64] = [:]
    for (name, count) in counts.named { byName[name] = count }
    let shown = names.map { byName[$0] ?? 0 }
    let others = hasOthers ? [counts.total &- shown.reduce(0, &+)] : []
    return [title, grouped(counts.total)] + (shown + others).map { $0 == 0 ? "" : grouped($0) }
  }

  private func aligned(_ table: [[String]], _ style: TextStyle) -> [String] {
    let widths = (table.first ?? []).indices.map { column in table.map { $0[column].count }.max() ?? 0 }
    return table.enumerated().map { index, row in
      let cells = row.enumerated().map { column, cell in
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + blanks : blanks + cell
      }
      var line = cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return "  " + (index == 0 ? style.faint(line) : line)
    }
  }

  // MARK: Moments

  private func gapLines(_ style: TextStyle) -> [String] {
    report.gaps.prefix(5).map { gap in
      "  \(style.faint("gap")) of \(Numbers.seconds(Double(gap.seconds))) without a command: \(text(gap.from)) to \(text(gap.to))"
    }
  }

  private func eventLines(_ style: TextStyle) -> [String] {
    if report.events.isEmpty, report.moreEvents.isEmpty { return report.commandCount > 0 ? ["  nothing destructive was found"] : [] }
    var lines = ["  " + style.strong("destructive moments")]
    for event in report.events {
      lines.append("  " + style.bad(title(event)) + " " + place(event.place))
      if let excerpt = event.excerpt { lines.append("    \(CommandLineText(excerpt))") }
      if let target = event.target { lines.append("    " + text(target)) }
      if let line = TruncateLine(source, report, event) {
        lines.append("    " + style.faint("keep what is before it: ") + line.exact)
        if let byName = line.byName { lines.append("    " + style.faint("or: ") + byName) }
      }
    }
    for kind in HistoryEvent.Kind.allCases {
      if let more = report.moreEvents[kind] { lines.append("  and \(grouped(more)) more of \(kind.rawValue); --limit shows them") }
    }
    return lines
  }

  private func title(_ event: HistoryEvent) -> String {
    switch event.kind {
    case .flushAll: "all databases emptied"
    case .flushDatabase: "database \(event.place.database) emptied"
    case .swapDatabases: "databases swapped"
    case .massDeletion: "\(Numbers.count(event.count, "key")) deleted by one command"
    case .deletionBurst: "\(Numbers.count(event.count, "key")) deleted, one soon after the other (or expired, or evicted)"
    case .replacedKey: "a key replaced by another"
    case .scriptFlush: "scripts removed"
    case .functionFlush: "functions removed"
    case .functionDeletion: "a function library deleted"
    case .silence: "nothing written for \(Numbers.seconds(Double(event.count))), where there had always been something; it ends"
    }
  }

  private func place(_ place: HistoryPlace) -> String {
    var text = place.seconds.map { "at \(Timestamp.text(Self.clampedMilliseconds($0)))" } ?? "before the first timestamp"
    if !report.hasTimestamps { text = "" }
    text += "\(text.isEmpty ? "" : ", ")byte \(grouped(UInt64(place.offset)))"
    if report.kind == .multipart { text += " of \(PathText(report.parts[safe: place.part]))" }
    text += ", db \(place.database)"
    if place.isInTransaction { text += ", in the transaction or script from byte \(grouped(UInt64(place.unitOffset)))" }
    return text
  }

  private func text(_ target: HistoryEvent.Target) -> String {
    switch target {
    case .unknown: "whether there was a key of that name is not known: the source can be read once only"
    case .inBase: "a key of that name is in the RDB that it begins with, and no command deleted it since"
    case .written(let place):
      "a key of that name was written last at byte \(grouped(UInt64(place.offset)))\(report.kind == .multipart ? " of \(PathText(report.parts[safe: place.part]))" : ""), and no command deleted it since"
    }
  }

  /// One line in the life of a key.
  static func line(_ event: KeyLifeEvent, file: String?, _ style: TextStyle) -> String {
    let time = event.place.seconds.map { Timestamp.text(clampedMilliseconds($0)) } ?? "before any timestamp"
    var text = "\(style.faint(time)) \(file.map { "\(PathText($0)) " } ?? "")byte \(event.place.offset) db \(event.place.database)"
    text += event.place.isInTransaction ? " in MULTI from \(event.place.unitOffset)" : ""
    guard let excerpt = event.excerpt else { return text + ": \(event.keys.first.map { "\(KeyText($0))" } ?? "") is in the RDB, written at that time\n" }
    text += ": \(CommandLineText(excerpt))"
    let named = Set(excerpt.words.map(\.bytes))
    let unseen = event.keys.filter { !named.contains($0) }
    if excerpt.argumentCount > 4 || !unseen.isEmpty, !event.keys.isEmpty {
      let more = event.keyCount > event.keys.count ? " and \(grouped(UInt64(event.keyCount - event.keys.count))) more" : ""
      text += style.faint(" (\(event.keys.map { "\(KeyText($0))" }.joined(separator: ", "))\(more))")
    }
    if let expired = event.expiredAtMilliseconds { text += style.odd(" maybe expiry: its time to live ended \(Timestamp.text(expired))") }
    return text + "\n"
  }

  private func damageLines(_ style: TextStyle) -> [String] {
    var lines = report.damage.map { damage in
      let label = damage.isTornTail ? style.odd("warning") : style.bad("damaged")
      let name = report.kind == .multipart ? "\(PathText(report.parts[safe: damage.part])) " : ""
      let rest =
        if damage.isTornTail { "; servers cut it there" } else if let resumed = damage.resumedAt {
          "; the history goes on at byte \(grouped(UInt64(resumed)))"
        } else { "; nothing behind it could be read" }
      return "  \(label) \(name)at byte \(grouped(UInt64(max(0, damage.offset)))): \(damage.message)\(rest)"
    }
    if report.moreDamage > 0 { lines.append("  and \(grouped(report.moreDamage)) more places that cannot be read") }
    return lines
  }
}

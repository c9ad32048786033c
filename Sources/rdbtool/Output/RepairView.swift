import RDBFiles
import RDBFormats
import RDBOperations

/// A report of `repair`, as JSON and as text.
struct RepairView {
  let report: RepairReport
  let source: String
  /// Where the new file is; nil when none was written.
  let output: String?
  let isDryRun: Bool
  let seconds: Double

  var json: JSONValue {
    .object([
      ("schema", .string("rdbtool.repair/1")),
      ("source", .bytes([UInt8](source.utf8))),
      ("kind", .string("rdb")),
      ("kept", .unsigned(report.kept)),
      ("keptInPart", .unsigned(report.keptInPart)),
      ("lost", .array(losses)),
      ("moreLost", .unsigned(report.lossCount - UInt64(report.losses.count))),
      ("savedShare", .number((report.savedShare * 1_000_000).rounded() / 1_000_000)),
      ("corrected", .optional(report.corrected, json)),
      ("rangesLost", .array(ranges)),
      ("bytes", .unsigned(report.bytes)),
      ("bytesLost", .unsigned(report.lostBytes)),
      ("databases", .array(databases)),
      ("notes", .array(report.notes.map { .bytes([UInt8]($0.utf8)) })),
      ("rdbVersion", .integer(Int64(report.newHeader.version))),
      ("output", .optional(output) { .bytes([UInt8]($0.utf8)) }),
      ("quarantine", .optional(report.quarantine) { .bytes([UInt8]($0.utf8)) }),
      ("backup", .optional(report.backup) { .bytes([UInt8]($0.utf8)) }),
      ("outputBytes", .unsigned(report.newByteCount)),
      ("seconds", .number((seconds * 1000).rounded() / 1000)),
    ])
  }

  private var losses: [JSONValue] {
    report.losses.map { loss in
      .object([
        ("file", .bytes([UInt8](source.utf8))),
        ("offset", .integer(Int64(loss.range.lowerBound))),
        ("bytes", .integer(Int64(loss.range.count))),
        ("db", .optional(loss.database) { .unsigned($0) }),
        ("key", .optional(loss.key) { .bytes($0) }),
        ("type", .optional(loss.encoding) { .string($0.kind.name) }),
        ("why", .string(loss.why)),
      ])
    }
  }

  /// The index of the quarantine: where each stretch came from, and where in the file it is.
  private var ranges: [JSONValue] {
    var offset = 0
    return report.lostRanges.map { range in
      defer { offset += range.count }
      return .object([
        ("offset", .integer(Int64(range.lowerBound))), ("bytes", .integer(Int64(range.count))), ("quarantineOffset", .integer(Int64(offset))),
      ])
    }
  }

  private func json(_ corrected: CorrectedBytes) -> JSONValue {
    .object([
      ("offset", .integer(Int64(corrected.range.lowerBound))), ("bytes", .integer(Int64(corrected.range.count))),
      ("found", .string(Self.hex(corrected.found.prefix(Self.shownBytes)))), ("right", .string(Self.hex(corrected.right))),
    ])
  }

  private var databases: [JSONValue] {
    report.databases.sorted { $0.key < $1.key }.map { number, count in
      .object([("db", .unsigned(number)), ("keys", .unsigned(count.keys)), ("expires", .unsigned(count.expires))])
    }
  }

  /// The most bytes that are spelled out of what had been put in between.
  private static let shownBytes = 64

  private static func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  // MARK: Text

  /// How many losses are printed without `--verbose`.
  private static let shownLosses = 20

  func text(_ style: TextStyle, isQuiet: Bool, isVerbose: Bool) -> String {
    var lines = ["\(PathText(source)): \(headline(style))"]
    if !isQuiet {
      if let corrected = report.corrected { lines.append("  \(style.good("put right")): \(Self.text(corrected)); the checksum proves it") }
      lines += report.notes.map { "  \(style.odd("note")) \($0)" }
    }
    for loss in report.losses.prefix(isVerbose ? .max : Self.shownLosses) { lines += text(loss, style) }
    let shown = UInt64(isVerbose ? report.losses.count : min(report.losses.count, Self.shownLosses))
    if report.lossCount > shown { lines.append("  and \(grouped(report.lossCount - shown)) more" + (isVerbose ? "" : "; --verbose, --json or --report list them")) }
    if !isQuiet { lines += ending(style) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func text(_ corrected: CorrectedBytes) -> String {
    let place = grouped(UInt64(corrected.range.lowerBound))
    if corrected.right.isEmpty {
      return "\(Numbers.count(UInt64(corrected.range.count), "byte")) from \(place) on \(corrected.found.count == 1 ? "was" : "were") not there when the file was written"
    }
    let (what, verb) = corrected.found.count == 1 ? ("byte", "was") : ("bytes from", "were")
    return "\(what) \(place) read \(hex(corrected.found)) and \(verb) \(hex(corrected.right)) when the file was written"
  }

  private func headline(_ style: TextStyle) -> String {
    let kept = "\(Numbers.count(report.kept, "key")) kept"
    if report.isComplete { return "\(kept), \(style.good("nothing lost"))" }
    let share = Numbers.decimals((report.savedShare * 10_000).rounded(.down) / 100, 2)
    var parts = [kept, style.bad("\(Numbers.count(report.lostKeys, "key")) lost")]
    if report.keptInPart > 0 { parts.append("of \(grouped(report.keptInPart)) a part is among those kept") }
    parts.append("\(share) % of the keys saved")
    return parts.joined(separator: ", ")
  }

  private func text(_ loss: SalvageLoss, _ style: TextStyle) -> [String] {
    let name = loss.key.map { "key \(KeyText($0)) (db \(loss.database.map { grouped($0) } ?? "?"))" } ?? (loss.isKey ? "a stretch without a readable key" : "no key")
    let place = "bytes \(grouped(UInt64(loss.range.lowerBound))) to \(grouped(UInt64(loss.range.upperBound)))"
    return ["  \(style.bad("lost")) \(name), \(place)", "    \(style.faint(loss.why))"]
  }

  private func ending(_ style: TextStyle) -> [String] {
    if isDryRun { return ["  nothing was written: this was a dry run"] }
    guard let output else { return ["  the file is as it should be and was left alone"] }
    var lines = ["  written: \(PathText(output)), \(Numbers.bytes(report.newByteCount)), \(FormatView.format(report.newHeader)), \(Numbers.seconds(seconds))"]
    if let quarantine = report.quarantine {
      lines.append("  left out: \(Numbers.bytes(report.lostBytes)) in \(Numbers.count(UInt64(report.lostRanges.count), "stretch", "stretches")), in \(PathText(quarantine))")
    }
    if let backup = report.backup { lines.append("  the old file: \(PathText(backup))") }
    lines.append(style.faint("  next: `rdbtool check \(PathText(output))` says which servers load it"))
    return lines
  }
}

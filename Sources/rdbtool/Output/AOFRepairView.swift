import RDBFiles
import RDBFormats
import RDBOperations

/// A report of `repair` of an AOF, as JSON and as text.
struct AOFRepairView {
  let report: AOFRepairReport
  let source: String
  /// Where the new AOF is; nil when none was written.
  let output: String?
  let isDryRun: Bool
  let seconds: Double

  var json: JSONValue {
    .object([
      ("schema", .string("rdbtool.repair/1")),
      ("source", .bytes([UInt8](source.utf8))),
      ("kind", .string(report.isSingle ? (report.hasRDB ? "hybrid" : "aof") : "multipart")),
      ("kept", .unsigned(report.commands + report.keys)),
      ("keptCommands", .unsigned(report.commands)),
      ("keptKeys", .unsigned(report.keys)),
      ("lost", .array(lost)),
      ("moreLost", .unsigned(report.lossCount - min(report.lossCount, UInt64(listed)))),
      ("transactionsLost", .unsigned(report.parts.reduce(0) { $0 + $1.lostTransactions })),
      ("savedShare", .number((report.keptShare * 1_000_000).rounded() / 1_000_000)),
      ("rangesLost", .array(ranges)),
      ("bytes", .unsigned(report.bytes)),
      ("bytesLost", .unsigned(report.lostBytes)),
      ("manifestChanged", .bool(report.manifestChanged)),
      ("files", .array(report.parts.map { file($0) })),
      ("notes", .array(notes.map { .bytes([UInt8]($0.utf8)) })),
      ("output", .optional(output) { .bytes([UInt8]($0.utf8)) }),
      ("quarantine", .optional(report.quarantine) { .bytes([UInt8]($0.utf8)) }),
      ("backup", .optional(report.backup) { .bytes([UInt8]($0.utf8)) }),
      ("outputBytes", .unsigned(output == nil ? 0 : report.newBytes)),
      ("seconds", .number((seconds * 1000).rounded() / 1000)),
    ])
  }

  private func name(_ part: AOFRepairReport.Part) -> JSONValue { .bytes([UInt8](part.name.utf8)) }

  private func file(_ part: AOFRepairReport.Part) -> JSONValue {
    .object([
      ("file", name(part)), ("bytes", .unsigned(part.byteCount)), ("outputBytes", .unsigned(part.newByteCount)),
      ("commands", .unsigned(part.commands)), ("keys", .unsigned(part.keys)), ("lost", .unsigned(part.lossCount + (part.rdb?.lossCount ?? 0))),
    ])
  }

  private var listed: Int { report.lostFiles.count + report.parts.reduce(0) { $0 + $1.losses.count + ($1.rdb?.losses.count ?? 0) } }

  private var lost: [JSONValue] {
    var entries = report.lostFiles.map { file in
      JSONValue.object([
        ("file", .bytes([UInt8](file.name.utf8))), ("offset", .integer(0)), ("bytes", .unsigned(file.byteCount)), ("db", .null), ("key", .null),
        ("what", .string("file")), ("why", .string(file.why)),
      ])
    }
    for part in report.parts {
      for loss in part.rdb?.losses ?? [] {
        entries.append(
          .object([
            ("file", name(part)), ("offset", .integer(Int64(loss.range.lowerBound))), ("bytes", .integer(Int64(loss.range.count))),
            ("db", .optional(loss.database) { .unsigned($0) }), ("key", .optional(loss.key) { .bytes($0) }),
            ("type", .optional(loss.encoding) { .string($0.kind.name) }), ("what", .string("key")), ("why", .string(loss.why)),
          ]))
      }
      for loss in part.losses {
        entries.append(
          .object([
            ("file", name(part)), ("offset", .integer(Int64(loss.range.lowerBound))), ("bytes", .integer(Int64(loss.range.count))),
            ("db", .optional(loss.database) { .integer(Int64($0)) }), ("key", .optional(loss.key) { .bytes($0) }),
            ("command", .optional(loss.command) { .bytes($0) }), ("what", .string(Self.kind(loss))), ("why", .string(loss.why)),
          ]))
      }
    }
    return entries
  }

  private static func kind(_ loss: AOFLoss) -> String {
    switch loss.kind {
    case .command: "command"
    case .transaction: "transaction"
    case .file: "rdb"
    }
  }

  /// The index of the quarantine: where each stretch came from, and where in the file it is.
  private var ranges: [JSONValue] {
    var offset = 0
    return report.parts.flatMap { part in
      part.leftOut.map { range in
        defer { offset += range.count }
        return .object([
          ("file", name(part)), ("offset", .integer(Int64(range.lowerBound))), ("bytes", .integer(Int64(range.count))),
          ("quarantineOffset", .integer(Int64(offset))),
        ])
      }
    }
  }

  private var notes: [String] {
    report.notes + report.parts.flatMap { part in (part.rdb?.notes ?? []).map { prefix(part) + $0 } + part.notes.map { prefix(part) + $0 } }
  }

  private func prefix(_ part: AOFRepairReport.Part) -> String { report.isSingle ? "" : "\(PathText(part.name)): " }

  // MARK: Text

  /// How many losses and notes are printed without `--verbose`.
  private static let shown = 20

  func text(_ style: TextStyle, isQuiet: Bool, isVerbose: Bool) -> String {
    var lines = ["\(PathText(source)): \(headline(style))"]
    if !isQuiet {
      lines += notes.prefix(isVerbose ? .max : Self.shown).map { "  \(style.odd("note")) \($0)" }
      if notes.count > Self.shown, !isVerbose { lines.append("  and \(grouped(UInt64(notes.count - Self.shown))) more notes; --verbose, --json or --report list them") }
    }
    let losses = lossTexts(style)
    for loss in losses.prefix(isVerbose ? .max : Self.shown) { lines += loss }
    let printed = UInt64(isVerbose ? losses.count : min(losses.count, Self.shown))
    if report.lossCount > printed { lines.append("  and \(grouped(report.lossCount - printed)) more" + (isVerbose ? "" : "; --verbose, --json or --report list them")) }
    if !isQuiet { lines += ending(style) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func headline(_ style: TextStyle) -> String {
    var parts = ["\(Numbers.count(report.commands, "command"))" + (report.keys > 0 ? " and \(Numbers.count(report.keys, "key"))" : "") + " kept"]
    if report.isComplete { return parts[0] + ", " + style.good("nothing lost") }
    parts.append(style.bad("\(Numbers.count(report.lossCount, "loss", "losses"))"))
    parts.append("\(Numbers.decimals((report.keptShare * 1_000_000).rounded(.down) / 10_000, 4)) % of the bytes kept")
    return parts.joined(separator: ", ")
  }

  private func lossTexts(_ style: TextStyle) -> [[String]] {
    var texts = report.lostFiles.map { ["  \(style.bad("lost")) file \(PathText($0.name))", "    \(style.faint($0.why))"] }
    for part in report.parts {
      for loss in part.rdb?.losses ?? [] {
        let what = loss.key.map { "key \(KeyText($0)) (db \(loss.database.map { grouped($0) } ?? "?"))" } ?? "a stretch of the RDB without a readable key"
        texts.append(["  \(style.bad("lost")) \(what), \(place(loss.range, part))", "    \(style.faint(loss.why))"])
      }
      for loss in part.losses { texts.append(["  \(style.bad("lost")) \(what(loss)), \(place(loss.range, part))", "    \(style.faint(loss.why))"]) }
    }
    return texts
  }

  private func what(_ loss: AOFLoss) -> String {
    switch loss.kind {
    case .file: return "the RDB in front"
    case .transaction: return "a transaction" + (loss.commandCount > 0 ? " of \(Numbers.count(loss.commandCount, "command")) that can be read" : "")
    case .command:
      guard let name = loss.command else { return "bytes that are no command" }
      let word = String(decoding: name.map { (0x21...0x7E).contains($0) ? $0 : 0x3F }, as: UTF8.self)
      return word + (loss.key.map { " of key \(KeyText($0))" } ?? "") + (loss.database.map { " (db \($0))" } ?? "")
    }
  }

  private func place(_ range: Range<Int>, _ part: AOFRepairReport.Part) -> String {
    prefix(part) + "bytes \(grouped(UInt64(range.lowerBound))) to \(grouped(UInt64(range.upperBound)))"
  }

  private func ending(_ style: TextStyle) -> [String] {
    if isDryRun { return ["  nothing was written: this was a dry run"] }
    guard let output else { return ["  the AOF is as it should be and was left alone"] }
    var lines = ["  written: \(PathText(output)), \(Numbers.bytes(report.newBytes)) in \(Numbers.count(UInt64(report.parts.count), "file")), \(Numbers.seconds(seconds))"]
    if let quarantine = report.quarantine {
      let stretches = report.parts.reduce(0) { $0 + $1.leftOut.count }
      lines.append("  left out: \(Numbers.bytes(report.lostBytes)) in \(Numbers.count(UInt64(stretches), "stretch", "stretches")), in \(PathText(quarantine))")
    }
    if let backup = report.backup { lines.append("  the old one: \(PathText(backup))") }
    lines.append(style.faint("  next: `rdbtool check \(PathText(output))` says which servers load it"))
    return lines
  }
}

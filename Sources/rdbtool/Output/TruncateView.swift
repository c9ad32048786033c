import RDBFiles
import RDBFormats
import RDBOperations

/// What was cut, for a person and for a program.
struct TruncateView {
  let plan: TruncatePlan
  let result: TruncateOperation.Result
  let source: String
  /// Where the result is; nil when it was not asked for one.
  let output: String?
  let isDryRun: Bool
  let seconds: Double

  private var loss: TruncateLoss { result.loss }

  var json: JSONValue {
    .object([
      ("schema", .string("rdbtool.truncate/1")),
      ("source", .string(source)),
      ("ok", .bool(true)),
      ("dryRun", .bool(isDryRun)),
      (
        "cutAt",
        .object([
          ("file", .string(plan.fileName)), ("offset", .integer(Int64(plan.cut.offset))),
          ("time", .optional(plan.recoveredSeconds) { .string(Timestamp.text(seconds: $0)) }),
        ])
      ),
      ("reason", .string(reasonName)),
      ("keptCommands", .unsigned(plan.cut.commandCount)),
      ("droppedCommands", .unsigned(loss.commandCount)),
      ("keptTransactions", .unsigned(plan.cut.transactionCount)),
      ("droppedTransactions", .unsigned(loss.transactionCount)),
      ("keptBytes", .unsigned(plan.keptByteCount)),
      ("droppedBytes", .unsigned(plan.droppedByteCount)),
      ("droppedFrom", .optional(loss.firstSeconds) { .string(Timestamp.text(seconds: $0)) }),
      ("droppedTo", .optional(loss.lastSeconds) { .string(Timestamp.text(seconds: $0)) }),
      ("droppedKinds", .object(loss.kinds.map { ($0.kind?.rawValue ?? "other", .unsigned($0.count)) })),
      ("droppedByName", .object(loss.names.map { ($0.name, .unsigned($0.count)) })),
      ("droppedFiles", .array(plan.droppedFiles.map { .string($0.name) })),
      ("damagedPlacesDropped", .unsigned(loss.faultCount)),
      ("uncountedFiles", .array(loss.uncountedFiles.map { .string($0) })),
      ("matches", .unsigned(plan.matchCount)),
      ("output", .optional(isDryRun ? nil : output) { .string($0) }),
      ("written", .bool(result.isWritten)),
      ("backup", .optional(result.backup) { .string($0) }),
      ("unusedFiles", .array(result.unusedFiles.map { .string($0) })),
      ("seconds", .number(seconds)),
    ])
  }

  private var reasonName: String {
    switch plan.cause {
    case .request: "asked"
    case .tornTail: "torn tail"
    case .openTransaction: "unfinished transaction"
    case .nothing: "nothing to cut"
    }
  }

  func text(_ style: TextStyle) -> String {
    var rows: [(String, String)] = [("kept", kept)]
    if plan.cause == .nothing {
      rows.append(("lost", "nothing: the AOF ends before that"))
    } else {
      rows.append(("lost", style.strong(lost)))
      if !loss.names.isEmpty { rows.append(("", names)) }
    }
    for file in plan.droppedFiles { rows.append(("left out", "\(PathText(file.name)), \(Numbers.bytes(file.byteCount))")) }
    if plan.matchCount > 1 { rows.append(("note", "\(Numbers.count(plan.matchCount, "command")) that fit were seen; --occurrence chooses another")) }
    if plan.cut.seconds == nil, plan.cut.commandCount > 0 { rows.append(("note", "no timestamp comes before the cut, so it is not known what time it was")) }
    for name in loss.uncountedFiles { rows.append(("note", "\(PathText(name)) could not be read to its end, so not all that is lost is counted")) }
    rows += outcome
    let width = rows.map(\.0.count).max() ?? 0
    let lines = rows.map { name, value in "  " + style.faint(name + String(repeating: " ", count: width - name.count)) + "  " + value }
    return "\(PathText(source)): \(headline)\n" + lines.joined(separator: "\n") + "\n"
  }

  private var headline: String {
    let place = "byte \(grouped(UInt64(max(0, plan.cut.offset)))) of \(PathText(plan.fileName))"
    switch plan.cause {
    case .request: return (isDryRun ? "to be cut at " : "cut at ") + place
    case .tornTail: return "nothing lies behind that but a torn end, which goes: " + place
    case .openTransaction: return "nothing lies behind that but an unfinished transaction, which goes: " + place
    case .nothing: return "nothing to cut"
    }
  }

  private var kept: String {
    "\(Numbers.count(plan.cut.commandCount, "command"))\(transactions(plan.cut.transactionCount)), \(Numbers.bytes(plan.keptByteCount))"
      + (plan.recoveredSeconds.map { ", up to \(Timestamp.text(seconds: $0))" } ?? "")
  }

  private var lost: String {
    var text = "\(Numbers.count(loss.commandCount, "command"))\(transactions(loss.transactionCount)), \(Numbers.bytes(plan.droppedByteCount))"
    if let first = loss.firstSeconds, let last = loss.lastSeconds { text += ", from \(Timestamp.text(seconds: first)) to \(Timestamp.text(seconds: last))" }
    if loss.faultCount > 0 { text += ", and \(Numbers.count(loss.faultCount, "damaged place"))" }
    return text
  }

  private func transactions(_ count: UInt64) -> String { count > 0 ? " (\(Numbers.count(count, "transaction")))" : "" }

  private var names: String {
    let shown = loss.names.prefix(12).map { "\($0.name) \(grouped($0.count))" }
    return shown.joined(separator: ", ") + (loss.names.count > 12 ? ", \(loss.names.count - 12) more" : "")
  }

  private var outcome: [(String, String)] {
    guard let output, !isDryRun else { return [("written", "nothing (--dry-run)")] }
    guard result.isWritten else { return [("written", "nothing, as there is nothing to change")] }
    var rows = [("written", "\(PathText(output)), \(Numbers.bytes(plan.keptByteCount))")]
    if let backup = result.backup { rows.append(("backup", "\(PathText(backup))")) }
    if !result.unusedFiles.isEmpty {
      rows.append(("unused now", result.unusedFiles.map { "\(PathText($0))" }.joined(separator: ", ") + ": the backup needs them, nothing else does"))
    }
    return rows
  }
}

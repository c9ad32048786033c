import ArgumentParser
import RDBFiles
import RDBFormats
import RDBOperations

/// `rdbtool export`: the data itself.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write keys and values as JSON, commands, a table or a list of names.",
    discussion: """
      jsonl: one object a line with db, key, type, value, and expiresAt (milliseconds since 1970) where there is one. What is not UTF-8 \
      appears as {"base64": "…"}. resp: commands that `redis-cli --pipe` takes and that build the same dataset: functions, expiries, \
      field expiries, streams with groups and pending entries. Values that a format cannot say are listed on standard error, and the exit \
      code is 3.
      """)

  @Option(help: "jsonl, json, resp, csv or keys.")
  var format: ExportFormat?

  @OptionGroup var from: SourceOptions

  @OptionGroup var server: ServerOption
  @OptionGroup var filters: FilterOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if common.json, let format, format != .json { throw ValidationError("--json is --format json, and \(format.rawValue) was asked for") }
    if server.server != nil, format != .resp { throw ValidationError("--for chooses commands: it goes with --format resp") }
  }

  func run() throws {
    let source = try from.path()
    let input = try RDBSource(source, common)
    var options = ExportOptions(format ?? (common.json ? .json : .jsonl), nowMilliseconds: Clock.nowMilliseconds)
    options.threads = common.threadCount
    options.source = source
    if let filter = try filters.filter(input.source) { options.filter = filter.filter }
    options.target = server.server ?? writer(input.framer)
    if options.format == .csv, let again = try RDBSource.reopened(input.source) {
      options.largeValues = try SizeScan.largeValues(again, countsElements: true)
    }
    let progress = Progress(common.progress, isQuiet: common.quiet, total: input.source.byteCount) { input.source.bytesRead }
    let sink = OutputSink()
    let report: ExportReport
    do {
      report = try Export.run(input.framer, options, sink: sink) { _ in progress?.update() }
      try sink.output.flush()
      progress?.finish()
    } catch {
      progress?.finish()
      // What was written up to there stands, as with every program in a pipeline.
      if !(error is Ending) { try sink.output.flush() }
      throw ending(error, source)
    }
    if !report.isComplete {
      tell(report, source)
      throw Ending.partial
    }
  }

  /// Commands for the server that wrote the file are known to it and to everything newer.
  private func writer(_ framer: RDBFramer) -> ServerVersion {
    var fields: [String: String] = [:]
    for (name, value) in framer.leadingAuxiliary() { fields[String(decoding: name, as: UTF8.self)] = String(decoding: value, as: UTF8.self) }
    return ServerVersion.writer(ofAux: fields["redis-ver"], valkeyVersion: fields["valkey-ver"], header: framer.header)
  }

  private func ending(_ error: any Error, _ source: String) -> Ending {
    switch error {
    case let ending as Ending: return ending
    case let problem as ExportError:
      switch problem {
      case .sourceFailed(let failure): return .failed("\(failure)")
      case .damaged(let damage):
        let ending = RDBSource.damaged(source, damage.fault, database: damage.database, key: damage.key)
        StandardError.print("  \(Numbers.count(damage.keysBefore, "key")) before it were exported")
        return ending
      case .checksum(let stored, let computed):
        return RDBSource.damaged(source, DecodeFault(.checksumMismatch(stored: stored, computed: computed), at: 0), database: nil, key: nil)
      }
    default: return .failed("\(PathText(source)): \(error)")
    }
  }

  /// Names what is not in the output.
  private func tell(_ report: ExportReport, _ source: String) {
    StandardError.print("\(PathText(source)): exported in part")
    for skipped in report.skipped.prefix(common.verbose ? .max : 20) {
      StandardError.print("  left out: key \(KeyText(skipped.key)) (db \(skipped.database)), \(skipped.type), which \(skipped.reason)")
    }
    let more = report.skippedCount - UInt64(min(report.skipped.count, common.verbose ? .max : 20))
    if more > 0 { StandardError.print("  left out: \(Numbers.count(more, "more key"))") }
    let others: [(UInt64, String)] = [
      (report.skippedFunctions, "function library|function libraries"), (report.skippedFieldExpiries, "field expiry|field expiries"),
      (report.skippedPending, "pending entry that no consumer owns|pending entries that no consumer owns"),
      (report.pendingWithoutTime, "pending entry's time of delivery|pending entries' times of delivery"),
    ]
    for (count, names) in others where count > 0 {
      let words = names.split(separator: "|").map(String.init)
      StandardError.print("  left out: \(Numbers.count(count, words[0], words[words.count - 1]))")
    }
  }
}

extension ExportFormat: ExpressibleByArgument {}

/// Standard output for an export.
private final class OutputSink: ExportSink {
  let output = StandardOutput()
  func write(_ bytes: UnsafeRawBufferPointer) throws { try output.write(bytes) }
}

import ArgumentParser
import RDBFiles
import RDBFormats
import RDBOperations

extension HistoryUnit: ExpressibleByArgument {}

/// `rdbtool history`: what happened when.
struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Tell what happened when in an AOF: which moments can be had back, what was written, what was destroyed.",
    discussion: """
      Times come from the #TS lines that servers write with `aof-timestamp-enabled yes`; a command belongs to the latest one before it. \
      Every destructive moment comes with the line that keeps what is before it. An AOF says nothing of clients: a key's life tells the \
      command, when and where, and whether it was part of a transaction or script. Exit code 1 when parts of it cannot be read; \
      a torn end, which servers cut, does not count.
      """)

  @Argument(help: "An AOF: a file, a manifest, a directory, or - for standard input.")
  var source: String?

  @OptionGroup var configuration: ConfigurationOption

  @Option(help: ArgumentHelp("Count commands by this; if not given, by what fits a screen.", valueName: "second|minute|hour|day"))
  var per: HistoryUnit?

  @Option(help: ArgumentHelp("Tell the life of the keys that a glob fits, as in KEYS; may be given several times.", valueName: "glob"))
  var key: [String] = []

  @Option(help: ArgumentHelp("Show at most so many destructive moments of each kind, up to 1000.", valueName: "n"))
  var limit = 20

  @OptionGroup var common: CommonOptions

  func validate() throws {
    switch (source, configuration.redisConf) {
    case (nil, nil): throw ValidationError("a SOURCE is missing: an AOF, - for standard input, or --redis-conf FILE")
    case (.some, .some): throw ValidationError("--redis-conf finds the source: leave out SOURCE")
    default: break
    }
    if !(0...HistoryOptions.maximumEventLimit).contains(limit) { throw ValidationError("--limit takes a number from 0 to \(HistoryOptions.maximumEventLimit)") }
  }

  func run() throws {
    let path = try source ?? configuration.dataPath() ?? ""
    let began = Clock.seconds
    let resolved = try SourceOpening.resolve(path, common)
    var options = HistoryOptions()
    options.unit = per
    options.eventLimit = limit
    options.keys = key.map { Glob($0) }
    let done = Done()
    let progress = Progress(common.progress, isQuiet: common.quiet, total: resolved.byteCount) { done.bytes }
    options.progress = { bytes in
      done.bytes = bytes
      progress?.update()
    }
    let output = StandardOutput()
    let style = TextStyle(common.color)
    // The document begins with what is known at the end.
    let spool = try common.json && !key.isEmpty ? RowSpool(common.temporaryDirectory) : nil
    var isFirst = true
    let report: HistoryReport
    do throws(HistoryError) {
      report = try HistoryOperation.run(resolved, options) { event, file in
        if let spool {
          try spool.append((isFirst ? "" : ", ") + HistoryView.json(event, file: file).text)
          isFirst = false
        } else {
          try output.write(HistoryView.line(event, file: resolved.isSet ? file : nil, style))
        }
      }
      progress?.finish()
    } catch {
      progress?.finish()
      throw ending(error)
    }
    let view = HistoryView(source: path, report: report, seconds: Clock.seconds - began)
    if common.json {
      let head = JSONValue.object(view.head).text
      try output.write(head.dropLast() + ", \"keyEvents\": [")
      try spool?.copy(to: output)
      try output.write("]}\n")
    } else {
      try output.write(view.text(style, isShort: !key.isEmpty, isQuiet: common.quiet, isVerbose: common.verbose))
    }
    try output.flush()
    if !report.isSound { throw Ending.bad }
  }

  private final class Done {
    var bytes: UInt64 = 0
  }

  private func ending(_ error: HistoryError) -> Ending {
    switch error {
    case .source(let problem): .failed("\(problem)")
    case .reading(let path, let problem): problem is SourceError || problem is StreamError ? .failed("\(problem)") : .failed("\(PathText(path)): \(problem)")
    case .notAnAOF(let path, let content): .failed("\(PathText(path)): this is \(content), and only an AOF has a history")
    case .consumer(let problem): problem as? Ending ?? .failed("\(problem)")
    }
  }
}

extension ResolvedSource {
  /// Whether several files make it up.
  fileprivate var isSet: Bool { if case .aofSet = self { true } else { false } }

  /// Bytes on disk, for progress.
  fileprivate var byteCount: UInt64? {
    switch self {
    case .stream(let source), .aofFile(_, let source): source.byteCount
    case .aofSet(let set): set.parts.reduce(0) { $0 &+ $1.byteCount }
    }
  }
}

import ArgumentParser
import RDBFiles
import RDBFormats
import RDBOperations

/// `rdbtool info`: what is inside.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Show versions, auxiliary fields, databases, counts by type and encoding, expiry, functions and modules.",
    discussion: "Of an AOF: its files, commands and the time range of its annotations. Values are not walked: `check` says whether they are well. With filters only the keys that pass are counted.")

  @OptionGroup var from: SourceOptions

  @OptionGroup var filters: FilterOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let source = try from.path()
    let resolved = try SourceOpening.resolve(source, common)
    let opened: OpenedSource
    switch resolved {
    case .stream(let stream) where !CheckOperation.readsAsAOF(stream): opened = stream
    case .aofFile(_, let file) where !CheckOperation.readsAsAOF(file): opened = file
    default: return try runAOF(resolved, source)
    }
    let input = try RDBSource(opened)
    var options = InfoOptions(nowMilliseconds: Clock.nowMilliseconds)
    options.threads = common.threadCount
    let filter = try filters.filter(input.source)
    if let filter { options.filter = { filter.matches($0, key: $1) } }
    options.wantsValueByteCount = filter?.wantsValueByteCount ?? false
    let progress = Progress(common.progress, isQuiet: common.quiet, total: input.source.byteCount) { input.source.bytesRead }
    var report: InfoReport
    do {
      report = try InfoOperation.run(input.framer, options) { _ in progress?.update() }
      progress?.finish()
    } catch {
      progress?.finish()
      throw Ending.failed("\(error)")
    }
    if let size = input.source.uncompressedByteCount { report.bytes = size }
    let view = InfoView(source: source, report: report)
    let output = StandardOutput()
    if common.json { try output.write(view.json) } else { try output.write(view.text(TextStyle(common.color))) }
    try output.flush()
    if let fault = report.fault { throw RDBSource.damaged(source, fault, database: nil, key: nil) }
  }

  private func runAOF(_ resolved: ResolvedSource, _ path: String) throws {
    if filters.isGiven { throw Ending.failed("\(PathText(path)): an AOF has commands, which filters for keys do not choose from; leave them out") }
    var options = InfoOptions(nowMilliseconds: Clock.nowMilliseconds)
    options.threads = common.threadCount
    var check = CheckOptions(nowMilliseconds: options.nowMilliseconds, temporaryDirectory: common.temporaryDirectory)
    check.threads = common.threadCount
    let counted: (InfoReport, CheckReport)
    do {
      counted = try InfoOperation.run(aof: resolved, as: path == "-" ? "standard input" : path, options, check)
    } catch CheckOperation.Failure.unsupported(let fault) {
      throw RDBSource.damaged(path, fault, database: nil, key: nil)
    } catch CheckOperation.Failure.source(let problem) {
      throw Ending.failed("\(problem)")
    } catch {
      throw Ending.failed("\(error)")
    }
    let view = InfoView(source: path, report: counted.0, aof: counted.1)
    let output = StandardOutput()
    if common.json { try output.write(view.json) } else { try output.write(view.text(TextStyle(common.color))) }
    try output.flush()
    if counted.1.verdict == .refused {
      StandardError.print("\(PathText(path)): servers do not start on it; `rdbtool check \(PathText(path))` says why")
      throw Ending.bad
    }
  }
}

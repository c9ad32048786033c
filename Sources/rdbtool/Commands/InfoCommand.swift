import ArgumentParser
import RDBFiles
import RDBFormats
import RDBOperations

/// `rdbtool info`: what is inside.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Show versions, auxiliary fields, databases, counts by type and encoding, expiry, functions and modules.",
    discussion: "Values are not walked: `check` says whether they are well. With filters only the keys that pass are counted.")

  @OptionGroup var from: SourceOptions

  @OptionGroup var filters: FilterOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let source = try from.path()
    let input = try RDBSource(source, common)
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
}

import ArgumentParser
import RDBFiles
import RDBFormats
import RDBOperations

/// `rdbtool check`: says whether it will load.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Say whether a server will load it, and if not, exactly where and why.",
    discussion: """
      An RDB, an AOF (plain, or with an RDB in front), or the directory or manifest of an AOF in several files, of which every file is \
      gone through. In an RDB every value is walked, as a server with `sanitize-dump-payload yes` would; of an AOF every command is looked at, its name, \
      arguments and transaction. The verdict is `sound` (exit code 0), \
      `damaged` (a server starts on it but loses, misreads or later crashes on something, 1) or `refused` (no server starts on it, 1). \
      Without --for it is judged for the server that wrote it, as that was configured, and where servers that read it differ in \
      strictness, the strictest decides. Where an AOF does not say who wrote it, the newest Redis or the newest Valkey decides, \
      whichever reads it better. A torn end that servers cut off is `damaged`, with a warning that says what goes.
      """)

  @Argument(help: "Files or directories, or - for standard input.")
  var sources: [String] = []

  @OptionGroup var configuration: ConfigurationOption

  @Flag(help: "Stop at structure and checksum: no look into values or commands, no search for duplicates.")
  var fast = false

  @OptionGroup var server: ServerOption
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if sources.isEmpty, configuration.redisConf == nil {
      throw ValidationError("a SOURCE is missing: a file, - for standard input, or --redis-conf FILE")
    }
  }

  func run() throws {
    let output = StandardOutput()
    var documents: [JSONValue] = []
    var isBad = false
    for path in try sources + [configuration.dataPath()].compactMap({ $0 }) {
      let began = Clock.seconds
      let report = try check(path)
      let view = CheckView(report: report, seconds: Clock.seconds - began)
      if common.json {
        documents.append(view.json)
      } else if !(common.quiet && report.isSound) {
        try output.write(view.text(TextStyle(common.color), isQuiet: common.quiet, isVerbose: common.verbose))
      }
      if !report.isSound { isBad = true }
    }
    if common.json { try output.write(CheckView.document(documents)) }
    try output.flush()
    if isBad { throw Ending.bad }
  }

  private func check(_ path: String) throws -> CheckReport {
    let resolved = try SourceOpening.resolve(path, common)
    var options = CheckOptions(nowMilliseconds: Clock.nowMilliseconds, temporaryDirectory: common.temporaryDirectory)
    options.isFast = fast
    options.server = server.server
    options.threads = common.threadCount
    let walked = WalkedBytes()
    let progress: Progress?
    switch resolved {
    case .stream(let source), .aofFile(_, let source):
      progress = Progress(common.progress, isQuiet: common.quiet, total: source.byteCount) { source.bytesRead }
    case .aofSet(let set):
      let total = set.parts.reduce(0) { $0 + $1.byteCount }
      progress = Progress(common.progress, isQuiet: common.quiet, total: total) { walked.count }
    }
    defer { progress?.finish() }
    do throws(CheckOperation.Failure) {
      return try CheckOperation.run(resolved, as: path == "-" ? "standard input" : path, options) { count in
        walked.count = count
        progress?.update()
      }
    } catch {
      switch error {
      case .source(let problem): throw Ending.failed("\(problem)")
      case .unsupported(let fault):
        throw Ending.failed("\(PathText(path)): at byte \(grouped(UInt64(fault.offset))): \(fault.reason.message)")
      }
    }
  }
}

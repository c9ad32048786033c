import ArgumentParser
import RDBFiles
import RDBOperations

/// `rdbtool truncate`: back to a moment.
struct TruncateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "truncate",
    abstract: "Cut an AOF at a moment: point-in-time recovery.",
    discussion: """
      AOF is a file, hybrid or not, or an AOF in several files (its directory or manifest). OUT is then a file, or the AOF directory \
      itself, to be used as `appendonlydir`: files behind the cut are left out and the manifest is written anew.

      --to keeps everything of that second, as `redis-check-aof --truncate-to-timestamp` does: what is kept ends before the first \
      `#TS:` above it. Servers stamp transactions and scripts with the second in which they began, and write stamps only with \
      `aof-timestamp-enabled yes` (7.0 and newer). A moment before the AOF begins is refused.
      --to-offset keeps what ends at or before byte N of the file (of the last one of a set; FILE:N names another).
      --before keeps what comes before the command whose line GLOB fits, arguments and all, in any letter case: 'FLUSHALL*', \
      'DEL user:*'. Of several the last one counts, with --since the first at or after that time; --occurrence names another.

      Transactions are never split, and a torn end goes. What is kept has to be sound; damage behind the cut does not matter.

      --in-place needs the server to be stopped. It keeps the old file as AOF.bak (.bak.1, … when there is one). Of a set it writes the \
      files that stay under new names, then swaps the manifest; the old one is kept as MANIFEST.bak, and the files that it names stay too, \
      unused: to go back, rename it to MANIFEST.
      """)

  @OptionGroup var from: SourceOptions

  @Option(parsing: .unconditional, help: ArgumentHelp("Keep everything up to and with this second: 2026-11-23T10:00:00Z, '2026-11-23 10:00:00' (local), Unix seconds, -15m, 'yesterday 10:00'.", valueName: "time"))
  var to: String?

  @Option(help: ArgumentHelp("Keep what ends at or before this byte.", valueName: "[file:]n"))
  var toOffset: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Keep what comes before a command.", valueName: "glob"))
  var before: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("With --before: only commands at or after this time.", valueName: "time"))
  var since: String?

  @Option(help: ArgumentHelp("With --before: first, last or a number from 1 on.", valueName: "which"))
  var occurrence: String?

  @Option(name: [.customShort("o"), .long], help: ArgumentHelp("Where the result goes.", valueName: "out"))
  var output: String?

  @Flag(help: "Replace the AOF and keep the old one as .bak.")
  var inPlace = false

  @Flag(help: "Write nothing, only say what would be cut.")
  var dryRun = false

  @Flag(help: "Replace OUT when it is there already.")
  var force = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    let cuts = [to, toOffset, before].compactMap { $0 }.count
    if cuts != 1 { throw ValidationError("give one of --to TIME, --to-offset N and --before GLOB") }
    if before == nil, since != nil || occurrence != nil { throw ValidationError("--since and --occurrence go with --before") }
    if output != nil, inPlace { throw ValidationError("-o and --in-place exclude each other") }
    if output == nil, !inPlace, !dryRun { throw ValidationError("where does the result go? Give -o OUT, --in-place or --dry-run") }
    if output == "" { throw ValidationError("-o takes the name of a file or directory") }
    _ = try request()
  }

  private func request() throws -> TruncateRequest {
    if let to { return .time(seconds: try time(to).seconds) }
    if let toOffset { return try offset(toOffset) }
    let since = try since.map { try time($0).seconds }
    return .command(glob: before ?? "", try which(isSince: since != nil), sinceSeconds: since)
  }

  private func time(_ text: String) throws -> TimeArgument {
    do throws(TimeArgument.Problem) { return try TimeArgument(text, nowMilliseconds: Clock.nowMilliseconds) } catch {
      throw ValidationError("\(error)")
    }
  }

  private func offset(_ text: String) throws -> TruncateRequest {
    let colon = text.lastIndex(of: ":")
    let digits = colon.map { text[text.index(after: $0)...] } ?? text[...]
    guard let number = Int(digits), number >= 0, !digits.hasPrefix("+") else {
      throw ValidationError("--to-offset takes a number of bytes, or FILE:N, and not '\(text)'")
    }
    return .offset(number, file: colon.map { String(text[..<$0]) })
  }

  private func which(isSince: Bool) throws -> TruncateRequest.Occurrence {
    switch occurrence {
    case nil: return isSince ? .first : .last
    case "first": return .first
    case "last": return .last
    case let text?:
      guard let number = UInt64(text), number > 0, !text.hasPrefix("+") else {
        throw ValidationError("--occurrence takes first, last or a number from 1 on, and not '\(text)'")
      }
      return .number(number)
    }
  }

  func run() throws {
    let source = try from.path()
    try SourceOpening.refuseLater(source)
    let destination: TruncateOperation.Destination = inPlace ? .inPlace : output.map { .path($0, replacing: force) } ?? .nowhere
    let request = try request()
    let began = Clock.seconds
    let plan: TruncatePlan
    let result: TruncateOperation.Result
    do throws(TruncateError) {
      let input = try TruncateInput(source, temporaryDirectory: common.temporaryDirectory)
      let reading = Advance(common, total: input.byteCount)
      defer { reading.finish() }
      plan = try TruncateOperation.plan(input, request, destination, progress: reading.add)
      reading.finish()
      if !dryRun { WriteInterruption.catchSignals() }
      let writing = Advance(common, total: plan.keptByteCount)
      defer { writing.finish() }
      result = try TruncateOperation.carryOut(plan, dryRun ? .nowhere : destination, progress: writing.add)
    } catch {
      throw try ending(error, source)
    }
    let view = TruncateView(
      plan: plan, result: result, source: source, output: inPlace ? source : output, isDryRun: dryRun, seconds: Clock.seconds - began)
    let standardOutput = StandardOutput()
    if common.json {
      try standardOutput.write(view.json)
    } else if !common.quiet {
      try standardOutput.write(view.text(TextStyle(common.color)))
    }
    try standardOutput.flush()
  }

  private func ending(_ error: TruncateError, _ source: String) throws -> Ending {
    switch error {
    case .refused(let sentence): return .failed(sentence)
    case .sink(let error): return error.reason == .interrupted ? .interrupted : .failed("\(error)")
    case .damaged(let sentence):
      StandardError.print("rdbtool: \(sentence)")
      if common.json {
        let output = StandardOutput()
        try output.write(
          .object([("schema", .string("rdbtool.truncate/1")), ("source", .string(source)), ("ok", .bool(false)), ("error", .string(sentence))]))
        try output.flush()
      }
      return .bad
    }
  }
}

/// Bytes of a step that are done, shown as they grow.
private final class Advance {
  private var count: UInt64 = 0
  private var progress: Progress?

  init(_ options: CommonOptions, total: UInt64) {
    progress = Progress(options.progress, isQuiet: options.quiet, total: total) { [unowned self] in count }
  }

  func add(_ bytes: UInt64) {
    count += bytes
    progress?.update()
  }

  func finish() {
    progress?.finish()
    progress = nil
  }
}

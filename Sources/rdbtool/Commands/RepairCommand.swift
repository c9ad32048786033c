import ArgumentParser
import RDBFiles
import RDBFormats
import RDBOperations

/// `rdbtool repair`: writes a loadable copy with everything that can be saved.
struct RepairCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repair",
    abstract: "Write a loadable copy with everything that can be saved, and list what could not.",
    discussion: """
      Of an RDB every key whose bytes are sound is kept, before and after the damage. One wrong byte in an otherwise sound file is found and put right \
      by the checksum alone. Where the frame of the file is lost, the next place counts only when its records prove themselves: no key comes \
      out that was not in it. Of an AOF, in one file or several, every command and transaction is kept whose bytes are sound: damage is \
      stepped over to the next whole command, a transaction is kept whole or not at all, what no server runs is removed, and a lost or \
      broken manifest is written anew from the files (OUT is the AOF directory then). What was left out lies in OUT.quarantine. Exit codes: 0 nothing was lost, 3 something was and is listed, \
      2 nothing could be done.
      """)

  @OptionGroup var from: SourceOptions

  @Option(name: .shortAndLong, help: "Where the new file goes.")
  var output: String?

  @Flag(help: "Put the new file in the place of the old one, which stays as .bak (.bak.1, … beside older ones).")
  var inPlace = false

  @Flag(help: "Replace files that are in the way: OUT, OUT.quarantine, the report.")
  var force = false

  @Flag(help: "Only tell what would be kept and lost.")
  var dryRun = false

  @Option(help: "keep: of a damaged value the elements before the wound, in a plain encoding. drop: nothing.")
  var partial = RepairOptions.Partial.drop

  @Option(help: "The RDB version to write; that of the source if not given.")
  var rdbVersion: Int?

  @Option(help: ArgumentHelp("Write the report as JSON to this file too.", valueName: "file"))
  var report: String?

  @OptionGroup var server: ServerOption
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if inPlace, output != nil { throw ValidationError("--in-place is an output by itself: leave out --output") }
    if !inPlace, output == nil, !dryRun { throw ValidationError("give --output OUT, --in-place or --dry-run") }
    if inPlace, from.source == "-" { throw ValidationError("standard input has no place: give --output OUT") }
    if rdbVersion != nil, server.server != nil { throw ValidationError("--for chooses a version by itself: leave out --rdb-version") }
  }

  func run() throws {
    // What a source is decides how it is repaired.
    let source = try from.path()
    switch try SourceOpening.resolve(source, common) {
    case .aofSet(let set): try repairAOF(set, nil, source)
    case .aofFile(_, let opened), .stream(let opened):
      if AOFRepair.takes(opened) { try repairAOF(nil, opened, source) } else { try repairRDB(opened, source) }
    }
  }

  var options: RepairOptions {
    var options = RepairOptions(nowMilliseconds: Clock.nowMilliseconds, temporaryDirectory: common.temporaryDirectory)
    options.server = server.server
    options.rdbVersion = rdbVersion
    options.partial = partial
    options.threads = common.threadCount
    return options
  }

  private func repairRDB(_ opened: OpenedSource, _ source: String) throws {
    if inPlace, !opened.compression.isEmpty {
      throw Ending.failed("\(PathText(opened.path)): a compressed file cannot be repaired in its place; give --output OUT")
    }
    let place = try destination(opened, source)
    let reportFile = try reportDestination(opened)
    let walked = Walked()
    let progress = Progress(common.progress, isQuiet: common.quiet, total: opened.byteCount) { walked.byteCount }
    defer { progress?.finish() }
    let began = Clock.seconds
    var report: RepairReport
    var isWritten = false
    do throws(RepairError) {
      let repair = try RepairOperation.prepare(opened, options) { walked.tell($0, progress) }
      report = repair.report
      if let place, !(inPlace && report.isSound) {
        report = try place.write(repair) { walked.tell($0, progress) }
        isWritten = true
      }
    } catch {
      throw ending(error, opened.path)
    }
    progress?.finish()
    let view = RepairView(report: report, source: opened.path, output: isWritten ? place?.path : nil, isDryRun: dryRun, seconds: Clock.seconds - began)
    try tell(view.json, isComplete: report.isComplete, reportFile) { view.text($0, isQuiet: common.quiet, isVerbose: common.verbose) }
  }

  /// Tells what came of it, where that was asked for.
  func tell(_ json: JSONValue, isComplete: Bool, _ reportFile: AtomicFile?, _ text: (TextStyle) -> String) throws {
    if let reportFile { try write(json.text + "\n", to: reportFile) }
    let output = StandardOutput()
    if common.json {
      try output.write(json.text + "\n")
    } else if !(common.quiet && isComplete) {
      try output.write(text(TextStyle(common.color)))
    }
    try output.flush()
    if !isComplete { throw Ending.partial }
  }

  private func destination(_ opened: OpenedSource, _ source: String) throws -> RepairOutput? {
    guard !dryRun, let path = inPlace ? source : output else { return nil }
    var manner = RepairOutput.Manner()
    manner.inPlace = inPlace
    manner.force = force
    do throws(RepairOutput.Refusal) { return try RepairOutput(path, opened, manner) } catch {
      switch error {
      case .isInput(let path):
        throw Ending.failed("\(PathText(path)): the output is the input, which was left alone; give another name, or --in-place, which keeps the old file as .bak")
      case .inTheWay(let path):
        throw Ending.failed("\(PathText(path)): there is a file of this name already, of an earlier repair; move it away first, or give --force")
      case .sink(let problem): throw Ending.failed("\(problem)")
      }
    }
  }

  func reportDestination(_ opened: OpenedSource?, _ set: AOFSet? = nil) throws -> AtomicFile? {
    guard let report else { return nil }
    let isPart = set.map { set in ([set.manifestPath] + (set.parts + set.strays).map(\.path)).contains(report) } ?? false
    guard !isPart, opened?.isFile(at: report) != true else { throw Ending.failed("\(PathText(report)): the report would replace the source; give another name") }
    do throws(SinkError) { return try AtomicFile(destination: report, replacing: force) } catch { throw Ending.failed("\(error)") }
  }

  private func write(_ text: String, to file: AtomicFile) throws {
    do {
      var text = text
      try text.withUTF8 { try file.write(UnsafeRawBufferPointer($0)) }
      try file.commit()
    } catch {
      throw Ending.failed("\(error)")
    }
  }

  func ending(_ error: RepairError, _ name: String) -> Ending {
    let path = PathText(name)
    switch error {
    case .notAnRDB(let message, let hint): return .failed("\(path): \(message)" + (hint.map { "; \($0)" } ?? ""))
    case .nothingToSave(let why): return .failed("\(path): there is nothing to save: \(why); nothing was written")
    case .version(let sentence): return .failed("\(path): \(sentence)")
    case .source(let problem): return .failed("\(problem)")
    case .sink(let problem): return .failed("\(problem)")
    case .changed: return .failed("\(path): the file was written to while it was read; stop the server or copy the file, and repair that")
    }
  }
}

extension RepairOptions.Partial: ExpressibleByArgument {}

/// How far the work has come, told by one thread at a time.
private final class Walked {
  private(set) var byteCount: UInt64 = 0

  func tell(_ count: UInt64, _ progress: Progress?) {
    byteCount = count
    progress?.update()
  }
}

import RDBFiles
import RDBFormats
import RDBOperations

extension RepairCommand {
  /// Repairs an AOF, be it one file or a set.
  ///
  /// - Parameters:
  ///   - set: the files of a set; nil for a single file.
  ///   - opened: a single file.
  func repairAOF(_ set: AOFSet?, _ opened: OpenedSource?, _ source: String) throws {
    let name = opened?.path ?? source
    let total = set.map { $0.parts.reduce(0) { $0 + $1.byteCount } } ?? opened?.byteCount
    if inPlace, let opened, !opened.compression.isEmpty { throw notInPlace(name) }
    let place = dryRun ? nil : output
    let reportFile = try reportDestination(opened, set)
    let walked = WalkedBytes()
    let progress = Progress(common.progress, isQuiet: common.quiet, total: total) { walked.count }
    defer { progress?.finish() }
    func tell(_ count: UInt64) {
      walked.count = count
      progress?.update()
    }
    let began = Clock.seconds
    var repair: PreparedAOFRepair
    do throws(RepairError) {
      if let place { try checkPlace(place, set, opened) }
      if let set {
        repair = try AOFRepair.prepare(set, options, progress: tell)
      } else if let opened {
        repair = try AOFRepair.prepare(opened, options, progress: tell)
      } else {
        return
      }
    } catch { throw ending(error, name) }
    var written: String?
    if !dryRun { WriteInterruption.catchSignals() }
    do throws(PreparedAOFRepair.Refusal) {
      if let place {
        try repair.write(to: place, force: force)
        written = place
      } else if inPlace, !dryRun, !repair.report.isSound {
        try repair.replace(force: force)
        written = source
      }
    } catch {
      switch error {
      case .inTheWay(let path):
        throw Ending.failed("\(PathText(path)): there is a file of this name already, of an earlier repair; move it away first, or give --force")
      case .notInPlace: throw notInPlace(name)
      case .sink(let problem): throw problem.reason == .interrupted ? Ending.interrupted : Ending.failed("\(problem)")
      }
    }
    progress?.finish()
    let view = AOFRepairView(report: repair.report, source: name, output: written, isDryRun: dryRun, seconds: Clock.seconds - began)
    try self.tell(view.json, isComplete: repair.report.isComplete, reportFile) { view.text($0, isQuiet: common.quiet, isVerbose: common.verbose) }
  }

  /// Looks whether there is a place for the output before any work is done.
  private func checkPlace(_ place: String, _ set: AOFSet?, _ opened: OpenedSource?) throws(RepairError) {
    do throws(SinkError) {
      if let set {
        try OutputPlace.checkDirectory(place, inputs: [], directory: set.directory, replacing: force)
      } else {
        try OutputPlace.checkFile(place, inputs: [opened?.fileContent].compactMap(\.self), replacing: force)
      }
    } catch { throw .sink(error) }
  }

  private func notInPlace(_ name: String) -> Ending {
    .failed("\(PathText(name)): a compressed file cannot be repaired in its place; give --output OUT")
  }
}

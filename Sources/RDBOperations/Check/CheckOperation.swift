package import RDBFiles
package import RDBFormats

/// Says whether a server will load a file, and if not, exactly where and why.
package enum CheckOperation {
  /// Why the job itself could not be done; what is wrong with the data is in the report instead.
  package enum Failure: Error {
    /// The source could not be read to its end.
    case source(any Error)
    /// Something that rdbtool does not hold in memory.
    case unsupported(DecodeFault)
  }

  /// Whether a stream is an AOF: by its content, and by its name where that cannot tell or where a server would refuse it.
  package static func readsAsAOF(_ source: OpenedSource) -> Bool { AOFCheck.reads(source) }

  /// Checks whatever a path leads to: an RDB, an AOF in one file, or the files of one with a manifest.
  ///
  /// - Parameters:
  ///   - path: what the report calls it.
  ///   - progress: told how many bytes of the decompressed files have been walked.
  /// - Throws: ``Failure``.
  package static func run(
    _ resolved: ResolvedSource, as path: String, _ options: CheckOptions, progress: ((UInt64) -> Void)? = nil
  ) throws(Failure) -> CheckReport {
    switch resolved {
    case .stream(let source), .aofFile(_, let source): return try run(source, options, progress: progress)
    case .aofSet(let set): return try AOFCheck.run(set, as: path, options, progress: progress)
    }
  }

  /// Walks a source to its end.
  ///
  /// - Parameter progress: told how many bytes of the decompressed file have been walked.
  /// - Throws: ``Failure``.
  package static func run(
    _ source: OpenedSource, _ options: CheckOptions, progress: ((UInt64) -> Void)? = nil
  ) throws(Failure) -> CheckReport {
    if AOFCheck.reads(source) { return try AOFCheck.run(source, options, progress: progress) }
    var report = CheckReport(source: source.path)
    if let defect = ContentDefect.of(source.content) {
      report.verdict = .refused
      report.kind = ContentDefect.kind(source.content)
      report.defects = [defect]
      report.bytes = source.byteCount ?? 0
      return report
    }
    let framer: RDBFramer
    do throws(DecodeFault) {
      framer = try RDBFramer(source.source, byteCount: source.uncompressedByteCount)
    } catch {
      // A source that cannot be read looks like one that ends.
      if let failure = error.sourceFailure { throw .source(failure) }
      report.verdict = .refused
      report.defects = [DefectWriter(judgements: []).defect(RecordFinding(error), effect: .refused)]
      return report
    }
    let (end, results) = try walk(framer, source, options, progress: progress)
    fill(&report, end, results, options, source)
    return report
  }

  /// Walks an RDB to its end, and once more when it has duplicates.
  ///
  /// - Parameter trailing: that of the framer.
  static func walk(
    _ framer: RDBFramer, _ source: OpenedSource, _ options: CheckOptions, trailing: RDBFramer.Trailing = .none, progress: ((UInt64) -> Void)?
  ) throws(Failure) -> (PipelineEnd, CheckResults) {
    let results = CheckResults(canReadTwice: source.isSeekable)
    let seed = UInt64.random(in: 1 ... .max)
    let pipeline = RecordPipeline<CheckWorker>(framer, checksums: true, progress: progress)
    let workers = (0..<max(1, options.threads)).map { _ in CheckWorker(options, seed: seed, results: results) }
    let end: PipelineEnd
    do { end = try pipeline.run(workers) } catch { throw .source(error) }
    if let failure = end.sourceFailure { throw .source(failure) }
    try nameDuplicates(results, seed, source, options, trailing)
    if let finding = results.findings.first(where: { if case .unsupported = $0.fault.reason { true } else { false } }) {
      throw .unsupported(finding.fault)
    }
    return (end, results)
  }

  /// Looks at a file once more when it has duplicates, to name them.
  private static func nameDuplicates(
    _ results: CheckResults, _ seed: UInt64, _ source: OpenedSource, _ options: CheckOptions, _ trailing: RDBFramer.Trailing
  ) throws(Failure) {
    let marks = duplicateMarks(results, options.threads)
    guard !marks.isEmpty else { return }
    let seen = DuplicateFinder.Seen()
    do {
      if let again = try source.reopened() {
        let framer = try RDBFramer(again.source, byteCount: again.uncompressedByteCount, trailing: trailing)
        let workers = (0..<max(1, options.threads)).map { _ in DuplicateWorker(DuplicateFinder(marks, seed: seed), seen) }
        _ = try RecordPipeline<DuplicateWorker>(framer, checksums: false).run(workers)
      }
    } catch {
      throw .source(error)
    }
    results.add(seen, of: marks)
  }

  /// Keys below which one thread has compared them before another one has begun.
  private static let smallKeyCount = 100_000

  private static func duplicateMarks(_ results: CheckResults, _ threads: Int) -> DuplicateMarks {
    let shares = results.keyCount < smallKeyCount ? 1 : max(1, threads)
    let found = UnsafeMutablePointer<DuplicateMarks>.allocate(capacity: shares)
    found.initialize(repeating: DuplicateMarks(), count: shares)
    defer {
      found.deinitialize(count: shares)
      found.deallocate()
    }
    Threads.run(shares) { found[$0] = results.duplicateMarks($0, of: shares) }
    var marks = found[0]
    for share in 0..<shares where share > 0 { marks.add(found[share]) }
    return marks
  }

  private static func fill(_ report: inout CheckReport, _ end: PipelineEnd, _ results: CheckResults, _ options: CheckOptions, _ source: OpenedSource) {
    let tally = results.tally
    report.header = end.header
    report.tally = tally
    report.checksum = end.checksum
    report.bytes = source.uncompressedByteCount ?? end.byteCount + UInt64(RDBHeader.byteCount)
    report.droppedDefects = results.dropped
    report.isComplete = end.ending != nil
    let written = Writer.of(end.header, tally)
    report.writer = written.text

    let findings = results.findings + FileFindings.of(end, tally, nowMilliseconds: options.nowMilliseconds) + CompressedFinding.of(source)
    let judgements = Judgement.all(end.header, tally, writer: written.server, for: options.server)
    report.judgedFor = options.server ?? written.server
    let writer = DefectWriter(judgements: judgements)
    var defects = findings.map { writer.defect($0) }
    for judgement in judgements where judgement.isDecisive { defects += judgement.obstacles.map { writer.defect($0, judgement.judge.server) } }
    report.defects = defects.sorted { $0.offset < $1.offset }
    let worst = max(findings.map { writer.effect($0) }.max() ?? .none, judgements.contains { $0.isDecisive && !$0.obstacles.isEmpty } ? .refused : .none)
    report.verdict = worst == .refused ? .refused : worst == .damaged ? .damaged : .sound
    (report.loads, report.obstacles) = ServerLines.of(end.header, tally, findings)
  }
}

extension DecodeFault {
  /// What kept the source from being read, when that is the fault.
  var sourceFailure: (any Error)? {
    if case .inputFailed = reason { self } else { nil }
  }
}

package import RDBFiles
package import RDBFormats

/// Counts what is in a file.
package enum InfoOperation {
  /// Counts what is in an AOF: the keys of the RDB at its start, and the commands of all its files.
  ///
  /// - Returns: the counts of the RDB, and the rest as `check --fast` has it.
  /// - Throws: what kept a file from being read.
  package static func run(
    aof resolved: ResolvedSource, as path: String, _ options: InfoOptions, _ check: CheckOptions, progress: ((UInt64) -> Void)? = nil
  ) throws -> (InfoReport, CheckReport) {
    var check = check
    check.isFast = true
    let commands = try CheckOperation.run(resolved, as: path, check, progress: progress)
    var source: OpenedSource?
    switch resolved {
    case .aofFile(_, let opened), .stream(let opened): source = try opened.reopened()
    case .aofSet(let set): if let first = set.parts.first, case .file = first.state { source = try first.open() }
    }
    guard let source, source.content == .rdb else { return (InfoReport(header: nil), commands) }
    let framer = try RDBFramer(source.source, byteCount: source.uncompressedByteCount, trailing: .aof)
    return (try run(framer, options), commands)
  }

  /// Walks a file to its end, or to where nobody can go on: what was counted up to there is in the report.
  ///
  /// - Throws: what kept the source from being read.
  package static func run(
    _ framer: RDBFramer, _ options: InfoOptions, progress: ((UInt64) -> Void)? = nil
  ) throws -> InfoReport {
    let total = InfoTotal(framer.header)
    let pipeline = RecordPipeline<InfoWorker>(framer, checksums: true, progress: progress)
    let end = try pipeline.run((0..<max(1, options.threads)).map { _ in InfoWorker(framer.header, options, total) })
    if let failure = end.sourceFailure { throw failure }
    var report = total.report
    report.checksum = end.checksum
    report.fault = end.fault
    report.bytes = end.byteCount + UInt64(RDBHeader.byteCount)
    return report
  }
}

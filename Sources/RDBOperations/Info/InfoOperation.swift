package import RDBFormats

/// Counts what is in a file.
package enum InfoOperation {
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

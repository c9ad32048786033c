import RDBFormats

/// What the workers of one export share. Touched only by the one whose turn it is in the order of the file.
final class ExportState {
  let sink: any ExportSink
  /// Everything that was merged.
  var report: ExportReport
  /// The database that the commands written so far have selected.
  var selectedDatabase: UInt64?
  /// Whether an object was written, behind which the next needs a comma.
  var hasObjects = false
  /// The key inside which the file ended.
  var openKey: (key: [UInt8], database: UInt64)?

  init(sink: any ExportSink, header: RDBHeader) {
    self.sink = sink
    report = ExportReport(PipelineEnd(header: header))
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    if bytes.isEmpty { return }
    try sink.write(bytes)
    report.byteCount += UInt64(bytes.count)
  }
}

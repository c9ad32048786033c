package import RDBFormats

/// Renders an RDB for others to read; a namespace.
package enum Export {
  /// Renders every key that the filter lets through, in the order of the file.
  ///
  /// - Parameters:
  ///   - framer: at the first item.
  ///   - sink: told of every byte, by one thread at a time.
  ///   - progress: told how many bytes of the file have been walked.
  /// - Returns: what was written, and what could not be said in the format.
  /// - Throws: ``ExportError``, or what the sink threw. Up to there every key was written whole, unless the one at fault
  ///   is larger than a window: of that the output has a part.
  package static func run(
    _ framer: RDBFramer, _ options: ExportOptions, sink: any ExportSink, progress: ((UInt64) -> Void)? = nil
  ) throws -> ExportReport {
    var options = options
    if options.filter.largeValueSizes.isEmpty { options.filter.largeValueSizes = options.largeValues.byteCounts }
    let state = ExportState(sink: sink, header: framer.header)
    try write(state) { [options] in prologue(options, $0) }
    let pipeline = RecordPipeline<ExportWorker>(
      framer, checksums: true, chunkByteCount: options.chunkByteCount, progress: progress)
    let end = try pipeline.run((0..<max(1, options.threads)).map { [options] _ in worker(options, state) })
    if let failure = end.sourceFailure { throw ExportError.sourceFailed(failure) }
    if let fault = end.fault {
      throw ExportError.damaged(
        ExportError.Damage(
          fault: fault, key: state.openKey?.key, database: state.openKey?.database, keysBefore: state.report.keysExported))
    }
    if case .invalid(let stored, let computed) = end.checksum { throw ExportError.checksum(stored: stored, computed: computed) }
    if options.format == .json { try write(state) { $0.append(state.hasObjects ? "\n]}\n" : "]}\n") } }
    state.report.end = end
    return state.report
  }

  private static func worker(_ options: ExportOptions, _ state: ExportState) -> ExportWorker {
    switch options.format {
    case .jsonl, .json, .csv: JSONWorker(options, state)
    case .resp: RESPWorker(options, state)
    case .keys: KeysWorker(options, state, output: OutputBuffer(capacity: 64 << 10))
    }
  }

  private static func prologue(_ options: ExportOptions, _ output: OutputBuffer) {
    switch options.format {
    case .jsonl, .resp, .keys: break
    case .json:
      output.append("{\"schema\":\"rdbtool.export/1\",\"source\":")
      var source = options.source
      source.withUTF8 { output.appendJSONOrBase64(UnsafeRawBufferPointer($0)) }
      output.append(",\"keys\":[")
    case .csv: output.append("db,key,type,encoding,expiresAt,elements,bytes,value\n")
    }
  }

  private static func write(_ state: ExportState, _ render: (OutputBuffer) -> Void) throws {
    let output = OutputBuffer()
    render(output)
    try state.write(output.bytes)
  }
}

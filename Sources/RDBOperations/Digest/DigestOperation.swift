package import RDBFormats

/// The digest of an RDB: `DEBUG DIGEST` of a server, without the server.
package enum DigestOperation {
  /// Told of a key: database, name (borrowed for the call), and `DEBUG DIGEST-VALUE`. In the order of the file,
  /// on any thread, one call at a time.
  package typealias RowConsumer = (UInt64, RawSpan, Digest) throws -> Void

  /// Walks a file to its end.
  ///
  /// - Parameters:
  ///   - framer: at the first item.
  ///   - progress: told now and then how many bytes have been walked.
  ///   - row: told of every key when `options.perKey`; those in front of damage have been told when this throws.
  package static func run(
    _ framer: RDBFramer, _ options: DigestOptions, progress: ((UInt64) -> Void)? = nil, row: RowConsumer? = nil
  ) throws(DigestError) -> DigestReport {
    guard framer.header.version > 0 else {
      throw .damaged(DigestProblem(DecodeFault(.version(framer.header.text), at: 0), database: nil, key: nil))
    }
    let (writer, fileTime) = origin(framer)
    let server = options.server ?? writer
    let dialect: DigestDialect =
      options.full ? .full : .of(server, fileTime: options.fieldExpiryMoment ?? fileTime)
    let workers = (0..<max(1, options.threads)).map { _ in
      DigestWorker(
        DatasetDigester(dialect, keepsRows: options.perKey && row != nil, filter: options.filter,
          wantsValueByteCount: options.wantsValueByteCount), options.perKey ? row : nil)
    }
    let pipeline = RecordPipeline<DigestWorker>(
      framer, checksums: true, chunkByteCount: options.chunkByteCount, progress: progress)
    let end: PipelineEnd
    do { end = try pipeline.run(workers) } catch {
      if let failure = framer.sourceFailure { throw .source(failure) }
      throw error as? DigestError ?? .consumer(error)
    }
    try check(end)
    var totals = DatasetDigest()
    for worker in workers { totals.merge(worker.digester.totals) }
    return DigestReport(
      digest: totals.digest.hex, server: options.full ? nil : server, keyCount: totals.keyCount, end: end)
  }

  /// Which server wrote a file, and the last moment at which it may have: `ctime` is in whole seconds.
  private static func origin(_ framer: RDBFramer) -> (ServerVersion, Int64?) {
    var fields: [String: String] = [:]
    for (name, value) in framer.leadingAuxiliary() {
      fields[String(decoding: name, as: UTF8.self)] = String(decoding: value, as: UTF8.self)
    }
    let writer = ServerVersion.writer(
      ofAux: fields["redis-ver"], valkeyVersion: fields["valkey-ver"], header: framer.header)
    let seconds = fields["ctime"].flatMap { Int64($0) }.flatMap { (0..<1 << 40).contains($0) ? $0 : nil }
    return (writer, seconds.map { $0 * 1000 + 999 })
  }

  private static func check(_ end: PipelineEnd) throws(DigestError) {
    if let failure = end.sourceFailure { throw .source(failure) }
    if let fault = end.fault { throw .damaged(DigestProblem(fault, database: nil, key: nil)) }
    if case .invalid(let stored, let computed) = end.checksum { throw .checksum(stored: stored, computed: computed) }
    if let ending = end.ending, end.header.hasChecksum, ending.storedChecksum == nil {
      let fault = DecodeFault(.checksumMissing(available: ending.checksumByteCount), at: ending.offset + 1)
      throw .damaged(DigestProblem(fault, database: nil, key: nil))
    }
  }
}

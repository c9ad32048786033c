package import RDBFormats

/// What will be written, ready to be told or carried out.
package struct PreparedRepair {
  private let plan: RepairPlan
  /// The file as it is read, corrections included, and as it is.
  private let bytes: any RandomAccessBytes
  private let original: any RandomAccessBytes
  private let header: RDBHeader
  private let counts: [UInt64: SalvageWalker.Count]
  private let threads: Int
  /// What there is to say of it.
  package var report: RepairReport

  init(
    plan: RepairPlan, bytes: any RandomAccessBytes, original: any RandomAccessBytes, header: RDBHeader, counts: [UInt64: SalvageWalker.Count],
    threads: Int, report: RepairReport
  ) {
    self.original = original
    self.threads = threads
    self.plan = plan
    self.bytes = bytes
    self.header = header
    self.counts = counts
    self.report = report
  }

  /// Whether bytes were left out that a quarantine file should keep.
  package var needsQuarantine: Bool { !report.lostRanges.isEmpty }

  /// Writes the new RDB. Several threads read, and write in turn.
  ///
  /// - Parameter progress: told of the bytes that were written.
  /// - Returns: how many bytes it has.
  /// - Throws: what the sink throws, or what kept the old file from being read.
  package func write(to sink: any RDBByteSink, progress: ((UInt64) -> Void)? = nil) throws -> UInt64 {
    let writer = try RDBWriter(sink, header: header)
    let pieces = RepairPieces(plan.steps)
    let turns = Turns()
    Threads.run(threads) { _ in
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: RepairPieces.byteCount, alignment: 64)
      defer { buffer.deallocate() }
      while let (number, piece) = pieces.next() {
        var problem: (any Error)?
        var read = UnsafeRawBufferPointer(start: nil, count: 0)
        if case .copy(let range) = piece {
          do { read = try self.read(range, into: buffer) } catch { problem = error }
        }
        let goesOn = turns.take(number) {
          if let problem { throw problem }
          if case .insert(let index) = piece { try write(plan.insertions[index], to: writer) } else { try writer.items(read) }
          progress?(writer.byteCount)
        }
        if !goesOn { return }
      }
    }
    if let failure = turns.failure { throw failure }
    try writer.end()
    return writer.byteCount
  }

  private func write(_ insertion: RepairPlan.Insertion, to writer: RDBWriter) throws {
    switch insertion {
    case .sizeHint(let database):
      let count = counts[database] ?? SalvageWalker.Count()
      try writer.sizeHint(keys: count.keys, expires: count.expires)
    case .attributes(let attributes): try writer.attributes(attributes)
    case .select(let database, _): try writer.selectDatabase(database)
    case .seam: break
    case .value(let key, let attributes, let value):
      try writer.attributes(attributes)
      try writer.record(key: key, value)
    }
  }

  /// Writes everything that was left out, one stretch behind the other, in the order of ``RepairReport/lostRanges``.
  package func writeQuarantine(_ write: (UnsafeRawBufferPointer) throws -> Void) throws {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    for range in report.lostRanges { try copy(range, buffer, write) }
  }

  /// Reads a range that fits a buffer.
  private func read(_ range: Range<Int>, into buffer: UnsafeMutableRawBufferPointer) throws -> UnsafeRawBufferPointer {
    var count = 0
    while count < range.count {
      let got = try bytes.read(at: range.lowerBound + count, into: UnsafeMutableRawBufferPointer(rebasing: buffer[count..<range.count]))
      // The file became shorter meanwhile.
      guard got > 0 else { throw RepairError.changed }
      count += got
    }
    return UnsafeRawBufferPointer(rebasing: buffer[..<count])
  }

  private func copy(_ range: Range<Int>, _ buffer: UnsafeMutableRawBufferPointer, _ write: (UnsafeRawBufferPointer) throws -> Void) throws {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let wanted = min(buffer.count, range.upperBound - offset)
      let got = try original.read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
      // The file became shorter meanwhile.
      guard got > 0 else { throw RepairError.changed }
      try write(UnsafeRawBufferPointer(rebasing: buffer[..<got]))
      offset += got
    }
  }
}

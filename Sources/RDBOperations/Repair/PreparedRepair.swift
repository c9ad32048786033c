package import RDBFormats

/// What will be written, ready to be told or carried out.
package struct PreparedRepair {
  private let plan: RepairPlan
  private let bytes: any RandomAccessBytes
  private let header: RDBHeader
  private let counts: [UInt64: SalvageWalker.Count]
  /// What there is to say of it.
  package var report: RepairReport

  init(plan: RepairPlan, bytes: any RandomAccessBytes, header: RDBHeader, counts: [UInt64: SalvageWalker.Count], report: RepairReport) {
    self.plan = plan
    self.bytes = bytes
    self.header = header
    self.counts = counts
    self.report = report
  }

  /// Whether bytes were left out that a quarantine file should keep.
  package var needsQuarantine: Bool { !plan.lostRanges.isEmpty }

  /// Writes the new RDB.
  ///
  /// - Parameter progress: told of the bytes that were written.
  /// - Returns: how many bytes it has.
  /// - Throws: what the sink throws, or what kept the old file from being read.
  package func write(to sink: any RDBByteSink, progress: ((UInt64) -> Void)? = nil) throws -> UInt64 {
    let writer = try RDBWriter(sink, header: header)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    for step in plan.steps {
      switch step {
      case .copy(let range):
        try copy(range, buffer) {
          try writer.items($0)
          progress?(writer.byteCount)
        }
      case .insert(let index): try write(plan.insertions[index], to: writer)
      }
    }
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
    for range in plan.lostRanges { try copy(range, buffer, write) }
  }

  private func copy(_ range: Range<Int>, _ buffer: UnsafeMutableRawBufferPointer, _ write: (UnsafeRawBufferPointer) throws -> Void) throws {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let wanted = min(buffer.count, range.upperBound - offset)
      let got = try bytes.read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
      // The file became shorter meanwhile.
      guard got > 0 else { throw RepairError.changed }
      try write(UnsafeRawBufferPointer(rebasing: buffer[..<got]))
      offset += got
    }
  }
}

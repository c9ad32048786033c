import RDBFormats

/// A thread's share of the walk of a repair.
final class RepairWorker: PipelineWorker {
  private let walker: SalvageWalker
  private let scan: RepairScan

  init(_ walker: SalvageWalker, _ scan: RepairScan) {
    self.walker = walker
    self.scan = scan
  }

  /// As ``SalvageWalker/stopsBehindDamage``.
  var stopsBehindDamage: Bool {
    get { walker.stopsBehindDamage }
    set { walker.stopsBehindDamage = newValue }
  }

  /// Forgets what was walked and not merged.
  func reset() { walker.reset() }

  func walk(_ chunk: RecordChunk) -> DecodeFault? { walker.walk(chunk) }

  func streamItem(_ framer: RDBFramer) -> RDBFramer.StreamedItem {
    let item = walker.streamItem(framer)
    if item.fault != nil { scan.broke(at: item.offset, walker.openRecord) }
    return item
  }

  func merge() throws {
    try scan.take(walker)
    walker.reset()
  }
}

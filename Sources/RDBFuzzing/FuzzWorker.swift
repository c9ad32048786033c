import RDBFormats
import RDBOperations

/// A thread's share of a check on several threads.
final class FuzzWorker: PipelineWorker {
  private let checker: RecordChecker
  private let results: CheckResults
  /// A fault in a chunk that was framed, which should never happen.
  private(set) var chunkFault: DecodeFault?

  init(_ results: CheckResults) {
    self.results = results
    checker = RecordChecker(isDeep: true, nowMilliseconds: WalkEntries.now, seed: WalkEntries.seed, spill: nil)
  }

  func walk(_ chunk: RecordChunk) -> DecodeFault? {
    let fault = checker.walk(chunk)
    if let fault { chunkFault = fault }
    return fault
  }

  func streamItem(_ framer: RDBFramer) -> RDBFramer.StreamedItem { checker.streamItem(framer) }
  func merge() { checker.merge(into: results) }
}

import RDBFormats

/// A thread's share of naming duplicates, for the pipeline.
final class DuplicateWorker: PipelineWorker {
  private let finder: DuplicateFinder
  private let seen: DuplicateFinder.Seen

  init(_ finder: DuplicateFinder, _ seen: DuplicateFinder.Seen) {
    self.finder = finder
    self.seen = seen
  }

  func walk(_ chunk: RecordChunk) -> DecodeFault? {
    do throws(DecodeFault) {
      try chunk.walk(finder)
      return nil
    } catch {
      return error
    }
  }

  func streamItem(_ framer: RDBFramer) -> RDBFramer.StreamedItem { framer.streamItem(finder) }
  func merge() { finder.merge(into: seen) }
}

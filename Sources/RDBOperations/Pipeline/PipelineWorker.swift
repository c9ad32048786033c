package import RDBFormats

/// One thread's share of a walk through an RDB.
///
/// ``walk(_:)`` runs on many threads at once; ``merge()`` runs for one piece at a time, in the order of the file.
package protocol PipelineWorker: AnyObject {
  /// Walks the items of a chunk. On any thread; what comes of it waits for ``merge()``.
  ///
  /// - Returns: a fault that ends the walk; there is none in a chunk that was framed.
  func walk(_ chunk: RecordChunk) -> DecodeFault?
  /// Walks the next item in the stream. Everything before it has been merged, and nobody else runs.
  func streamItem(_ framer: RDBFramer) -> RDBFramer.StreamedItem
  /// Takes over what the last walk collected.
  ///
  /// - Throws: what ends the whole job: an output that cannot be written.
  func merge() throws
}

extension PipelineWorker where Self: RecordSink {
  package func walk(_ chunk: RecordChunk) -> DecodeFault? {
    do throws(DecodeFault) {
      try chunk.walk(self)
      return nil
    } catch {
      return error
    }
  }

  package func streamItem(_ framer: RDBFramer) -> RDBFramer.StreamedItem { framer.streamItem(self) }
}

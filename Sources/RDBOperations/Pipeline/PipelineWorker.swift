package import RDBFormats

/// One thread's share of a walk through an RDB.
///
/// ``walk(_:)`` runs on many threads at once; ``merge()`` runs for one piece at a time, in the order of the file.
package protocol PipelineWorker: AnyObject {
  /// Set by the pipeline for a worker that has this. To be called in ``walk(_:)`` by one that cannot wait for
  /// ``merge()`` with what it has: waits until everything before the chunk has been merged. Nobody else
  /// merges from then on until this one has. False when the job has failed: nothing is merged any more.
  var awaitTurn: (() -> Bool)? { get set }
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

extension PipelineWorker {
  /// Nothing: most workers keep little.
  package var awaitTurn: (() -> Bool)? {
    get { nil }
    set {}
  }
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

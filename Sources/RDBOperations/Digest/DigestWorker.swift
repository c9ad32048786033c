import RDBFormats

/// One thread's share of a digest.
final class DigestWorker: PipelineWorker {
  let digester: DatasetDigester
  private let consumer: DigestOperation.RowConsumer?

  init(_ digester: DatasetDigester, _ consumer: DigestOperation.RowConsumer?) {
    self.digester = digester
    self.consumer = consumer
  }

  func walk(_ chunk: RecordChunk) -> DecodeFault? { digester.walk(chunk) }

  func streamItem(_ framer: RDBFramer) -> RDBFramer.StreamedItem { digester.streamItem(framer) }

  func merge() throws {
    if let consumer {
      do { try digester.drainRows(consumer) } catch { throw DigestError.consumer(error) }
    }
    if let problem = digester.problem { throw DigestError.damaged(problem) }
  }
}

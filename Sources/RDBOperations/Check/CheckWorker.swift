import RDBFiles
import RDBFormats

/// A thread's share of a check, for the pipeline.
final class CheckWorker: PipelineWorker {
  private let checker: RecordChecker
  private let results: CheckResults

  init(_ options: CheckOptions, seed: UInt64, results: CheckResults) {
    self.results = results
    checker = RecordChecker(
      isDeep: !options.isFast, nowMilliseconds: options.nowMilliseconds, seed: seed,
      spill: TemporarySpill(directory: options.temporaryDirectory))
  }

  func walk(_ chunk: RecordChunk) -> DecodeFault? { checker.walk(chunk) }
  func streamItem(_ framer: RDBFramer) -> RDBFramer.StreamedItem { checker.streamItem(framer) }
  func merge() { checker.merge(into: results) }
}

/// Hashes that do not fit into memory, in a file without a name that is made when the first come.
final class TemporarySpill: HashSpill {
  private let directory: String
  private var file: ScratchFile?

  init(directory: String) { self.directory = directory }

  func append(_ bytes: UnsafeRawBufferPointer) throws {
    let file = try self.file ?? ScratchFile(directory: directory)
    self.file = file
    _ = try file.append(bytes)
  }

  func read(at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    try file?.read(at: offset, into: buffer) ?? 0
  }

  func clear() throws { file = nil }
}

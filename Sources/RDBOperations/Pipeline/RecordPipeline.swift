import Glibc
package import RDBFormats

/// Walks an RDB on several threads, each with a worker of its own.
///
/// Whoever is free frames the next chunk under a lock (lengths only, cheap),
/// lets the lock go, walks what it took, and waits for its turn to merge. What
/// has to be walked in the stream is walked with the lock held, after
/// everything before it was merged. Memory: a chunk and a worker a thread.
package final class RecordPipeline<Worker: PipelineWorker>: @unchecked Sendable {
  // Guarded by `framing`.
  private let framer: RDBFramer
  private let framing = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private var isStopped = false
  // Touched in turn.
  private let turns = Turns()
  private var checksum: UInt64
  private var end: PipelineEnd

  private let wantsChecksum: Bool
  private let chunkByteCount: Int
  private let progress: ((UInt64) -> Void)?

  /// - Parameters:
  ///   - framer: at the first item.
  ///   - checksums: whether to compute the CRC-64 of the file.
  ///   - progress: told after every piece how many bytes have been walked.
  package init(_ framer: RDBFramer, checksums: Bool, chunkByteCount: Int? = nil, progress: ((UInt64) -> Void)? = nil) {
    self.framer = framer
    self.chunkByteCount = chunkByteCount ?? framer.windowByteCount
    wantsChecksum = checksums
    checksum = framer.headerChecksum
    end = PipelineEnd(header: framer.header)
    self.progress = progress
    pthread_mutex_init(framing, nil)
  }

  deinit {
    pthread_mutex_destroy(framing)
    framing.deallocate()
  }

  /// Walks to the end, or to where nobody can go on.
  ///
  /// - Parameter workers: one a thread; the calling thread is the first.
  /// - Throws: what a worker's ``PipelineWorker/merge()`` threw.
  package func run(_ workers: [Worker]) throws -> PipelineEnd {
    Threads.run(workers.count) { self.work(workers[$0]) }
    if let failure = turns.failure { throw failure }
    end.sourceFailure = framer.sourceFailure
    return end
  }

  private func work(_ worker: Worker) {
    let chunk = RecordChunk(capacity: chunkByteCount)
    worker.awaitTurn = { self.turns.wait(for: chunk.sequence) }
    defer { worker.awaitTurn = nil }
    while true {
      pthread_mutex_lock(framing)
      guard !isStopped else {
        pthread_mutex_unlock(framing)
        return
      }
      switch framer.next(into: chunk) {
      case .finished:
        isStopped = true
        pthread_mutex_unlock(framing)
        return
      case .chunk:
        pthread_mutex_unlock(framing)
        let fault = worker.walk(chunk)
        let crc = wantsChecksum ? chunk.checksum : 0
        let goesOn = turns.take(chunk.sequence) {
          if let fault { end.fault = end.fault ?? fault }
          add(crc, chunk.byteCount)
          try worker.merge()
        }
        if !goesOn {
          pthread_mutex_lock(framing)
          isStopped = true
          pthread_mutex_unlock(framing)
        }
      case .item:
        let goesOn = turns.take(chunk.sequence) {
          let item = worker.streamItem(framer)
          add(item.checksum, item.byteCount)
          finish(item)
          if item.fault != nil || item.ending != nil { isStopped = true }
          try worker.merge()
        }
        if !goesOn { isStopped = true }
        pthread_mutex_unlock(framing)
      }
    }
  }

  private func add(_ crc: UInt64, _ byteCount: Int) {
    if wantsChecksum { checksum = CRC64.combine(checksum, crc, secondByteCount: UInt64(byteCount)) }
    end.byteCount += UInt64(byteCount)
    progress?(end.byteCount + UInt64(RDBHeader.byteCount))
  }

  private func finish(_ item: RDBFramer.StreamedItem) {
    if let fault = item.fault { end.fault = fault }
    guard let ending = item.ending else { return }
    end.ending = ending
    end.byteCount += UInt64(ending.checksumByteCount) + ending.trailingByteCount
    if !end.header.hasChecksum {
      end.checksum = .absent
    } else if let stored = ending.storedChecksum {
      if stored == 0 {
        end.checksum = .absent
      } else if wantsChecksum {
        end.checksum = stored == checksum ? .valid : .invalid(stored: stored, computed: checksum)
      }
    }
  }
}

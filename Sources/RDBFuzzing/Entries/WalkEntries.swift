import RDBFiles
import RDBFormats
import RDBOperations

/// Walks through an RDB.
enum WalkEntries {
  /// 2027-01-15, and a seed, so that the same bytes do the same always.
  static let now: Int64 = 1_800_000_000_000, seed: UInt64 = 0x5eed

  /// Everything in chunks of 64 KiB, deep.
  static func check(_ bytes: [UInt8]) -> String? { walk(bytes, 64 << 10).problem }

  /// Structure only, in buffers that end where the bytes do.
  static func checkFast(_ bytes: [UInt8]) -> String? { walk(bytes, bytes.count, isDeep: false).problem }

  /// The same findings in chunks, in small chunks, and in the stream.
  static func checkWindows(_ bytes: [UInt8]) -> String? {
    let whole = walk(bytes, 64 << 10)
    if let problem = whole.problem { return problem }
    for window in [4096, 64] {
      let other = walk(bytes, window, pieceByteCount: window == 64 ? 61 : .max)
      if let problem = other.problem { return "window \(window): \(problem)" }
      if other.summary != whole.summary { return difference("window 65536", whole.summary, "window \(window)", other.summary) }
    }
    return nil
  }

  /// In the stream, of a size that nobody knows, a few bytes at a time.
  static func checkUnsized(_ bytes: [UInt8]) -> String? { walk(bytes, 64, pieceByteCount: 7, isSized: false).problem }

  /// The same findings on one thread and on two.
  static func checkThreads(_ bytes: [UInt8]) -> String? {
    let one = pipeline(bytes, threads: 1)
    let two = pipeline(bytes, threads: 2)
    return one.problem ?? two.problem ?? (one.summary == two.summary ? nil : difference("one thread", one.summary, "two", two.summary))
  }

  /// The command, with its judgement and every sentence.
  static func checkOperation(_ bytes: [UInt8]) -> String? {
    var options = CheckOptions(nowMilliseconds: now, temporaryDirectory: ".")
    options.threads = bytes.count & 1 + 1
    options.isFast = bytes.count & 7 == 7
    options.server = bytes.count & 2 == 0 ? nil : ServerVersion.known[bytes.count / 4 % ServerVersion.known.count]
    do {
      let report = try CheckOperation.run(try OpenedSource(recognizing: ArraySource(bytes), path: "x.rdb"), options)
      for defect in report.defects {
        // What is told of the file as a whole has the place of its first use, or none.
        guard (0...bytes.count).contains(defect.offset) else { return "\(defect.code) at \(defect.offset) of \(bytes.count) bytes" }
        if defect.message.isEmpty { return "\(defect.code) says nothing" }
      }
      // Every error counts in the verdict, and every verdict but "sound" has an error.
      if report.isSound, report.defects.contains(where: { $0.severity == .error }) { return "sound with an error" }
      if !report.isSound, !report.defects.contains(where: { $0.severity == .error }) { return "\(report.verdict) without an error" }
    } catch {
      return nil
    }
    return nil
  }

  /// Every byte that is handed out is read; the same is told however the bytes are cut.
  static func sink(_ bytes: [UInt8]) -> String? {
    let whole = touch(bytes, bytes.count)
    if let problem = whole.problem { return problem }
    for window in [64, 1024] {
      let other = touch(bytes, window)
      if let problem = other.problem { return "window \(window): \(problem)" }
      if other.summary != whole.summary { return difference("whole", whole.summary, "window \(window)", other.summary) }
    }
    return nil
  }

  // MARK: Walks

  private static func touch(_ bytes: [UInt8], _ window: Int) -> (problem: String?, summary: String) {
    let sink = TouchingSink()
    let walk = Walk(bytes, windowByteCount: window) { chunk in
      do throws(DecodeFault) {
        try chunk.walk(sink)
        return nil
      } catch { return error }
    } item: {
      $0.streamItem(sink)
    }
    let stray = sink.faults.lazy.compactMap { Walk.problem($0, in: bytes) }.first
    return (walk.problem ?? stray, "\(walk.summary), \(sink.eventCount) events \(sink.fingerprint)")
  }

  private static func walk(
    _ bytes: [UInt8], _ window: Int, isDeep: Bool = true, pieceByteCount: Int = .max, isSized: Bool = true
  ) -> (problem: String?, summary: String) {
    let checker = RecordChecker(isDeep: isDeep, nowMilliseconds: now, seed: seed, spill: nil)
    let results = CheckResults(canReadTwice: false)
    let walk = Walk(bytes, windowByteCount: window, pieceByteCount: pieceByteCount, isSized: isSized) { chunk in
      let fault = checker.walk(chunk)
      checker.merge(into: results)
      return fault
    } item: { framer in
      let item = checker.streamItem(framer)
      checker.merge(into: results)
      return item
    }
    return (walk.problem ?? stray(results, bytes), walk.summary + " " + summary(results))
  }

  private static func pipeline(_ bytes: [UInt8], threads: Int) -> (problem: String?, summary: String) {
    let framer: RDBFramer
    do throws(DecodeFault) {
      framer = try RDBFramer(ArraySource(bytes), byteCount: UInt64(bytes.count), windowByteCount: 256)
    } catch {
      return (Walk.problem(error, in: bytes), error.reason.code)
    }
    let results = CheckResults(canReadTwice: false)
    let workers = (0..<threads).map { _ in FuzzWorker(results) }
    do {
      let end = try RecordPipeline<FuzzWorker>(framer, checksums: true, chunkByteCount: 256).run(workers)
      let chunkFault = workers.lazy.compactMap(\.chunkFault).first.map { "a framed chunk faults: \($0.reason.code) at \($0.offset)" }
      return (chunkFault ?? stray(results, bytes), "\(end.checksum) \(end.byteCount) \(summary(results))")
    } catch {
      return ("the pipeline threw \(error)", "")
    }
  }

  private static func stray(_ results: CheckResults, _ bytes: [UInt8]) -> String? {
    for finding in results.findings {
      if let problem = Walk.problem(finding.fault, in: bytes) { return problem }
      if finding.fault.reason.message.isEmpty { return "\(finding.fault.reason.code) says nothing" }
    }
    return nil
  }

  /// The findings in one order: those of one chunk are sorted by place, which says nothing of two at one place.
  private static func summary(_ results: CheckResults) -> String {
    let lines = results.findings.map { "\($0.fault.reason.code)@\($0.fault.offset)+\($0.fault.innerOffset ?? 0) \($0.key.map(\.count) ?? -1)" }
    return "\(results.tally.keys) keys, \(results.tally.expires) expires, dropped \(results.dropped): " + lines.sorted().joined(separator: ", ")
  }

  static func difference(_ a: String, _ first: String, _ b: String, _ second: String) -> String {
    "differs: \(a): \(first.prefix(4000)) | \(b): \(second.prefix(4000))"
  }
}

package import RDBFiles
package import RDBFormats

/// Tells what happened in an AOF.
///
/// One pass, and a second one over files that hold commands which may replace a key.
/// Memory: the windows of a scan and some 15 MiB for buckets and events at most.
package struct HistoryOperation {
  private let options: HistoryOptions
  private let input: HistoryInput
  private var report: HistoryReport
  private var bytesBefore: UInt64 = 0
  private let consumerError = ConsumerError()
  private var life: KeyLife?

  /// Reads a history.
  ///
  /// - Parameters:
  ///   - resolved: what stands at the path.
  ///   - options: what to look for.
  ///   - keyEvent: told the life of the keys that were asked for, as it is read; what it throws ends the reading.
  /// - Throws: ``HistoryError``. What is damaged is in the report.
  package static func run(
    _ resolved: ResolvedSource, _ options: HistoryOptions = HistoryOptions(), keyEvent: ((KeyLifeEvent, _ file: String) throws -> Void)? = nil
  ) throws(HistoryError) -> HistoryReport {
    var operation = HistoryOperation(options: options, input: try HistoryInput(resolved))
    return try operation.run(keyEvent)
  }

  private final class ConsumerError {
    var error: (any Error)?
  }

  private init(options: HistoryOptions, input: HistoryInput) {
    self.options = options
    self.input = input
    report = HistoryReport(input.isMultipart ? .multipart : .aof)
    report.notes = input.notes
  }

  private mutating func run(_ keyEvent: ((KeyLifeEvent, String) throws -> Void)?) throws(HistoryError) -> HistoryReport {
    let renames = input.canBeReadTwice ? RenameCandidates() : nil
    life = keyEvent.flatMap(makeLife)
    var scan = HistoryScan(
      width: options.unit?.seconds ?? 1, eventLimit: min(options.eventLimit, HistoryOptions.maximumEventLimit), life: life, renames: renames)
    for (index, file) in input.files.enumerated() { try read(file, index, &scan) }
    if let renames, !renames.isEmpty {
      for event in try replacedKeys(renames) { scan.add(event) }
      report.unfollowedRenames = renames.droppedCount
    }
    scan.finish()
    report.timeline = scan.timeline
    report.undated = scan.undated
    report.base = scan.base
    report.commands = scan.commands
    report.firstSeconds = scan.firstSeconds
    report.lastSeconds = scan.lastSeconds
    report.backward = scan.firstBackward.map { (scan.backwardCount, $0) }
    report.unreadableTimestampCount = scan.unreadableTimestampCount
    report.gaps = scan.gaps
    report.events = scan.events.events
    report.moreEvents = scan.events.more
    report.unit = options.unit ?? Self.unit(scan.timeline)
    try judge()
    return report
  }

  /// The finest unit by which commands are told on not more than a screenful of lines.
  private static func unit(_ timeline: HistoryTimeline) -> HistoryUnit {
    HistoryUnit.allCases.first { unit in
      var count = 0
      var last: Int64?
      for (start, _) in timeline.totals where last != start / unit.seconds {
        last = start / unit.seconds
        count += 1
      }
      return unit.seconds >= timeline.width && count <= HistoryReport.screenfulCount
    } ?? .day
  }

  private func makeLife(_ told: @escaping (KeyLifeEvent, String) throws -> Void) -> KeyLife? {
    guard !options.keys.isEmpty else { return nil }
    let globs = options.keys
    let names = input.files.map(\.name)
    let consumer = consumerError
    return KeyLife(isWanted: { key in globs.contains { $0.matches(key) } }) { event in
      do {
        try told(event, names.indices.contains(event.place.part) ? names[event.place.part] : "")
        return true
      } catch {
        consumer.error = error
        return false
      }
    }
  }

  // MARK: The first pass

  private mutating func read(_ file: HistoryInput.File, _ index: Int, _ scan: inout HistoryScan) throws(HistoryError) {
    var part = HistoryReport.Part(name: file.name, type: file.type, byteCount: file.byteCount)
    scan.begin(isBase: input.isMultipart && file.type == .base)
    defer { report.parts.append(part) }
    guard let source = try open(file, index) else {
      scan.end()
      return
    }
    let before = bytesBefore
    let progress = options.progress
    let counted = CountedSource(source.source) { _ in progress?(before &+ source.bytesRead) }
    let start: AOFScanner?
    do throws(DecodeFault) { start = try scanner(counted, source, index, &part) } catch {
      if case .inputFailed = error.reason { throw .reading(path: source.path, counted.failure ?? error) }
      add(HistoryDamage(part: index, offset: error.offset, message: "the RDB in front: \(error.reason.message)", resumedAt: nil, isTornTail: false))
      start = nil
    }
    if let error = consumerError.error { throw .consumer(error) }
    if var scanner = start { try read(&scanner, index, source.path, &scan) }
    scan.end()
    part.scan = scan.part
    bytesBefore &+= source.bytesRead
  }

  /// Steps over an RDB in front.
  private func scanner(_ counted: CountedSource, _ source: OpenedSource, _ index: Int, _ part: inout HistoryReport.Part) throws(DecodeFault) -> AOFScanner {
    let start = try AOFStart(counted, byteCount: source.uncompressedByteCount)
    switch consume start {
    case .commands(let window): return AOFScanner(window)
    case .rdb(let framer):
      part.preamble = if let life { try AOFPreamble.skip(framer, life: life, part: index) } else { try AOFPreamble.skip(framer) }
      return AOFScanner(framer.takeWindow())
    }
  }

  private mutating func read(_ scanner: inout AOFScanner, _ index: Int, _ path: String, _ scan: inout HistoryScan) throws(HistoryError) {
    let isLast = index == input.files.count - 1
    while true {
      let ending = scanner.scan(history: &scan)
      switch ending {
      case .complete: return
      case .stopped:
        if let error = consumerError.error { throw .consumer(error) }
        return
      case .inputFailed(let offset): throw .reading(path: path, scanner.sourceFailure ?? DecodeFault(.inputFailed, at: offset))
      case .torn(let fault), .malformed(let fault):
        let resumed = scanner.resynchronize()
        let isTorn = if case .torn = ending { true } else { false }
        add(
          HistoryDamage(
            part: index, offset: fault.offset, message: HistoryDamage.text(fault.kind), resumedAt: resumed,
            isTornTail: isTorn && resumed == nil && isLast))
        if resumed == nil {
          if let failure = scanner.sourceFailure { throw .reading(path: path, failure) }
          return
        }
      }
    }
  }

  /// - Returns: nil when there is no such file, which is said.
  private mutating func open(_ file: HistoryInput.File, _ index: Int) throws(HistoryError) -> OpenedSource? {
    do throws(SourceError) { return try file.open(isSecond: false) } catch {
      switch error.reason {
      case .notFound, .notARegularFile:
        add(
          HistoryDamage(
            part: index, offset: 0, message: error.reason == .notFound ? "the file is missing" : "it is no regular file", resumedAt: nil,
            isTornTail: false))
        return nil
      default: throw .source(error)
      }
    }
  }

  /// How much damage is kept.
  private static var maximumDamageCount: Int { 100 }

  private mutating func add(_ damage: HistoryDamage) {
    if report.damage.count < Self.maximumDamageCount { report.damage.append(damage) } else { report.moreDamage &+= 1 }
  }

  // MARK: The second pass

  private func replacedKeys(_ candidates: RenameCandidates) throws(HistoryError) -> [HistoryEvent] {
    var replaced = ReplacedKeys(candidates, limit: options.eventLimit)
    for file in input.files {
      replaced.begin()
      // What is missing or cannot be read was told by the first pass.
      guard let source = try? file.open(isSecond: true) else { continue }
      let counted = CountedSource(source.source)
      guard let start = try? AOFStart(counted, byteCount: source.uncompressedByteCount) else {
        if let failure = counted.failure { throw .reading(path: source.path, failure) }
        continue
      }
      var scanner: AOFScanner
      switch consume start {
      case .commands(let window): scanner = AOFScanner(window)
      case .rdb(let framer):
        let base = BaseTargets(candidates)
        guard (try? AOFPreamble.skip(framer, telling: base)) != nil else {
          if let failure = counted.failure { throw .reading(path: source.path, failure) }
          continue
        }
        replaced.add(base)
        scanner = AOFScanner(framer.takeWindow())
      }
      reading: while true {
        switch scanner.scan(replacedKeys: &replaced) {
        case .complete, .stopped: break reading
        case .inputFailed(let offset): throw .reading(path: source.path, scanner.sourceFailure ?? DecodeFault(.inputFailed, at: offset))
        case .torn, .malformed: if scanner.resynchronize() == nil { break reading }
        }
      }
    }
    return replaced.events
  }

  // MARK: What it is

  private mutating func judge() throws(HistoryError) {
    for (index, part) in report.parts.enumerated() {
      guard let offset = part.scan.openTransaction else { continue }
      let isLast = index == report.parts.count - 1
      report.notes.append(
        "\(PathText(part.name)): the MULTI at byte \(grouped(UInt64(offset))) has no EXEC: servers drop what follows it\(isLast ? "" : " in this file")")
    }
    guard !input.isMultipart, let only = report.parts.first, let opened = input.files.first?.opened else { return }
    if only.preamble != nil { report.kind = only.scan.commandCount == 0 && !opened.hasAOFPreambleMark && report.isSound ? .rdb : .hybrid }
    // What begins like nothing we know may be an AOF with a wounded start; where no command was found it is none.
    guard only.preamble == nil, only.scan.commandCount == 0, !report.isSound else { return }
    switch opened.content {
    case .aof, .rdb, .empty: return
    default: throw .notAnAOF(path: opened.path, content: "\(opened.content)")
    }
  }
}

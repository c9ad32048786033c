/// Finds everything that can be saved of the commands of a damaged AOF.
///
/// ```swift
/// let plan = try AOFSalvage(bytes, from: 0, judges: AOFJudges(target: nil)).run()
/// for step in plan.steps { … }
/// ```
///
/// What is kept loads: every command is framed as servers write it and known to them, every transaction is whole, and each
/// runs in the database that it ran in. Nothing is kept that was not there, and no order is changed.
package struct AOFSalvage {
  private let bytes: any RandomAccessBytes
  private let start: Int
  private let judges: AOFJudges
  private let progress: ((UInt64) -> Void)?

  /// - Parameters:
  ///   - bytes: of the whole file.
  ///   - start: where the commands begin: behind the RDB of a hybrid file.
  ///   - judges: what servers say of commands.
  ///   - progress: told the offset that was reached, now and then.
  package init(_ bytes: any RandomAccessBytes, from start: Int, judges: AOFJudges, progress: ((UInt64) -> Void)? = nil) {
    self.bytes = bytes
    self.start = start
    self.judges = judges
    self.progress = progress
  }

  /// Goes through all of it.
  ///
  /// - Throws: what kept the bytes from being read.
  /// - Complexity: O(bytes); where commands were swallowed some are read twice.
  package func run() throws -> AOFSalvagePlan {
    let end = bytes.byteCount
    let probe = AOFProbe(bytes, end: end, judges: judges)
    let search = AOFWoundSearch(bytes, probe: probe)
    let walker = AOFSalvageWalker(probe, search: search, judges: judges, progress: progress)
    var scanner = AOFScanner(
      RangeSource(bytes, start..<max(start, end)), baseOffset: start, byteCount: UInt64(max(0, end - start)),
      windowByteCount: end - start < 1 << 16 ? 1 << 16 : 1 << 20)
    while true {
      var visitor = walker
      let ending = scanner.scan(&visitor)
      let next: Int?
      switch ending {
      case .complete: next = try walker.ended(at: end, isTorn: false)
      case .stopped: next = try walker.stopped()
      case .torn(let fault), .malformed(let fault):
        let outcome = try search.search(behind: fault, last: walker.last(endingAt: fault.offset))
        let isTorn = if case .torn = ending { outcome.resumesAt == nil } else { false }
        try walker.wound(fault, upTo: outcome.resumesAt ?? end, takesLast: outcome.takesLast, isTorn: isTorn)
        if let place = outcome.resumesAt { next = try walker.interrupted() ?? place } else { next = try walker.ended(at: end, isTorn: isTorn) }
      case .inputFailed: throw scanner.sourceFailure ?? DecodeFault(.inputFailed, at: scanner.offset)
      }
      guard let next else { return walker.finish() }
      scanner.move(to: next, end: end) { RangeSource(bytes, $0..<max($0, end)) }
    }
  }

  /// Where the commands of a hybrid file begin when the RDB in front cannot be followed to its end.
  ///
  /// The end opcode and eight bytes of checksum in front of a command are the best sign; values that hold commands as text have
  /// something else there. Without it the first chain of four commands counts, or one that reaches the end.
  ///
  /// - Complexity: O(bytes).
  package static func start(in bytes: any RandomAccessBytes, from offset: Int, judges: AOFJudges) throws -> Int? {
    let probe = AOFProbe(bytes, end: bytes.byteCount, judges: judges)
    let search = AOFWoundSearch(bytes, probe: probe)
    var at = offset
    var first: Int?
    for _ in 0..<1000 {
      guard let place = try search.next(from: at) else { break }
      if place >= 9, try probe.byte(place - 9) == 0xFF { return place }
      let chain = try probe.chain(place)
      if first == nil, chain.count >= 4 || chain.end >= probe.end { first = place }
      at = max(chain.end, place + 1)
    }
    return first
  }
}

extension AOFScanner {
  /// Goes on at another place of the same input.
  ///
  /// - Parameters:
  ///   - offset: where a command or annotation begins.
  ///   - end: behind the last byte of the input.
  ///   - open: gives the input from an offset on, for what is not in the window any more or not yet.
  fileprivate mutating func move(to offset: Int, end: Int, _ open: (Int) -> any ByteSource) {
    failure = nil
    suspect = 0..<0
    if offset >= window.baseOffset, offset <= window.offset + window.available {
      window.position = offset - window.baseOffset
    } else {
      window = ByteWindow(source: open(offset), capacity: windowByteCount, baseOffset: offset, byteCount: UInt64(max(0, end - offset)))
    }
  }
}

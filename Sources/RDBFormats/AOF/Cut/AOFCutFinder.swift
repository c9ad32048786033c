// Where a file may be cut: between two units, which are single commands or whole transactions, each with the annotation
// in front of it (AOFTransactionState). By time the cut stands before an annotation, as redis-check-aof's does, but never
// inside a transaction.

/// Goes through the files of an AOF until it has found the place to cut.
package struct AOFCutFinder: AOFVisitor, ~Copyable {
  /// What decides where the cut is.
  package enum Criterion {
    /// Before the first timestamp above that second: all of it stays.
    case after(seconds: Int64)
    /// Behind the last unit that ends at or before that offset of the file.
    case offset(Int)
    /// Before the unit with the command that fits.
    case command(Occurrence)
    /// Nowhere in this file.
    case none
  }

  /// Which of the commands that fit.
  package struct Occurrence {
    let test: AOFCommandTest
    let number: UInt64?
    let sinceSeconds: Int64?

    /// - Parameters:
    ///   - test: what fits.
    ///   - number: which of them, from 1 on; nil for the last.
    ///   - sinceSeconds: only those at or after that second; nil for all.
    package init(_ test: AOFCommandTest, number: UInt64?, sinceSeconds: Int64?) {
      self.test = test
      self.number = number
      self.sinceSeconds = sinceSeconds
    }
  }

  /// Of the file that is scanned next.
  package var criterion: Criterion
  /// The place, once it is found; with the last occurrence it moves on. Its offset is in the file that was scanned then.
  package private(set) var cut: AOFMoment?
  /// How many commands fit ``Criterion/command(_:)`` so far.
  package private(set) var matchCount: UInt64 = 0
  /// How many timestamps there were so far.
  package private(set) var timestampCount: UInt64 = 0
  /// The first timestamp, in seconds since 1970.
  package private(set) var firstSeconds: Int64?

  private var units = AOFTransactionState()
  private var commandCount: UInt64 = 0
  private var transactionCount: UInt64 = 0
  private var seconds: Int64?
  /// Where the open transaction begins.
  private var opening: AOFMoment?
  /// The first of the annotations that no command has followed yet, and the last timestamp before it.
  private var pendingOffset = -1
  private var secondsBeforePending: Int64?

  /// - Parameter criterion: of the first file.
  package init(_ criterion: Criterion) { self.criterion = criterion }

  /// What had happened by now.
  package var now: AOFMoment { moment(0, seconds) }

  /// Scans a file, or goes on in it after a fault.
  ///
  /// - Returns: `.stopped` when ``cut`` is final.
  /// - Complexity: O(bytes).
  package mutating func search(_ scanner: inout AOFScanner) -> AOFEnding { scanner.scan(&self) }

  /// Begins a file: neither transaction nor database outlives the one before.
  package mutating func beginFile() {
    units = AOFTransactionState()
    opening = nil
    pendingOffset = -1
  }

  /// The last place in the file where it may be cut, after a scan that ended there: behind its last whole unit.
  package func lastBoundary(_ ending: AOFEnding) -> AOFMoment {
    if let opening { return opening }
    switch ending {
    case .complete(let offset), .stopped(let offset), .inputFailed(let offset):
      if case .offset(let limit) = criterion, pendingOffset >= 0, offset > limit { return moment(pendingOffset, secondsBeforePending) }
      return moment(offset, seconds)
    case .torn(let fault), .malformed(let fault):
      return pendingOffset >= 0 ? moment(pendingOffset, secondsBeforePending) : moment(fault.offset, seconds)
    }
  }

  private func moment(_ offset: Int, _ seconds: Int64?) -> AOFMoment {
    AOFMoment(offset: offset, commandCount: commandCount, transactionCount: transactionCount, seconds: seconds)
  }

  package mutating func annotation(_ annotation: borrowing AOFAnnotation) {
    units.annotation(at: annotation.offset)
    if case .after(let limit) = criterion, cut == nil, let timestamp = annotation.timestamp, timestamp > limit {
      cut = opening ?? moment(annotation.offset, seconds)
    }
    if pendingOffset < 0 {
      pendingOffset = annotation.offset
      secondsBeforePending = seconds
    }
    guard let timestamp = annotation.timestamp else { return }
    timestampCount &+= 1
    if firstSeconds == nil { firstSeconds = timestamp }
    // After the clock was set back the moment stays the highest: what ran by then is in.
    seconds = max(seconds ?? timestamp, timestamp)
  }

  @inline(__always)
  package mutating func command(_ command: borrowing AOFCommand) -> Bool {
    switch criterion {
    case .after:
      // Annotations cannot stop a scan: the command behind one does, unseen.
      if cut != nil { return false }
    case .none: break
    case .offset(let limit):
      if command.endOffset > limit {
        cut = unitStart(command)
        return false
      }
    case .command(let occurrence):
      if occurrence.test.mayMatch(command), matches(command, occurrence) { return false }
    }
    let step = units.command(command)
    switch step {
    case .unit:
      if opening != nil {
        transactionCount &+= 1
        opening = nil
      }
    case .opened: opening = unitStart(command)
    case .queued, .execWithoutMulti: break
    }
    commandCount &+= 1
    pendingOffset = -1
    return true
  }

  /// - Returns: whether the place is final.
  @inline(never)
  private mutating func matches(_ command: borrowing AOFCommand, _ occurrence: Occurrence) -> Bool {
    if let since = occurrence.sinceSeconds, seconds ?? .min < since { return false }
    guard occurrence.test.matches(command) else { return false }
    matchCount &+= 1
    guard let number = occurrence.number else {
      cut = unitStart(command)
      return false
    }
    guard matchCount == number else { return false }
    cut = unitStart(command)
    return true
  }

  /// Where the unit of a command begins that has not been counted yet.
  private func unitStart(_ command: borrowing AOFCommand) -> AOFMoment {
    if let opening { return opening }
    return pendingOffset >= 0 ? moment(pendingOffset, secondsBeforePending) : moment(command.offset, seconds)
  }
}

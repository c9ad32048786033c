/// What all threads of a check found together.
package final class CheckResults {
  /// Everything wrong or odd, in the order of the file.
  package private(set) var findings: [RecordFinding] = []
  /// Findings that were dropped because there were too many.
  package private(set) var dropped: UInt64 = 0
  package private(set) var tally = RecordTally()
  /// Keys for duplicates that are told as they are met.
  let index: KeyIndex?
  /// Keys for duplicates that are looked for when all have been met.
  let log: KeyLog?
  /// The last record that was walked to its end.
  var lastRecord: (database: UInt64, key: [UInt8])?

  /// The most findings that are kept, and the most bytes of keys in them.
  package static let maximumFindingCount = 10_000, maximumKeyByteCount = 4 << 20
  private var keyByteCount = 0
  private var kinds: Set<RecordFinding.Kind> = []

  /// - Parameter canReadTwice: whether duplicates may be found by a second look, which is cheaper where there are none.
  package init(canReadTwice: Bool) {
    index = canReadTwice ? nil : KeyIndex()
    log = canReadTwice ? KeyLog() : nil
  }

  /// What a second look at the file has to look for; empty when there is nothing, or when all of it was told.
  ///
  /// - Parameters: those of ``KeyLog/duplicates(_:of:)``.
  package func duplicateMarks(_ share: Int, of shares: Int) -> DuplicateMarks { log?.duplicates(share, of: shares) ?? DuplicateMarks() }
  /// How many keys those are looked for among.
  package var keyCount: Int { log?.count ?? 0 }

  /// Adds what the second look found, or that it found nothing although it should have.
  package func add(_ seen: DuplicateFinder.Seen, of marks: DuplicateMarks) {
    for finding in seen.findings { add(finding) }
    if seen.findings.isEmpty, !marks.isEmpty { add(RecordFinding(DecodeFault(.duplicateKey, at: 0))) }
    dropped += marks.count - min(marks.count, UInt64(max(1, seen.findings.count)))
    findings.sort { $0.fault.offset < $1.fault.offset }
  }

  func add(_ more: [RecordFinding], dropped: UInt64, _ tally: RecordTally) {
    self.dropped += dropped
    for finding in more.sorted(by: { $0.fault.offset < $1.fault.offset }) { add(finding) }
    // A library of one name twice stops a server wherever the two stand.
    var known = Set(self.tally.functions)
    for (name, offset) in zip(tally.functions, tally.functionOffsets) where !known.insert(name).inserted {
      add(
        RecordFinding(
          DecodeFault(.functionLibrary("function library \(String(decoding: name.prefix(64), as: UTF8.self).debugDescription) twice"), at: offset)))
    }
    self.tally.add(tally)
  }

  /// Keeps a finding while there is room, and always the first of its kind: the verdict depends on it.
  private func add(_ finding: RecordFinding) {
    let isFirst = kinds.insert(finding.kind).inserted
    let keySize = finding.key?.count ?? 0
    if findings.count < Self.maximumFindingCount, keyByteCount + keySize <= Self.maximumKeyByteCount {
      keyByteCount += keySize
      findings.append(finding)
    } else if isFirst {
      findings.append(finding.cuttingKey(to: 4096))
    } else {
      dropped += 1
    }
  }
}

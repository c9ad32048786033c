/// What all threads of a check found together.
package final class CheckResults {
  /// Everything wrong or odd, in the order of the file.
  package private(set) var findings: [RecordFinding] = []
  /// Findings that were dropped because there were too many.
  package private(set) var dropped: UInt64 = 0
  package private(set) var tally = RecordTally()
  let index = KeyIndex()
  /// The last record that was walked to its end.
  var lastRecord: (database: UInt64, key: [UInt8])?

  /// The most findings that are kept, and the most bytes of keys in them.
  package static let maximumFindingCount = 10_000, maximumKeyByteCount = 4 << 20
  private var keyByteCount = 0

  package init() {}

  func add(_ more: [RecordFinding], dropped: UInt64, _ tally: RecordTally) {
    self.dropped += dropped
    for finding in more.sorted(by: { $0.fault.offset < $1.fault.offset }) {
      keyByteCount += finding.key?.count ?? 0
      guard findings.count < Self.maximumFindingCount, keyByteCount <= Self.maximumKeyByteCount else {
        self.dropped += 1
        continue
      }
      findings.append(finding)
    }
    // A library of one name twice stops a server wherever the two stand.
    var known = Set(self.tally.functions)
    for name in tally.functions where !known.insert(name).inserted {
      findings.append(
        RecordFinding(
          DecodeFault(.functionLibrary("function library \(String(decoding: name.prefix(64), as: UTF8.self).debugDescription) twice"), at: tally.function?.offset ?? 0)))
    }
    self.tally.add(tally)
  }
}

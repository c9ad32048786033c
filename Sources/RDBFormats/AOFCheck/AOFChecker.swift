/// Checks the commands of one file of an AOF: framing, transactions, timestamps, and each command against those who judge.
package enum AOFChecker {
  /// What was found in one file.
  package struct Outcome: Sendable {
    /// In the order of the file.
    package var findings: [AOFFinding] = []
    /// Findings that were not kept because there were too many.
    package var dropped: UInt64 = 0
    /// Commands in it.
    package var commandCount: UInt64 = 0
    /// Where the first annotation stands.
    package var annotationOffset: Int?
    /// Bytes from the start of the file to where the scan ended.
    package var endOffset = 0
    /// What kept the source from being read.
    package var sourceFailure: (any Error)?
  }

  /// Goes through the commands, behind every fault to the next whole command, to the end.
  ///
  /// - Parameters:
  ///   - scanner: in front of the first command.
  ///   - context: of the AOF that the file belongs to.
  ///   - isDeep: judge commands and arguments; otherwise framing, transactions and timestamps only.
  /// - Complexity: O(bytes).
  package static func run(
    _ scanner: consuming AOFScanner, _ context: AOFCheckContext, isDeep: Bool
  ) -> Outcome {
    var visitor = AOFCheckVisitor(context, isDeep: isDeep)
    var outcome = Outcome()
    while true {
      let ending = scanner.scan(&visitor)
      if case .inputFailed = ending { outcome.sourceFailure = scanner.sourceFailure }
      if case .inputFailed = ending { break }
      visitor.ended(ending)
      switch ending {
      case .torn, .malformed: break
      case .complete, .stopped, .inputFailed:
        return finish(&outcome, visitor, context, scanner.offset)
      }
      guard let offset = scanner.resynchronize() else {
        outcome.sourceFailure = scanner.sourceFailure
        break
      }
      visitor.resumed(at: offset, behind: ending)
    }
    return finish(&outcome, visitor, context, scanner.offset)
  }

  private static func finish(
    _ outcome: inout Outcome, _ visitor: borrowing AOFCheckVisitor, _ context: AOFCheckContext, _ offset: Int
  ) -> Outcome {
    outcome.findings = visitor.findings.kept.sorted { $0.offset < $1.offset }
    outcome.dropped = visitor.findings.dropped
    outcome.commandCount = visitor.commandCount
    outcome.annotationOffset = visitor.annotationOffset
    outcome.endOffset = offset
    context.commandCount &+= visitor.commandCount
    return outcome
  }
}

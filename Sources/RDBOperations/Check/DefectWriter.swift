import RDBFormats

/// Turns findings into defects: how bad they are for the judges, in which words.
struct DefectWriter {
  let judgements: [Judgement]

  /// The worst that a finding does to any of the judges.
  func effect(_ finding: RecordFinding) -> Effect {
    judgements.map { $0.judge.effect(of: finding.fault.reason, in: finding.encoding) }.max() ?? .refused
  }

  func defect(_ finding: RecordFinding) -> Defect { defect(finding, effect: effect(finding)) }

  func defect(_ finding: RecordFinding, effect: Effect) -> Defect {
    let reason = finding.fault.reason
    var message = reason.message
    if finding.isBehindKey { message += "; the key named is the last one before it" }
    if let element = finding.element, case .duplicate = reason { message += ": " + KeyText(element).description }
    return Defect(
      code: reason.code, severity: effect >= .damaged ? .error : effect == .warning ? .warning : .note,
      offset: finding.fault.offset, innerOffset: finding.fault.innerOffset, database: finding.database, key: finding.key,
      encoding: finding.encoding, message: message, hint: hint(finding, effect))
  }

  private func hint(_ finding: RecordFinding, _ effect: Effect) -> String? {
    // 00 00 00 reads as a string without name and content: so does every page that was lost.
    if case .duplicateKey = finding.fault.reason, finding.key == [] {
      return "zeros read as keys without a name: was a page of the disk lost, or never written?"
    }
    return Hint.of(finding.fault.reason, effect)
  }

  func defect(_ obstacle: FormatObstacle, _ server: ServerVersion) -> Defect {
    Defect(
      code: "server.unsupported", severity: .error, offset: obstacle.offset, innerOffset: nil, database: obstacle.database,
      key: obstacle.key, encoding: nil, message: "\(obstacle.what): \(server.name) does not read it",
      hint: "load it into a server named under \"loads\"")
  }
}

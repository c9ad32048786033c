import RDBFiles
import RDBFormats

/// Decides what the findings in an AOF amount to, and for whom.
///
/// The commands are judged for the server that wrote the AOF where its RDB names it. Where nothing does, for the newest
/// Redis and the newest Valkey, and whoever reads it better decides: a command that only one family has says who wrote it.
struct AOFVerdict {
  private let check: AOFCheck
  private let worst: [Effect]
  /// The places of those that decide among the judges.
  private let deciding: [Int]

  init(_ check: AOFCheck) {
    self.check = check
    worst = check.judges.indices.map { index in
      check.parts.flatMap { part in (part.commands?.findings ?? []).map { $0.effect(on: check.judges[index], index, isLast: part.isLast) } }.max() ?? .none
    }
    deciding = Self.deciding(check, worst)
  }

  private static func deciding(_ check: AOFCheck, _ worst: [Effect]) -> [Int] {
    if check.options.server != nil { return [0] }
    var candidates = Array(worst.indices)
    if check.hasWriter {
      // A server that was upgraded after it wrote the RDB: what it appended since, the older one does not know.
      let isOutgrown = worst[0] == .refused && refusal(check, check.judges[0].server)?.isMatterOfVersion == true
      if !isOutgrown { return [0] }
      candidates.removeFirst()
    }
    let best = candidates.map { worst[$0] }.min() ?? .refused
    return candidates.filter { worst[$0] == best }
  }

  private static func refusal(_ check: AOFCheck, _ server: ServerVersion) -> AOFCheckContext.Refusal? {
    guard let index = ServerVersion.known.firstIndex(of: server), let context = check.context else { return nil }
    return context.refusals[index]
  }

  func report(_ path: String) -> CheckReport {
    var report = CheckReport(source: path)
    report.kind = check.isMultipart ? "multipart" : check.parts.contains { $0.preamble != nil } ? "hybrid" : "aof"
    report.commands = check.context?.commandCount ?? 0
    report.timeRange = check.context?.timeRange
    report.bytes = check.parts.reduce(0) { $0 + $1.byteCount }
    report.isComplete = check.parts.allSatisfy { $0.commands != nil }
    report.judgedFor = deciding.first.map { check.judges[$0].server }
    if check.isMultipart {
      report.parts = check.parts.map { part in
        CheckReport.Part(
          name: part.name, type: part.type, bytes: part.byteCount, commands: part.commands?.commandCount ?? 0,
          keys: part.preamble?.results.tally.keys ?? 0)
      }
    }
    var effect = deciding.map { worst[$0] }.max() ?? .none
    report.defects = check.structure.map(\.defect)
    effect = max(effect, check.structure.map(\.effect).max() ?? .none)
    for part in check.parts { effect = max(effect, add(part, to: &report)) }
    report.verdict = effect == .refused ? .refused : effect == .damaged ? .damaged : .sound
    (report.loads, report.obstacles) = ServerLines.of(obstacle)
    return report
  }

  /// - Returns: the worst that the RDB in it does.
  private func add(_ part: AOFCheck.CheckedPart, to report: inout CheckReport) -> Effect {
    let file = check.isMultipart ? part.name : nil
    var defects: [Defect] = []
    var effect = Effect.none
    if let preamble = part.preamble {
      let header = preamble.end.header
      let tally = preamble.results.tally
      if report.header == nil {
        report.header = header
        report.tally = tally
        report.checksum = preamble.end.checksum
        report.writer = preamble.writer.text
      }
      report.droppedDefects += preamble.results.dropped
      let judgements = Judgement.all(header, tally, writer: preamble.writer.server, for: check.options.server)
      let writer = DefectWriter(judgements: judgements)
      defects = preamble.findings.map { writer.defect($0) }
      effect = preamble.findings.map { writer.effect($0) }.max() ?? .none
      for judgement in judgements where judgement.isDecisive && !judgement.obstacles.isEmpty {
        defects += judgement.obstacles.map { writer.defect($0, judgement.judge.server) }
        effect = .refused
      }
    }
    if let commands = part.commands {
      report.droppedDefects += commands.dropped
      defects += commands.findings.compactMap { defect($0, part) }
      if let offset = commands.annotationOffset, let server = check.options.server, !server.isModern {
        effect = .refused
        defects.append(AOFDefectText.unsupported("annotations", at: offset, server))
      }
    }
    report.defects += defects.sorted { $0.offset < $1.offset }.map { defect in
      var defect = defect
      defect.file = file
      return defect
    }
    return effect
  }

  private func defect(_ finding: AOFFinding, _ part: AOFCheck.CheckedPart) -> Defect? {
    let effects = deciding.map { finding.effect(on: check.judges[$0], $0, isLast: part.isLast) }
    let effect = effects.max() ?? .none
    guard effect > .none else { return nil }
    return AOFDefectText.defect(finding, effect, deciding.map { check.judges[$0].server }, deciding, isLast: part.isLast)
  }

  // MARK: Which servers load it

  private func obstacle(_ server: ServerVersion) -> FormatObstacle? {
    func whole(_ what: String) -> FormatObstacle { FormatObstacle(what: what, offset: 0, key: nil, database: nil) }
    if check.isMultipart, !server.isModern { return whole("an AOF in several files") }
    if let refused = check.structure.first(where: { $0.effect == .refused }) {
      return FormatObstacle(what: refused.defect.message, offset: refused.defect.offset, key: nil, database: nil)
    }
    let judge = Judge(server, isConfiguredAsWriter: true)
    let refusal = Self.refusal(check, server)
    for (number, part) in check.parts.enumerated() {
      if let preamble = part.preamble,
        let obstacle = ServerLines.obstacle(server, preamble.end.header, preamble.results.tally, preamble.findings)
      {
        return obstacle
      }
      guard let commands = part.commands else { continue }
      if let offset = commands.annotationOffset, !server.isModern {
        return FormatObstacle(what: "annotations", offset: offset, key: nil, database: nil)
      }
      let fault = commands.findings.first { finding in
        if case .command = finding.kind { return false }
        return finding.effect(on: judge, 0, isLast: part.isLast) == .refused
      }
      if let refusal, refusal.part == number, refusal.offset <= fault?.offset ?? .max {
        return FormatObstacle(what: refusal.what, offset: refusal.offset, key: refusal.key, database: refusal.database.map { UInt64(clamping: $0) })
      }
      if let fault {
        let text = AOFDefectText.defect(fault, .refused, [server], [], isLast: part.isLast)
        return FormatObstacle(what: text.message, offset: fault.offset, key: nil, database: nil)
      }
    }
    return nil
  }
}

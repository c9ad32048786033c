/// Looks at every command of one file of an AOF: would servers run it?
///
/// The usual command costs a look-up of its name and one byte: that it runs whatever its arguments are, in all servers
/// that judge, was found out when it came first with that many. The others are judged word by word.
struct AOFCheckVisitor: AOFVisitor, ~Copyable {
  private let context: AOFCheckContext
  private let table = CommandTable.shared
  private let seen: UnsafeMutablePointer<UInt8>
  private let judges: UnsafeMutableBufferPointer<CommandJudge>
  private let fastJudges: UnsafeMutableBufferPointer<FastCommandJudge>
  private var index = ArgumentIndex()
  private let isDeep: Bool
  private(set) var state = AOFTransactionState()
  private(set) var commandCount: UInt64 = 0
  private(set) var findings = FindingList()
  /// Commands in the open transaction.
  private var queuedCount: UInt64 = 0
  private var hasQueuedDiscard = false
  private var firstAnnotation: Int?
  /// Where the first annotation stands, which servers before 7.0 do not read.
  var annotationOffset: Int? { firstAnnotation }

  init(_ context: AOFCheckContext, isDeep: Bool) {
    self.context = context
    self.isDeep = isDeep
    seen = context.seen
    judges = context.judges
    fastJudges = context.fastJudges
  }

  @inline(__always)
  mutating func command(_ command: borrowing AOFCommand) -> Bool {
    commandCount &+= 1
    let id = table.lookup(command.name)
    if let id, seen[Int(id.index) &* AOFCheckContext.bucketCount &+ min(command.argumentCount, AOFCheckContext.bucketCount &- 1)] == AOFCheckContext.Known.runs {
      if state.isOpen { queuedCount &+= 1 }
      _ = state.command(command)
      return true
    }
    look(id, command)
    return true
  }

  @inline(never)
  private mutating func look(_ id: Command.ID?, _ command: borrowing AOFCommand) {
    let wasOpen = state.isOpen
    let database = state.database
    if isDeep { judge(id, command, database) }
    let step = state.command(command)
    switch step {
    case .execWithoutMulti: add(.execWithoutMulti, command.offset, database)
    case .opened:
      queuedCount = 0
      hasQueuedDiscard = false
    case .queued:
      queuedCount &+= 1
      if let id, id == context.multi { add(.nestedMulti, command.offset, database) }
      if let id, id == context.discard { hasQueuedDiscard = true }
    case .unit:
      if wasOpen, hasQueuedDiscard { add(.discardExecuted, command.offset, database) }
      hasQueuedDiscard = false
    }
  }

  private mutating func judge(_ id: Command.ID?, _ command: borrowing AOFCommand, _ database: Int) {
    if let id {
      switch seen[context.slot(id, command.argumentCount)] {
      case AOFCheckContext.Known.isFollowed: return
      case AOFCheckContext.Known.depends:
        // Asked first whether it is right, and only when it is not, what there is to say.
        let arguments = index.read(command)
        var isBad = false
        for judge in fastJudges where !judge.runs(id, arguments) { isBad = true }
        if !isBad { return }
        return say(id, arguments, command.offset, database)
      default: break
      }
    }
    say(id, index.read(command), command.offset, database)
  }

  @inline(never)
  private mutating func say(_ id: Command.ID?, _ arguments: IndexedArguments, _ offset: Int, _ database: Int) {
    let known = context.meet(id, arguments, at: offset, database: database) { key(id, arguments) }
    guard known == AOFCheckContext.Known.depends else { return }
    let verdicts = judges.map { judge in
      let verdict = judge.judge(id, arguments)
      // Of what is not here nothing can be said.
      if case .fails(let problem) = verdict, problem.argument >= arguments.present, arguments.present < arguments.count { return CommandVerdict.runs }
      return verdict
    }
    guard verdicts.contains(where: { $0 != .runs }) else { return }
    if let id, id == context.select, let number = selectedDatabase(arguments) { return add(.databaseNumber(number), offset, database) }
    findings.add(AOFFinding(.command(name: context.name(arguments), verdicts: verdicts), at: offset, database: database, key: key(id, arguments)))
  }

  /// The number that a `SELECT` with one argument names, when some server could have that database.
  private func selectedDatabase(_ arguments: IndexedArguments) -> Int64? {
    guard arguments.count == 2, let number = Decimal.canonicalInteger(arguments.argument(1).prefix), 0..<Int64(Int32.max) ~= number else { return nil }
    return number
  }

  /// The first key of a command, 4 KiB of it at most.
  private func key(_ id: Command.ID?, _ arguments: IndexedArguments) -> [UInt8]? {
    guard let id else { return nil }
    var target = id
    if table[id].flags.contains(.container), arguments.present > 1 {
      target = table.lookup(id, subcommand: arguments.argument(1).prefix) ?? id
    }
    var first: Int?
    table.forEachKey(of: target, in: arguments) { index, _ in if first == nil { first = index } }
    return first.flatMap { $0 < arguments.present ? [UInt8](arguments.argument($0).prefix.prefix(4096)) : nil }
  }

  mutating func annotation(_ annotation: borrowing AOFAnnotation) {
    if firstAnnotation == nil { firstAnnotation = annotation.offset }
    state.annotation(at: annotation.offset)
    if let seconds = annotation.timestamp {
      if let last = context.lastTimestamp, seconds < last { add(.timestampBackwards(from: last, to: seconds), annotation.offset) }
      context.stretch(seconds)
      if state.isOpen { add(.timestampInMulti, annotation.offset) }
    } else {
      let text = [UInt8](annotation.bytes.prefix(64))
      add(annotation.isTimestamp ? .timestampUnreadable(text) : .otherAnnotation(text), annotation.offset)
    }
  }

  mutating func tolerance(_ tolerance: AOFTolerance) {
    // That of an annotation is told in front of it, and that of a command's lines in front of that.
    add(tolerance.kind == .longLine ? .longAnnotation : .tolerance(tolerance.kind), tolerance.offset)
  }

  mutating func ended(_ ending: AOFEnding) {
    switch ending {
    case .complete:
      if let open = state.openSince { add(.unfinishedMulti(commands: queuedCount), open, state.database) }
    case .torn(let fault): add(.torn(fault, openSince: state.openSince, swallows: false), fault.offset, state.database)
    case .malformed(let fault): add(.malformed(fault), fault.position, state.database)
    case .stopped, .inputFailed: break
    }
  }

  /// Takes note of where the scan goes on behind a fault.
  mutating func resumed(at offset: Int, behind ending: AOFEnding) {
    switch ending {
    case .torn(let fault): findings.replaceLast(AOFFinding(.torn(fault, openSince: state.openSince, swallows: true), at: fault.offset, database: state.database))
    case .malformed(let fault) where offset < fault.offset: add(.swallowed, offset, state.database)
    default: break
    }
  }

  private mutating func add(_ kind: AOFFinding.Kind, _ offset: Int, _ database: Int? = nil) {
    findings.add(AOFFinding(kind, at: offset, database: database))
  }
}

/// Findings in their order, as many as are worth keeping, and always the first of each sort.
package struct FindingList: Sendable {
  /// What was kept.
  package private(set) var kept: [AOFFinding] = []
  /// How many were not.
  package private(set) var dropped: UInt64 = 0
  private var sorts: Set<Int> = []
  private var byteCount = 0

  mutating func add(_ finding: AOFFinding) {
    let isFirst = sorts.insert(finding.kind.sort).inserted
    let size = finding.key?.count ?? 0
    if isFirst || kept.count < CheckResults.maximumFindingCount && byteCount + size <= CheckResults.maximumKeyByteCount {
      byteCount += size
      kept.append(finding)
    } else {
      dropped += 1
    }
  }

  /// Says more of what was added last.
  mutating func replaceLast(_ finding: AOFFinding) {
    if kept.last?.kind.sort == finding.kind.sort { kept[kept.count - 1] = finding }
  }
}

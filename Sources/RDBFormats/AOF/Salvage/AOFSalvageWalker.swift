// Each command is held back until the next one is seen: what looks wrong behind a command can show that it was the wounded
// one. What a command did to the state counts from then on.
//
// Going back is bounded: it happens behind a wound in an open transaction, once for each such wound, and leads to where no
// transaction is open.

/// Decides command by command what is kept; the state of a salvage.
final class AOFSalvageWalker: AOFVisitor {
  /// What a command is to those around it.
  private enum Role {
    case plain, multi, exec, discard
    case select(Int)
    /// A SELECT whose number is none.
    case selectNothing
    case annotation
  }

  /// The command or annotation that was read last.
  private struct Held {
    var range: Range<Int>
    var role: Role
    var isRegular = true
    /// Why no server starts with it.
    var refusal: CommandVerdict?
    /// As it should have been framed.
    var rewritten: [UInt8]?
    /// Why an annotation has to go.
    var leaves = false
    /// What may have been swallowed by one of its arguments.
    var swallowed: AOFSwallowedCommands?
  }

  /// How things stand between two commands: what the next one means depends on it.
  private struct Standing {
    /// The database that commands run in, by what was written, and by what is kept.
    var database = 0
    var outputDatabase = 0
    /// Since where a SELECT may have been lost, and how many commands were kept since; nil when none can have been.
    var uncertainty: (since: Int, count: UInt64)?
  }

  /// Where a MULTI can have been lost outside of what is known to be a transaction, and how things stood.
  private struct Seam {
    var resumesAt: Int
    var showsMulti: Bool
    var standing: Standing
    var commandCount: UInt64
    /// Whether it is no wound but a command, the one that begins there, that may have swallowed a MULTI.
    var isSwallower = false
  }

  /// Damage in an open transaction.
  private struct Wound {
    var resumesAt: Int
    var showsMulti: Bool
    var showsExec: Bool
    var database: Int
  }

  private struct Transaction {
    var start: Int
    /// How things stood in front of it.
    var standing: Standing
    var steps: [AOFSalvagePlan.Step] = []
    var commandCount: UInt64 = 1
    var selected: Int?
    var wounds: [Wound] = []
    var firstTimestamp: (offset: Int, database: Int)?
    /// Where the first command begins that may have swallowed its EXEC.
    var swallower: Int?
  }

  private let probe: AOFProbe
  private let search: AOFWoundSearch
  private let judges: AOFJudges
  private let table = CommandTable.shared
  private var argumentIndex = ArgumentIndex()
  private let progress: ((UInt64) -> Void)?
  private var toldOffset = 0

  private var plan = AOFSalvagePlan()
  private var held: Held?
  private var open: Transaction?
  private var seams: [Seam] = []
  private var now = Standing()
  private var swallowers = AOFSwallowers()
  /// Blocks of a checksum chain, which an edit breaks.
  private var headerLines: [Range<Int>] = []
  private var unusedAnnotations = (count: 0, end: 0)
  private var nextOffset: Int?
  private var failure: (any Error)?

  init(_ probe: AOFProbe, search: AOFWoundSearch, judges: AOFJudges, progress: ((UInt64) -> Void)?) {
    self.probe = probe
    self.search = search
    self.judges = judges
    self.progress = progress
  }

  // MARK: What the scanner tells

  func command(_ command: borrowing AOFCommand) -> Bool {
    do { return try take(command) } catch {
      failure = error
      return false
    }
  }

  func annotation(_ annotation: borrowing AOFAnnotation) {
    // A stop can be asked for at the next command only; until then nothing more is taken.
    guard nextOffset == nil, failure == nil else { return }
    do { try commit() } catch { failure = error }
    guard nextOffset == nil else { return }
    var line = Held(range: annotation.offset..<annotation.endOffset, role: .annotation)
    line.isRegular = annotation.timestamp != nil
    let text = annotation.bytes
    line.leaves = text.count > 1000 || !text.allSatisfy { $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }
    if text.starts(with: [0x23, 0x48, 0x44, 0x52, 0x3A]) {
      // It may be read again.
      while let last = headerLines.last, last.lowerBound >= line.range.lowerBound { headerLines.removeLast() }
      headerLines.append(line.range)
    }
    held = line
  }

  private func take(_ command: borrowing AOFCommand) throws -> Bool {
    if nextOffset != nil || failure != nil { return false }
    try commit()
    if nextOffset != nil { return false }
    let words = argumentIndex.read(command)
    let id = table.lookup(command.name)
    var entry = Held(range: command.offset..<command.endOffset, role: .plain)
    entry.refusal = judges.refusal(id, words)
    if 4...7 ~= command.name.count { entry.role = role(command, words) }
    if !command.isRegular {
      entry.isRegular = false
      if command.isWhole, command.byteCount <= 1 << 20, plan.insertedByteCount + command.byteCount <= AOFSalvagePlan.maximumInsertedByteCount {
        let rewritten = Self.rewritten(command)
        // A line that went on into what follows took something of it along, which writing it anew would lose.
        if abs(rewritten.count - command.byteCount) > 2 {
          let next = try search.next(from: command.offset + 1) ?? probe.end
          try wound(command.offset..<next, why: "a line of its header is damaged", isAtEnd: false)
          nextOffset = next
          return false
        }
        entry.rewritten = rewritten
      }
      if let inside = try search.firstInside(entry.range, passing: command.endOffset) {
        try giveUp(entry.range, upTo: inside)
        return false
      }
    } else if command.isWhole, let first = entry.refusal == nil ? words.firstWithHeader() : 0,
      let swallowed = try probe.swallowed(in: entry.range, from: first)
    {
      if swallowers.isCondemned(command.offset) || isProven(swallowed, id, words) {
        try giveUp(entry.range, upTo: search.firstInside(entry.range, before: swallowed.start))
        return false
      }
      entry.swallowed = swallowed
    }
    held = entry
    if command.offset - toldOffset > 8 << 20 {
      toldOffset = command.offset
      progress?(UInt64(clamping: command.offset))
    }
    return true
  }

  /// Whether a command cannot have been logged as it is, and what it swallowed explains that: nothing that is wrong in front of
  /// the swallowing argument does.
  private func isProven(_ swallowed: AOFSwallowedCommands, _ id: Command.ID?, _ words: IndexedArguments) -> Bool {
    guard let argument = judges.impossibleArgument(id, words) else { return false }
    return swallowed.isCrossing || argument >= swallowed.argument
  }

  /// Loses a command that swallowed others and goes on with those.
  private func giveUp(_ range: Range<Int>, upTo inside: Int) throws {
    try wound(range.lowerBound..<inside, why: "it is damaged, and took the commands behind it for a part of itself", isAtEnd: false)
    nextOffset = inside
  }

  private func role(_ command: borrowing AOFCommand, _ words: IndexedArguments) -> Role {
    if command.isNamed("MULTI") { return .multi }
    if command.isNamed("EXEC") { return .exec }
    if command.isNamed("DISCARD") { return .discard }
    guard command.isNamed("SELECT"), words.count == 2 else { return .plain }
    let word = words.argument(1)
    guard word.size == word.prefix.count, let number = Decimal.canonicalInteger(word.prefix), (0...Int64(Int32.max)).contains(number) else {
      return .selectNothing
    }
    return .select(Int(number))
  }

  private static func rewritten(_ command: borrowing AOFCommand) -> [UInt8] {
    var text = Array("*\(command.argumentCount)\r\n".utf8)
    var arguments = command.arguments
    while let argument = arguments.next() { text += Array("$\(argument.byteCount)\r\n".utf8) + Array(argument.bytes) + [0x0D, 0x0A] }
    return text
  }

  // MARK: What becomes of it

  /// What stands directly in front of a fault, to be looked into.
  func last(endingAt offset: Int) -> AOFWoundSearch.Last? {
    guard let held, held.range.upperBound == offset else { return nil }
    if case .annotation = held.role { return AOFWoundSearch.Last(range: held.range, isAnnotation: true, isRegular: held.isRegular) }
    return AOFWoundSearch.Last(range: held.range, isAnnotation: false, isRegular: held.isRegular)
  }

  /// Where to go on after the visitor stopped the scan.
  func stopped() throws -> Int? { try interrupted() }

  /// Where to go on when it is not where the scan ended.
  func interrupted() throws -> Int? {
    if let failure { throw failure }
    defer { nextOffset = nil }
    return nextOffset
  }

  /// Takes note of a fault and of what was skipped for it.
  func wound(_ fault: AOFFault, upTo end: Int, takesLast: Bool, isTorn: Bool) throws {
    if let failure { throw failure }
    if nextOffset != nil { return }
    var start = fault.offset
    var isLine = false
    if takesLast, let last = held {
      start = last.range.lowerBound
      if case .annotation = last.role, !last.isRegular { isLine = try isOneLine(start..<end) }
      held = nil
    }
    try commit()
    if nextOffset != nil { return }
    if isLine {
      plan.notes.append("an annotation of over 1023 bytes at byte \(start), which no server reads, was left out")
      return
    }
    if case .annotationCut = fault.kind, end == probe.end {
      plan.notes.append("an annotation that was not written to its end, at byte \(fault.offset), was left out")
      return
    }
    try wound(start..<end, why: takesLast ? "the command is damaged, and took something of what follows for its own" : AOFLoss.sentence(fault), isAtEnd: isTorn)
  }

  private func isOneLine(_ range: Range<Int>) throws -> Bool {
    guard range.count > 1000 else { return false }
    var at = range.lowerBound
    while at < range.upperBound {
      let bytes = try probe.bytes(at, min(4096, range.upperBound - at))
      guard !bytes.isEmpty else { return false }
      if let feed = bytes.firstIndex(of: 0x0A) { return at + feed + 1 == range.upperBound }
      at += bytes.count
    }
    return false
  }

  /// Takes note of bytes that hold nothing sound.
  private func wound(_ range: Range<Int>, why: String, isAtEnd: Bool, isOneCommand: Bool = false) throws {
    guard !range.isEmpty else { return }
    var remains = try WoundRemains(range, probe)
    // What was taken apart by the wound is read together.
    if let last = plan.losses.last, last.kind == .command, last.range.upperBound == range.lowerBound {
      remains.join(try WoundRemains(last.range.lowerBound..<range.upperBound, probe))
    }
    let isOther = remains.isOtherCommand || (isOneCommand && !remains.showsMulti && !remains.showsExec && !remains.showsSelect)
    var loss = AOFLoss(.command, range, why: why)
    loss.command = remains.name
    loss.key = remains.key
    loss.database = now.uncertainty == nil ? now.database : nil
    plan.lose(loss)
    if let selected = remains.selected {
      now.database = selected
      if open != nil { open?.selected = selected }
      endUncertainty()
    } else if !isOther, !isAtEnd, now.uncertainty == nil {
      now.uncertainty = (range.lowerBound, 0)
    }
    if open != nil {
      open?.wounds.append(
        Wound(resumesAt: range.upperBound, showsMulti: remains.showsMulti, showsExec: remains.showsExec, database: now.database))
    } else if !isOther {
      appendSeam(at: range.upperBound, showsMulti: remains.showsMulti)
    }
  }

  private func appendSeam(at offset: Int, showsMulti: Bool, isSwallower: Bool = false) {
    if seams.count >= 64 { seams.removeFirst(32) }
    seams.append(
      Seam(resumesAt: offset, showsMulti: showsMulti, standing: now, commandCount: plan.commandCount, isSwallower: isSwallower))
  }

  // MARK: Commands in their turn

  /// Lets the command that was held back take effect.
  @inline(__always)
  private func commit() throws {
    guard let held else { return }
    self.held = nil
    if case .plain = held.role, held.refusal == nil, open == nil, now.uncertainty == nil, now.outputDatabase == now.database,
      held.rewritten == nil, held.swallowed == nil
    {
      plan.append(.copy(held.range))
      plan.commandCount &+= 1
      return
    }
    try commitOther(held)
  }

  @inline(never)
  private func commitOther(_ held: Held) throws {
    if case .annotation = held.role { return annotation(held) }
    if let refusal = held.refusal {
      let remains = try WoundRemains(held.range, probe)
      let name = try remains.name ?? nameBytes(held.range)
      let text = String(decoding: name.map { (0x21...0x7E).contains($0) ? $0 : 0x3F }, as: UTF8.self)
      return try wound(held.range, why: AOFJudges.sentence(refusal, name: text), isAtEnd: false, isOneCommand: true)
    }
    switch held.role {
    case .multi: try multi(held)
    case .exec: try exec(held)
    case .discard: discard(held)
    case .select(let number): select(number, held)
    case .selectNothing: try wound(held.range, why: "SELECT without a number: servers ignore it, and what follows lands in another database", isAtEnd: false)
    case .plain, .annotation: keep(held)
    }
  }

  private func nameBytes(_ range: Range<Int>) throws -> [UInt8] {
    guard let (_, first) = try probe.number(0x2A, range.lowerBound), let frame = try probe.frame(first) else { return [] }
    return [UInt8](try probe.bytes(frame.payload.lowerBound, min(64, frame.payload.count)))
  }

  private func annotation(_ line: Held) {
    if line.leaves {
      if line.range.lowerBound >= unusedAnnotations.end { unusedAnnotations = (unusedAnnotations.count + 1, line.range.upperBound) }
      return
    }
    if open != nil {
      if open?.firstTimestamp == nil, line.isRegular { open?.firstTimestamp = (line.range.lowerBound, now.database) }
      append(.copy(line.range))
    } else {
      // Servers write none inside of a transaction: what was lost before is no MULTI of what follows.
      if line.isRegular { seams.removeAll() }
      plan.append(.copy(line.range))
    }
  }

  private func append(_ step: AOFSalvagePlan.Step) {
    if case .copy(let range) = step, let open, case .copy(let last) = open.steps.last, last.upperBound == range.lowerBound {
      self.open?.steps[open.steps.count - 1] = .copy(last.lowerBound..<range.upperBound)
    } else {
      open?.steps.append(step)
    }
  }

  private func keep(_ held: Held) {
    if let swallowed = held.swallowed { doubt(held.range, swallowed) }
    let step: AOFSalvagePlan.Step = held.rewritten.map { .insert($0, for: held.range) } ?? .copy(held.range)
    if open != nil {
      append(step)
      open?.commandCount += 1
      return
    }
    restoreDatabase(before: held.range.lowerBound)
    plan.append(step)
    plan.commandCount += 1
    now.uncertainty?.count += 1
  }

  /// Remembers that a command may have swallowed others, should something that no client can have written speak for it.
  private func doubt(_ range: Range<Int>, _ swallowed: AOFSwallowedCommands) {
    if open != nil {
      if swallowed.chain.closes, open?.swallower == nil { open?.swallower = range.lowerBound }
    } else if swallowed.chain.opens {
      appendSeam(at: range.lowerBound, showsMulti: true, isSwallower: true)
    }
    swallowers.keep(range, swallowed)
  }

  /// Goes back to the command that has swallowed what is missing now, and gives it up this time.
  ///
  /// - Returns: whether that was not tried before.
  private func condemn(_ offset: Int, goingBackTo start: Int, _ standing: Standing) -> Bool {
    guard swallowers.condemn(offset) else { return false }
    plan.forgetLosses(from: start)
    now = standing
    nextOffset = start
    return true
  }

  /// Writes the SELECT that was lost with something else.
  private func restoreDatabase(before offset: Int) {
    guard now.outputDatabase != now.database else { return }
    let digits = "\(now.database)"
    plan.append(.insert(Array("*2\r\n$6\r\nSELECT\r\n$\(digits.utf8.count)\r\n\(digits)\r\n".utf8), for: offset..<offset))
    now.outputDatabase = now.database
  }

  private func select(_ number: Int, _ held: Held) {
    now.database = number
    endUncertainty()
    let step: AOFSalvagePlan.Step = held.rewritten.map { .insert($0, for: held.range) } ?? .copy(held.range)
    if number >= 16 { noteLargeDatabase(number, held.range.lowerBound) }
    if open != nil {
      append(step)
      open?.commandCount += 1
      open?.selected = number
      return
    }
    plan.append(step)
    plan.commandCount += 1
    now.outputDatabase = number
  }

  private func noteLargeDatabase(_ number: Int, _ offset: Int) {
    guard plan.notes.count < 100 else { return }
    plan.notes.append(
      "SELECT \(number) at byte \(offset): a server with 16 databases ignores it, and what follows lands in the database before; set databases to more than \(number)")
  }

  private func endUncertainty() {
    if let uncertainty = now.uncertainty, uncertainty.count > 0, plan.notes.count < 1000 {
      plan.notes.append(
        "a SELECT may have been lost at byte \(uncertainty.since): \(uncertainty.count) commands behind it are kept in database "
          + "\(now.outputDatabase), where they may not belong")
    }
    now.uncertainty = nil
  }

  // MARK: Transactions

  private func multi(_ held: Held) throws {
    guard let open else {
      self.open = Transaction(start: held.range.lowerBound, standing: now)
      let step: AOFSalvagePlan.Step = held.rewritten.map { .insert($0, for: held.range) } ?? .copy(held.range)
      self.open?.steps.append(step)
      return
    }
    if open.wounds.isEmpty {
      if condemnSwallower(of: open) { return }
      var loss = AOFLoss(.command, held.range, why: "MULTI inside of a transaction: servers answer it with an error and go on")
      loss.command = Array("MULTI".utf8)
      return plan.lose(loss)
    }
    abandon(open, "its EXEC was lost in the damage")
  }

  /// Goes back to the start of a transaction when one of its commands may have swallowed its EXEC.
  private func condemnSwallower(of transaction: Transaction) -> Bool {
    guard let swallower = transaction.swallower, condemn(swallower, goingBackTo: transaction.start, transaction.standing) else { return false }
    open = nil
    return true
  }

  /// Gives an open transaction up and goes on behind the wound that took its end.
  private func abandon(_ open: Transaction, _ why: String) {
    let wound = open.wounds.first { $0.showsExec } ?? open.wounds.first
    guard let wound else { return }
    // Losses behind that wound will be met again.
    plan.forgetLosses(from: wound.resumesAt)
    lose(open, upTo: wound.resumesAt, why)
    now.database = wound.database
    // Should an EXEC follow after all, what stands in front of it was not outside of a transaction.
    appendSeam(at: wound.resumesAt, showsMulti: wound.showsMulti && !wound.showsExec)
    nextOffset = wound.resumesAt
  }

  private func lose(_ transaction: Transaction, upTo end: Int, _ why: String) {
    // What was lost inside of it is lost with it.
    let inner = plan.losses(from: transaction.start).first
    plan.forgetLosses(from: transaction.start)
    var loss = AOFLoss(
      .transaction, transaction.start..<max(end, transaction.start), why: why + (inner.map { " (at byte \($0.range.lowerBound): \($0.why))" } ?? ""))
    loss.commandCount = transaction.commandCount
    loss.command = Array("MULTI".utf8)
    loss.database = transaction.standing.database
    plan.lose(loss)
    open = nil
    seams.removeAll()
  }

  private func exec(_ held: Held) throws {
    guard let open else { return execWithoutMulti(held) }
    if !open.wounds.isEmpty {
      // Its own EXEC was lost, and so was the MULTI of this one.
      if open.wounds.contains(where: \.showsExec) || open.wounds.dropFirst().contains(where: \.showsMulti) {
        return abandon(open, "its EXEC was lost in the damage")
      }
      return lose(open, upTo: held.range.upperBound, "a transaction is applied whole or not at all, and a part of it is damaged")
    }
    self.open = nil
    seams.removeAll()
    let target = now.database
    now.database = open.standing.database
    restoreDatabase(before: open.start)
    now.database = target
    for step in open.steps { plan.append(step) }
    plan.append(held.rewritten.map { .insert($0, for: held.range) } ?? .copy(held.range))
    plan.commandCount += open.commandCount + 1
    if let selected = open.selected { now.outputDatabase = selected }
    now.uncertainty?.count += open.commandCount
  }

  private func execWithoutMulti(_ held: Held) {
    if let seam = seams.last, seam.isSwallower, condemn(seam.resumesAt, goingBackTo: seam.resumesAt, seam.standing) {
      plan.retract(from: seam.resumesAt)
      plan.commandCount = seam.commandCount
      seams.removeLast()
      return
    }
    let wounds = seams.filter { !$0.isSwallower }
    guard let seam = wounds.last(where: \.showsMulti) ?? wounds.last else {
      var loss = AOFLoss(.command, held.range, why: "EXEC without MULTI: servers answer it with an error and go on")
      loss.command = Array("EXEC".utf8)
      return plan.lose(loss)
    }
    // What stands between the wound that took MULTI and here is the transaction.
    plan.retract(from: seam.resumesAt)
    plan.forgetLosses(from: seam.resumesAt)
    var loss = AOFLoss(
      .transaction, seam.resumesAt..<held.range.upperBound, why: "its MULTI was lost in the damage in front of it, and a transaction is applied whole or not at all")
    loss.commandCount = plan.commandCount - min(plan.commandCount, seam.commandCount) + 1
    loss.command = Array("EXEC".utf8)
    plan.lose(loss)
    plan.commandCount = seam.commandCount
    now.outputDatabase = seam.standing.outputDatabase
    now.uncertainty?.count = 0
    seams.removeAll()
  }

  private func discard(_ held: Held) {
    if let open { return lose(open, upTo: held.range.upperBound, "it ends with DISCARD") }
    var loss = AOFLoss(.command, held.range, why: "DISCARD without MULTI: servers answer it with an error and go on")
    loss.command = Array("DISCARD".utf8)
    plan.lose(loss)
  }

  // MARK: The end

  /// Takes note that nothing follows.
  ///
  /// - Returns: where to go on nevertheless.
  func ended(at end: Int, isTorn: Bool) throws -> Int? {
    if let failure { throw failure }
    if nextOffset == nil { try commit() }
    if let next = try interrupted() { return next }
    guard let open else { return nil }
    let wounds = open.wounds.filter { $0.resumesAt < end }
    if let first = wounds.first(where: \.showsExec) ?? (isTorn ? nil : wounds.first) {
      var shorter = open
      shorter.wounds = [first]
      abandon(shorter, "its EXEC was lost in the damage")
      return try interrupted()
    }
    if open.wounds.isEmpty || !wounds.isEmpty, let stamp = open.firstTimestamp, stamp.offset < end {
      // Servers write timestamps between transactions only: it was over by then.
      if let swallower = open.swallower, swallower < stamp.offset, condemnSwallower(of: open) { return try interrupted() }
      plan.forgetLosses(from: stamp.offset)
      lose(open, upTo: stamp.offset, "it has no EXEC: servers wait for one and apply nothing of what follows")
      now.database = stamp.database
      return stamp.offset
    }
    lose(open, upTo: end, "it has no EXEC before the file ends: servers apply nothing of it")
    return nil
  }

  /// The plan, when there is nothing more.
  func finish() -> AOFSalvagePlan {
    endUncertainty()
    if unusedAnnotations.count > 0 {
      plan.notes.append("\(unusedAnnotations.count) annotations that are no text or over 1000 bytes were left out")
    }
    plan.notes += swallowers.notes(plan)
    if plan.lossCount > 0, !headerLines.isEmpty {
      plan.remove(headerLines)
      plan.notes.append("\(headerLines.count) lines with checksums of the blocks behind them were left out: they would be wrong now")
    }
    plan.sortLosses()
    return plan
  }
}

package import RDBFormats

extension Engine {
  /// What came of a replay.
  package struct Replay: Sendable {
    /// Commands that were run, those of transactions one by one.
    package var commandCount: UInt64 = 0
    /// Commands that ended in an error, which servers do not notice either; by what they said.
    package var errors: [String: UInt64] = [:]
    /// The first of them: where it stands and what it said.
    package var firstError: (offset: Int, text: String)?
    /// Where a transaction began that the file does not end: it was not run.
    package var openTransaction: Int?
    /// How the file ended.
    package var ending: AOFEnding?
    /// Where a command stands that is too long to be handed on whole, and nobody could read it again.
    package var oversized: Int?

    /// The most kinds of error that are counted one by one.
    static let maximumErrorCount = 256
  }

  /// Runs the commands of an AOF, from the base on that was loaded before.
  ///
  /// Keys do not expire meanwhile: what expired when the file was written, the file says.
  ///
  /// - Parameters:
  ///   - scanner: in front of the first command.
  ///   - bytes: the same file, for commands that the scanner does not hand on whole.
  ///   - session: its database and transaction go on from part to part of a set.
  ///   - time: when the commands ran, in milliseconds since 1970, as long as no timestamp in the file says.
  package func replay(_ scanner: inout AOFScanner, _ bytes: (any RandomAccessBytes)?, _ session: Session, at time: Int64) -> Replay {
    let expires = options.expiresKeys
    options.expiresKeys = false
    replayTime = time
    session.reply.isDiscarding = true
    defer {
      options.expiresKeys = expires
      replayTime = nil
      session.reply.isDiscarding = false
    }
    var visitor = ReplayVisitor(self, session, bytes)
    let ending = scanner.scan(&visitor)
    visitor.replay.ending = ending
    if session.queued != nil { visitor.replay.openTransaction = visitor.transactionOffset }
    return visitor.replay
  }
}

/// Hands the commands of an AOF to an engine.
private struct ReplayVisitor: AOFVisitor {
  private let engine: Engine
  private let session: Session
  private let bytes: (any RandomAccessBytes)?
  private var words: [UnsafeRawBufferPointer] = []
  var replay = Engine.Replay()
  var transactionOffset: Int?

  init(_ engine: Engine, _ session: Session, _ bytes: (any RandomAccessBytes)?) {
    self.bytes = bytes
    self.engine = engine
    self.session = session
    session.reply.clear()
  }

  mutating func command(_ command: borrowing AOFCommand) -> Bool {
    let wasOpen = session.queued != nil
    if command.isWhole {
      words.removeAll(keepingCapacity: true)
      var arguments = command.arguments
      while let argument = arguments.next() { words.append(argument.bytes) }
      words.withUnsafeBufferPointer { engine.execute(session, Arguments($0)) }
    } else if !executeAgain(command.offset, command.byteCount) {
      replay.oversized = command.offset
      return false
    }
    if !wasOpen, session.queued != nil { transactionOffset = command.offset }
    replay.commandCount &+= 1
    if let error = session.reply.lastError { note(error, command.offset) }
    return true
  }

  /// Reads a long command once more, all of it.
  private func executeAgain(_ offset: Int, _ byteCount: Int) -> Bool {
    guard let bytes else { return false }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 16)
    defer { buffer.deallocate() }
    guard let got = try? bytes.read(at: offset, into: buffer), got == byteCount else { return false }
    AOFCommandBytes.arguments(UnsafeRawBufferPointer(buffer)).withUnsafeBufferPointer { engine.execute(session, Arguments($0)) }
    return true
  }

  private mutating func note(_ error: CommandError, _ offset: Int) {
    if replay.firstError == nil { replay.firstError = (offset, error.text) }
    if replay.errors[error.text] != nil || replay.errors.count < Engine.Replay.maximumErrorCount { replay.errors[error.text, default: 0] += 1 }
    session.reply.clear()
  }

  mutating func annotation(_ annotation: borrowing AOFAnnotation) {
    if let seconds = annotation.timestamp, let time = Optional(seconds.multipliedReportingOverflow(by: 1000)), !time.overflow { engine.replayTime = time.partialValue }
  }
}

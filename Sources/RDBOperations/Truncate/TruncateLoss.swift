import RDBFiles
package import RDBFormats

/// What lies behind the cut.
package struct TruncateLoss: Sendable {
  /// Commands, those of transactions and SELECT included.
  package var commandCount: UInt64 = 0
  /// Transactions.
  package var transactionCount: UInt64 = 0
  /// How often each command comes, most often first.
  package var names: [(name: String, kind: CommandKind?, count: UInt64)] = []
  /// The second of the first command, in seconds since 1970.
  package var firstSeconds: Int64?
  /// The second of the last command.
  package var lastSeconds: Int64?
  /// Places where no command stands that could be read.
  package var faultCount: UInt64 = 0
  /// Files that could not be read, or not to their end; what they hold is not counted.
  package var uncountedFiles: [String] = []

  /// How often each kind of command comes, most often first.
  package var kinds: [(kind: CommandKind?, count: UInt64)] {
    var counts: [CommandKind?: UInt64] = [:]
    for row in names { counts[row.kind, default: 0] += row.count }
    return counts.map { ($0.key, $0.value) }.sorted { ($1.1, $0.0?.rawValue ?? "") < ($0.1, $1.0?.rawValue ?? "") }
  }

  /// Reads on from the cut to the end, whatever is wrong there.
  ///
  /// - Complexity: O(bytes behind the cut).
  static func count(_ plan: TruncatePlan) -> TruncateLoss {
    var loss = TruncateLoss()
    guard plan.cause != .nothing else { return loss }
    var tally = AOFLossTally(after: plan.cut.seconds)
    for (index, file) in plan.input.files.enumerated() where index >= plan.fileIndex {
      guard let content = try? file.content.get() else {
        loss.uncountedFiles.append(file.name)
        continue
      }
      let offset = index == plan.fileIndex ? UInt64(clamping: plan.cut.offset) : 0
      if offset >= content.byteCount { continue }
      guard var scanner = scanner(content, offset) else {
        loss.uncountedFiles.append(file.name)
        continue
      }
      if !tally.count(&scanner) { loss.uncountedFiles.append(file.name) }
    }
    loss.commandCount = tally.commandCount
    loss.transactionCount = tally.transactionCount
    loss.names = tally.names
    loss.firstSeconds = tally.firstSeconds
    loss.lastSeconds = tally.commandCount > 0 ? tally.lastSeconds : nil
    loss.faultCount = tally.faultCount
    return loss
  }

  private static func scanner(_ content: FileContent, _ offset: UInt64) -> AOFScanner? {
    let reopen: (Int) -> (any ByteSource)? = { content.source(from: UInt64(clamping: $0)) }
    let source = StoppableSource(content.source(from: offset))
    if offset > 0 {
      return AOFScanner(source, baseOffset: Int(clamping: offset), byteCount: content.byteCount - offset, reopen: reopen)
    }
    guard let start = try? AOFStart(source, byteCount: content.byteCount) else { return nil }
    switch consume start {
    case .commands(let window): return AOFScanner(window, reopen: reopen)
    case .rdb(let framer):
      guard (try? AOFPreamble.skip(framer)) != nil else { return nil }
      return AOFScanner(framer.takeWindow(), reopen: reopen)
    }
  }
}

/// Ends when the user wants to end: nobody waits for counts then.
private final class StoppableSource: ByteSource {
  private struct Interrupted: Error {}

  private let source: any ByteSource

  init(_ source: any ByteSource) { self.source = source }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    if WriteInterruption.isWished { throw Interrupted() }
    return try source.read(into: buffer)
  }
}

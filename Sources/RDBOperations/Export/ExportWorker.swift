import RDBFormats

/// One thread's share of an export: chooses keys, renders them, hands the text on in its turn.
///
/// To be inherited from by a format. What is rendered waits in ``output`` for ``merge()``; while a value is walked in the
/// stream it is written as it grows, since that happens in turn anyway and may be larger than memory.
class ExportWorker: RecordSink, PipelineWorker {
  /// Rendered and not yet written.
  final let output: OutputBuffer
  final let options: ExportOptions
  final let state: ExportState
  /// Counted since the last merge.
  final var counts: ExportReport
  /// The record that is being rendered.
  final var head = RecordHead()
  /// The first byte behind it, once it has been walked.
  final private(set) var recordEndOffset = 0
  /// A value is walked in the stream.
  final private(set) var isStreaming = false
  /// See ``PipelineWorker``.
  final var awaitTurn: (() -> Bool)?

  private let key = OutputBuffer(capacity: 256)
  private let filter: KeyFilter?
  private var recordStart = 0
  private var isInRecord = false
  private var isLeftOut = false
  private var damage: ExportError.Damage?
  private var failure: (any Error)?

  /// Bytes after which a streamed value is written out.
  private static let flushByteCount = 256 << 10
  /// Bytes of memory that are kept from chunk to chunk.
  static let keptByteCount = 8 << 20

  init(_ options: ExportOptions, _ state: ExportState, output: OutputBuffer = OutputBuffer(capacity: 64 << 10)) {
    self.output = output
    self.options = options
    self.state = state
    filter = options.filter.isEmpty ? nil : options.filter
    counts = ExportReport(state.report.end)
    super.init()
  }

  // MARK: For formats

  /// Begins to render a key.
  ///
  /// - Returns: whether its value is needed too; when not, ``finishRecord()`` is not called.
  func beginRecord(_ head: RecordHead, _ key: RawSpan) -> Bool { false }

  /// Ends a record that is sound.
  func finishRecord() {}

  /// Writes what has to stand before the rendered bytes and is not known until their turn has come; drops from them
  /// what is too much there.
  ///
  /// - Returns: how many bytes at the front are not to be written.
  func prepareToWrite() throws -> Int { 0 }

  /// Moves what a format keeps beside ``output`` there, as a streamed value has grown.
  func drain() {}

  /// To be called where a streamed value may be written as far as it has come.
  @inline(__always)
  final func rested() { if isStreaming || output.count > Self.keptByteCount { restedInStream() } }

  @inline(never)
  private func restedInStream() {
    // A few bytes may stand for many (compressed strings, names that records share): a chunk that
    // unfolds to more than is kept goes on like a stream, once everything before it has been written.
    if !isStreaming, let awaitTurn {
      isStreaming = true
      if !awaitTurn() { isOver = true }
    }
    drain()
    if output.count > Self.flushByteCount { flush() }
  }

  /// Nothing more is written, here or by another thread: what is still walked need not be rendered.
  final private(set) var isOver = false

  /// The bytes of the key that is being rendered.
  final var keyBytes: [UInt8] { [UInt8](key.bytes) }

  /// Notes that a format cannot say the key.
  final func skip(type: String, reason: String = "has no command to build it") {
    isLeftOut = true
    counts.skippedCount += 1
    if counts.skipped.count < ExportReport.skippedLimit {
      counts.skipped.append(ExportReport.SkippedKey(database: head.database, key: keyBytes, type: type, reason: reason))
    }
  }

  /// Whether something is wrong, behind which nothing is exported.
  final var isDamaged: Bool { damage != nil }

  // MARK: Records

  final override var wantsValueByteCount: Bool { filter?.needsValueByteCount == true }

  final override func record(_ head: RecordHead, key: RawSpan) -> Bool {
    guard damage == nil, !isOver else { return false }
    counts.keysSeen &+= 1
    self.key.truncate(to: 0)
    self.key.append(key)
    self.head = head
    isInRecord = true
    if let large = head.largeKey {
      skip(type: head.encoding.kind.name, reason: "has a name of \(large.byteCount) bytes, over the 16 MiB that are held in memory")
      return false
    }
    if let filter, !filter.matches(head, key: key, nowMilliseconds: options.nowMilliseconds) { return false }
    recordStart = output.count
    isLeftOut = false
    if beginRecord(head, key) { return true }
    countExported()
    return false
  }

  final override func recordEnd(at offset: Int) {
    isInRecord = false
    recordEndOffset = offset
    if damage == nil {
      finishRecord()
      countExported()
      rested()
    } else {
      output.truncate(to: min(recordStart, output.count))
    }
  }

  private func countExported() {
    if isLeftOut { return }
    counts.keysExported &+= 1
    if head.attributes.expiresAtMilliseconds != nil { counts.expires &+= 1 }
  }

  final override func unreadableKey(_ head: RecordHead, _ fault: DecodeFault) {
    guard damage == nil else { return }
    damage = ExportError.Damage(fault: fault, key: nil, database: head.database, keysBefore: 0)
  }

  final override func defect(_ fault: DecodeFault) {
    if ExportFault.isBenign(fault.reason) {
      counts.benignDefects += 1
    } else if damage == nil {
      let key = isInRecord ? keyBytes : nil
      damage = ExportError.Damage(fault: fault, key: key, database: isInRecord ? head.database : nil, keysBefore: 0)
    }
  }

  // MARK: Turns

  final func walk(_ chunk: RecordChunk) -> DecodeFault? {
    isInRecord = false
    do throws(DecodeFault) {
      try chunk.walk(self)
      return nil
    } catch {
      return error
    }
  }

  final func streamItem(_ framer: RDBFramer) -> RDBFramer.StreamedItem {
    isInRecord = false
    isStreaming = true
    let item = framer.streamItem(self)
    isStreaming = false
    if item.fault != nil, isInRecord {
      state.openKey = (keyBytes, head.database)
      output.truncate(to: min(recordStart, output.count))
    }
    return item
  }

  final func merge() throws {
    flush()
    isStreaming = false
    state.report.add(counts)
    counts = ExportReport(state.report.end)
    output.clear(keeping: Self.keptByteCount)
    if let failure { throw failure }
    if var damage {
      damage.keysBefore = state.report.keysExported
      throw ExportError.damaged(damage)
    }
  }

  private func flush() {
    if failure == nil, !isOver, output.count > 0 {
      do {
        let surplus = try prepareToWrite()
        try state.write(UnsafeRawBufferPointer(rebasing: output.bytes[surplus...]))
      } catch {
        failure = error
        isOver = true
      }
    }
    output.truncate(to: 0)
  }
}

import RDBFiles
import RDBFormats

/// Finds out what can be saved of one file of an AOF.
struct AOFPartRepair {
  /// What the new file is made of.
  var pieces: [FilePiece] = []
  /// The bytes of the old one that are not in it.
  var quarantine: [FilePiece] = []
  var report: AOFRepairReport.Part
  /// Whether the new file is the old one.
  var isWhole = false
  /// Who wrote the RDB in front, when there is one that says so.
  var writer: ServerVersion?

  private let content: FileContent
  private let bytes: any RandomAccessBytes
  private let options: RepairOptions

  /// - Parameters:
  ///   - name: what the file is called in the report.
  ///   - content: its bytes, decompressed.
  ///   - options: what was asked for.
  init(name: String, _ content: FileContent, _ options: RepairOptions) {
    self.content = content
    self.options = options
    bytes = content.randomAccess
    report = AOFRepairReport.Part(name: name, byteCount: content.byteCount)
  }

  /// - Parameters:
  ///   - writer: the server that wrote the base, when that was in front of this file.
  ///   - mayHaveRDB: whether an RDB in front can be loaded: in the first file of a set.
  ///   - damaged: what the file was recognised as when it should begin with an RDB and does not.
  mutating func run(writer known: ServerVersion?, mayHaveRDB: Bool, damaged: SourceContent?, progress: ((UInt64) -> Void)?) throws {
    var start = 0
    if try AOFPreamble.begins(head(16)) || damaged != nil { start = try preamble(damaged ?? .rdb, mayHaveRDB: mayHaveRDB) }
    let judges = AOFJudges(target: options.server, writer: writer ?? known)
    let plan = try AOFSalvage(bytes, from: start, judges: judges, progress: progress).run()
    for step in plan.steps {
      switch step {
      case .copy(let range): copy(range)
      case .insert(let bytes, _): pieces.append(.bytes(bytes))
      }
    }
    report.commands = plan.commandCount
    report.losses += plan.losses
    report.lossCount += plan.lossCount
    report.lostTransactions = plan.lostTransactionCount
    report.notes += plan.notes
    for range in plan.leftOut(of: start..<bytes.byteCount) { leaveOut(range) }
    report.newByteCount = pieces.reduce(0) { $0 + $1.byteCount }
    isWhole = report.leftOut.isEmpty && report.rdb == nil && plan.isWhole(start..<bytes.byteCount) && report.newByteCount == content.byteCount
  }

  private mutating func copy(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    let new = UInt64(range.lowerBound)..<UInt64(range.upperBound)
    if case .range(let content, let last)? = pieces.last, content.isSame(as: self.content), last.upperBound == new.lowerBound {
      pieces[pieces.count - 1] = .range(of: content, last.lowerBound..<new.upperBound)
    } else {
      pieces.append(.range(of: content, new))
    }
  }

  private mutating func leaveOut(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    report.leftOut.append(range)
    quarantine.append(.range(of: content, UInt64(range.lowerBound)..<UInt64(range.upperBound)))
  }

  private func head(_ count: Int) throws -> [UInt8] {
    var head = [UInt8](repeating: 0, count: min(count, bytes.byteCount))
    let got = try head.withUnsafeMutableBytes { try bytes.read(at: 0, into: $0) }
    return Array(head.prefix(got))
  }

  // MARK: The RDB in front

  /// Takes in what can be saved of the RDB.
  ///
  /// - Returns: where the commands begin.
  private mutating func preamble(_ content: SourceContent, mayHaveRDB: Bool) throws -> Int {
    let end = try preambleEnd()
    let slice = SlicedBytes(bytes, byteCount: end)
    guard mayHaveRDB else {
      var loss = AOFLoss(.file, 0..<end, why: "an RDB where an increment has commands: servers stop at the first key of it that is there already")
      loss.commandCount = 0
      lose(loss)
      return end
    }
    let content = try AOFPreamble.begins(head(16)) ? .rdb : content
    do throws(RepairError) {
      let repair = try RepairOperation.prepare(slice, content, options)
      if let header = repair.report.header { writer = Self.writer(header, slice) }
      report.keys = repair.report.kept
      if repair.report.isSound {
        copy(0..<end)
        return end
      }
      report.rdb = repair.report
      let scratch = try write(repair)
      pieces.append(scratch.whole)
      for range in repair.report.lostRanges { leaveOut(range) }
    } catch {
      guard case .nothingToSave(let why) = error else { throw error }
      lose(AOFLoss(.file, 0..<end, why: "of the RDB in front nothing can be saved: \(why)"))
    }
    return end
  }

  private mutating func lose(_ loss: AOFLoss) {
    report.losses.append(loss)
    report.lossCount += 1
    leaveOut(loss.range)
  }

  private func write(_ repair: PreparedRepair) throws(RepairError) -> FileContent {
    do {
      let file = try ScratchFile(directory: options.temporaryDirectory)
      _ = try repair.write(to: ScratchSink(file))
      return try file.content(path: report.name)
    } catch let error as SinkError {
      throw .sink(error)
    } catch let error as RepairError {
      throw error
    } catch {
      throw .source(error)
    }
  }

  private static func writer(_ header: RDBHeader, _ bytes: any RandomAccessBytes) -> ServerVersion? {
    guard let start = try? RDBStart(bytes, .rdb), start.header != nil else { return nil }
    return start.isNamed ? start.writer : nil
  }

  /// Where the RDB ends and the commands begin, as its frames say; where those are broken, as the commands do.
  private func preambleEnd() throws -> Int {
    do throws(DecodeFault) {
      let framer = try RDBFramer(RangeSource(bytes, 0..<bytes.byteCount), byteCount: content.byteCount, trailing: .aof)
      return try AOFPreamble.skip(framer).endOffset
    } catch {
      if case .inputFailed = error.reason { throw RepairError.source(error) }
      return try AOFSalvage.start(in: bytes, from: min(9, bytes.byteCount), judges: AOFJudges(target: options.server)) ?? bytes.byteCount
    }
  }
}

/// A file without a name as the place where the bytes of an RDB go.
private final class ScratchSink: RDBByteSink {
  private let file: ScratchFile
  init(_ file: ScratchFile) { self.file = file }
  func write(_ bytes: UnsafeRawBufferPointer) throws { try file.append(bytes) }
}

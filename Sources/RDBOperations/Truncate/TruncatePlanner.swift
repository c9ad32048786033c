import RDBFiles
import RDBFormats

/// Looks for the place to cut: reads the files in order, up to there.
struct TruncatePlanner: ~Copyable {
  private let input: TruncateInput
  private let request: TruncateRequest
  private let progress: (UInt64) -> Void
  private let occurrence: AOFCutFinder.Occurrence?
  private var finder = AOFCutFinder(.none)
  private var baseSeconds: Int64?
  /// The last place that was found, when there may be a later one.
  private var candidate: Place?
  /// The first damage, which the cut must not lie behind.
  private var damage: (index: Int, offset: Int, text: String)?

  private struct Place {
    var index: Int
    var moment: AOFMoment
    var cause: TruncatePlan.Cause
  }

  /// - Parameter progress: told bytes as they are read.
  init(_ input: TruncateInput, _ request: TruncateRequest, progress: @escaping (UInt64) -> Void) {
    self.input = input
    self.request = request
    self.progress = progress
    if case .command(let glob, let which, let since) = request {
      let number: UInt64? =
        switch which {
        case .first: 1
        case .last: nil
        case .number(let number): number
        }
      occurrence = AOFCutFinder.Occurrence(CommandLineTest(glob), number: number, sinceSeconds: since)
    } else {
      occurrence = nil
    }
  }

  /// - Complexity: O(bytes up to the cut); all bytes for the last occurrence of a command.
  mutating func plan() throws(TruncateError) -> TruncatePlan {
    let end = try endIndex()
    var found: Place?
    for index in 0...end where found == nil { found = try scan(index, isEnd: index == end) }
    guard var place = found ?? candidate else { throw .refused(missingSentence) }
    if let damage, (damage.index, damage.offset) < (place.index, place.moment.offset) { throw .damaged(damage.text) }
    if case .time(let seconds) = request {
      if place.cause == .request, place.index == 0, place.moment.offset == 0 { throw .refused(tooEarly(seconds, finder.firstSeconds)) }
      if place.cause != .request, finder.timestampCount == 0, finder.now.commandCount > 0 { throw .refused(timelessSentence) }
    }
    if place.moment.offset == 0, place.index > 0, input.files[place.index].byteCount > 0 {
      // Nothing stays of the file: what stays ends with the one before.
      place.index -= 1
      place.moment.offset = Int(clamping: input.files[place.index].byteCount)
    }
    if place.index == input.files.count - 1, UInt64(clamping: place.moment.offset) == input.files[place.index].byteCount {
      place.cause = .nothing
    }
    return TruncatePlan(
      input: input, fileIndex: place.index, cut: place.moment, cause: place.cause, matchCount: finder.matchCount,
      firstSeconds: finder.firstSeconds, baseSeconds: baseSeconds)
  }

  /// The last file that has to be looked at.
  private func endIndex() throws(TruncateError) -> Int {
    let last = input.files.count - 1
    guard case .offset(let offset, let file) = request else { return last }
    guard let index = file == nil ? last : input.files.lastIndex(where: { $0.name == file }) else {
      throw .refused("\(PathText(input.source)): this AOF has no file \(PathText(file ?? "")); its files are "
        + input.files.map { "\(PathText($0.name))" }.joined(separator: ", "))
    }
    guard offset >= 0, UInt64(offset) <= input.files[index].byteCount else {
      throw .refused("\(PathText(input.files[index].name)): offset \(offset) lies outside of it; it has \(input.files[index].byteCount) bytes")
    }
    return index
  }

  private func criterion(isEnd: Bool) -> AOFCutFinder.Criterion {
    if let occurrence { return .command(occurrence) }
    switch request {
    case .time(let seconds): return .after(seconds: seconds)
    case .offset(let offset, _): return isEnd ? .offset(offset) : .none
    case .command: return .none
    }
  }

  private var seeksLast: Bool { if case .command(_, .last, _) = request { true } else { false } }

  /// Reads a file.
  ///
  /// - Returns: the place to cut, when it is final.
  private mutating func scan(_ index: Int, isEnd: Bool) throws(TruncateError) -> Place? {
    let content = try input.files[index].content.get()
    var scanner = try start(content, index)
    if isEnd, case .offset(let offset, _) = request, offset < scanner.offset {
      throw .refused(
        "\(PathText(content.path)): offset \(offset) lies inside the RDB in front of the commands, which ends at byte \(scanner.offset)")
    }
    finder.beginFile()
    finder.criterion = criterion(isEnd: isEnd)
    while true {
      let before = finder.cut
      let ending = finder.search(&scanner)
      if let cut = finder.cut, cut != before { candidate = Place(index: index, moment: cut, cause: .request) }
      if candidate != nil, !seeksLast { return candidate }
      let boundary = finder.lastBoundary(ending)
      let resumesAt: Int?
      switch ending {
      case .inputFailed: throw .refused(scanner.sourceFailure.map { "\($0)" } ?? "\(PathText(content.path)): cannot be read")
      case .complete(let offset) where boundary.offset == offset && !isEnd: return nil
      case .complete, .torn, .stopped, .malformed:
        // An end in the middle of a command is where servers cut. Where commands follow, a wounded length swallowed them.
        resumesAt = if case .complete = ending { nil } else { scanner.resynchronize() }
        if isEnd, canEnd(ending), resumesAt.map({ !isWanted($0) }) ?? true {
          return occurrence == nil ? Place(index: index, moment: boundary, cause: cause(ending, content)) : candidate
        }
      }
      let text = "\(PathText(content.path)): what stays would be damaged at byte \(grouped(UInt64(max(0, boundary.offset)))); "
        + "`rdbtool check` says how, and the output of `rdbtool repair` can be cut"
      guard seeksLast else { throw .damaged(text) }
      // A later command that fits would be looked for in vain behind damage that keeps everything before it.
      if damage == nil { damage = (index, boundary.offset, text) }
      guard resumesAt != nil else { return nil }
    }
  }

  /// Whether what stays may end in front of that: not of a damage, unless an offset says so.
  private func canEnd(_ ending: AOFEnding) -> Bool {
    guard case .malformed = ending else { return true }
    if case .offset = request { return true }
    return false
  }

  /// Whether commands from that offset on are asked for.
  private func isWanted(_ offset: Int) -> Bool {
    if case .offset(let limit, _) = request { offset < limit } else { true }
  }

  /// Why a file ends where it does, when it was read to its end.
  private func cause(_ ending: AOFEnding, _ content: FileContent) -> TruncatePlan.Cause {
    if case .offset(let offset, _) = request, UInt64(clamping: offset) < content.byteCount { return .request }
    switch ending {
    case .torn, .malformed: return .tornTail
    case .complete, .stopped, .inputFailed: return .openTransaction
    }
  }

  /// A scanner in front of the first command.
  private mutating func start(_ content: FileContent, _ index: Int) throws(TruncateError) -> AOFScanner {
    let reopen: (Int) -> (any ByteSource)? = { content.source(from: UInt64(clamping: $0)) }
    let preamble: AOFPreamble
    let framer: RDBFramer
    do throws(DecodeFault) {
      let start = try AOFStart(ProgressSource(content.source(), progress), byteCount: content.byteCount)
      switch consume start {
      case .commands(let window): return AOFScanner(window, reopen: reopen)
      case .rdb(let found): framer = found
      }
      preamble = try AOFPreamble.skip(framer)
    } catch {
      throw .damaged(
        "\(PathText(content.path)): the RDB in front of the commands is damaged at byte \(grouped(UInt64(max(0, error.offset)))): "
          + "\(error.reason.message); `rdbtool repair` saves what can be saved")
    }
    if index == 0 {
      baseSeconds = preamble.writtenAtSeconds
      if !input.isAOF, UInt64(clamping: preamble.endOffset) == content.byteCount {
        throw .refused("\(PathText(content.path)): this is an RDB without commands behind it, which holds one moment only; give an AOF")
      }
      if case .time(let seconds) = request, let base = baseSeconds, base > seconds { throw .refused(tooEarly(seconds, base)) }
    }
    return AOFScanner(framer.takeWindow(), reopen: reopen)
  }
}

/// Tells how much was read.
private final class ProgressSource: ByteSource {
  private let source: any ByteSource
  private let progress: (UInt64) -> Void

  init(_ source: any ByteSource, _ progress: @escaping (UInt64) -> Void) {
    self.source = source
    self.progress = progress
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = try source.read(into: buffer)
    progress(UInt64(max(0, count)))
    return count
  }
}

// MARK: Sentences

extension TruncatePlanner {
  private func tooEarly(_ seconds: Int64, _ base: Int64?) -> String {
    let begins = base.map { "begins at \(Timestamp.text(seconds: $0))" } ?? "begins later"
    return "\(PathText(input.source)): it \(begins), after \(Timestamp.text(seconds: seconds)), and what was before is not in it; use an older backup"
  }

  private var timelessSentence: String {
    "\(PathText(input.source)): it has no timestamps, so no moment can be found in it (servers write them with `aof-timestamp-enabled yes`, "
      + "7.0 and newer); cut it with --before or --to-offset"
  }

  private var missingSentence: String {
    guard case .command(let glob, let which, let since) = request else { return "\(PathText(input.source)): there is nothing to cut" }
    let found = finder.matchCount
    let count = if case .number(let number) = which, found > 0 { "only \(found) of \(number) commands fit" } else { "no command fits" }
    return "\(PathText(input.source)): \(count) '\(PathText(glob))'\(since.map { " from \(Timestamp.text(seconds: $0)) on" } ?? ""); the whole line has to "
      + "fit, as with 'FLUSHALL*' or 'DEL user:*'"
  }
}

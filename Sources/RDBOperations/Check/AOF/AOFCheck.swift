import RDBFiles
import RDBFormats

/// Checks an AOF: a file of commands, one with an RDB in front, or a set of files with a manifest.
///
/// The files are gone through one after the other, as servers load them, and behind every wound to the next whole command.
final class AOFCheck {
  /// What came of one file.
  struct CheckedPart {
    let name: String
    let type: AOFManifestEntry.FileType
    /// Whether it is the last one that is loaded: the only one that servers cut.
    let isLast: Bool
    /// The RDB at its start.
    var preamble: CheckedPreamble?
    /// The commands; nil when nobody gets to them.
    var commands: AOFChecker.Outcome?
    var byteCount: UInt64 = 0
  }

  /// What came of the RDB at the start of a file.
  struct CheckedPreamble {
    let end: PipelineEnd
    let results: CheckResults
    let findings: [RecordFinding]
    let writer: (server: ServerVersion, text: String?)
  }

  let options: CheckOptions
  let isMultipart: Bool
  /// Who judges the commands: the server asked for; the writer where the AOF names it, and the newest of each family.
  private(set) var judges: [Judge] = []
  private(set) var context: AOFCheckContext?
  private(set) var hasWriter = false
  private(set) var parts: [CheckedPart] = []
  /// What is wrong with the manifest and with which files there are; said first.
  var structure: [StructuralDefect] = []
  private let progress: ((UInt64) -> Void)?
  private var bytesBefore: UInt64 = 0
  /// The files so far that begin with an RDB that has keys.
  private var preambleSources: [OpenedSource] = []

  init(_ options: CheckOptions, isMultipart: Bool, progress: ((UInt64) -> Void)?) {
    self.options = options
    self.isMultipart = isMultipart
    self.progress = progress
  }

  /// Whether a source is an AOF by its content; by its name only where the content cannot tell.
  static func reads(_ source: OpenedSource) -> Bool {
    switch source.content {
    // A server that looks for an RDB of that name does not start; the base of a set may be called so.
    case .aof: !source.path.lowercased().hasSuffix(".rdb") || source.path.lowercased().hasSuffix(".base.rdb")
    case .rdb: source.hasAOFPreambleMark || hasName(source)
    case .empty, .text, .zeros, .unknown: hasName(source)
    case .rdbLike(let resemblance): if case .magicCut = resemblance { false } else { hasName(source) }
    case .manifest, .compressedOtherwise: false
    }
  }

  private static func hasName(_ source: OpenedSource) -> Bool {
    var name = source.path.lowercased()[...]
    for suffix in [".gz", ".gzip", ".lz4"] where name.hasSuffix(suffix) { name = name.dropLast(suffix.count) }
    return name.hasSuffix(".aof")
  }

  /// Checks an AOF that is one file.
  static func run(_ source: OpenedSource, _ options: CheckOptions, progress: ((UInt64) -> Void)?) throws(CheckOperation.Failure) -> CheckReport {
    let check = AOFCheck(options, isMultipart: false, progress: progress)
    for finding in CompressedFinding.of(source) { check.structure.append(StructuralDefect.compressed(finding, file: nil)) }
    try check.part(source, name: source.path, type: .base, isLast: true)
    return check.report(source.path)
  }

  /// Checks the files of a set.
  static func run(
    _ set: AOFSet, as path: String, _ options: CheckOptions, progress: ((UInt64) -> Void)?
  ) throws(CheckOperation.Failure) -> CheckReport {
    let check = AOFCheck(options, isMultipart: true, progress: progress)
    check.structure = ManifestDefects.of(set)
    for (index, part) in set.parts.enumerated() {
      guard case .file = part.state else {
        if case .unreadable = part.state { try open(part) }
        continue
      }
      let source = try open(part)
      if let outermost = source.compression.first {
        check.structure.append(StructuralDefect.compressed(RecordFinding(DecodeFault(.compressed("\(outermost)"), at: 0)), file: part.name))
      }
      try check.part(source, name: part.name, type: part.type, isLast: index == set.parts.count - 1)
    }
    return check.report(path)
  }

  @discardableResult
  private static func open(_ part: AOFPart) throws(CheckOperation.Failure) -> OpenedSource {
    do throws(SourceError) { return try part.open() } catch { throw .source(error) }
  }

  // MARK: One file

  private func part(
    _ source: OpenedSource, name: String, type: AOFManifestEntry.FileType, isLast: Bool
  ) throws(CheckOperation.Failure) {
    var part = CheckedPart(name: name, type: type, isLast: isLast)
    defer { parts.append(part) }
    let counted = CountedSource(source.source) { [bytesBefore, progress] in progress?(bytesBefore &+ $0) }
    let start: AOFStart
    do throws(DecodeFault) { start = try AOFStart(counted, byteCount: source.uncompressedByteCount) } catch {
      if let failure = counted.failure { throw .source(failure) }
      structure.append(StructuralDefect(DefectWriter(judgements: []).defect(RecordFinding(error), effect: .refused), .refused, file: isMultipart ? name : nil))
      return
    }
    switch consume start {
    case .commands(let window): try commands(AOFScanner(window, reopen: { source.bytes(from: $0) }), &part)
    case .rdb(let framer):
      let (end, results) = try CheckOperation.walk(framer, source, options, trailing: .aof, progress: nil)
      let findings = try results.findings + duplicates(source, part, results.tally) + FileFindings.of(end, results.tally, nowMilliseconds: options.nowMilliseconds, isInAOF: true)
      part.preamble = CheckedPreamble(end: end, results: results, findings: findings, writer: Writer.of(end.header, results.tally))
      if end.ending == nil {
        part.byteCount = counted.byteCount
      } else {
        try commands(AOFScanner(framer.takeWindow(), reopen: { source.bytes(from: $0) }), &part)
      }
    }
    if let failure = counted.failure { throw .source(failure) }
    part.byteCount = max(part.byteCount, counted.byteCount)
    bytesBefore += part.byteCount
  }

  /// Keys of an RDB in an increment that are in an RDB before it.
  private func duplicates(_ source: OpenedSource, _ part: CheckedPart, _ tally: RecordTally) throws(CheckOperation.Failure) -> [RecordFinding] {
    guard tally.keys > 0 else { return [] }
    let earlier = preambleSources
    preambleSources.append(source)
    guard part.type == .increment else { return [] }
    structure.append(
      StructuralDefect(
        "part.rdb-in-increment", .warning, file: part.name,
        "an RDB stands in an increment: servers load it, unless a key of it is there already, and redis-check-aof --fix empties the file",
        hint: "is it a base that the manifest names as an increment?"))
    guard !earlier.isEmpty else { return [] }
    let presence = KeyPresence()
    do {
      // What is wrong with their framing has been said; the keys before it count.
      for source in earlier {
        guard let framer = try Self.again(source) else { continue }
        try? presence.remember(framer)
        if let failure = framer.sourceFailure { throw failure }
      }
      if let framer = try Self.again(source) {
        try? presence.compare(framer)
        if let failure = framer.sourceFailure { throw failure }
      }
    } catch {
      throw .source(error)
    }
    return presence.duplicates
  }

  private static func again(_ source: OpenedSource) throws -> RDBFramer? {
    guard let again = try source.reopened() else { return nil }
    return try RDBFramer(again.source, byteCount: again.uncompressedByteCount, trailing: .aof)
  }

  private func commands(_ scanner: consuming AOFScanner, _ part: inout CheckedPart) throws(CheckOperation.Failure) {
    let context = self.context ?? makeContext(part.preamble?.writer)
    context.part = parts.count
    let outcome = AOFChecker.run(scanner, context, isDeep: !options.isFast)
    if let failure = outcome.sourceFailure { throw .source(failure) }
    part.commands = outcome
  }

  private func makeContext(_ writer: (server: ServerVersion, text: String?)?) -> AOFCheckContext {
    var servers: [ServerVersion]
    if let server = options.server {
      servers = [server]
    } else {
      servers = [ServerVersion.redis.last, ServerVersion.valkey.last].compactMap { $0 }
      // A server before 7.0 has no manifest: a newer one took its file over.
      if var server = writer?.server, writer?.text != nil {
        if isMultipart, !server.isModern { server = ServerVersion.redis.first(where: \.isModern) ?? server }
        hasWriter = true
        servers = [server] + servers.filter { $0 != server }
      }
    }
    judges = servers.map { Judge($0, isConfiguredAsWriter: options.server == nil) }
    let context = AOFCheckContext(judging: servers)
    self.context = context
    return context
  }

  private func report(_ path: String) -> CheckReport {
    if context == nil { _ = makeContext(parts.lazy.compactMap(\.preamble).first?.writer) }
    return AOFVerdict(self).report(path)
  }
}

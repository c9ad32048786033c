package import RDBFiles
import RDBFormats

/// Finds everything that can be saved of a damaged AOF and writes it as a new one, be it one file or a set.
///
/// In two steps, as ``RepairOperation``: ``prepare(_:_:progress:)``, then ``PreparedAOFRepair/write(to:force:progress:)`` or
/// ``PreparedAOFRepair/replace(force:progress:)``.
package enum AOFRepair {
  /// Whether a source is repaired as an AOF: by its content, by its name only where the content cannot tell.
  package static func takes(_ source: OpenedSource) -> Bool { AOFCheck.reads(source) }

  /// Looks at all of an AOF in one file.
  ///
  /// - Parameter progress: told of the bytes that have been looked at.
  /// - Throws: ``RepairError``.
  package static func prepare(_ source: OpenedSource, _ options: RepairOptions, progress: ((UInt64) -> Void)? = nil) throws(RepairError) -> PreparedAOFRepair {
    var notes: [String] = []
    let content = try content(source, options, &notes)
    var report = AOFRepairReport(isSingle: true)
    report.notes = notes
    do {
      var part = AOFPartRepair(name: source.path, content, options)
      try part.run(writer: nil, mayHaveRDB: true, damaged: damagedRDB(source), progress: progress)
      if part.report.commands == 0, part.report.keys == 0, part.report.lossCount > 0 {
        throw RepairError.nothingToSave("not one whole command could be found in its \(grouped(content.byteCount)) bytes")
      }
      report.parts = [part.report]
      report.isSound = part.isWhole && source.compression.isEmpty
      if content.hasChanged() { throw RepairError.changed }
      return PreparedAOFRepair(report: report, parts: [part], contents: [content], set: nil, entries: [], isCompressed: !source.compression.isEmpty)
    } catch let error as RepairError {
      throw error
    } catch {
      throw .source(error)
    }
  }

  /// Looks at all files of a set, and at its manifest.
  ///
  /// - Throws: ``RepairError``.
  package static func prepare(_ set: AOFSet, _ options: RepairOptions, progress: ((UInt64) -> Void)? = nil) throws(RepairError) -> PreparedAOFRepair {
    let plan = AOFSetPlan(set)
    var report = AOFRepairReport(isSingle: false)
    report.notes = plan.notes
    report.lostFiles = plan.lost
    guard !plan.members.isEmpty else { throw .nothingToSave("not one of its files is there") }
    var parts: [AOFPartRepair] = []
    var contents: [FileContent] = []
    var entries: [AOFManifestEntry] = []
    var writer: ServerVersion?
    var before: UInt64 = 0
    var isCompressed = false
    do {
      for (index, member) in plan.members.enumerated() {
        let source = try member.part.open()
        isCompressed = isCompressed || !source.compression.isEmpty
        let content = try content(source, options, &report.notes)
        var part = AOFPartRepair(name: member.part.name, content, options)
        try part.run(
          writer: writer, mayHaveRDB: index == 0, damaged: index == 0 && member.entry.type == .base ? damagedRDB(source) : nil,
          progress: { [before] in progress?(before + $0) })
        before += content.byteCount
        if let found = part.writer { writer = found }
        var entry = member.entry
        // The replication offset of an end that is no more.
        if !part.isWhole { entry.endOffset = nil }
        // An increment that holds the data set is the base.
        if index == 0, entry.type == .increment, part.report.keys > 0 { entry.type = .base }
        contents.append(content)
        entries.append(entry)
        parts.append(part)
        report.parts.append(part.report)
      }
      if contents.contains(where: { $0.hasChanged() }) { throw RepairError.changed }
    } catch let error as RepairError {
      throw error
    } catch {
      throw .source(error)
    }
    if report.commands == 0, report.keys == 0, report.lossCount > 0 { throw .nothingToSave("not one whole command could be found in its files") }
    report.manifestChanged = !plan.keepsManifest || set.manifest.map { AOFManifest(entries: entries).text != AOFManifest(entries: $0.parts).text } ?? true
    report.isSound = plan.keepsManifest && !report.manifestChanged && parts.allSatisfy(\.isWhole) && !isCompressed
    return PreparedAOFRepair(report: report, parts: parts, contents: contents, set: set, entries: entries, isCompressed: isCompressed)
  }

  /// The bytes of a source, decompressed: the file itself, or a copy outside memory.
  private static func content(_ source: OpenedSource, _ options: RepairOptions, _ notes: inout [String]) throws(RepairError) -> FileContent {
    if let content = source.fileContent { return content }
    do {
      let file = try ScratchFile(directory: options.temporaryDirectory)
      do { try file.append(all: source.source) } catch let error as SinkError { throw error } catch {
        if file.byteCount == 0 { throw RepairError.source(error) }
        notes.append("the source could be read only so far: \(error)")
      }
      return try file.content(path: source.path)
    } catch let error as SinkError {
      throw .sink(error)
    } catch let error as RepairError {
      throw error
    } catch {
      throw .source(error)
    }
  }

  /// What a file is that begins neither with an RDB nor with commands and should begin with an RDB.
  private static func damagedRDB(_ source: OpenedSource) -> SourceContent? {
    switch source.content {
    case .rdbLike: source.content
    case .unknown, .zeros: source.path.hasSuffix(".rdb") ? source.content : nil
    case .rdb, .aof, .manifest, .empty, .text, .compressedOtherwise: nil
    }
  }
}

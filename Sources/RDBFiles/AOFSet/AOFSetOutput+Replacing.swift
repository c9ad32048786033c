import Glibc
import RDBFormats

extension AOFSetOutput {
  /// What replacing a set left in its directory.
  public struct Replacement: Hashable, Sendable {
    /// The manifest that was replaced, which still names a whole set; nil when there was none.
    public let backup: String?
    /// The files that servers load now, in order.
    public let parts: [String]
    /// The files that nothing but the backup needs from now on.
    public let unused: [String]
  }

  /// Replaces what servers load of a set, in its directory.
  ///
  /// Every part gets a new name with a sequence that no file there has, so that a server never writes to or removes a file that
  /// the old manifest names. A part that stays as it is becomes a second name of its file, but for the last increment, to which
  /// servers append: that is a copy, and where no increment is left an empty one is added. Then the old manifest gets its `.bak`
  /// (or `.bak.1`, …), and the new one takes its place in one step. Ended anywhere before, servers load what they would have
  /// loaded; complete files that no manifest names may be left then.
  ///
  /// - Parameters:
  ///   - set: as it was read.
  ///   - inputs: its files as they were read; something that wrote to one is an error.
  ///   - parts: the base, if there is one, then the increments.
  ///   - progress: told bytes as they are written.
  /// - Throws: ``SinkError``; `.changedMeanwhile` when something wrote to the set since it was opened.
  public static func replace(
    _ set: AOFSet, inputs: [FileContent], with parts: [AOFOutputPart], progress: (UInt64) -> Void = { _ in }
  ) throws(SinkError) -> Replacement {
    let parts = try renumbered(parts, set)
    let path = set.manifestPath ?? set.directory + "/" + text(AOFFileName.manifest(prefix: set.prefix))
    var made: [String] = []
    do throws(SinkError) {
      for (index, part) in parts.enumerated() {
        let path = set.directory + "/" + text(part.entry.name)
        let isLastIncrement = index == parts.count - 1 && part.entry.type == .increment
        if isLastIncrement || !link(part.wholeContent, to: path) {
          try write(part, in: set.directory, shownAs: set.directory, progress: progress)
        } else {
          progress(part.byteCount)
        }
        made.append(path)
      }
      try DirectoryFlush.flush(set.directory, for: set.directory)
      let file = try AtomicFile(destination: path, replacing: set.manifestPath != nil, attributes: parts.last?.attributes)
      try file.write([.bytes(manifest(parts))])
      try file.flush()
      if let changed = inputs.first(where: { $0.hasChanged() || $0.hasGrown() }) { throw SinkError(path: changed.path, .changedMeanwhile) }
      if try !isCurrent(set, path) { throw SinkError(path: path, .changedMeanwhile) }
      let backup = set.manifestPath == nil ? nil : try BackupName.give(to: path)
      do throws(SinkError) { try file.commit() } catch {
        if !isInPlace(parts, path), let backup { _ = unlink(backup) }
        throw error
      }
      return Replacement(backup: backup, parts: parts.map { text($0.entry.name) }, unused: (set.parts + set.history).map(\.name))
    } catch {
      // The new files are of no use, unless the manifest that names them is there and only flushing the directory failed.
      if !isInPlace(parts, path) { for path in made { _ = unlink(path) } }
      throw error
    }
  }

  /// Whether the manifest on disk still says what it said when the set was read; where there was none, whether there is none.
  private static func isCurrent(_ set: AOFSet, _ path: String) throws(SinkError) -> Bool {
    guard let manifest = set.manifest else {
      var status = stat()
      return lstat(path, &status) != 0
    }
    do throws(SourceError) { return AOFManifest(parsing: try SmallFile.read(path)) == manifest } catch {
      throw SinkError(path: path, .changedMeanwhile)
    }
  }

  /// Whether the new manifest has taken its place.
  private static func isInPlace(_ parts: [AOFOutputPart], _ path: String) -> Bool {
    (try? SmallFile.read(path)) == manifest(parts)
  }

  /// Gives a file that was read a second name, whatever its first one is by now.
  private static func link(_ content: FileContent?, to path: String) -> Bool {
    guard let content else { return false }
    return linkat(AT_FDCWD, "/proc/self/fd/\(content.descriptor.number)", AT_FDCWD, path, Int32(AT_SYMLINK_FOLLOW)) == 0
  }

  /// The parts under names that no file in the directory has, and an increment last.
  private static func renumbered(_ parts: [AOFOutputPart], _ set: AOFSet) throws(SinkError) -> [AOFOutputPart] {
    var highest: [AOFManifestEntry.FileType: Int64] = [:]
    var names = (set.manifest?.entries ?? []).map { (type: $0.type, sequence: $0.sequence) }
    do throws(SourceError) {
      for entry in try DirectoryListing(set.directory).entries {
        if let name = AOFFileName(parsing: Array(entry.name.utf8)) { names.append((name.type, name.sequence)) }
      }
    } catch {
      throw SinkError(path: set.directory, .permissionDenied)
    }
    // History was base or increment, which the sequences tell apart no more.
    for (type, sequence) in names {
      for type in type == .history ? [.base, .increment] : [type] { highest[type] = max(highest[type] ?? 0, sequence) }
    }
    func next(_ part: AOFOutputPart) throws(SinkError) -> AOFOutputPart {
      let type = part.entry.type
      let (sequence, overflows) = (highest[type] ?? 0).addingReportingOverflow(1)
      highest[type] = sequence
      let isRDB = !text(part.entry.name).hasSuffix(".aof")
      let name = AOFFileName(prefix: set.prefix, sequence: sequence, type: type, isRDB: isRDB)
      guard !overflows, let entry = part.entry.renamed(name.bytes, sequence: sequence) else {
        throw SinkError(path: set.directory + "/" + text(name.bytes), action: "name", errno: EOVERFLOW)
      }
      return AOFOutputPart(entry: entry, pieces: part.pieces, attributes: part.attributes)
    }
    var renumbered: [AOFOutputPart] = []
    for part in parts { renumbered.append(try next(part)) }
    if parts.last?.entry.type != .increment, let entry = AOFManifestEntry(name: [0x78], sequence: 1, type: .increment) {
      renumbered.append(try next(AOFOutputPart(entry: entry, pieces: [], attributes: parts.last?.attributes)))
    }
    return renumbered
  }
}

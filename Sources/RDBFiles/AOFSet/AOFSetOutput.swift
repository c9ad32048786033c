import Glibc
import RDBFormats

/// Writes the directory of an AOF in several files: the parts and a manifest as servers write it.
public enum AOFSetOutput {
  /// Writes a set as a new directory, to be used as `appendonlydir`.
  ///
  /// The order: a directory with a temporary name beside it, the parts, the manifest, everything flushed; then one rename. Ended
  /// anywhere before, nothing is at the destination that was not there before.
  ///
  /// - Parameters:
  ///   - parts: the base, if there is one, then the increments.
  ///   - prefix: `appendfilename` of the server; the manifest is called after it.
  ///   - directory: where it will be; ``OutputPlace/checkDirectory(_:inputs:directory:replacing:)`` was asked before. An empty
  ///     directory is replaced.
  ///   - replacing: whether a directory with files in it is replaced, by an exchange, and then removed.
  ///   - attributes: owner and permissions of the directory; nil leaves them to the umask.
  ///   - progress: told bytes as they are written.
  /// - Throws: ``SinkError``.
  public static func write(
    _ parts: [AOFOutputPart], prefix: [UInt8], to directory: String, replacing: Bool, attributes: FileAttributes?,
    progress: (UInt64) -> Void = { _ in }
  ) throws(SinkError) {
    var target = OutputPlace.withoutTrailingSlashes(directory)
    if target.isEmpty || target.utf8.contains(0) { throw SinkError(path: directory, .noSuchDirectory) }
    // A link to a directory stays one.
    if let resolved = realpath(target, nil) {
      target = String(cString: resolved)
      free(resolved)
    }
    let parent = PathParts(target).directory
    let temporary = parent + "/" + TemporaryName.random()
    if mkdir(temporary, attributes == nil ? 0o777 : 0o700) != 0 { throw SinkError(path: directory, action: "create", errno: errno) }
    do throws(SinkError) {
      for part in parts { try write(part, in: temporary, shownAs: directory, progress: progress) }
      try writeManifest(parts, to: temporary + "/" + text(AOFFileName.manifest(prefix: prefix)), shownAs: directory, like: parts.last?.attributes)
      if let attributes { try apply(attributes, to: temporary, shownAs: directory) }
      for part in parts { try FilePiece.checkUnchanged(part.pieces) }
      try publish(temporary, target, shownAs: directory, replacing: replacing)
    } catch {
      removeFlat(temporary)
      throw error
    }
    try DirectoryFlush.flush(parent, for: directory)
  }

  static func write(
    _ part: AOFOutputPart, in directory: String, shownAs shown: String, progress: (UInt64) -> Void
  ) throws(SinkError) {
    let name = text(part.entry.name)
    do throws(SinkError) {
      let file = try AtomicFile(destination: directory + "/" + name, replacing: false, attributes: part.attributes)
      try file.write(part.pieces, progress: progress)
      try file.commit()
    } catch {
      throw renamed(error, directory, shown)
    }
  }

  static func manifest(_ parts: [AOFOutputPart]) -> [UInt8] { AOFManifest(entries: parts.map(\.entry)).text }

  private static func writeManifest(
    _ parts: [AOFOutputPart], to path: String, shownAs shown: String, like attributes: FileAttributes?
  ) throws(SinkError) {
    do throws(SinkError) {
      let file = try AtomicFile(destination: path, replacing: false, attributes: attributes)
      try file.write([.bytes(manifest(parts))])
      try file.commit()
    } catch {
      throw renamed(error, PathParts(path).directory, shown)
    }
  }

  private static func apply(_ attributes: FileAttributes, to directory: String, shownAs shown: String) throws(SinkError) {
    let number = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { throw SinkError(path: shown, action: "open", errno: errno) }
    attributes.apply(to: number)
    _ = close(number)
  }

  private static func publish(_ temporary: String, _ target: String, shownAs shown: String, replacing: Bool) throws(SinkError) {
    // Takes the place of nothing, or of an empty directory.
    if rename(temporary, target) == 0 { return }
    switch errno {
    case ENOTEMPTY, EEXIST: if !replacing { throw SinkError(path: shown, .directoryNotEmpty) }
    case ENOTDIR: throw SinkError(path: shown, .exists)
    case let number: throw SinkError(path: shown, action: "rename the finished directory to", errno: number)
    }
    if renameWithFlags(AT_FDCWD, temporary, AT_FDCWD, target, RenameFlag.exchange) == 0 {
      removeFlat(temporary)
      return
    }
    // A file system that cannot exchange: two steps.
    let old = PathParts(target).directory + "/" + TemporaryName.random()
    if rename(target, old) != 0 { throw SinkError(path: shown, action: "move the old directory from", errno: errno) }
    if rename(temporary, target) != 0 {
      let error = SinkError(path: shown, action: "rename the finished directory to", errno: errno)
      _ = rename(old, target)
      throw error
    }
    removeFlat(old)
  }

  /// Removes a directory of files; folders in it, which nobody expects, stay and keep it.
  private static func removeFlat(_ directory: String) {
    for entry in (try? DirectoryListing(directory).entries) ?? [] { _ = unlink(directory + "/" + entry.name) }
    _ = rmdir(directory)
  }

  /// A message has the name that a file would have had, not the temporary one.
  private static func renamed(_ error: SinkError, _ directory: String, _ shown: String) -> SinkError {
    guard directory != shown, error.path.hasPrefix(directory + "/") else { return error }
    return SinkError(path: OutputPlace.withoutTrailingSlashes(shown) + error.path.dropFirst(directory.count), error.reason)
  }

  static func text(_ name: [UInt8]) -> String { String(decoding: name, as: UTF8.self) }
}

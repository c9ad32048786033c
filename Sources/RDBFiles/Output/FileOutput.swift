import Glibc

/// Writes one file out of pieces of others, beside its input or in its place.
public enum FileOutput {
  /// Writes a new file.
  ///
  /// - Parameters:
  ///   - pieces: what it consists of, in order.
  ///   - path: where it will be; ``OutputPlace/checkFile(_:inputs:directory:replacing:)`` was asked before.
  ///   - replacing: whether it may replace a file that is there.
  ///   - attributes: owner and permissions when it replaces none.
  ///   - progress: told bytes as they are written.
  /// - Throws: ``SinkError``; nothing is at the path then that was not there before.
  public static func write(
    _ pieces: [FilePiece], to path: String, replacing: Bool, attributes: FileAttributes?, progress: (UInt64) -> Void = { _ in }
  ) throws(SinkError) {
    let file = try AtomicFile(destination: path, replacing: replacing, attributes: attributes)
    try file.write(pieces, progress: progress)
    try file.flush()
    try FilePiece.checkUnchanged(pieces)
    try file.commit()
  }

  /// Replaces a file by pieces of itself and keeps the old one as `.bak` (or `.bak.1`, …).
  ///
  /// The order: the new file is written aside and flushed, the old one gets its second name, the new one takes the first in
  /// one step. Ended anywhere in between, the file is what it was.
  ///
  /// - Parameter content: the file, as it was read.
  /// - Returns: the path of the backup.
  /// - Throws: ``SinkError``; `.changedMeanwhile` when something wrote to the file since it was opened.
  public static func replace(
    _ content: FileContent, with pieces: [FilePiece], progress: (UInt64) -> Void = { _ in }
  ) throws(SinkError) -> String {
    // A symbolic link stays one: file and backup are where the data is.
    guard let resolved = realpath(content.path, nil) else { throw SinkError(path: content.path, action: "find", errno: errno) }
    defer { free(resolved) }
    let path = String(cString: resolved)
    var status = stat()
    guard stat(path, &status) == 0 else { throw SinkError(path: path, action: "examine", errno: errno) }
    let file = try AtomicFile(destination: path, replacing: true)
    try file.write(pieces, progress: progress)
    try file.flush()
    if !content.isFile(status) || content.hasChanged() || content.hasGrown() { throw SinkError(path: content.path, .changedMeanwhile) }
    let backup = try BackupName.give(to: path)
    do throws(SinkError) { try file.commit() } catch {
      // Not replaced: the second name of what is still there is no backup of anything.
      if stat(path, &status) == 0, content.isFile(status) { _ = unlink(backup) }
      throw error
    }
    return backup
  }
}

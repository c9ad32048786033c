import Glibc

/// Keeps what is replaced in place: a second name for the same file, which the replacement then leaves alone.
package enum BackupName {
  /// Gives a file the name `<path>.bak`, or `.bak.1`, `.bak.2`, … when older ones are there: a backup is never overwritten.
  ///
  /// The file keeps its own name as well. Where the file system has no links, it is copied.
  ///
  /// - Returns: the path of the backup, which is durable.
  /// - Throws: ``SinkError``.
  package static func give(to path: String) throws(SinkError) -> String {
    for number in 0..<10_000 {
      let backup = path + ".bak" + (number == 0 ? "" : ".\(number)")
      if link(path, backup) == 0 {
        try DirectoryFlush.flush(PathParts(path).directory, for: backup)
        return backup
      }
      switch errno {
      case EEXIST: continue
      case EPERM, ENOTSUP, ENOSYS, EMLINK, EXDEV: break
      case let error: throw SinkError(path: backup, action: "make", errno: error)
      }
      do throws(SinkError) {
        try copy(path, to: backup)
        return backup
      } catch {
        if error.reason == .exists { continue }
        throw error
      }
    }
    throw SinkError(path: path + ".bak", .exists)
  }

  private static func copy(_ path: String, to backup: String) throws(SinkError) {
    let number = open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { throw SinkError(path: path, action: "open", errno: errno) }
    let descriptor = Descriptor(number, closes: true)
    var status = stat()
    guard fstat(number, &status) == 0 else { throw SinkError(path: path, action: "examine", errno: errno) }
    let content = FileContent(descriptor: descriptor, path: path, status: status)
    let file = try AtomicFile(destination: backup, replacing: false, attributes: content.attributes)
    try file.write([content.whole])
    try file.commit()
  }
}

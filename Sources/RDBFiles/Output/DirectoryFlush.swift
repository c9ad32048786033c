import Glibc

/// Makes names durable: a file that was flushed can still lose its name when the power fails.
enum DirectoryFlush {
  /// - Parameters:
  ///   - directory: where the names changed.
  ///   - destination: what is named in the error.
  /// - Throws: ``SinkError``.
  static func flush(_ directory: String, for destination: String) throws(SinkError) {
    let number = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    // One may write to a directory that one may not read; it cannot be flushed then.
    guard number >= 0 else { return }
    defer { _ = close(number) }
    // Some file systems have nothing to flush in a directory, and say so.
    if fsync(number) != 0, errno != EINVAL, errno != EROFS, errno != ENOTSUP {
      throw SinkError(path: destination, action: "flush the directory of", errno: errno)
    }
  }
}

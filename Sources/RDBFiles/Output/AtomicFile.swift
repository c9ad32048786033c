import Glibc

// The order that keeps a file whole whatever happens (power, full disk, kill):
//
//   1. write beside the destination, in the same file system
//   2. fsync the file        its bytes rest before its name points at them
//   3. rename                one step: readers see the old file or the new one
//   4. fsync the directory   the name rests too
//
// Advice to whoever changes this file: no path may reach step 3 with an error
// behind it, and nothing may write to the destination itself.

/// A file that appears at its destination complete, or not at all.
///
/// Not committed, for an error or because it was let go, it removes its
/// temporary file and leaves what was at the destination as it was. A process
/// that is killed leaves ``temporaryPath`` behind, never half a destination.
public final class AtomicFile {
  /// Where the file will be, as it was given.
  public let destination: String
  /// Where it is until then, for a program that removes it when it is interrupted.
  public let temporaryPath: String

  /// The destination with a symbolic link followed: the link stays a link.
  private let target: String
  private let directory: String
  private let replaces: Bool
  private let sink: DescriptorSink
  /// Negative once closed.
  private var descriptor: Int32
  private var failure: SinkError?

  /// Makes the temporary file.
  ///
  /// A file that replaces another takes over its permissions, and its owner where
  /// the user may give files away: a server must still be able to read its dump.
  ///
  /// - Parameters:
  ///   - destination: where the file will be.
  ///   - replacing: whether it may replace a file that is there.
  ///   - attributes: what a file that replaces none gets, as far as the user may; nil leaves it to the umask.
  /// - Throws: ``SinkError``: `.exists`, `.isDirectory`, `.notARegularFile`,
  ///   `.noSuchDirectory`, `.permissionDenied`, ...
  public init(destination: String, replacing: Bool, attributes: FileAttributes? = nil) throws(SinkError) {
    if destination.isEmpty || destination.utf8.contains(0) { throw SinkError(path: destination, .noSuchDirectory) }
    // The system says "no such directory" only when it is to make a file there.
    if destination.hasSuffix("/") { throw SinkError(path: destination, .isDirectory) }
    var old = stat()
    let isThere = lstat(destination, &old) == 0
    if isThere, !replacing { throw SinkError(path: destination, .exists) }
    if isThere, old.st_mode & S_IFMT == S_IFLNK, let resolved = realpath(destination, nil) {
      defer { free(resolved) }
      target = String(cString: resolved)
      if stat(target, &old) != 0 { throw SinkError(path: destination, action: "examine", errno: errno) }
    } else {
      target = destination
    }
    let kind = old.st_mode & S_IFMT
    if isThere, kind == S_IFDIR { throw SinkError(path: destination, .isDirectory) }
    // A link to nowhere is replaced like a file.
    if isThere, kind != S_IFREG, kind != S_IFLNK { throw SinkError(path: destination, .notARegularFile) }

    let slash = target.lastIndex(of: "/")
    directory = if let slash { String(target[...slash]) } else { "./" }
    self.destination = destination
    replaces = replacing
    temporaryPath = directory + TemporaryName.random()
    let inherited = isThere && kind == S_IFREG ? FileAttributes(old) : attributes
    let number = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, inherited == nil ? 0o666 : 0o600)
    guard number >= 0 else { throw SinkError(path: destination, action: "create", errno: errno) }
    descriptor = number
    sink = DescriptorSink(descriptor: number, path: destination, willBeFlushed: true)
    inherited?.apply(to: number)
  }

  deinit { giveUp() }

  /// How many bytes were handed to the system up to now.
  public var bytesWritten: UInt64 { sink.bytesWritten }

  /// Takes bytes for the file.
  ///
  /// - Throws: ``SinkError``, now and at every later call; the temporary file is gone then.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(SinkError) {
    try attempt { () throws(SinkError) in try sink.write(bytes) }
  }

  /// Takes pieces for the file, in order.
  ///
  /// - Parameter progress: told bytes as they are written.
  /// - Throws: as ``write(_:)``; also `.interrupted`, and of a file that is copied from what ``DescriptorSink/copy(_:of:progress:)`` throws.
  public func write(_ pieces: [FilePiece], progress: (UInt64) -> Void = { _ in }) throws(SinkError) {
    try attempt { () throws(SinkError) in
      for piece in pieces {
        switch piece {
        case .range(let content, let range): try sink.copy(range, of: content, progress: progress)
        case .bytes(let bytes):
          try sink.write(bytes)
          progress(UInt64(bytes.count))
        }
      }
    }
  }

  /// Makes the file durable and gives it its name.
  ///
  /// - Throws: ``SinkError``; the destination is then as it was, but for a
  ///   failure of the very last step, which `.system(action: "flush the directory of", …)`
  ///   names: the file is in place, and may be lost if the power fails now.
  public func commit() throws(SinkError) {
    try flush()
    try attempt { () throws(SinkError) in
      let isClosed = close(descriptor) == 0
      descriptor = -1
      // Some network file systems report a full disk only here.
      if !isClosed, errno != EINTR { throw systemError("close") }
      try publish()
      failure = SinkError(path: destination, .alreadyFinished)
      try DirectoryFlush.flush(directory, for: destination)
    }
  }

  /// Makes what was written durable, still under its temporary name: what takes long and may fail is over then.
  ///
  /// - Throws: as ``write(_:)``.
  public func flush() throws(SinkError) {
    try attempt { () throws(SinkError) in
      try sink.flush()
      if fsync(descriptor) != 0 { throw systemError("flush") }
      if WriteInterruption.isWished { throw SinkError(path: destination, .interrupted) }
    }
  }

  /// Runs a step; after an error there is no other.
  private func attempt(_ step: () throws(SinkError) -> Void) throws(SinkError) {
    if let failure { throw failure }
    do { try step() } catch {
      giveUp()
      failure = error
      throw error
    }
  }

  private func systemError(_ action: String) -> SinkError {
    SinkError(path: destination, action: action, errno: errno, written: sink.bytesWritten)
  }

  private func publish() throws(SinkError) {
    if replaces {
      if rename(temporaryPath, target) != 0 { throw systemError("rename the finished file to") }
      return
    }
    // Unlike a rename, a link refuses a name that has come up meanwhile.
    if link(temporaryPath, target) == 0 {
      _ = unlink(temporaryPath)
      return
    }
    guard errno == EPERM || errno == ENOTSUP || errno == ENOSYS || errno == EMLINK else { throw systemError("name") }
    // A file system without links (FAT, some network mounts): take the name with
    // an empty file, which only the first can make, and rename over that.
    let placeholder = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard placeholder >= 0 else { throw systemError("name") }
    _ = close(placeholder)
    if rename(temporaryPath, target) != 0 {
      let error = systemError("rename the finished file to")
      _ = unlink(target)
      throw error
    }
  }

  /// Removes the temporary file, unless the file is finished.
  private func giveUp() {
    if descriptor >= 0 { _ = close(descriptor) }
    descriptor = -1
    if failure == nil { _ = unlink(temporaryPath) }
  }
}

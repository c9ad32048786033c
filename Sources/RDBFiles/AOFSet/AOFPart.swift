import Glibc
public import RDBFormats

/// One file of an AOF, as it lies on disk. Nothing of it was read.
public struct AOFPart: Hashable, Sendable {
  /// What stands where the file should be.
  public enum State: Hashable, Sendable {
    /// A regular file of that many bytes, itself or behind a symbolic link.
    case file(byteCount: UInt64)
    /// Nothing.
    case missing
    /// A directory, a pipe or a device, none of which is opened.
    case notRegular
    /// It cannot be examined; the errno says why.
    case unreadable(errno: Int32)
  }

  /// Its name in ``AOFSet/directory``, never a path; of a file that was named directly, as it was given.
  public let name: String
  /// Where it lies.
  public let path: String
  /// Its line in the manifest; nil for a file that no manifest names.
  public let entry: AOFManifestEntry?
  /// What it is to the AOF, by the manifest or else by its name; a single file is a base.
  public let type: AOFManifestEntry.FileType
  /// What stands there.
  public let state: State

  /// Bytes on disk; 0 when there is no file.
  public var byteCount: UInt64 { if case .file(let count) = state { count } else { 0 } }

  /// Opens it for reading.
  ///
  /// - Throws: ``SourceError``; without touching it when it is not a regular file.
  public func open() throws(SourceError) -> OpenedSource {
    switch state {
    case .file: try InputFile.open(path == "-" ? "./-" : path)
    case .missing: throw SourceError(path: path, .notFound)
    case .notRegular: throw SourceError(path: path, .notARegularFile)
    case .unreadable(let number): throw SourceError(path: path, action: "examine", errno: number)
    }
  }

  init(name: String, path: String, entry: AOFManifestEntry?, type: AOFManifestEntry.FileType) {
    self.name = name
    self.path = path
    self.entry = entry
    self.type = type
    state = Self.state(of: path)
  }

  static func state(of path: String) -> State {
    var status = stat()
    guard stat(path, &status) == 0 else { return errno == ENOENT ? .missing : .unreadable(errno: errno) }
    return status.st_mode & S_IFMT == S_IFREG ? .file(byteCount: UInt64(max(0, status.st_size))) : .notRegular
  }
}

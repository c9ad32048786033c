import Glibc

/// Why a source cannot be opened, with the sentence a person needs.
public struct SourceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong.
  public enum Reason: Hashable, Sendable {
    /// There is nothing at the path.
    case notFound
    /// The user may not read it.
    case permissionDenied
    /// A part of the path that should be a directory is a file.
    case notADirectory
    /// A directory with an AOF; the path of its manifest.
    case aofDirectory(manifest: String)
    /// A directory with more than one AOF; the paths of their manifests.
    case severalAOFs(manifests: [String])
    /// A directory without an AOF; the path of an RDB file in it, if there is one.
    case directoryWithoutAOF(rdb: String?)
    /// Standard input is a directory.
    case directoryAsStandardInput
    /// A directory, a pipe or a device where a file should be.
    case notARegularFile
    /// A line of a server's configuration that makes no sense.
    case configuration(line: Int, problem: String)
    /// Compressed more than ``InputFile/maximumCompressionDepth`` times.
    case compressedTooOften
    /// Nothing could be read of it.
    case unreadable(StreamError)
    /// The system refused `action`, as "open"; `errno` says why.
    case system(action: String, errno: Int32)
  }

  /// What was to be opened, or "standard input".
  public let path: String
  /// What went wrong.
  public let reason: Reason

  /// - Parameters:
  ///   - path: what was to be opened.
  ///   - reason: what went wrong.
  public init(path: String, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }

  /// Gives the errors that people meet a case of their own.
  init(path: String, action: String, errno number: Int32) {
    let reason: Reason =
      switch number {
      case ENOENT: .notFound
      case EPERM, EACCES: .permissionDenied
      case ENOTDIR: .notADirectory
      default: .system(action: action, errno: number)
      }
    self.init(path: path, reason)
  }

  public var description: String {
    // Begins with the path by itself.
    if case .unreadable(let error) = reason { return error.description }
    return "\(PathText(path)): \(sentence)"
  }

  private var sentence: String {
    switch reason {
    case .notFound:
      "no such file; check the path, and where `CONFIG GET dir` says the server writes"
    case .permissionDenied:
      "permission denied; read it as the user who owns it, often redis or valkey, or as root"
    case .notADirectory:
      "a part of this path is a file where a directory should be; check the path"
    case .aofDirectory(let manifest):
      "this is a directory with an append-only file (\(PathText(manifest))), which this version of rdbtool does not read; give its base, an RDB"
    case .severalAOFs(let manifests):
      "this is a directory with \(manifests.count) append-only files (\(PathText(manifests.first ?? "")) is one), "
        + "which this version of rdbtool does not read; give the base of one, an RDB"
    case .directoryWithoutAOF(let rdb?):
      "this is a directory without an AOF; give a file, such as \(PathText(rdb))"
    case .directoryWithoutAOF(nil):
      "this is a directory without an AOF; give the file to read"
    case .directoryAsStandardInput:
      "this is a directory; give its path or that of a file in it instead of -"
    case .notARegularFile:
      "this is not a file; check the path, and what else has that name"
    case .configuration(let line, let problem):
      "line \(line) of this configuration is not understood: \(problem); correct it, or give the path of the data instead"
    case .compressedTooOften:
      "this is compressed more than \(InputFile.maximumCompressionDepth) times over; decompress it first, and give the result"
    case .unreadable(let error):
      error.description
    case .system(let action, let number):
      "cannot \(action) it (\(SystemErrorText(number))); check the disk and the path, then try again"
    }
  }
}

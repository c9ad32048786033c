import Glibc

/// Why something could not be written, with the sentence a person needs.
public struct SinkError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong.
  public enum Reason: Hashable, Sendable {
    /// The program at the other end of the pipe wants no more (EPIPE).
    case closedByReader
    /// There is a file at the destination already, and it may not be replaced.
    case exists
    /// The destination is a directory.
    case isDirectory
    /// The destination is a device, a FIFO or a socket, which a file must not replace.
    case notARegularFile
    /// The directory that the file should be in is not there.
    case noSuchDirectory
    /// The user may not write there.
    case permissionDenied
    /// The device or the user's quota is full after `byteCount` bytes.
    case noSpace(afterByteCount: UInt64)
    /// The file system is mounted for reading only.
    case readOnly
    /// A directory with something in it is at the destination already, and it may not be replaced.
    case directoryNotEmpty
    /// The directory at the destination holds what does not belong to an AOF, so it is not replaced on any account; its name.
    case holdsOtherThings(name: String)
    /// It is what is being read.
    case isInput
    /// It lies in the directory that is being read.
    case isInsideInput
    /// What is being read lies in it.
    case holdsInput
    /// Somebody wrote to a file that is being read, in a way that what was read of it no longer holds.
    case changedMeanwhile
    /// The user wants to end; what was not finished is gone.
    case interrupted
    /// The file was committed or given up already: a mistake of the caller.
    case alreadyFinished
    /// The system refused `action`, as "write"; `errno` says why.
    case system(action: String, errno: Int32)
  }

  /// What was to be written.
  public let path: String
  /// What went wrong.
  public let reason: Reason

  /// - Parameters:
  ///   - path: what was to be written.
  ///   - reason: what went wrong.
  public init(path: String, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }

  /// Gives the errors that people meet a case of their own.
  init(path: String, action: String, errno number: Int32, written byteCount: UInt64 = 0) {
    let reason: Reason =
      switch number {
      case EPIPE: .closedByReader
      case EEXIST: .exists
      case EISDIR: .isDirectory
      case ENOENT, ENOTDIR: .noSuchDirectory
      case EPERM, EACCES: .permissionDenied
      case EROFS: .readOnly
      case ENOTEMPTY: .directoryNotEmpty
      case ENOSPC, EDQUOT: .noSpace(afterByteCount: byteCount)
      default: .system(action: action, errno: number)
      }
    self.init(path: path, reason)
  }

  public var description: String { "\(PathText(path)): \(sentence)" }

  private var sentence: String {
    switch reason {
    case .closedByReader: "the program that reads this stopped reading; run it to its end to get everything"
    case .exists: "there is a file of this name already and it was left alone; give another name, or --force to replace it"
    case .isDirectory: "this is a directory; give the name of a file in it"
    case .notARegularFile: "this is a device, a pipe or a socket, and a file must not replace it; give another name"
    case .noSuchDirectory: "there is no such directory; make it first, or give another path"
    case .permissionDenied: "permission denied; write it as a user who may, or to another directory"
    case .noSpace(let count): "no space is left after \(count) bytes; free some, or write to another file system"
    case .readOnly: "this file system is mounted read-only; write to another one"
    case .directoryNotEmpty:
      "there is a directory of this name with something in it and it was left alone; give another name, or --force to replace it"
    case .holdsOtherThings(let name):
      "this directory holds \(PathText(name)), which is no file of an AOF, so it is not replaced; give another name, or remove it yourself"
    case .isInput: "this is what is being read; give another name, or --in-place instead of -o to replace it and keep a .bak"
    case .isInsideInput: "this lies in the directory that is being read; give a path outside of it"
    case .holdsInput: "what is being read lies in this directory; give another path"
    case .changedMeanwhile: "something writes to this file; stop the server that uses it, or work on a copy"
    case .interrupted: "interrupted; what was not finished is gone"
    case .alreadyFinished: "this file is finished and takes no more; this is a mistake in rdbtool, please report it"
    case .system(let action, let number): "cannot \(action) it (\(SystemErrorText(number))); check the disk, then try again"
    }
  }
}

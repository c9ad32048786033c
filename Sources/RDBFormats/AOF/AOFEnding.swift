/// Why a scan ended.
public enum AOFEnding: Hashable, Sendable {
  /// At the end of the input, behind a whole command, annotation, or nothing at all; its offset.
  case complete(offset: Int)
  /// The visitor wanted no more; the offset behind the last command it was told.
  case stopped(offset: Int)
  /// The input ends inside a command or annotation. Servers cut there, when it is the last file of a set.
  case torn(AOFFault)
  /// What stands there is no command: servers refuse the file. ``AOFScanner/resynchronize()`` finds what follows.
  case malformed(AOFFault)
  /// The input could not be read on; ``AOFScanner/sourceFailure`` says why.
  case inputFailed(offset: Int)
}

/// Where a scan ended that could not go on, and why.
public struct AOFFault: Error, Hashable, Sendable {
  /// What is wrong.
  public enum Kind: Hashable, Sendable {
    // The input ends inside something.
    /// Inside a header line, or behind one whose argument would follow.
    case headerCut
    /// Inside an argument of `declared` bytes, `available` of which are there.
    case argumentCut(declared: UInt64, available: UInt64)
    /// Between an argument and the end of its line.
    case terminatorCut
    /// Behind `present` of `declared` arguments.
    case argumentsMissing(present: Int, declared: Int)
    /// Inside an annotation: servers load it and glue the next command to it, which makes the file unloadable.
    case annotationCut

    // What stands there is no command.
    /// Zero bytes, as a file system leaves after a power loss; whether they reach to the end.
    case zeros(byteCount: UInt64, reachesEnd: Bool)
    /// A command begins neither with `*` nor with `#`.
    case unexpectedByte(UInt8)
    /// The number behind `*` is below 1, or no number.
    case argumentCount(Int64)
    /// An argument does not begin with `$`; how many of the command's arguments are there.
    case argumentMarker(UInt8, present: Int)
    /// The number behind `$` is negative: servers crash on it.
    case argumentLength(Int64)
  }

  /// What is wrong.
  public let kind: Kind
  /// Bytes from the start of the file to where the command or annotation begins: all before it is whole.
  public let offset: Int
  /// Bytes from the start of the file to the byte that is wrong or missing; not below ``offset``.
  public let position: Int

  /// - Parameters:
  ///   - kind: what is wrong.
  ///   - offset: where the command or annotation begins.
  ///   - position: where the wrong or missing byte is.
  public init(_ kind: Kind, from offset: Int, at position: Int) {
    self.kind = kind
    self.offset = offset
    self.position = position
  }
}

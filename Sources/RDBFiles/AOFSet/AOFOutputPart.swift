public import RDBFormats

/// A file of a set that is to be written.
public struct AOFOutputPart: Sendable {
  /// Its line in the new manifest: name, sequence, type, offsets.
  public var entry: AOFManifestEntry
  /// What it consists of, in order; nothing for an empty file.
  public var pieces: [FilePiece]
  /// Owner and permissions, as far as the user may give them; nil leaves them to the umask.
  public var attributes: FileAttributes?

  /// - Parameters:
  ///   - entry: its line in the new manifest.
  ///   - pieces: what it consists of.
  ///   - attributes: owner and permissions.
  public init(entry: AOFManifestEntry, pieces: [FilePiece], attributes: FileAttributes?) {
    self.entry = entry
    self.pieces = pieces
    self.attributes = attributes
  }

  /// Bytes it will have.
  public var byteCount: UInt64 { pieces.reduce(0) { $0 &+ $1.byteCount } }

  /// The file that it is a copy of, nothing left out; nil when it is another.
  var wholeContent: FileContent? {
    guard pieces.count == 1, case .range(let content, let range) = pieces[0], range == 0..<content.byteCount else { return nil }
    return content
  }
}

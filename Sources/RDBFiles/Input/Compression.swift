/// How a stream is compressed, recognised by its first bytes and never by a name.
public enum Compression: Hashable, Sendable, CustomStringConvertible {
  /// gzip: `1F 8B`.
  case gzip
  /// LZ4 frames: `04 22 4D 18`, or a skippable frame first.
  case lz4
  /// The envelope of Valkey 9.2: `VCS`, four bytes, one LZ4 frame.
  case vcs

  public var description: String {
    switch self {
    case .gzip: "gzip"
    case .lz4: "LZ4"
    case .vcs: "Valkey VCS"
    }
  }

  /// The envelope of Valkey 9.2 with the only version (1), codec (1, LZ4),
  /// reserved byte and kind (1, an RDB) that there is.
  static let vcsHeader: [UInt8] = [0x56, 0x43, 0x53, 1, 1, 0, 1]

  /// What a stream is compressed with, seen from its first bytes.
  ///
  /// - Returns: nil when it is not compressed, or in a way this build does not know.
  init?(recognizing head: some Collection<UInt8>) {
    if head.starts(with: [0x1F, 0x8B]) {
      self = .gzip
    } else if LZ4Magic(head) == .frame {
      self = .lz4
    } else if head.starts(with: Self.vcsHeader) {
      self = .vcs
    } else {
      return nil
    }
  }
}

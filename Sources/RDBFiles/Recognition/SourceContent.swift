/// What a stream is, seen from its first bytes after decompression.
public enum SourceContent: Hashable, Sendable, CustomStringConvertible {
  /// `REDIS…` or `VALKEY…`.
  case rdb
  /// Something that was an RDB or has one inside; for the RDB checker to judge.
  case rdbLike(RDBResemblance)
  /// Commands as a server appends them: `*3` … or a `#TS:` annotation.
  case aof
  /// The manifest of an AOF in several files.
  case manifest
  /// Not one byte.
  case empty
  /// Text of another kind, such as an error page; its first line, at most 60
  /// characters, fit for a message.
  case text(firstLine: String)
  /// Nothing but zero bytes at the start: a file system lost the data.
  case zeros
  /// Compressed in a way that this build cannot undo; the program that can.
  case compressedOtherwise(program: String)
  /// None of these.
  case unknown

  /// A phrase that follows "this is".
  public var description: String {
    switch self {
    case .rdb: "an RDB file"
    case .rdbLike(let resemblance): resemblance.description
    case .aof: "an append-only file"
    case .manifest: "the manifest of an append-only file"
    case .empty: "an empty file"
    case .text(let line): "a text that begins \"\(line)\""
    case .zeros: "a file of zero bytes"
    case .compressedOtherwise(let program): "a file compressed with \(program)"
    case .unknown: "data of an unknown kind"
    }
  }
}

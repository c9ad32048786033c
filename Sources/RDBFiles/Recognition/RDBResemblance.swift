/// How something resembles an RDB without beginning like one.
public enum RDBResemblance: Hashable, Sendable, CustomStringConvertible {
  /// The magic with letters in the other case, as `redis0011`.
  case magicCase
  /// The magic with one wrong letter.
  case magicDamaged
  /// The file ends within the magic.
  case magicCut
  /// A replication stream of known size, `$123\r\n`, with the RDB after
  /// `prefixByteCount` bytes; `payloadByteCount` is the size it announces.
  case replication(prefixByteCount: Int, payloadByteCount: UInt64)
  /// A diskless replication stream, `$EOF:` and a mark of 40 bytes, with the
  /// RDB after `prefixByteCount` bytes and the mark once more after it.
  case disklessReplication(prefixByteCount: Int)
  /// An RDB after `prefixByteCount` bytes of something else.
  case preceded(prefixByteCount: Int)
  /// The compressed envelope of Valkey, of a version, codec or kind that this build does not know.
  case unknownEnvelope

  /// A phrase that follows "this is".
  public var description: String {
    switch self {
    case .magicCase: "an RDB file whose magic has letters in the wrong case"
    case .magicDamaged: "an RDB file with a damaged magic"
    case .magicCut: "the first few bytes of an RDB file"
    case .replication: "a captured replication stream with an RDB in it"
    case .disklessReplication: "a captured diskless replication stream with an RDB in it"
    case .preceded(let count): "an RDB file with \(count) bytes of something else before it"
    case .unknownEnvelope: "a compressed Valkey file of an unknown version or codec"
    }
  }
}

import RDBFiles
import RDBFormats

/// The front of a damaged RDB: where it begins, and what its header says or has to be taken for.
struct RDBStart {
  /// Bytes in front of the RDB that belong to something else.
  let baseOffset: Int
  /// The header; nil when it cannot be read.
  let header: RDBHeader?
  /// The header, or what the file is read as.
  let assumed: RDBHeader
  /// Whether the version is one that a server has written.
  let isKnownVersion: Bool
  /// Who wrote the file, as far as it says.
  let writer: ServerVersion
  /// Whether the file names its writer.
  let isNamed: Bool
  /// Where the first item should stand.
  var itemsOffset: Int { baseOffset + RDBHeader.byteCount }

  init(_ bytes: any RandomAccessBytes, _ content: SourceContent) throws {
    var base = 0
    if case .rdbLike(let resemblance) = content {
      switch resemblance {
      case .replication(let prefix, _), .disklessReplication(let prefix), .preceded(let prefix): base = prefix
      default: break
      }
    }
    var head = [UInt8](repeating: 0, count: RDBHeader.byteCount)
    let count = try head.withUnsafeMutableBytes { try bytes.read(at: base, into: $0) }
    let parsed = count == head.count ? head.withUnsafeBytes { RDBHeader.parse($0) } : nil
    baseOffset = base
    header = parsed
    let dialect = parsed?.dialect ?? Self.likelyDialect(head)
    let newest = dialect == .valkey ? RDBHeader.newestValkey : RDBHeader.newestRedis
    let isKnown = parsed.map { $0.version >= 1 && ($0.dialect == .redis ? $0.version <= newest : (80...newest).contains($0.version)) } ?? false
    isKnownVersion = isKnown
    let readAs = RDBHeader(
      dialect: dialect, version: isKnown ? parsed?.version ?? newest : newest, text: parsed?.text ?? String(decoding: head, as: UTF8.self))
    assumed = readAs
    let framer = RDBFramer(
      assuming: readAs, RangeSource(bytes, base + 9..<max(base + 9, bytes.byteCount)), at: base + 9,
      byteCount: UInt64(max(0, bytes.byteCount - base - 9)), windowByteCount: 8192)
    var fields: [String: String] = [:]
    for (name, value) in framer.leadingAuxiliary() { fields[String(decoding: name, as: UTF8.self)] = String(decoding: value, as: UTF8.self) }
    isNamed = fields["redis-ver"] != nil || fields["valkey-ver"] != nil
    writer = ServerVersion.writer(ofAux: fields["redis-ver"], valkeyVersion: fields["valkey-ver"], header: isKnown ? readAs : RDBHeader(dialect: dialect, version: dialect == .valkey ? 80 : 9))
  }

  /// Most letters of a magic decide.
  private static func likelyDialect(_ head: [UInt8]) -> RDBDialect {
    func score(_ magic: String) -> Int { zip(magic.utf8, head).count { $0 == $1 } }
    return score("VALKEY") > score("REDIS") ? .valkey : .redis
  }
}

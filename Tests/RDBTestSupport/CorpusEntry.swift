/// One file of the corpus, as `manifest.json` has it.
package struct CorpusEntry: Decodable, Sendable, CustomStringConvertible {
  /// What stands at ``path``.
  package enum Kind: String, Decodable, Sendable {
    case rdb, aof, aofdir
  }

  /// What a checker has to say; the README of the corpus explains each.
  package enum Expectation: String, Decodable, Sendable {
    case corrupt, truncated, valid, undetectable
    case suspicious = "valid-but-suspicious"
    case notLoadable = "not-loadable"
  }

  /// What the corpus's own walker found in an RDB.
  package struct Content: Decodable, Sendable {
    package let magic: String
    package let rdbVersion: Int
    /// `good`, `absent`, `zero` or `bad`.
    package let checksum: String
    /// Key records of every database, expired ones included.
    package let keys: [String: Int]
    package let types: [String: Int]
    package let expires: Int
    package let aux: [String: String]
    /// Keys that had expired already when the corpus was made.
    package let expired: Int
    /// Dataset digests by dialect: `all`, or `17g` and `shortest` where the text of scores differs.
    package let digests: [String: String]?

    enum CodingKeys: String, CodingKey {
      case magic, checksum, aux
      case rdbVersion = "rdb_version"
      case keys = "keys_in_file"
      case types = "types_in_file"
      case expires = "expires_in_file"
      case expired = "expired_in_file"
      case digests = "digest_computed"
    }
  }

  /// What a stock checker said.
  package struct CheckerVerdict: Decodable, Sendable {
    package let exit: Int
    package let verdict: String
    package let message: String?
    package let offset: Int?
    package let keysRead: Int?
    enum CodingKeys: String, CodingKey {
      case exit, verdict, message, offset
      case keysRead = "keys_read"
    }
  }

  /// How many keys stand untouched around a wound.
  package struct Intact: Decodable, Hashable, Sendable {
    package let before: Int
    package let after: Int
  }

  /// The resources a reader may use on a hostile file.
  package struct Limits: Decodable, Hashable, Sendable {
    package let seconds: Int
    package let megabytes: Int
    enum CodingKeys: String, CodingKey {
      case seconds
      case megabytes = "rss_mb"
    }
  }

  /// The part of an AOF that everybody agrees is whole.
  package struct SafePrefix: Decodable, Sendable {
    package let bytes: Int
    package let commands: Int
    package let digest: String?
    package let keys: [String: Int]?
    package let reason: String?
    enum CodingKeys: String, CodingKey {
      case bytes, commands, digest, keys
      case reason = "stops_because"
    }
  }

  /// A key whose record is damaged.
  package struct LostKey: Decodable, Hashable, Sendable {
    package let database: Int
    package let key: [UInt8]

    package init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      database = try values.decode(Int.self)
      key = Corpus.unescape(try values.decode(String.self))
    }
  }

  /// From the root of the corpus.
  package let path: String
  package let kind: Kind
  /// The folder it belongs to: `servers`, `peers`, `built`, `damaged` or `damaged-base`.
  package let group: String
  package let bytes: Int?
  package let server: String?
  package let note: String?
  package let content: Content?
  /// What every server did, with `same_as` resolved.
  package let oracles: [CorpusOracle]
  package let check: [String: CheckerVerdict]
  package let expected: String?
  package let damageClass: String?
  package let what: String?
  package let expectation: Expectation?
  package let checksumFixed: Bool
  /// Offset of the first byte that differs from the base it was made from.
  package let firstChange: Int?
  /// First and last (exclusive) byte of the record that lies, in hostile files.
  package let evilRecord: Range<Int>?
  package let intact: Intact?
  package let lost: [LostKey]
  package let limits: Limits?
  package let safePrefix: SafePrefix?
  /// Where sound commands go on behind the wound of an AOF.
  package let resumesAt: Int?
  package let base: String?
  package let needsModules: Bool

  package var description: String { path }

  /// The oracle of the server it belongs to, which decides between sound, damaged and refused.
  package var home: CorpusOracle? { oracles.first(where: \.isHome) }

  /// What one server did with it.
  package func oracle(_ kind: ServerKind, sanitizes: Bool = false) -> CorpusOracle? {
    oracles.first { $0.kind == kind && $0.sanitizes == sanitizes }
  }

  enum CodingKeys: String, CodingKey {
    case path, kind, group, bytes, server, note, check, expected, what, intact, lost, limits, base
    case content = "file"
    case oracles = "oracle"
    case damageClass = "class"
    case expectation = "expect"
    case checksumFixed = "checksum_fixed"
    case firstChange = "first_change"
    case evilRecord = "evil_record"
    case safePrefix = "safe_prefix"
    case resumesAt = "resumes_at"
    case needsModules = "needs_modules"
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    path = try values.decode(String.self, forKey: .path)
    kind = try values.decode(Kind.self, forKey: .kind)
    group = try values.decode(String.self, forKey: .group)
    bytes = try values.decodeIfPresent(Int.self, forKey: .bytes)
    server = try values.decodeIfPresent(String.self, forKey: .server)
    note = try values.decodeIfPresent(String.self, forKey: .note)
    // One file stops even the corpus's walker; its entry holds nothing but that walker's complaint.
    if values.contains(.content),
      try values.nestedContainer(keyedBy: Content.CodingKeys.self, forKey: .content).contains(.magic)
    {
      content = try values.decode(Content.self, forKey: .content)
    } else {
      content = nil
    }
    oracles = CorpusOracle.resolved(try values.decode([CorpusOracle].self, forKey: .oracles))
    check = try values.decodeIfPresent([String: CheckerVerdict].self, forKey: .check) ?? [:]
    expected = try values.decodeIfPresent(String.self, forKey: .expected)
    damageClass = try values.decodeIfPresent(String.self, forKey: .damageClass)
    what = try values.decodeIfPresent(String.self, forKey: .what)
    expectation = try values.decodeIfPresent(Expectation.self, forKey: .expectation)
    checksumFixed = try values.decodeIfPresent(Bool.self, forKey: .checksumFixed) ?? false
    firstChange = try values.decodeIfPresent(Int.self, forKey: .firstChange)
    let record = try values.decodeIfPresent([Int].self, forKey: .evilRecord)
    evilRecord = record.flatMap { $0.count == 2 && $0[0] <= $0[1] ? $0[0]..<$0[1] : nil }
    intact = try values.decodeIfPresent(Intact.self, forKey: .intact)
    lost = try values.decodeIfPresent([LostKey].self, forKey: .lost) ?? []
    limits = try values.decodeIfPresent(Limits.self, forKey: .limits)
    safePrefix = try values.decodeIfPresent(SafePrefix.self, forKey: .safePrefix)
    resumesAt = try values.decodeIfPresent(Int.self, forKey: .resumesAt)
    base = try values.decodeIfPresent(String.self, forKey: .base)
    needsModules = try values.decodeIfPresent(Bool.self, forKey: .needsModules) ?? false
  }
}

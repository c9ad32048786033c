/// What one real server did with one file of the corpus.
package struct CorpusOracle: Decodable, Sendable {
  /// With the patch version: `redis-7.0.15`.
  package let server: String
  package let loads: Bool
  /// `DEBUG DIGEST` after loading; keys that had expired are gone by then.
  package private(set) var digest: String?
  /// The same on a server that keeps expired keys, where it differs.
  package private(set) var digestWithExpired: String?
  /// Keys by database.
  package private(set) var keys: [Int: Int]?
  package private(set) var keysWithExpired: [Int: Int]?
  package private(set) var types: [String: Int]?
  package private(set) var functions: [String]?
  package let exitStatus: Int?
  /// A signal ended it instead of an exit.
  package let crashed: Bool
  package let log: [String]
  /// Asked with `sanitize-dump-payload yes`.
  package let sanitizes: Bool
  /// The file belongs to this server.
  package let isHome: Bool
  /// Why it counts as not loading although it started.
  package let why: String?
  private let sameAs: String?

  /// Which of our servers that was.
  package var kind: ServerKind? { ServerKind(corpusName: server) }

  enum CodingKeys: String, CodingKey {
    case server, loads, digest, keys, types, functions, crashed, log, why
    case digestWithExpired = "digest_with_expired"
    case keysWithExpired = "keys_with_expired"
    case exitStatus = "exit"
    case sanitizes = "sanitize"
    case isHome = "home"
    case sameAs = "same_as"
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    server = try values.decode(String.self, forKey: .server)
    loads = try values.decode(Bool.self, forKey: .loads)
    digest = try values.decodeIfPresent(String.self, forKey: .digest)
    digestWithExpired = try values.decodeIfPresent(String.self, forKey: .digestWithExpired)
    keys = try Self.databases(values.decodeIfPresent([String: Int].self, forKey: .keys))
    keysWithExpired = try Self.databases(values.decodeIfPresent([String: Int].self, forKey: .keysWithExpired))
    types = try values.decodeIfPresent([String: Int].self, forKey: .types)
    functions = try values.decodeIfPresent([String].self, forKey: .functions)
    exitStatus = try values.decodeIfPresent(Int.self, forKey: .exitStatus)
    crashed = try values.decodeIfPresent(Bool.self, forKey: .crashed) ?? false
    log = try values.decodeIfPresent([String].self, forKey: .log) ?? []
    sanitizes = try values.decodeIfPresent(Bool.self, forKey: .sanitizes) ?? false
    isHome = try values.decodeIfPresent(Bool.self, forKey: .isHome) ?? false
    why = try values.decodeIfPresent(String.self, forKey: .why)
    sameAs = try values.decodeIfPresent(String.self, forKey: .sameAs)
  }

  /// The oracles of one file with what `same_as` stands for written out.
  static func resolved(_ oracles: [CorpusOracle]) -> [CorpusOracle] {
    oracles.map { oracle in
      guard let name = oracle.sameAs, let other = oracles.first(where: { $0.server == name && $0.sameAs == nil }) else {
        return oracle
      }
      var whole = oracle
      whole.digest = oracle.digest ?? other.digest
      whole.digestWithExpired = oracle.digestWithExpired ?? other.digestWithExpired
      whole.keys = oracle.keys ?? other.keys
      whole.keysWithExpired = oracle.keysWithExpired ?? other.keysWithExpired
      whole.types = oracle.types ?? other.types
      whole.functions = oracle.functions ?? other.functions
      return whole
    }
  }

  private static func databases(_ counts: [String: Int]?) throws -> [Int: Int]? {
    guard let counts else { return nil }
    return try Dictionary(
      uniqueKeysWithValues: counts.map { name, count in
        guard let database = Int(name) else { throw TestSupportError("database \(name) is not a number") }
        return (database, count)
      })
  }
}

/// One row of `expected/….jsonl`: a key as the real server holds it.
package struct CorpusKey: Decodable, Sendable {
  package let database: Int
  /// The key's bytes, unescaped.
  package let key: [UInt8]
  package let type: String
  /// Elements, or bytes of a string.
  package let count: Int?
  /// `OBJECT ENCODING` after loading; not always the one in the file.
  package let encoding: String?
  /// `DEBUG DIGEST-VALUE`.
  package let digest: String
  /// Milliseconds since 1970.
  package let expiresAt: Int?
  /// Expiry of single fields by escaped name, milliseconds since 1970.
  package let fieldExpiresAt: [String: Int]?
  /// On which side of the wound an intact key of a damaged file stands: `before` or `after`.
  package let side: String?

  enum CodingKeys: String, CodingKey {
    case key, type, digest
    case database = "db"
    case count = "len"
    case encoding = "enc"
    case expiresAt = "pexpiretime"
    case fieldExpiresAt = "hpexpiretime"
    case side = "where"
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    database = try values.decode(Int.self, forKey: .database)
    key = Corpus.unescape(try values.decode(String.self, forKey: .key))
    type = try values.decode(String.self, forKey: .type)
    count = try values.decodeIfPresent(Int.self, forKey: .count)
    encoding = try values.decodeIfPresent(String.self, forKey: .encoding)
    digest = try values.decode(String.self, forKey: .digest)
    expiresAt = try values.decodeIfPresent(Int.self, forKey: .expiresAt)
    fieldExpiresAt = try values.decodeIfPresent([String: Int].self, forKey: .fieldExpiresAt)
    side = try values.decodeIfPresent(String.self, forKey: .side)
  }
}

/// Where servers differ in what `DEBUG DIGEST` says of the same data (digest.md).
package struct DigestDialect: Hashable, Sendable {
  /// How scores are written before they are hashed.
  package enum Scores: Hashable, Sendable {
    /// C's `%.17g`: Redis up to 7.0.
    case g17
    /// Redis 7.2 and newer, and Valkey.
    case grisu2
  }

  package var scores = Scores.grisu2
  /// Whether a hash field with an expiry carries a mark: Redis 7.4 and newer. Valkey ignores it.
  package var marksFieldExpiry = false
  /// Whether −0 becomes 0 in a sorted set that is small enough for a listpack (128 members of at most 64 bytes)
  /// when it is read from type 3 or 5: listpacks hold 0 as an integer. From 7.0 on; ziplists held "-0".
  package var smallSortedSetsLoseNegativeZero = true
  /// Whether a list, set, sorted set or hash without elements is no key at all: from 7.0 on (and 6.2.6).
  package var skipsEmptyCollections = true
  /// Hash fields that expire at this moment or before, in milliseconds since 1970, do not count; nil counts all.
  ///
  /// Valkey leaves expired fields out of the digest even before it removes them; Redis counts
  /// them. Since a file's digest must not change with the clock, "expired" is judged by the
  /// moment when the file was written, not by now: what Valkey said of the data it saved.
  package var excludesFieldsExpiredBy: Int64?
  /// Whether it is our own digest, which no server computes; see ``DatasetDigester``.
  package var isFull = false

  package init() {}

  /// What a server computes.
  ///
  /// - Parameter fileTime: when the file was written, in milliseconds since 1970, if that is known.
  package static func of(_ server: ServerVersion, fileTime: Int64? = nil) -> DigestDialect {
    var dialect = DigestDialect()
    let isValkey = server.family == .valkey
    dialect.scores = isValkey || server.isRedis(7, 2) ? .grisu2 : .g17
    dialect.marksFieldExpiry = server.isRedis(7, 4)
    dialect.smallSortedSetsLoseNegativeZero = server.isModern
    dialect.skipsEmptyCollections = server.isModern
    dialect.excludesFieldsExpiredBy = isValkey ? fileTime : nil
    return dialect
  }

  /// Our own, the same for the files of every server.
  package static var full: DigestDialect {
    var dialect = DigestDialect()
    dialect.isFull = true
    return dialect
  }
}

package import RDBFormats

/// The server that wrote a file.
package enum Writer {
  /// Its release line and how the file names it.
  ///
  /// Where the release that the file names cannot have written what is in it, the oldest that could.
  package static func of(_ header: RDBHeader, _ tally: RecordTally) -> (server: ServerVersion, text: String?) {
    func field(_ name: String) -> String? {
      tally.auxiliaryFields.first { $0.name.elementsEqual(name.utf8) }.map { String(decoding: $0.value.prefix(64), as: UTF8.self) }
    }
    let redis = field("redis-ver")
    let valkey = field("valkey-ver")
    let text = valkey.map { "valkey \($0)" } ?? redis.map { "redis \($0)" }
    let named = ServerVersion.writer(ofAux: redis, valkeyVersion: valkey, header: header)
    let obstacles = named.obstacles(header, tally)
    if obstacles.isEmpty { return (named, text) }
    // A release that only the version of the format suggests is a guess; one that the file names did not write what it cannot read:
    // a wound made that of something else.
    if named.isNamed(redis: redis, valkey: valkey), obstacles.allSatisfy({ $0.offset > 0 }) { return (named, text) }
    let family = header.dialect == .valkey ? ServerVersion.valkey : ServerVersion.redis
    return (family.first { $0.obstacles(header, tally).isEmpty } ?? named, text)
  }
}

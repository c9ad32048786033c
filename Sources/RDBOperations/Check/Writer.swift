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
    if named.obstacles(header, tally).isEmpty { return (named, text) }
    let family = header.dialect == .valkey ? ServerVersion.valkey : ServerVersion.redis
    return (family.first { $0.obstacles(header, tally).isEmpty } ?? named, text)
  }
}

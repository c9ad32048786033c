import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

/// What a server says of data it holds, against what we say of the file it saves.
@Suite struct DigestServerTests {
  @Test(.needsAnyServer, arguments: ServerKind.usable)
  func `the digest of a saved file is DEBUG DIGEST, and of every key DEBUG DIGEST-VALUE`(kind: ServerKind) throws {
    let server = try RealServer.running(kind)
    defer { server.stop() }
    let client = try server.connect()
    for seed in 0..<20 as Range<UInt64> {
      try client.send("FLUSHALL")
      // Every second time uncompressed.
      try client.send("CONFIG", "SET", "rdbcompression", seed % 2 == 0 ? "yes" : "no")
      let dataset = RandomDataset(seed: seed, for: kind)
      try dataset.fill(server)
      let bytes = try server.save()
      var rows: [RandomDataset.Name: String] = [:]
      var options = DigestOptions()
      options.perKey = true
      options.threads = 1 + Int(seed % 3)
      options.chunkByteCount = seed % 2 == 0 ? 1 << 20 : 20_000
      let framer = try RDBFramer(MemorySource(bytes), windowByteCount: options.chunkByteCount)
      let report = try DigestOperation.run(
        framer, options,
        row: { database, key, digest in
          rows[.init(database: Int(database), key: key.withUnsafeBytes { [UInt8]($0) })] = digest.hex
        })
      #expect(report.server?.name == kind.name)
      #expect(try report.digest == server.digest(), "\(kind) seed \(seed)")
      #expect(report.keyCount == dataset.names.count)
      for database in Set(dataset.names.map(\.database)) {
        let names = dataset.names.filter { $0.database == database }
        try client.send("SELECT", "\(database)")
        let replies = try client.send(["DEBUG", "DIGEST-VALUE"].map { [UInt8]($0.utf8) } + names.map(\.key)).elements
        try #require(replies.count == names.count)
        for (name, reply) in zip(names, replies) {
          #expect(rows[name] == reply.text, "\(kind) seed \(seed): \(String(decoding: name.key, as: UTF8.self))")
        }
      }
    }
  }

  @Test(.needsAnyServer, arguments: ServerKind.usable)
  func `our own digest is the same of a file and of what a server makes of it`(kind: ServerKind) throws {
    let server = try RealServer.running(kind)
    defer { server.stop() }
    try RandomDataset(seed: 77, for: kind).fill(server)
    let first = try server.save()
    let second = try RealServer.running(kind, .init(dump: .bytes(first)))
    defer { second.stop() }
    // Other encodings for the same data.
    let client = try second.connect()
    for limit in ["hash-max-ziplist-entries", "zset-max-ziplist-entries", "set-max-intset-entries", "list-max-ziplist-size"] {
      try client.send("CONFIG", "SET", limit, "4")
    }
    try client.send("DEBUG", "RELOAD")
    let other = try second.save()
    var options = DigestOptions()
    options.full = true
    let digests = try [first, other].map { try DigestOperation.run(RDBFramer(MemorySource($0)), options).digest }
    #expect(digests[0] == digests[1])
    #expect(first != other)
  }
}

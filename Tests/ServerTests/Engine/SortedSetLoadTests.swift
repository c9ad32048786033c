import RDBEngine
import RDBFormats
import RDBTestSupport
import Testing

/// Sorted sets as servers write them, handed to the engine packed: it decodes and encodes them as a server that loads them.
@Suite(.serialized) struct SortedSetLoadTests {
  @Test(.needsAnyServer, arguments: ["sorted sets", "geo"]) func `a packed sorted set is what the server loads, and grows as it does there`(family: String) throws {
    for kind in EngineDifferentialTests.kinds {
      let mix = try #require(CommandMixes.all.first { $0.name == family })
      let differential = try Differential(kind)
      let client = try differential.server.connect()
      var words = CommandMix.Words(seed: 11)
      for round in 0..<12 {
        _ = try differential.run((0..<400).map { _ in mix.next(&words) })
        for key in try client.send("KEYS", family == "geo" ? "g*" : "z*").elements {
          let payload = try client.send([Array("DUMP".utf8), bytes(key)])
          try compare(differential, client, bytes(payload), "\(kind) round \(round)") { _ = try client.send($0) }
        }
      }
    }
  }

  /// −0 is another text in the ziplists of 6.2, in listpacks and in plain encodings.
  @Test(.needsAnyServer, arguments: ServerKind.allCases.filter(\.isUsable)) func `what older servers wrote is what the server makes of it`(writer: ServerKind) throws {
    for kind in EngineDifferentialTests.kinds {
      let server = try RealServer.running(writer)
      defer { server.stop() }
      let source = try server.connect()
      let differential = try Differential(kind)
      let client = try differential.server.connect()
      for count in [1, 5, 127, 128, 129, 300] {
        for length in [8, 64, 65] {
          _ = try source.send("DEL", "k")
          for number in 0..<count {
            let name = String(repeating: "m", count: length - 4) + String(1000 + number)
            let score = ["-0", "0", "1.5", "-0.1", "inf", "3", "1e20"][number % 7]
            _ = try source.send("ZADD", "k", score, name)
          }
          let payload = try source.send("DUMP", "k")
          // Servers refuse what comes from a newer one.
          guard case .status = try client.send([Array("RESTORE".utf8), Array("try".utf8), Array("0".utf8), bytes(payload), Array("REPLACE".utf8)]) else { continue }
          _ = try client.send("DEL", "try")
          try compare(differential, client, bytes(payload), "\(writer) to \(kind), \(count) of \(length)") { _ = try client.send($0) }
        }
      }
    }
  }

  private func bytes(_ value: RESPValue) -> [UInt8] { if case .bulk(let bytes) = value { bytes } else { [] } }

  private func compare(_ differential: Differential, _ client: RESPClient, _ payload: [UInt8], _ what: String, _ send: ([[UInt8]]) throws -> Void) throws {
    let encoding = try #require(ValueEncoding(rawValue: payload[0]))
    // Behind the value stand two bytes of version and eight of checksum.
    let value = Array(payload[1..<payload.count - 10])
    try send([Array("RESTORE".utf8), Array("loaded".utf8), Array("0".utf8), payload, Array("REPLACE".utf8)])
    Array("loaded".utf8).withUnsafeBytes { name in
      value.withUnsafeBytes { differential.engine.databases[0].set(name, encoding, $0, expiresAt: nil) }
    }
    let before = try differential.digests()
    #expect(before.server == before.engine, "\(what), \(encoding), packed")
    let differences = try differential.run(
      [
        ["OBJECT", "ENCODING", "loaded"], ["ZRANGE", "loaded", "0", "-1", "WITHSCORES"], ["ZADD", "loaded", "-0", "another", "7", "a third"],
        ["OBJECT", "ENCODING", "loaded"], ["ZRANGE", "loaded", "0", "-1", "REV", "WITHSCORES"],
      ].map { $0.map { Array($0.utf8) } })
    #expect(differences.isEmpty, "\(what), \(encoding): \(differences.joined(separator: "\n"))")
    let after = try differential.digests()
    #expect(after.server == after.engine, "\(what), \(encoding)")
  }

  @Test(.needsAnyServer) func `a whole scan gives what the server's gives`() throws {
    for kind in EngineDifferentialTests.kinds {
      let differential = try Differential(kind)
      let client = try differential.server.connect()
      let session = Session()
      for count in [1, 100, 1000, 20_000] {
        let words = (0..<count).flatMap { ["\(Double($0) / 7)", "m\($0)"] }
        #expect(try differential.run([["ZADD", "k\(count)"] + words].map { $0.map { Array($0.utf8) } }).isEmpty)
        let server = try whole("k\(count)") { try client.send($0) }
        let engine = try whole("k\(count)") { words in
          session.reply.clear()
          withArguments(words) { differential.engine.execute(session, $0) }
          return try #require(RESPClient.parse(session.reply.bytes).first)
        }
        // The server may tell a member twice while its table grows; the engine never does.
        #expect(Set(server) == Set(engine))
        #expect(engine.count == count)
      }
    }
  }

  private func whole(_ key: String, _ send: ([[UInt8]]) throws -> RESPValue) throws -> [[RESPValue]] {
    var found: [[RESPValue]] = []
    var cursor = Array("0".utf8)
    repeat {
      let reply = try send([Array("ZSCAN".utf8), Array(key.utf8), cursor, Array("COUNT".utf8), Array("7".utf8)]).elements
      cursor = bytes(try #require(reply.first))
      let elements = reply.last?.elements ?? []
      found += stride(from: 0, to: elements.count, by: 2).map { Array(elements[$0..<$0 + 2]) }
    } while cursor != Array("0".utf8)
    return found
  }
}

import RDBEngine
import RDBFormats
import RDBTestSupport
import Testing

/// Sets and hashes as a server writes them, handed to the engine packed: it decodes and encodes them as a server that loads them.
@Suite(.serialized) struct CollectionLoadTests {
  static let kinds: [ServerKind] = [.redis8_2, .valkey9_1, .redis7_0].filter(\.isUsable)

  @Test(.needsAnyServer, arguments: ["sets", "hashes"]) func `a packed value is what the server loads, and grows as it does there`(family: String) throws {
    // Redis 7.0 knows no fields that expire, and so cannot follow the mix.
    for kind in Self.kinds where kind != .redis7_0 || family == "sets" {
      let mix = try #require(CommandMixes.all.first { $0.name == family })
      let differential = try Differential(kind)
      let client = try differential.server.connect()
      var words = CommandMix.Words(seed: 7)
      for round in 0..<12 {
        _ = try differential.run((0..<400).map { _ in mix.next(&words) })
        let keys = try client.send("KEYS", family == "sets" ? "t*" : "h*").elements.compactMap(\.bytes)
        for key in keys {
          let payload = try #require(client.send([Array("DUMP".utf8), key]).bytes)
          // Type 22 is another thing to Valkey than to Redis.
          let isValkeyHash = kind == .valkey9_1 && payload[0] == ValueEncoding.valkeyHash2.typeByte
          let encoding = try #require(isValkeyHash ? .valkeyHash2 : ValueEncoding(rawValue: payload[0]))
          // Behind the value stand two bytes of version and eight of checksum.
          let value = Array(payload[1..<payload.count - 10])
          _ = try client.send([Array("RESTORE".utf8), Array("loaded".utf8), Array("0".utf8), payload, Array("REPLACE".utf8)])
          Array("loaded".utf8).withUnsafeBytes { name in
            value.withUnsafeBytes { differential.engine.databases[0].set(name, encoding, $0, expiresAt: nil) }
          }
          let growth = family == "sets" ? ["SADD", "loaded", words.member()] : ["HSET", "loaded", words.member(), words.value()]
          let differences = try differential.run(
            [["OBJECT", "ENCODING", "loaded"], [family == "sets" ? "SMEMBERS" : "HGETALL", "loaded"], growth, ["OBJECT", "ENCODING", "loaded"]]
              .map { $0.map(words.bytes) })
          #expect(differences.isEmpty, "\(kind) round \(round), \(encoding): \(differences.joined(separator: "\n"))")
          let digests = try differential.digests()
          #expect(digests.server == digests.engine, "\(kind) round \(round), \(encoding)")
        }
      }
    }
  }

  @Test(.needsAnyServer) func `what is popped by chance leaves as much, in the same encoding`() throws {
    for kind in Self.kinds {
      let differential = try Differential(kind)
      var random = SeededGenerator(seed: 3)
      var commands: [[String]] = []
      for _ in 0..<300 {
        let count = [3, 40, 128, 129, 400, 600][random.below(6)]
        let prefix = ["", "m"][random.below(2)]
        let long = random.below(3) == 0 ? [String(repeating: "x", count: 65)] : []
        commands.append(["DEL", "p"])
        commands.append(["SADD", "p"] + (0..<count).map { "\(prefix)\($0)" } + long)
        // A long member that may be left would make the encoding a matter of chance.
        commands.append(["SREM", "p"] + (long.isEmpty ? ["none"] : long))
        for _ in 0..<4 {
          commands.append(["SPOP", "p"] + (random.below(4) == 0 ? [] : [String(random.below(count + 5))]))
          commands.append(["OBJECT", "ENCODING", "p"])
          commands.append(["SCARD", "p"])
        }
      }
      let differences = try differential.run(commands.map { $0.map { Array($0.utf8) } })
      #expect(differences.isEmpty, "\(kind):\n\(differences.prefix(10).joined(separator: "\n"))")
    }
  }

  @Test(.needsAnyServer, arguments: ["SSCAN", "HSCAN"]) func `a whole scan gives what the server's gives`(command: String) throws {
    for kind in Self.kinds {
      let differential = try Differential(kind)
      let client = try differential.server.connect()
      let session = Session()
      for count in [1, 100, 1000, 20_000] {
        let words = (0..<count).flatMap { command == "SSCAN" ? ["m\($0)"] : ["m\($0)", "v\($0)"] }
        #expect(try differential.run([[command == "SSCAN" ? "SADD" : "HSET", "k\(count)"] + words].map { $0.map { Array($0.utf8) } }).isEmpty)
        let server = try whole(command, "k\(count)") { try client.send($0) }
        let engine = try whole(command, "k\(count)") { words in
          session.reply.clear()
          withArguments(words) { differential.engine.execute(session, $0) }
          return try #require(RESPClient.parse(session.reply.bytes).first)
        }
        // The server may tell an element twice while its table grows; the engine never does.
        #expect(Set(server) == Set(engine))
        #expect(engine.count == words.count)
      }
    }
  }

  private func whole(_ command: String, _ key: String, _ send: ([[UInt8]]) throws -> RESPValue) throws -> [RESPValue] {
    var found: [RESPValue] = []
    var cursor = Array("0".utf8)
    repeat {
      let reply = try send([Array(command.utf8), Array(key.utf8), cursor, Array("COUNT".utf8), Array("7".utf8)]).elements
      cursor = try #require(reply.first?.bytes)
      found += reply.last?.elements ?? []
    } while cursor != Array("0".utf8)
    return found
  }
}

extension RESPValue {
  /// Those of a string.
  fileprivate var bytes: [UInt8]? { if case .bulk(let bytes) = self { bytes } else { nil } }
}

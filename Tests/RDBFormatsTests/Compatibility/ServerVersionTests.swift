import RDBFormats
import RDBTestSupport
import Testing

@Suite struct ServerVersionTests {
  @Test(arguments: [
    ("redis-2.8", "redis-2.8", 6), ("redis-2", "redis-2.8", 6), ("redis-3", "redis-3.2", 7), ("redis-4.0", "redis-4.0", 8),
    ("redis-5", "redis-5.0", 9), ("redis-6.0", "redis-6.0", 9), ("redis-6", "redis-6.2", 9), ("redis-7.0", "redis-7.0", 10),
    ("redis-7.2", "redis-7.2", 11), ("redis-7", "redis-7.4", 12), ("redis-8.4", "redis-8.4", 12), ("redis-8.6", "redis-8.6", 13),
    ("redis-8.8", "redis-8.8", 14), ("redis-8", "redis-8.10", 15), ("redis-8.10", "redis-8.10", 15),
    ("valkey-7", "valkey-7.2", 11), ("valkey-8.0", "valkey-8.0", 11), ("valkey-8", "valkey-8.1", 11),
    ("valkey-9.0", "valkey-9.0", 80), ("valkey-9", "valkey-9.1", 80),
  ])
  func `a name is a server, without its minor version the newest`(name: String, found: String, version: Int) throws {
    let server = try ServerVersion(name)
    #expect(server.name == found)
    #expect(server.newestRDBVersion == version)
  }

  @Test(arguments: ["", "redis", "redis-", "redis-7.0.15", "redis-7.1", "redis-9", "Redis-7.0", "valkey-7.0", "keydb-6", "redis-07.0", "7.0"])
  func `any other name is refused with the names there are`(name: String) throws {
    let error = try #require(throws: UnknownServerVersion.self) { try ServerVersion(name) }
    #expect(error.name == name)
    for known in ["redis-2.8", "redis-8.10", "valkey-7.2", "valkey-9.1"] { #expect(error.description.contains(known)) }
  }

  @Test func `every server that the tests know has a name that is understood`() throws {
    for kind in ServerKind.allCases { #expect(try ServerVersion(kind.name).name == kind.name) }
    #expect(ServerVersion.known.count == 21)
    #expect(ServerVersion.known == ServerVersion.known.sorted())
    #expect(try ServerVersion("redis-8.10") > ServerVersion("redis-8.8"))
    #expect(try ServerVersion("redis-8.10").isRedis(8, 6))
    #expect(try !ServerVersion("valkey-9").isRedis(7, 0))
    #expect(try ServerVersion("valkey-7.2").isModern)
    #expect(try !ServerVersion("redis-6.2").isModern)
  }

  @Test(arguments: [
    ("7.0.15", nil, 10, "redis-7.0"), ("6.2.5", nil, 9, "redis-6.2"), ("7.1.0", nil, 10, "redis-7.0"), ("2.6.16", nil, 6, "redis-2.8"),
    ("8.2.3", nil, 12, "redis-8.2"), ("8.9.1", nil, 14, "redis-8.8"), ("9.0.0", nil, 15, "redis-8.10"), ("8.10.0", nil, 15, "redis-8.10"),
    ("7.2.4", "8.0.1", 11, "valkey-8.0"), (nil, "9.1.2", 80, "valkey-9.1"), (nil, "9.5.0", 80, "valkey-9.1"),
    (nil, "7.2.5", 11, "valkey-7.2"), (nil, "1.0", 11, "valkey-7.2"), ("255.255.255", nil, 9, "redis-6.2"),
    (nil, nil, 1, "redis-2.8"), (nil, nil, 6, "redis-2.8"), (nil, nil, 7, "redis-3.2"), (nil, nil, 8, "redis-4.0"), (nil, nil, 9, "redis-6.2"),
    (nil, nil, 10, "redis-7.0"), (nil, nil, 11, "redis-7.2"), (nil, nil, 12, "redis-8.2"), (nil, nil, 13, "redis-8.6"),
    (nil, nil, 14, "redis-8.8"), (nil, nil, 15, "redis-8.10"), (nil, nil, 16, "redis-8.10"), (nil, nil, 80, "valkey-9.1"),
    ("seven", nil, 10, "redis-7.0"), ("7", nil, 11, "redis-7.2"), ("-1.0", nil, 11, "redis-7.2"), ("", "", 80, "valkey-9.1"),
  ] as [(String?, String?, Int, String)])
  func `the writer is guessed from what the file says`(redis: String?, valkey: String?, version: Int, expected: String) throws {
    let header = RDBBuilder(version: version, isValkey: version >= 80).finished()
    let framer = try RDBFramer(MemorySource(header))
    #expect(ServerVersion.writer(ofAux: redis, valkeyVersion: valkey, header: framer.header).name == expected)
  }
}

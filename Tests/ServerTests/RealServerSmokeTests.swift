import RDBTestSupport
import Testing

/// The test machinery itself, against every server there is: when these fail,
/// no other test that asks a server means anything.
@Suite struct RealServerSmokeTests {
  @Test(.needsAnyServer) func `every server that the tests need is installed`() throws {
    for kind in ServerKind.allCases where kind.isUsable {
      #expect(try kind.locate().version.isEmpty == false, "\(kind)")
    }
  }

  @Test(.needsAnyServer, arguments: ServerKind.usable)
  func `a server loads a file that the builder made`(kind: ServerKind) throws {
    var file = RDBBuilder(version: 9)
    file.aux("redis-ver", "6.2.5")
    file.select(0)
    file.resize(keys: 8, expires: 1)
    file.record(type: 0, key: "plain", value: RDBBytes.string("value"))
    file.record(type: 0, key: "number", value: RDBBytes.integerString(-70_000))
    let text = [UInt8](repeating: UInt8(ascii: "A"), count: 1000)
    file.record(type: 0, key: "run", value: RDBBytes.compressed(RDBBytes.lzfRun(1000), uncompressedLength: RDBBytes.length(1000)))
    file.expire(milliseconds: 4_000_000_000_000)
    file.record(type: 11, key: "intset", value: RDBBytes.string(RDBBytes.intset([-5, 1, 70_000])))
    file.record(type: 13, key: "ziplist", value: RDBBytes.string(RDBBytes.ziplist([[1], [2], [3], [4]])))
    file.record(type: 9, key: "zipmap", value: RDBBytes.string(RDBBytes.zipmap([([1], [2, 3]), ([4], [5])], free: 2)))
    let node = RDBBytes.streamListpack([.init(0, 0, ["v"]), .init(4, 0, [1234])])
    file.record(
      type: 15, key: "stream",
      value: RDBBytes.stream(nodes: [(StreamID(1, 0).bytes, node)], length: 2, last: StreamID(5, 0), type: 15))
    file.select(3)
    file.record(type: 0, key: "literal", value: RDBBytes.compressed(RDBBytes.lzfLiteral(text), uncompressedLength: RDBBytes.length(1000)))

    let server = try RealServer.running(kind, .init(dump: .bytes(file.finished()), sanitizes: true))
    defer { server.stop() }
    #expect(try server.keyCounts() == [0: 7, 3: 1])
    let client = try server.connect()
    #expect(try client.send("GET", "number").text == "-70000")
    #expect(try client.send("GET", "run") == .bulk(text))
    #expect(try client.send("SMEMBERS", "intset").elements.count == 3)
    #expect(try client.send("HGET", "zipmap", "\u{1}") == .bulk([2, 3]))
    #expect(try client.send("PTTL", "intset") != .integer(-1))
    let replies = try client.pipeline([["SELECT", "3"], ["GET", "literal"], ["NOSUCHCOMMAND"]].map { $0.map { [UInt8]($0.utf8) } })
    #expect(replies.first == .status("OK"))
    #expect(replies[1] == .bulk(text))
    guard case .error = replies[2] else {
      Issue.record("an unknown command was answered with \(replies[2])")
      return
    }
    let entries = try client.pipeline([["SELECT", "0"], ["XRANGE", "stream", "-", "+"]].map { $0.map { [UInt8]($0.utf8) } })[1]
    #expect(entries.elements.last?.elements.last?.elements.last?.text == "1234")
    #expect(try server.save().starts(with: "REDIS".utf8) || kind == .valkey9_1)
  }

  @Test(.needsAnyServer, arguments: ServerKind.usable.filter { $0 != .redis6_2 })
  func `a server reads listpacks, groups and the footer as the builder writes them`(kind: ServerKind) throws {
    var file = RDBBuilder(version: 10)
    file.select(0)
    let long = ListpackElement.bytes([UInt8](repeating: 7, count: 5000))
    let elements: [ListpackElement] = [
      "f0", 0, "f1", 127, "f2", 128, "f3", -4096, "f4", 32767, "f5", -70_000, "f6", 5_000_000_000, "f7", long,
      "f8", .bytes([UInt8](repeating: 8, count: 100)), "f9", .bytes([UInt8](repeating: 9, count: 16379)),
    ]
    file.record(type: 16, key: "hash", value: RDBBytes.string(RDBBytes.listpack(elements)))
    let group = RDBBytes.streamGroup(
      "workers", last: StreamID(1, 0), read: 1, pending: [(StreamID(1, 0), 1_700_000_000_000, 2)],
      consumers: [.init("one", seen: 1_700_000_000_000, owned: [StreamID(1, 0)])])
    let node = RDBBytes.streamListpack([.init(0, 0, ["v"])])
    file.record(
      type: 19, key: "stream",
      value: RDBBytes.stream(nodes: [(StreamID(1, 0).bytes, node)], length: 1, last: StreamID(1, 0), groups: [1] + group))
    let server = try RealServer.running(kind, .init(dump: .bytes(file.finished()), sanitizes: true))
    defer { server.stop() }
    let client = try server.connect()
    #expect(try client.send("HGETALL", "hash").elements.count == 20)
    #expect(try client.send("HGET", "hash", "f6").text == "5000000000")
    #expect(try client.send("HSTRLEN", "hash", "f9") == .integer(16379))
    #expect(try client.send("XPENDING", "stream", "workers").elements.first == .integer(1))

    let refused = try RealServer.load(.bytes(file.finished(.wrong)), into: kind)
    guard case .refused(let status, let log) = refused else {
      Issue.record("a wrong checksum was not refused: \(refused)")
      return
    }
    #expect(status == 1)
    #expect(log.contains("checksum"))
  }

  @Test(.needs(.redis7_4))
  func `redis 7_4 starts with its modules`() throws {
    var options = RealServer.Options()
    options.loadsModules = true
    let server = try RealServer.running(.redis7_4, options)
    defer { server.stop() }
    #expect(try server.connect().send("JSON.SET", "k", "$", "{\"a\":1}") == .status("OK"))
  }

  @Test(.needs(.redis7_0))
  func `a server that a signal ended is a crash, and one that keeps expired keys keeps them`() throws {
    let server = try RealServer.running(.redis7_0)
    _ = try? server.connect().send("DEBUG", "SEGFAULT")
    // The dying server writes its report first; whoever looks at once still sees it running.
    var file = RDBBuilder(version: 9)
    file.select(0)
    file.expire(milliseconds: 1)
    file.record(type: 0, key: "old", value: RDBBytes.string("v"))
    let dump = RealServer.Dump.bytes(file.finished())
    #expect(try RealServer.load(dump, into: .redis7_0).dataset?.keyCount == 0)
    #expect(try RealServer.load(dump, into: .redis7_0) { $0.keepsExpired = true }.dataset?.keyCount == 1)
    guard case .signalled = server.ending(withinSeconds: 20) else {
      Issue.record("DEBUG SEGFAULT did not end the server by a signal")
      return
    }
  }

  @Test(.needsCorpus, .needs(.redis7_0))
  func `servers here say what the corpus says of every tenth file`() throws {
    let corpus = try #require(Corpus.shared)
    #expect(corpus.rdbFiles.count > 300)
    let cases = corpus.rdbFiles.filter { !$0.needsModules && $0.content?.expired == 0 && $0.limits == nil }
    for (index, entry) in cases.enumerated() where index % 10 == 0 {
      guard let oracle = entry.oracle(.redis7_0) else { continue }
      let outcome = try RealServer.load(.file(corpus.path(of: entry)), into: .redis7_0)
      #expect((outcome.dataset != nil) == oracle.loads, "\(entry)")
      #expect(outcome.dataset?.digest == oracle.digest, "\(entry)")
      #expect(outcome.dataset?.keys == oracle.keys, "\(entry)")
    }
  }

  @Test func `the built rdbtool is found, runs, and its memory is measured`() throws {
    let run = try Toolrun.run(["--version"])
    #expect(run.exitCode == 0)
    #expect(!run.output.isEmpty)
    #expect((1 << 20..<1 << 30).contains(run.peakResidentBytes))
  }

  @Test func `a run that never reads its input ends by itself, and nobody dies of a broken pipe`() throws {
    let run = try Toolrun.run(["--version"], input: [UInt8](repeating: 1, count: 1 << 20))
    #expect(run.exitCode == 0)
  }
}

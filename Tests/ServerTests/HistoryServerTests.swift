import Foundation
import RDBFiles
import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

/// Histories recorded by real servers.
@Suite(.serialized) struct HistoryServerTests {
  @Test(.needs(.redis7_0, .redis8_2, .valkey9_1), arguments: [ServerKind.redis7_0, .redis8_2, .valkey9_1])
  func `what a server was told is what its history tells, and the cut in front of FLUSHALL brings its data back`(kind: ServerKind) throws {
    var options = RealServer.Options()
    options.arguments = ["--appendonly", "yes", "--aof-timestamp-enabled", "yes", "--appendfsync", "always", "--auto-aof-rewrite-percentage", "0"]
    let server = try RealServer.running(kind, options)
    let client = try server.connect()
    let began = Int64(Date().timeIntervalSince1970)
    for index in 0..<20 { try client.send("SET", "s:\(index)", "v") }
    for index in 0..<7 { try client.send("RPUSH", "l", "\(index)") }
    try client.send("SELECT", "5")
    for index in 0..<5 { try client.send("ZADD", "z", "\(index)", "m\(index)") }
    try client.send("RENAME", "z", "zz")
    try client.send("SELECT", "0")
    try client.send("MULTI")
    try client.send("HSET", "h", "f", "v")
    try client.send("SADD", "set", "m")
    try client.send("EXEC")
    try client.send("SET", "target", "old")
    try client.send("RENAME", "s:0", "target")
    try client.send([[UInt8]("DEL".utf8)] + (1..<15).map { [UInt8]("s:\($0)".utf8) })
    Thread.sleep(forTimeInterval: 1.3)
    let digest = try server.digest()
    try client.send("MULTI")
    try client.send("SET", "last", "words")
    try client.send("FLUSHALL")
    try client.send("EXEC")
    try client.send("SET", "after", "it")
    let ended = Int64(Date().timeIntervalSince1970)
    // The files go with the server.
    let copy = try TemporaryDirectory("history")
    let directory = copy.path("appendonlydir")
    try FileManager.default.copyItem(atPath: server.directory.path("appendonlydir"), toPath: directory)
    server.stop()

    var historyOptions = HistoryOptions()
    historyOptions.keys = [Glob("target")]
    var life: [String] = []
    let report = try HistoryOperation.run(try .resolve(directory), historyOptions) { event, _ in
      life.append(event.excerpt?.words.map { String(decoding: $0.bytes, as: UTF8.self) }.joined(separator: " ") ?? "base")
    }
    let counts = report.commands.reduce(into: [String: UInt64]()) { $0[$1.name] = $1.count }
    #expect(counts["SET"] == 23)
    #expect(counts["RPUSH"] == 7)
    #expect(counts["ZADD"] == 5)
    #expect(counts["HSET"] == 1)
    #expect(counts["SADD"] == 1)
    #expect(counts["RENAME"] == 2)
    #expect(counts["MULTI"] == 2)
    #expect(counts["FLUSHALL"] == 1)
    #expect(report.isSound)
    #expect(life == ["SET target old", "RENAME s:0 target", "FLUSHALL"])
    let window = try #require(report.window)
    #expect((began - 2...ended + 1).contains(window.lowerBound) && (began...ended + 1).contains(window.upperBound))
    #expect(report.events.filter { $0.kind != .silence }.map(\.kind) == [.replacedKey, .massDeletion, .flushAll])
    #expect(report.events.first { $0.kind == .massDeletion }?.count == 14)
    #expect(report.events.first { $0.kind == .replacedKey }?.place.database == 0)

    // The cut: a server that is given the bytes in front of it has the data of before.
    let flush = try #require(report.events.first { $0.kind == .flushAll })
    let name = report.parts[flush.place.part].name
    let bytes = try Data(contentsOf: URL(fileURLWithPath: directory + "/" + name))
    #expect(bytes[flush.place.offset...].prefix(18) == Data("*1\r\n$8\r\nFLUSHALL\r\n".utf8))
    #expect(bytes[flush.place.unitOffset...].first == UInt8(ascii: "#"))
    var again = RealServer.Options()
    again.arguments = ["--appendonly", "yes"]
    for part in report.parts {
      let content = [UInt8](try Data(contentsOf: URL(fileURLWithPath: directory + "/" + part.name)))
      again.files["appendonlydir/" + part.name] = part.name == name ? Array(content.prefix(flush.place.unitOffset)) : content
    }
    again.files["appendonlydir/appendonly.aof.manifest"] = [UInt8](try Data(contentsOf: URL(fileURLWithPath: directory + "/appendonly.aof.manifest")))
    let second = try RealServer.running(kind, again)
    defer { second.stop() }
    #expect(try second.digest() == digest)
  }
}

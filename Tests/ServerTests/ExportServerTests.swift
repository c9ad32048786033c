import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

/// Commands of an export, fed to the server that wrote the file: it has to hold the same afterwards.
@Suite(.needsCorpus, .needsAnyServer) struct ExportServerTests {
  private final class Sink: ExportSink {
    var bytes: [UInt8] = []
    func write(_ bytes: UnsafeRawBufferPointer) { self.bytes += bytes }
  }

  private func export(_ file: [UInt8], for kind: ServerKind) throws -> [UInt8] {
    let sink = Sink()
    var options = ExportOptions(.resp, nowMilliseconds: 0)
    options.target = try ServerVersion(kind.name)
    options.threads = 2
    let report = try Export.run(RDBFramer(MemorySource(file)), options, sink: sink)
    #expect(report.isComplete)
    return sink.bytes
  }

  /// Feeds commands to an empty server.
  ///
  /// - Returns: the error replies.
  private func feed(_ commands: [UInt8], to server: RealServer) throws -> [String] {
    let client = try server.connect()
    #expect(try client.send("FLUSHALL") == .status("OK"))
    if server.kind != .redis6_2 { #expect(try client.send("FUNCTION", "FLUSH") == .status("OK")) }
    let end = [UInt8]("the end of the export".utf8)
    try client.write(commands + RESPClient.encode([[UInt8]("ECHO".utf8), end]))
    var errors: [String] = []
    while true {
      let reply = try client.readReply()
      if reply == .bulk(end) { return errors }
      if case .error(let text) = reply { errors.append(text) }
    }
  }

  private static func entries(_ kind: ServerKind) -> [CorpusEntry] {
    (Corpus.shared?.rdbFiles ?? []).filter {
      $0.group == "servers" && $0.server.flatMap { ServerKind(corpusName: $0) } == kind && !$0.needsModules && $0.content?.expired == 0
        // Vector sets are a module of Redis 8 that is built in.
        && $0.content?.types["7"] == nil && $0.content?.types["module"] == nil && !$0.path.contains("vectorset")
    }
  }

  @Test(arguments: ServerKind.usable)
  func `a server that is fed the commands has the digest of one that loaded the file`(kind: ServerKind) throws {
    let corpus = try #require(Corpus.shared)
    let server = try RealServer.running(kind)
    defer { server.stop() }
    let entries = Self.entries(kind)
    #expect(entries.count > 15)
    for entry in entries {
      let errors = try feed(export(corpus.bytes(of: entry), for: kind), to: server)
      #expect(errors == [], "\(entry)")
      #expect(try server.digest() == entry.home?.digest, "\(entry)")
      #expect(try server.keyCounts() == entry.home?.keys, "\(entry)")
      try compareExpiries(corpus.expected(for: entry) ?? [], entry, server)
    }
  }

  /// Expiries of keys and fields, which no digest covers.
  private func compareExpiries(_ expected: [CorpusKey], _ entry: CorpusEntry, _ server: RealServer) throws {
    let client = try server.connect()
    for key in expected where key.expiresAt != nil || key.fieldExpiresAt != nil {
      _ = try client.send("SELECT", "\(key.database)")
      if let milliseconds = key.expiresAt {
        #expect(try client.send([[UInt8]("PEXPIRETIME".utf8), key.key]) == .integer(milliseconds), "\(entry)")
      }
      for (field, milliseconds) in key.fieldExpiresAt ?? [:] {
        let words = ["HPEXPIRETIME", "", "FIELDS", "1", ""].map { [UInt8]($0.utf8) }
        let reply = try client.send([words[0], key.key, words[2], words[3], Corpus.unescape(field)])
        #expect(reply == .array([.integer(milliseconds)]), "\(entry) \(field)")
      }
    }
  }

  @Test(arguments: ServerKind.usable)
  func `groups, consumers and what they have pending come back as the file had them`(kind: ServerKind) throws {
    let corpus = try #require(Corpus.shared)
    let entry = try #require(Self.entries(kind).first { $0.path.hasSuffix("/streams.rdb") })
    let loaded = try RealServer.running(kind, .init(dump: .file(corpus.path(of: entry))))
    defer { loaded.stop() }
    let fed = try RealServer.running(kind)
    defer { fed.stop() }
    #expect(try feed(export(corpus.bytes(of: entry), for: kind), to: fed) == [])
    let before = try loaded.connect()
    let after = try fed.connect()
    let keys = try before.send("KEYS", "*").elements
    #expect(keys.count > 2)
    for case .bulk(let key) in keys where try before.send([[UInt8]("TYPE".utf8), key]) == .status("stream") {
      func info(_ client: RESPClient) throws -> RESPValue {
        let words = ["XINFO", "STREAM", "", "FULL", "COUNT", "0"].map { [UInt8]($0.utf8) }
        let reply = try client.send(words[..<2] + [key] + words[3...])
        let entries = reply.elements[1 + (reply.elements.firstIndex(of: .bulk([UInt8]("entries".utf8))) ?? 0)]
        return Self.lasting(reply, live: Set(entries.elements.compactMap(\.elements.first)))
      }
      #expect(try info(after) == info(before), "\(String(decoding: key, as: UTF8.self))")
    }
  }

  /// Everything of `XINFO STREAM … FULL` that a command can set.
  ///
  /// What is pending of deleted entries no command brings back: `XCLAIM` wants the entry. Servers lose it in their AOF
  /// in the same way.
  private static func lasting(_ value: RESPValue, live: Set<RESPValue>) -> RESPValue {
    let fleeting = ["seen-time", "active-time", "radix-tree-keys", "radix-tree-nodes", "pel-count"]
    var kept: [RESPValue] = []
    var isDropped = false
    for element in value.elements {
      if isDropped {
        isDropped = false
      } else if let name = element.text, fleeting.contains(name) {
        isDropped = true
      } else if let id = element.elements.first, isID(id), !live.contains(id) {
        continue
      } else {
        kept.append(element.elements.isEmpty ? element : lasting(element, live: live))
      }
    }
    return .array(kept)
  }

  private static func isID(_ value: RESPValue) -> Bool {
    guard case .bulk(let bytes) = value else { return false }
    let parts = String(decoding: bytes, as: UTF8.self).split(separator: "-")
    return parts.count == 2 && parts.allSatisfy { UInt64($0) != nil }
  }
}

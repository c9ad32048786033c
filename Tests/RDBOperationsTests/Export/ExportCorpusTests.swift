import Foundation
import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

@Suite(.needsCorpus) struct ExportCorpusTests {
  static let entries = (Corpus.shared?.rdbFiles ?? []).filter { ["servers", "built", "peers"].contains($0.group) }

  /// A file that reads to its end; two of the old data files are damaged on purpose.
  private func isSound(_ entry: CorpusEntry) throws -> Bool {
    do {
      let corpus = try #require(Corpus.shared)
      _ = try ExportRun.bytes(corpus.bytes(of: entry), .jsonl)
      return true
    } catch is ExportError {
      return false
    }
  }

  @Test(arguments: entries)
  func `every line is JSON, and says of every key what the server said`(entry: CorpusEntry) throws {
    let corpus = try #require(Corpus.shared)
    guard try isSound(entry) else {
      #expect(entry.group == "peers", "\(entry)")
      return
    }
    let text = try ExportRun.bytes(corpus.bytes(of: entry), .jsonl)
    var found: [Row: [String: Any]] = [:]
    for line in text.split(separator: 10) {
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
      let row = Row(database: object["db"] as? Int ?? -1, key: try bytes(object["key"]))
      #expect(found.updateValue(object, forKey: row) == nil)
    }
    guard let expected = try corpus.expected(for: entry) else { return }
    #expect(found.count >= expected.count)
    for key in expected {
      let object = try #require(found[Row(database: key.database, key: key.key)], "\(key.key)")
      let type = try #require(object["type"] as? String)
      if type != "module" { #expect(type == key.type) }
      // Redis 6.2 has no PEXPIRETIME to ask.
      if !entry.path.contains("redis-6.2") { #expect(object["expiresAt"] as? Int == key.expiresAt) }
      let value = try #require(object["value"])
      // Fields that had expired were gone when the server was asked.
      if let count = key.count, !entry.path.contains("ttl-past") { #expect(try self.count(type, value) == count, "\(key.key)") }
      let expiries = try fieldExpiries(object, value)
      let wanted = Dictionary(uniqueKeysWithValues: (key.fieldExpiresAt ?? [:]).map { (Corpus.unescape($0.key), $0.value) })
      for (field, milliseconds) in wanted { #expect(expiries[field] == milliseconds) }
      if !entry.path.contains("ttl-past") { #expect(expiries.count == wanted.count) }
    }
  }

  @Test(arguments: entries, [ExportFormat.jsonl, .json, .resp, .csv, .keys])
  func `neither the size of chunks nor the number of threads shows in the output`(entry: CorpusEntry, format: ExportFormat) throws {
    guard try isSound(entry) else { return }
    let corpus = try #require(Corpus.shared)
    let file = try corpus.bytes(of: entry)
    let whole = try ExportRun.bytes(file, format)
    #expect(try ExportRun.bytes(file, format, chunk: 4096, sizes: true) == whole)
    #expect(try ExportRun.bytes(file, format, chunk: 4096, threads: 3, sizes: true) == whole)
    #expect(try ExportRun.bytes(file, format, threads: 3) == whole)
    if format == .json {
      let document = try #require(try JSONSerialization.jsonObject(with: Data(whole)) as? [String: Any])
      #expect(document["schema"] as? String == "rdbtool.export/1")
      #expect((document["keys"] as? [Any])?.count == entry.content?.keys.values.reduce(0, +))
    }
  }

  private struct Row: Hashable {
    let database: Int
    let key: [UInt8]
  }

  private func bytes(_ value: Any?) throws -> [UInt8] {
    if let text = value as? String { return [UInt8](text.utf8) }
    let text = try #require((value as? [String: String])?["base64"])
    return [UInt8](try #require(Data(base64Encoded: text)))
  }

  private func count(_ type: String, _ value: Any) throws -> Int {
    switch type {
    case "string": return try bytes(value).count
    case "stream": return try #require((value as? [String: Any])?["entries"] as? [Any]).count
    default: return (value as? [String: Any])?.count ?? (value as? [Any])?.count ?? -1
    }
  }

  private func fieldExpiries(_ object: [String: Any], _ value: Any) throws -> [[UInt8]: Int] {
    guard object["type"] as? String == "hash" else { return [:] }
    if let fields = object["fieldExpiresAt"] as? [String: Int] {
      return Dictionary(uniqueKeysWithValues: fields.map { ([UInt8]($0.key.utf8), $0.value) })
    }
    guard let pairs = value as? [[Any]] else { return [:] }
    return Dictionary(uniqueKeysWithValues: try pairs.filter { $0.count == 3 }.map { (try bytes($0[0]), $0[2] as? Int ?? -1) })
  }
}

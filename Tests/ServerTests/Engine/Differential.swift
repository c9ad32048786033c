import Foundation
import RDBEngine
import RDBFormats
import RDBTestSupport

/// The same commands to a server and to the engine, and what they answer compared.
final class Differential {
  let server: RealServer
  let engine: Engine
  private let client: RESPClient
  private let session = Session()
  /// The last commands, for those who look for a fault.
  private var recent: [[[UInt8]]] = []
  /// How many commands were compared.
  private(set) var commandCount = 0

  /// What of two replies has to be equal.
  enum Comparison {
    case exact
    /// The elements, in any order.
    case unordered
    /// Arrays in it in any order: replies of a transaction.
    case nested
    /// Pairs of elements, in any order.
    case pairs
    /// Numbers, by one and a few.
    case approximate
    /// Only whether it is an error, nothing, a text, a number or so many elements: what is in it is left to chance.
    case shape
  }

  init(_ kind: ServerKind) throws {
    server = try RealServer.running(kind)
    client = try server.connect()
    var options = Engine.Options()
    options.version = try ServerVersion(kind.name)
    engine = Engine(options) { Int64(Date().timeIntervalSince1970 * 1000) }
  }

  deinit { server.stop() }

  /// Runs commands on both.
  ///
  /// - Returns: a line for every reply that differs.
  func run(_ commands: [[[UInt8]]]) throws -> [String] {
    var differences: [String] = []
    for batch in stride(from: 0, to: commands.count, by: 500).map({ Array(commands[$0..<min(commands.count, $0 + 500)]) }) {
      let expected = try client.pipeline(batch)
      session.reply.clear()
      for words in batch { withArguments(words) { engine.execute(session, $0) } }
      let found = try RESPClient.parse(session.reply.bytes)
      guard found.count == expected.count else { return ["\(found.count) replies to \(batch.count) commands"] }
      for index in batch.indices where !Self.agree(expected[index], found[index], Self.comparison(batch[index])) {
        let words = Set(batch[index].dropFirst().filter { $0.count > 1 })
        let before = (recent + batch[..<index]).filter { !words.isDisjoint(with: $0.dropFirst()) }.suffix(6).map { "\n      after \(Self.text($0))" }.joined()
        differences.append("\(Self.text(batch[index]))\n    server: \(Self.text(expected[index]))\n    engine: \(Self.text(found[index]))\(before)")
      }
      recent = Array((recent + batch).suffix(1000))
      commandCount += batch.count
    }
    return differences
  }

  /// The digests of both.
  func digests() throws -> (server: String, engine: String) {
    let digester = engine.digest()
    if let problem = digester.problem { return (try server.digest(), "\(problem)") }
    return (try server.digest(), digester.totals.digest.hex)
  }

  /// Keys whose digests differ, for those who look for a fault.
  func differingKeys() throws -> [String] {
    try engine.databases.flatMap { database -> [String] in
      _ = try client.send("SELECT", String(database.number))
      var names: [[UInt8]] = []
      database.forEach { names.append([UInt8]($0.key)) }
      let rows = engine.digestRows()
      return try names.compactMap { name in
        let expected = try client.send([Array("DEBUG".utf8), Array("DIGEST-VALUE".utf8), name]).elements.first?.text
        let found = rows[DigestedKey(database: database.number, key: name)]
        return expected == found ? nil : "db \(database.number) \(String(decoding: name, as: UTF8.self)): \(expected ?? "nothing") and \(found ?? "nothing")"
      }
    }
  }

  // MARK: Comparing

  /// How the replies to a command are compared.
  static func comparison(_ words: [[UInt8]]) -> Comparison {
    func word(_ index: Int) -> String { index < words.count ? String(decoding: words[index], as: UTF8.self).uppercased() : "" }
    switch word(0) {
    case "SMEMBERS", "SINTER", "SUNION", "SDIFF", "KEYS", "HKEYS", "HVALS": return .unordered
    case "EXEC": return .nested
    case "HGETALL": return .pairs
    case "TTL", "PTTL", "HTTL", "HPTTL", "EXPIRETIME", "PEXPIRETIME", "HEXPIRETIME", "HPEXPIRETIME": return .approximate
    case "RANDOMKEY", "SPOP", "SRANDMEMBER", "HRANDFIELD", "ZRANDMEMBER", "SCAN", "SSCAN", "HSCAN", "ZSCAN": return .shape
    default: return .exact
    }
  }

  private static func agree(_ a: RESPValue, _ b: RESPValue, _ comparison: Comparison) -> Bool {
    if a == b { return true }
    switch comparison {
    case .exact: return false
    case .unordered: return !a.elements.isEmpty && counts(a.elements) == counts(b.elements)
    case .nested: return a.elements.count == b.elements.count && !a.elements.isEmpty && zip(a.elements, b.elements).allSatisfy { agree($0, $1, .unordered) || agree($0, $1, .approximate) }
    case .pairs: return counts(pairs(a)) == counts(pairs(b)) && !a.elements.isEmpty
    case .approximate:
      switch (a, b) {
      case (.integer(let a), .integer(let b)): return a > 0 && b > 0 && abs(a - b) <= 2000
      case (.array(let a), .array(let b)): return a.count == b.count && zip(a, b).allSatisfy { agree($0, $1, .approximate) }
      default: return false
      }
    case .shape:
      switch (a, b) {
      case (.bulk, .bulk), (.integer, .integer), (.status, .status): return true
      case (.array(let a), .array(let b)): return a.count == b.count
      default: return false
      }
    }
  }

  private static func counts(_ values: [RESPValue]) -> [RESPValue: Int] { values.reduce(into: [:]) { $0[$1, default: 0] += 1 } }
  private static func pairs(_ value: RESPValue) -> [RESPValue] {
    stride(from: 0, to: value.elements.count, by: 2).map { .array(Array(value.elements[$0..<min($0 + 2, value.elements.count)])) }
  }

  static func text(_ words: [[UInt8]]) -> String { words.map { String(decoding: $0.prefix(80), as: UTF8.self).debugDescription }.joined(separator: " ") }
  private static func text(_ value: RESPValue) -> String { String(describing: value.readable).prefix(300).description }
}

extension RESPValue {
  /// For people.
  fileprivate var readable: String {
    switch self {
    case .array(let values): "[" + values.map(\.readable).joined(separator: ", ") + "]"
    case .bulk(let bytes): String(decoding: bytes, as: UTF8.self).debugDescription
    case .error(let text): "error \(text)"
    case .integer(let value): String(value)
    case .status(let text): text
    case .null: "nothing"
    }
  }
}

/// A key of an engine.
struct DigestedKey: Hashable {
  let database: Int
  let key: [UInt8]
}

extension Engine {
  /// The digest of every key.
  fileprivate func digestRows() -> [DigestedKey: String] {
    let digester = digest(keepsRows: true)
    var rows: [DigestedKey: String] = [:]
    digester.drainRows { database, key, digest in
      rows[DigestedKey(database: Int(database), key: key.withUnsafeBytes { [UInt8]($0) })] = digest.hex
    }
    return rows
  }
}

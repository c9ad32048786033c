import RDBFormats
import RDBTestSupport
import Testing

@Suite struct CommandTableTests {
  private let table = CommandTable.shared

  private func lookup(_ text: String) -> String? { table.lookup(text).map { table[$0].name } }

  @Test func `every row and every shape of the table is understood`() {
    #expect(table.misunderstoodRows == 0)
    #expect(table.count > 600)
  }

  @Test func `every command is found by its own name in any case`() {
    for command in table.all {
      #expect(lookup(command.name) == command.name)
      #expect(lookup(command.name.lowercased()) == command.name)
    }
  }

  @Test(arguments: ["", "se", "sett", "SET\0", "xgroup|create|x", "SE\u{14}", "GET ", "timeseries.FORCESHARDSCONNECTIONS", "[ET", "POST", "HOST:"])
  func `what is no command is not found`(name: String) {
    let bytes = [UInt8](name.utf8)
    #expect(bytes.withUnsafeBytes { table.lookup($0) } == nil)
  }

  @Test(arguments: [
    ("expire", "redis-6.2", 3), ("hset", "redis-3.2", 4), ("hset", "redis-4.0", -4), ("expire", "redis-7.0", -3), ("expire", "valkey-9.1", -3), ("zrank", "redis-7.0", 3),
    ("zrank", "redis-7.4", -3), ("zrank", "valkey-7.2", -3), ("script|debug", "redis-8.2", 3), ("script|debug", "valkey-9.1", -3),
    ("pfdebug", "redis-6.2", -3), ("pfdebug", "valkey-9.1", 3), ("command|getkeys", "redis-7.0", -4),
  ])
  func `an arity is that of the server`(name: String, server: String, arity: Int) throws {
    let id = try #require(table.lookup(name))
    #expect(table[id].arity(in: try ServerVersion(server)) == arity)
  }

  @Test(arguments: [
    ("hexpire", "redis-7.2", false), ("hexpire", "redis-7.4", true), ("hexpire", "valkey-8.1", false), ("hexpire", "valkey-9.0", true),
    ("msetex", "redis-8.2", false), ("msetex", "redis-8.4", true), ("msetex", "valkey-9.1", true), ("stralgo", "redis-6.2", true),
    ("stralgo", "redis-7.0", false), ("substr", "redis-2.8", true), ("xnack", "redis-8.8", true), ("xnack", "valkey-9.1", false),
    ("function", "redis-6.2", false), ("json.set", "redis-8.2", false), ("vadd", "redis-8.0", true),
  ])
  func `who knows a command`(name: String, server: String, knows: Bool) throws {
    let id = try #require(table.lookup(name))
    #expect(table[id].availability.includes(try ServerVersion(server)) == knows)
  }

  @Test(arguments: [
    ("SET k v", [1]), ("MSET a 1 b 2", [1, 3]), ("DEL a b c", [1, 2, 3]), ("BLPOP a b 0", [1, 2]), ("ZUNIONSTORE d 2 a b WEIGHTS 1 2", [1, 3, 4]),
    ("EVAL x 2 a b c", [3, 4]), ("XREADGROUP GROUP g c STREAMS a b 0 0", [5, 6]), ("XREAD COUNT 1 STREAMS a b 0 0", [4, 5]),
    ("SORT a BY x STORE d", [1, 5]), ("GEORADIUS a 0 0 1 m STOREDIST d", [1, 7]), ("MIGRATE h 1 k 0 9", [3]),
    ("MIGRATE h 1 \"\" 0 9 KEYS a b", [7, 8]), ("MSETEX 2 a 1 b 2 EX 5", [2, 4]), ("PING", []), ("EVAL x 9 a", []), ("EVAL x -1 a", []),
    ("BITOP AND d a b", [2, 3, 4]), ("XGROUP|CREATE k g $", []), ("SUBSCRIBE a", []), ("SORT", []), ("EVAL x 9223372036854775807 a", []),
  ] as [(String, [Int])])
  func `keys stand where the server finds them`(text: String, keys: [Int]) {
    let words = CommandWords(text)
    var found: [Int] = []
    if let id = words.argument(0).prefix.withMemoryRebound(to: UInt8.self, { table.lookup(UnsafeRawBufferPointer($0)) }) {
      table.forEachKey(of: id, in: words) { at, _ in found.append(at) }
    }
    #expect(found == keys)
  }

  @Test func `a key knows what happens to it`() throws {
    let words = CommandWords("RENAME a b")
    var access: [KeyAccess] = []
    table.forEachKey(of: try #require(table.lookup("rename")), in: words) { access.append($1) }
    #expect(access == [[.reads, .writes, .deletes], .writes])
  }

  @Test(arguments: [
    ("FLUSHALL", .allDatabases), ("flushdb ASYNC", .database), ("SWAPDB 0 1", .swappedDatabases), ("DEL a b c", .keys(count: 3)),
    ("RENAME a b", .replacedKey), ("SCRIPT flush", .scripts), ("FUNCTION FLUSH", .functions), ("FUNCTION DELETE l", .function),
    ("FUNCTION RESTORE x FLUSH", .functions), ("FUNCTION RESTORE x", nil), ("RESTORE k 0 x replace", .replacedKey), ("RESTORE k 0 x", nil),
    ("COPY a b REPLACE", .replacedKey), ("SET a b", nil), ("SCRIPT", nil), ("CLUSTER FLUSHSLOT 1", .database), ("CLUSTER FLUSHSLOTS", nil),
  ] as [(String, CommandDestruction?)])
  func `what a command destroys`(text: String, expected: CommandDestruction?) throws {
    let words = CommandWords(text)
    let id = try #require(table.lookup(words.argument(0).prefix))
    #expect(table.destruction(by: id, words) == expected)
  }

  @Test func `kinds are the families of the reference`() throws {
    for (name, kind) in [
      ("set", CommandKind.string), ("setbit", .string), ("pfadd", .string), ("zadd", .zset), ("geoadd", .zset), ("hexpire", .expire),
      ("persist", .expire), ("unlink", .delete), ("flushall", .flush), ("multi", .transaction), ("eval", .script), ("fcall", .function),
      ("json.set", .module), ("xadd", .stream), ("select", .select), ("rename", .key),
    ] { #expect(table[try #require(table.lookup(name))].kind == kind, "\(name)") }
  }
}

import RDBFormats
import RDBTestSupport
import Testing

@Suite struct CommandJudgeTests {
  private func judge(_ text: String, _ server: String, modules: Set<String> = []) throws -> CommandVerdict {
    CommandJudge(try ServerVersion(server), modules: modules).judge(CommandWords(text))
  }

  @Test(arguments: [
    ("SET a b", "redis-6.2", .runs), ("NOSUCH a", "redis-6.2", .unknown), ("SET a", "valkey-9.1", .wrongNumberOfArguments(arity: -3)),
    ("INCR a b", "redis-8.2", .ignoresArguments(arity: 2)), ("INCR a b", "valkey-9.1", .wrongNumberOfArguments(arity: 2)),
    ("XGROUP FOO a", "redis-7.0", .unknownSubcommand), ("XGROUP FOO a", "redis-6.2", .fails(ArgumentProblem(reason: .syntax, argument: 1))),
    ("JSON.SET a $ 1", "redis-8.2", .needsModule("ReJSON")), ("HEXPIRE a 1 FIELDS 1 f", "redis-7.0", .unknown),
    ("SHUTDOWN NOSAVE", "redis-6.2", .stopsServer), ("SHUTDOWN NOSAVE", "redis-7.0", .runs), ("WAIT 1 0", "redis-7.0", .stopsServer),
    ("WAIT 0 0", "redis-7.0", .runs), ("KEYS *", "redis-7.0", .runs), ("SELECT 16", "redis-7.0", .fails(ArgumentProblem(reason: .outOfRange, argument: 1))),
    ("EXPIRE a 1 NX", "redis-7.0", .runs), ("EXPIRE a 1 NX", "redis-6.2", .ignoresArguments(arity: 3)),
    ("ZADD z 1 a x b", "redis-7.0", .fails(ArgumentProblem(reason: .notAFloat, argument: 4))),
    ("ZADD z NX 1 a b", "redis-7.0", .fails(ArgumentProblem(reason: .syntax, argument: 6))),
    ("XADD s 0-0 f v", "redis-7.0", .fails(ArgumentProblem(reason: .outOfRange, argument: 2))),
    ("PFSELFTEST", "redis-7.0", .runs), ("", "redis-7.0", .unknown),
  ] as [(String, String, CommandVerdict)])
  func `what a server makes of a command of its AOF`(text: String, server: String, expected: CommandVerdict) throws {
    #expect(try judge(text, server) == expected)
  }

  @Test func `a module that is there makes its commands known`() throws {
    #expect(try judge("JSON.SET a $ 1", "redis-7.4", modules: ["ReJSON"]) == .runs)
  }

  @Test func `no words, however they stand, can stop the judge`() throws {
    var random = SeededGenerator(seed: 4711)
    let vocabulary = ["", "0", "1", "-1", "2", "9223372036854775807", "-9223372036854775808", "nan", "inf", "1e400", "*", "1-*", "-", "~", "=",
      "FIELDS", "STREAMS", "STORE", "KEYS", "LIMIT", "MAXLEN", "NX", "XX", "EX", "GET", "SET", "i65", "u8", "#1", "COUNT", "a", "18446744073709551616-1"]
    let judges = try ["redis-2.8", "redis-6.2", "redis-7.0", "redis-8.10", "valkey-9.1"].map { CommandJudge(try ServerVersion($0)) }
    let table = CommandTable.shared
    for command in table.all {
      for _ in 0..<40 {
        var words = command.name.split(separator: "|").map { [UInt8]($0.utf8) }
        for _ in 0..<Int.random(in: 0...8, using: &random) { words.append([UInt8](vocabulary.randomElement(using: &random)?.utf8 ?? "".utf8)) }
        let arguments = CommandWords(words)
        for judge in judges { _ = judge.judge(arguments) }
        if let id = table.lookup(command.name) {
          table.forEachKey(of: id, in: arguments) { at, _ in #expect(at < arguments.count && at > 0) }
          if let id = table.lookup(arguments.argument(0).prefix) { _ = table.destruction(by: id, arguments) }
        }
      }
    }
  }
}

import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

/// What is worth knowing of a file that is sound.
@Suite struct CheckNotesTests {
  private func codes(_ build: (inout RDBBuilder) -> Void) throws -> [String] {
    var file = RDBBuilder(version: 9)
    build(&file)
    let report = try Checking.check(file.finished())
    #expect(report.isSound)
    return report.defects.map { "\($0.severity) \($0.code)" }
  }

  @Test func `odd auxiliary fields are noted`() throws {
    #expect(try codes { $0.aux("redis-bits", "64") }.isEmpty)
    #expect(try codes { $0.aux("redis-bits", "32") } == ["note oddity"])
    #expect(try codes { $0.aux("aof-base", "1") } == ["note oddity"])
    #expect(try codes { $0.aux("ctime", "9999999999") } == ["note oddity"])
    #expect(try codes { $0.aux("x", "1"); $0.aux("x", "2") } == ["note oddity"])
    #expect(try codes { $0.aux("lua", "return 1"); $0.aux("lua", "return 2") }.isEmpty)
  }

  @Test func `expired keys, hints that are off and databases over sixteen are said`() throws {
    #expect(try codes { $0.select(0); $0.expire(milliseconds: 1); $0.record(type: 0, key: "k", value: RDBBytes.string("v")) } == ["note key.expired"])
    #expect(try codes { $0.select(0); $0.resize(keys: 2, expires: 0); $0.record(type: 0, key: "k", value: RDBBytes.string("v")) } == ["warning database.size"])
    #expect(try codes { $0.select(16); $0.record(type: 0, key: "k", value: RDBBytes.string("v")) } == ["warning database.number"])
  }

  @Test func `a module is named with what it is, and a server without it does not load the file`() throws {
    var file = RDBBuilder(version: 9)
    file.select(0)
    file.record(type: 7, key: "doc", value: RDBBytes.moduleID("ReJSON-RL", version: 3) + [5] + RDBBytes.string("{}") + [0])
    let report = try Checking.check(file.finished())
    #expect(report.isSound)
    #expect(report.defects.map(\.message) == ["values of module type ReJSON-RL (RedisJSON): the server needs the module"])
    #expect(try Checking.check(file.finished(), for: ServerVersion("redis-7.0")).verdict == .refused)
    #expect(try Checking.check(file.finished(), for: ServerVersion("redis-8.2")).verdict == .sound)
  }

  @Test func `a listpack entry at the boundary stops the servers that read it differently`() throws {
    let row = try #require(CraftedFile.rows.first { $0.name == "a listpack entry of 16 383 bytes, written the old way" })
    let report = try Checking.check(row.bytes)
    #expect(report.isSound)
    let valkey = try #require(report.obstacles.first { $0.to.name == "valkey-9.1" })
    #expect(valkey.what.contains("16 383"))
    #expect(valkey.key == Array("evil".utf8))
    #expect(report.loads.map { "\($0.from)…\($0.to?.name ?? "")" } == ["redis-7.0…redis-8.6", "valkey-7.2…valkey-9.0"])
  }
}

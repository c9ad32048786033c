import Foundation
import RDBFiles
import RDBTestSupport
import Testing

/// What a server's configuration leads to.
@Suite struct RedisConfigurationTests {
  private func write(_ text: String, _ name: String = "redis.conf", in directory: TemporaryDirectory) throws -> String {
    let path = directory.path + "/" + name
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  @Test func `settings are read in any case, quoted or not, the last one counts`() throws {
    let directory = try TemporaryDirectory()
    let path = try write("# dir /nowhere\n\n  DIR \"/data dir\"\r\nappendonly no\nAppendOnly yes\nappenddirname 'aof'\nappendfilename \"x.aof\"\ndbfilename d.rdb\nsave 60 1\n", in: directory)
    let configuration = try RedisConfiguration(path)
    #expect(configuration.directory == "/data dir")
    #expect(configuration.isAppendOnly)
    #expect(configuration.appendDirectoryName == "aof")
    #expect(configuration.appendFileName == "x.aof")
    #expect(configuration.databaseFileName == "d.rdb")
  }

  @Test func `the AOF is found where it is switched on and there, the RDB otherwise`() throws {
    let directory = try TemporaryDirectory()
    let path = try write("dir ./\nappendonly yes\n", in: directory)
    #expect(try RedisConfiguration(path).dataPath == directory.path + "/./dump.rdb")
    _ = try write("", "appendonly.aof", in: directory)
    #expect(try RedisConfiguration(path).dataPath == directory.path + "/./appendonly.aof")
    try FileManager.default.createDirectory(atPath: directory.path + "/appendonlydir", withIntermediateDirectories: false)
    #expect(try RedisConfiguration(path).dataPath == directory.path + "/./appendonlydir")
    _ = try write("", "appendonlydir/appendonly.aof.manifest", in: directory)
    #expect(try RedisConfiguration(path).dataPath == directory.path + "/./appendonlydir/appendonly.aof.manifest")
    #expect(try RedisConfiguration(try write("dir ./\n", in: directory)).dataPath == directory.path + "/./dump.rdb")
  }

  @Test func `included files count where they stand, patterns too`() throws {
    let directory = try TemporaryDirectory()
    _ = try write("dbfilename a.rdb\n", "1.inc", in: directory)
    _ = try write("dbfilename b.rdb\n", "2.inc", in: directory)
    #expect(try RedisConfiguration(write("include 2.inc\ninclude 1.inc\n", in: directory)).databaseFileName == "a.rdb")
    #expect(try RedisConfiguration(write("include *.inc\n", in: directory)).databaseFileName == "b.rdb")
    #expect(throws: SourceError.self) { try RedisConfiguration(write("include gone.inc\n", in: directory)) }
    #expect(throws: SourceError.self) { try RedisConfiguration(write("include redis.conf\n", in: directory)) }
  }

  @Test func `what makes no sense is named with its line`() throws {
    let directory = try TemporaryDirectory()
    let path = try write("appendonly yes\ndir \"/data\n", in: directory)
    let error = #expect(throws: SourceError.self) { try RedisConfiguration(path) }
    #expect(error?.reason == .configuration(line: 2, problem: "a quote that does not end"))
    #expect(throws: SourceError.self) { try RedisConfiguration(write("dir\n", in: directory)) }
  }
}

import Foundation
import RDBTestSupport
import Testing

/// `rdbtool info` and `rdbtool digest` as a user types them.
@Suite struct InfoDigestCommandTests {
  private let sound = Fixtures.path("demo/sound.rdb")
  private let damaged = Fixtures.path("demo/damaged.rdb")

  @Test func `info counts what is there`() throws {
    let document = try Toolrun.run(["info", "--json", sound]).object()
    #expect(document["schema"] as? String == "rdbtool.info/1")
    #expect(document["keys"] as? Int == 65)
    let types = try #require(document["types"] as? [String: Int])
    #expect(types.values.reduce(0, +) == 65)
    let encodings = try #require(document["encodings"] as? [String: Int])
    #expect(encodings.values.reduce(0, +) == 65)
    #expect((document["aux"] as? [String: Any])?["redis-ver"] as? String == "7.0.15")
    #expect((document["functions"] as? [String])?.isEmpty == false)
    let text = try Toolrun.run(["info", sound])
    #expect(text.exitCode == 0)
    #expect(text.output.contains("redis 7.0.15"))
  }

  @Test func `filters choose keys`() throws {
    func keys(_ arguments: String...) throws -> Int? { try Toolrun.run(["info", "--json", sound] + arguments).object()["keys"] as? Int }
    let all = try #require(try keys())
    let hashes = try #require(try keys("--type", "hash"))
    #expect(hashes > 0 && hashes < all)
    #expect(try keys("--type", "hash,string,list,set,zset,stream") == all)
    #expect(try keys("--key", "hash:*") == hashes)
    #expect(try keys("--not-key", "hash:*") == all - hashes)
    #expect(try keys("--key-regex", "^hash:") == hashes)
    #expect(try keys("--db", "3") == 9)
    #expect(try keys("--ttl", "any") == 2)
    #expect(try keys("--ttl", "none") == all - 2)
    let large = try #require(try keys("--size", ">1KB"))
    #expect(large > 0 && large < all)
    #expect(try keys("--size", "<=1KB") == all - large)
    let lower = try #require(try keys("--slot", "0-8191"))
    let upper = try #require(try keys("--slot", "8192-16383"))
    #expect(lower + upper == all)
  }

  @Test func `the digest comes first on its line and is that of the server`() throws {
    let run = try Toolrun.run(["digest", sound])
    #expect(run.exitCode == 0)
    let digest = String(run.output.prefix(40))
    #expect(digest.allSatisfy { $0.isHexDigit })
    if let corpus = Corpus.shared { #expect(corpus["damaged/base/base-a.rdb"]?.home?.digest == digest) }
    let document = try Toolrun.run(["digest", "--json", sound]).object()
    #expect(document["digest"] as? String == digest)
    #expect(document["for"] as? String == "redis-7.0")
    #expect(document["keys"] as? Int == 65)
    #expect(try Toolrun.run(["digest", "--full", sound]).output.prefix(40) != digest.prefix(40))
  }

  @Test func `single keys are told in one document`() throws {
    let document = try Toolrun.run(["digest", "--json", "--keys", sound]).object()
    let keys = try #require(document["keys"] as? [[String: Any]])
    #expect(keys.count == 65)
    #expect(keys.allSatisfy { ($0["digest"] as? String)?.count == 40 && $0["db"] is Int })
    #expect(try Toolrun.run(["digest", "--keys", sound]).output.split(separator: "\n").count == 66)
  }

  @Test func `a damaged file has no digest`() throws {
    let run = try Toolrun.run(["digest", "--json", "--keys", damaged])
    #expect(run.exitCode == 1)
    #expect(run.standardOutput.isEmpty)
    #expect(run.errorOutput.contains("set:int"))
  }

  @Test func `help, version and completion are there`() throws {
    #expect(try Toolrun.run(["--help"]).output.contains("check"))
    #expect(try Toolrun.run(["help", "check"]).output.contains("sanitize-dump-payload"))
    #expect(try Toolrun.run(["--version"]).output.hasPrefix("0."))
    for shell in ["bash", "zsh", "fish"] { #expect(try Toolrun.run(["completion", shell]).output.contains("rdbtool")) }
  }
}

/// `--redis-conf` instead of a path.
@Suite struct ConfigurationOptionTests {
  @Test func `every command that reads one source finds it by the configuration`() throws {
    let directory = try TemporaryDirectory()
    let conf = directory.path + "/redis.conf"
    let data = URL(fileURLWithPath: Fixtures.path("demo/sound.rdb"))
    try Data("dir \(data.deletingLastPathComponent().path)\ndbfilename \(data.lastPathComponent)\n".utf8).write(to: URL(fileURLWithPath: conf))
    for command in ["check", "info", "digest", "export"] {
      let found = try Toolrun.run([command, "--redis-conf", conf])
      #expect(found.exitCode == 0)
      #expect(try Toolrun.run([command]).exitCode == 64)
      #expect(try Toolrun.run([command, "--redis-conf", conf + ".gone"]).exitCode == 2)
    }
    #expect(try Toolrun.run(["info", "--json", "--redis-conf", conf]).object()["keys"] as? Int == 65)
    #expect(try Toolrun.run(["info", data.path, "--redis-conf", conf]).exitCode == 64)
  }
}

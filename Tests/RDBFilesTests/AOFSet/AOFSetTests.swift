import Foundation
import RDBFiles
import RDBFormats
import RDBTestSupport
import Testing

/// From a path to the files of an AOF.
@Suite struct AOFSetTests {
  private static let manifest = "file a.1.base.rdb seq 1 type b\nfile a.1.incr.aof seq 1 type i\nfile a.0.old seq 1 type h\n"

  private func directory(_ files: [String: String]) throws -> TemporaryDirectory {
    let directory = try TemporaryDirectory()
    for (name, text) in files {
      let path = directory.path + "/" + name
      try FileManager.default.createDirectory(atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
    return directory
  }

  private func set(_ path: String) throws -> AOFSet {
    switch try ResolvedSource.resolve(path) {
    case .aofSet(let set), .aofFile(let set, _): return set
    case .stream(let source): throw TestSupportError("\(path) is \(source.content)")
    }
  }

  private func sample() throws -> TemporaryDirectory {
    try directory([
      "appendonlydir/a.manifest": Self.manifest, "appendonlydir/a.1.base.rdb": "REDIS", "appendonlydir/a.1.incr.aof": "*1\r\n$4\r\nPING\r\n",
      "appendonlydir/a.2.incr.aof": "", "appendonlydir/temp-a.manifest": "x", "dump.rdb": "REDIS0011",
    ])
  }

  @Test(arguments: ["", "/appendonlydir", "/appendonlydir/", "/appendonlydir/a.manifest"])
  func `a data directory, the AOF's own and the manifest lead to the same set`(path: String) throws {
    let directory = try sample()
    let set = try set(directory.path + path)
    #expect(set.isMultipart)
    #expect(set.parts.map(\.name) == ["a.1.base.rdb", "a.1.incr.aof"])
    #expect(set.parts.map(\.state) == [.file(byteCount: 5), .file(byteCount: 14)])
    #expect(set.history.map(\.state) == [.missing])
    #expect(set.strays.map(\.name) == ["a.2.incr.aof"])
    #expect(set.temporaryNames == ["temp-a.manifest"])
    #expect(String(decoding: set.prefix, as: UTF8.self) == "a")
    #expect(try set.parts[1].open().content == .aof)
  }

  @Test func `a single file is a set of one, compressed or with an RDB in front as well`() throws {
    var hybrid = RDBBuilder(version: 9)
    hybrid.aux("redis-ver", "6.2.5")
    hybrid.aux("aof-preamble", "1")
    let directory = try directory(["plain": "*1\r\n$4\r\nPING\r\n", "stamp": "#TS:1\r\n*1\r\n$4\r\nPING\r\n"])
    try Data(hybrid.finished(.right)).write(to: URL(fileURLWithPath: directory.path + "/hybrid"))
    for name in ["plain", "stamp", "hybrid"] {
      let set = try set(directory.path + "/" + name)
      #expect(!set.isMultipart)
      #expect(set.parts.map(\.name) == [name])
      #expect(set.manifestPath == nil)
    }
    let old = try self.directory(["appendonly.aof": "*1\r\n$4\r\nPING\r\n"])
    #expect(try set(old.path).parts.map(\.name) == ["appendonly.aof"])
  }

  @Test func `an RDB stays a stream`() throws {
    let directory = try directory(["dump.rdb": "REDIS0011"])
    guard case .stream(let source) = try ResolvedSource.resolve(directory.path + "/dump.rdb") else { throw TestSupportError("no stream") }
    #expect(source.content == .rdb)
  }

  @Test func `directories without an AOF and with several say so`() throws {
    let none = try directory(["dump.rdb": "REDIS0011"])
    let error = #expect(throws: SourceError.self) { try ResolvedSource.resolve(none.path) }
    #expect(error?.reason == .directoryWithoutAOF(rdb: none.path + "/dump.rdb"))
    let two = try directory(["a.manifest": Self.manifest, "b.manifest": Self.manifest])
    let several = #expect(throws: SourceError.self) { try ResolvedSource.resolve(two.path) }
    #expect(several?.reason == .severalAOFs(manifests: [two.path + "/a.manifest", two.path + "/b.manifest"]))
  }

  @Test func `names never lead out of the directory, and only regular files are opened`() throws {
    let directory = try directory([
      "set/a.manifest": "file ../secret seq 1 type b\nfile sub seq 1 type i\nfile gone seq 2 type i\n", "secret": "x", "set/sub/x": "",
    ])
    let set = try set(directory.path + "/set")
    #expect(set.parts.map(\.name) == ["sub", "gone"])
    #expect(set.parts.map(\.state) == [.notRegular, .missing])
    #expect(set.manifest?.isAccepted == false)
    #expect(throws: SourceError.self) { try set.parts[0].open() }
    #expect(throws: SourceError.self) { try set.parts[1].open() }
  }

  @Test func `without its manifest a set is its strays, bases first`() throws {
    let directory = try directory(["a.2.incr.aof": "", "a.10.incr.aof": "", "a.1.base.rdb": "", "other": ""])
    let set = try set(directory.path)
    #expect(set.manifestPath == nil)
    #expect(set.isMultipart)
    #expect(set.strays.map(\.name) == ["a.1.base.rdb", "a.2.incr.aof", "a.10.incr.aof"])
  }

  @Test(.needsCorpus) func `every directory of the corpus is resolved, and missing files are those that servers miss`() throws {
    let corpus = try #require(Corpus.shared)
    for entry in corpus.entries where entry.kind == .aofdir {
      let set = try set(corpus.path(of: entry))
      let label = entry.path.split(separator: "/").dropLast().last ?? ""
      #expect((set.manifestPath == nil) == (label == "no-manifest"), "\(entry.path)")
      let isMissing = ["missing-base", "missing-incr", "missing-last-incr"].contains(label)
      #expect(set.parts.contains { $0.state == .missing } == isMissing, "\(entry.path)")
      #expect(set.parts.contains { $0.state == .notRegular } == (label == "directory-as-file"), "\(entry.path)")
      if let manifestPath = set.manifestPath { #expect(try AOFSet(manifest: manifestPath) == set, "\(entry.path)") }
    }
  }
}

import Glibc
import RDBFiles
import RDBFormats
import RDBTestSupport
import Testing

/// Sets and files written beside their input or in its place.
@Suite struct AOFSetOutputTests {
  private let folder: TemporaryDirectory
  init() throws { folder = try TemporaryDirectory("set-output") }

  private static let manifest = "file a.1.base.rdb seq 1 type b\nfile a.1.incr.aof seq 1 type i\nfile a.2.incr.aof seq 2 type i startoffset 7 endoffset 9\n"

  /// Three parts of known bytes in `in/`.
  private func sample() throws -> (AOFSet, [FileContent]) {
    try folder.write(Array(Self.manifest.utf8), to: "in/a.manifest")
    try folder.write([UInt8]("REDIS base".utf8), to: "in/a.1.base.rdb")
    try folder.write(sampleBytes(300_000), to: "in/a.1.incr.aof")
    try folder.write([UInt8]("0123456789".utf8), to: "in/a.2.incr.aof")
    let set = try AOFSet(manifest: folder.path("in/a.manifest"))
    return (set, try contents(set))
  }

  private func contents(_ set: AOFSet) throws -> [FileContent] { try set.parts.map { try #require(try $0.open().fileContent) } }

  private func parts(_ set: AOFSet, _ contents: [FileContent], cutLastAt end: UInt64) -> [AOFOutputPart] {
    zip(set.parts, contents).compactMap { part, content in
      part.entry.map { entry in
        let isLast = part == set.parts.last
        return AOFOutputPart(entry: entry, pieces: isLast ? [.range(of: content, 0..<end)] : [content.whole], attributes: content.attributes)
      }
    }
  }

  private func names(_ directory: String = "") throws -> [String] {
    let stream = try #require(opendir(folder.path(directory)))
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private func text(_ name: String) -> String? { folder.bytes(name).map { String(decoding: $0, as: UTF8.self) } }

  private func reason(_ body: () throws -> Void) -> SinkError.Reason? {
    do { try body() } catch { return (error as? SinkError)?.reason }
    return nil
  }

  @Test(arguments: ["out", "out/", "empty"])
  func `a set is written as one directory with its manifest`(name: String) throws {
    let set = try sample().0
    try #require(mkdir(folder.path("empty"), 0o700) == 0)
    chmod(folder.path("in/a.2.incr.aof"), 0o640)
    let contents = try self.contents(set)
    let out = folder.path(name)
    try OutputPlace.checkDirectory(out, inputs: contents, directory: set.directory, replacing: false)
    var told: UInt64 = 0
    try AOFSetOutput.write(
      parts(set, contents, cutLastAt: 4), prefix: set.prefix, to: out, replacing: false, attributes: FileAttributes(path: set.directory)
    ) { told += $0 }
    #expect(told == 10 + 300_000 + 4)
    #expect(try names(name) == ["a.1.base.rdb", "a.1.incr.aof", "a.2.incr.aof", "a.manifest"])
    #expect(text(name + "/a.2.incr.aof") == "0123")
    #expect(folder.bytes(name + "/a.1.incr.aof") == sampleBytes(300_000))
    #expect(text(name + "/a.manifest") == Self.manifest)
    #expect(FileAttributes(path: out + "/a.2.incr.aof") == FileAttributes(path: folder.path("in/a.2.incr.aof")))
    #expect(FileAttributes(path: out) == FileAttributes(path: folder.path("in")))
    #expect(try names() == (name == "empty" ? ["empty", "in"] : ["empty", "in", "out"]))
  }

  @Test func `a directory with files in it is replaced on demand only, and one with folders never`() throws {
    let (set, contents) = try sample()
    try folder.write([1], to: "out/x")
    let out = folder.path("out")
    func check(_ replacing: Bool) -> SinkError.Reason? {
      reason { try OutputPlace.checkDirectory(out, inputs: contents, directory: set.directory, replacing: replacing) }
    }
    func write(_ replacing: Bool) throws {
      try AOFSetOutput.write(parts(set, contents, cutLastAt: 1), prefix: set.prefix, to: out, replacing: replacing, attributes: nil)
    }
    #expect(check(false) == .directoryNotEmpty)
    #expect(reason { try write(false) } == .directoryNotEmpty)
    #expect(try names("out") == ["x"])
    #expect(try names() == ["in", "out"])
    #expect(check(true) == nil)
    try write(true)
    #expect(try names("out") == ["a.1.base.rdb", "a.1.incr.aof", "a.2.incr.aof", "a.manifest"])
    #expect(try names() == ["in", "out"])
    try folder.write([1], to: "out/sub/x")
    #expect(check(true) == .holdsOtherThings(name: "sub"))
  }

  @Test func `places that are the input, in it or around it are refused`() throws {
    let (set, contents) = try sample()
    try #require(symlink("in", folder.path("link")) == 0)
    try folder.write([1], to: "file")
    func directory(_ name: String) -> SinkError.Reason? {
      reason { try OutputPlace.checkDirectory(folder.path(name), inputs: contents, directory: set.directory, replacing: true) }
    }
    #expect(directory("in") == .isInput)
    #expect(directory("in/") == .isInput)
    #expect(directory("link") == .isInput)
    #expect(directory("in/../in") == .isInput)
    #expect(directory("in/new") == .isInsideInput)
    #expect(directory("link/new") == .isInsideInput)
    #expect(directory("") == .holdsInput)
    #expect(directory("no/out") == .noSuchDirectory)
    #expect(directory("file") == .exists)
    #expect(directory("new") == nil)
    let file = folder.path("in/a.1.incr.aof")
    func single(_ path: String, replacing: Bool = true) -> SinkError.Reason? {
      reason { try OutputPlace.checkFile(path, inputs: [contents[1]], replacing: replacing) }
    }
    #expect(single(file) == .isInput)
    #expect(single(folder.path("link/a.1.incr.aof")) == .isInput)
    #expect(single(folder.path("file"), replacing: false) == .exists)
    #expect(single(folder.path("file")) == nil)
    #expect(single(folder.path("in")) == .isDirectory)
    #expect(single(folder.path("in/new")) == nil)
  }

  @Test func `a set replaced in place leaves a whole one behind its backup`() throws {
    let (set, contents) = try sample()
    let done = try AOFSetOutput.replace(set, inputs: contents, with: parts(set, contents, cutLastAt: 4))
    #expect(done.backup == folder.path("in/a.manifest.bak"))
    #expect(done.parts == ["a.2.base.rdb", "a.3.incr.aof", "a.4.incr.aof"])
    #expect(done.unused == ["a.1.base.rdb", "a.1.incr.aof", "a.2.incr.aof"])
    #expect(text("in/a.manifest.bak") == Self.manifest)
    #expect(
      text("in/a.manifest")
        == "file a.2.base.rdb seq 2 type b\nfile a.3.incr.aof seq 3 type i\nfile a.4.incr.aof seq 4 type i startoffset 7 endoffset 9\n")
    #expect(text("in/a.4.incr.aof") == "0123")
    #expect(text("in/a.2.incr.aof") == "0123456789")
    #expect(folder.bytes("in/a.3.incr.aof") == sampleBytes(300_000))
    // What stays is no second copy, but for the increment that a server appends to.
    func file(_ name: String) -> UInt64 {
      var status = stat()
      return stat(folder.path("in/" + name), &status) == 0 ? UInt64(status.st_ino) : 0
    }
    #expect(file("a.3.incr.aof") == file("a.1.incr.aof"))
    // Once more: no backup is overwritten, no name taken twice.
    let again = try AOFSet(manifest: folder.path("in/a.manifest"))
    let twice = try AOFSetOutput.replace(again, inputs: [], with: Array(parts(again, try self.contents(again), cutLastAt: 2).prefix(1)))
    #expect(twice.backup == folder.path("in/a.manifest.bak.1"))
    #expect(twice.parts == ["a.3.base.rdb", "a.5.incr.aof"])
    #expect(text("in/a.5.incr.aof") == "")
    #expect(text("in/a.manifest.bak") == Self.manifest)
    #expect(try names("in").filter { $0.hasPrefix(".") } == [])
  }

  @Test func `a last increment that stays whole is a copy, as servers append to it`() throws {
    let (set, contents) = try sample()
    let done = try AOFSetOutput.replace(set, inputs: contents, with: Array(parts(set, contents, cutLastAt: 4).prefix(2)))
    #expect(done.parts == ["a.2.base.rdb", "a.3.incr.aof"])
    let file = open(folder.path("in/a.3.incr.aof"), O_WRONLY | O_APPEND)
    try #require(write(file, "x", 1) == 1)
    close(file)
    #expect(folder.bytes("in/a.1.incr.aof")?.count == 300_000)
  }

  @Test(arguments: ["a.manifest", "a.2.incr.aof"])
  func `a set that something writes to is left as it is`(name: String) throws {
    let (set, contents) = try sample()
    try folder.write(Array((text("in/" + name) ?? "").utf8) + [0x23, 0x0A], to: "in/" + name)
    let before = try names("in")
    // A comment changes nothing for a server: it is the parsed manifest that counts.
    if name == "a.manifest" { try folder.write(Array(Self.manifest.utf8.dropLast(12)), to: "in/" + name) }
    #expect(reason { _ = try AOFSetOutput.replace(set, inputs: contents, with: parts(set, contents, cutLastAt: 4)) } == .changedMeanwhile)
    #expect(try names("in") == before)
  }

  @Test func `a file replaced in place keeps the old one, links stay links`() throws {
    let path = try folder.write([UInt8]("0123456789".utf8), to: "real")
    chmod(path, 0o640)
    try #require(symlink("real", folder.path("aof")) == 0)
    for (round, expected) in [(0, "01238"), (1, "01")] {
      let content = try #require(try InputFile.open(folder.path("aof")).fileContent)
      let pieces: [FilePiece] = round == 0 ? [.range(of: content, 0..<4), .bytes([0x38])] : [.range(of: content, 0..<2)]
      let backup = try FileOutput.replace(content, with: pieces)
      #expect(backup == path + (round == 0 ? ".bak" : ".bak.1"))
      #expect(text("aof") == expected)
    }
    #expect(text("real.bak") == "0123456789")
    #expect(text("real.bak.1") == "01238")
    #expect(try names() == ["aof", "real", "real.bak", "real.bak.1"])
    var status = stat()
    try #require(lstat(path, &status) == 0)
    #expect(status.st_mode == S_IFREG | 0o640)
  }

  @Test func `a file that grows or is replaced meanwhile is left as it is`() throws {
    let path = try folder.write([1, 2, 3], to: "aof")
    let content = try #require(try InputFile.open(path).fileContent)
    let file = open(path, O_WRONLY | O_APPEND)
    try #require(write(file, "x", 1) == 1)
    close(file)
    #expect(!content.hasChanged())
    #expect(reason { _ = try FileOutput.replace(content, with: [.range(of: content, 0..<1)]) } == .changedMeanwhile)
    try #require(rename(path, folder.path("old")) == 0)
    try folder.write([1, 2, 3], to: "aof")
    #expect(reason { _ = try FileOutput.replace(content, with: [.range(of: content, 0..<1)]) } == .changedMeanwhile)
    #expect(try names() == ["aof", "old"])
  }

  @Test func `pieces are copied within and between file systems, and a full one is named`() throws {
    let bytes = sampleBytes(3_000_000)
    let content = try #require(try InputFile.open(folder.write(bytes, to: "in")).fileContent)
    let pieces: [FilePiece] = [.range(of: content, 10..<2_500_000), .bytes([1, 2]), .range(of: content, 0..<1), .range(of: content, 5..<5)]
    let expected = Array(bytes[10..<2_500_000]) + [1, 2, bytes[0]]
    try FileOutput.write(pieces, to: folder.path("out"), replacing: false, attributes: nil)
    #expect(folder.bytes("out") == expected)
    let other = "/dev/shm/rdbtool-\(UInt64.random(in: 0 ... .max))"
    if access("/dev/shm", W_OK) == 0 {
      try FileOutput.write(pieces, to: other, replacing: false, attributes: nil)
      defer { unlink(other) }
      #expect(try InputFile.open(other).fileContent?.byteCount == UInt64(expected.count))
    }
    let full = open("/dev/full", O_WRONLY)
    defer { close(full) }
    let sink = DescriptorSink(descriptor: full, path: "out")
    #expect(throws: SinkError(path: "out", .noSpace(afterByteCount: 0))) { try sink.copy(0..<100, of: content) }
  }

  @Test func `what came once is read again from a scratch file`() throws {
    let bytes = sampleBytes(2_500_000)
    let scratch = try ScratchFile(directory: folder.path)
    try scratch.append(all: ArraySource(bytes))
    let content = try scratch.content(path: "standard input")
    #expect(content.byteCount == 2_500_000)
    var buffer = [UInt8](repeating: 0, count: 3_000_000)
    let source = content.source(from: 2_499_000)
    let count = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
    #expect(Array(buffer[..<count]) == Array(bytes[2_499_000...]))
    #expect(try buffer.withUnsafeMutableBytes { try source.read(into: $0) } == 0)
  }
}

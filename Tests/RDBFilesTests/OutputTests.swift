import Glibc
import RDBFiles
import RDBTestSupport
import Testing

@Suite struct OutputTests {
  private let folder: TemporaryDirectory
  init() throws { folder = try TemporaryDirectory("output") }

  private func names() throws -> [String] {
    let stream = try #require(opendir(folder.path))
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private func write(_ bytes: [UInt8], to file: AtomicFile) throws { try bytes.withUnsafeBytes { try file.write($0) } }

  @Test(arguments: [0, 10, 1_000_000])
  func `a committed file is whole, and alone`(count: Int) throws {
    let bytes = sampleBytes(count)
    let file = try AtomicFile(destination: folder.path("out"), replacing: false)
    for start in stride(from: 0, to: count, by: 70_000) { try write(Array(bytes[start..<min(count, start + 70_000)]), to: file) }
    #expect(folder.bytes("out") == nil)
    try file.commit()
    #expect(folder.bytes("out") == bytes)
    #expect(try names() == ["out"])
    #expect(throws: SinkError(path: folder.path("out"), .alreadyFinished)) { try file.commit() }
    #expect(folder.bytes("out") == bytes)
  }

  @Test func `the old file stays until the new one is committed`() throws {
    let path = try folder.write([1], to: "out")
    do {
      let file = try AtomicFile(destination: path, replacing: true)
      try write(sampleBytes(500_000), to: file)
      #expect(try names().count == 2)
    }
    #expect(folder.bytes("out") == [1])
    #expect(try names() == ["out"])
    let file = try AtomicFile(destination: path, replacing: true)
    try write([2], to: file)
    try file.commit()
    #expect(folder.bytes("out") == [2])
  }

  @Test func `a file that is there, or comes up meanwhile, is not replaced`() throws {
    let file = try AtomicFile(destination: folder.path("out"), replacing: false)
    try write([2], to: file)
    let path = try folder.write([1], to: "out")
    #expect(throws: SinkError(path: path, .exists)) { try file.commit() }
    #expect(throws: SinkError(path: path, .exists)) { _ = try AtomicFile(destination: path, replacing: false) }
    #expect(folder.bytes("out") == [1])
    #expect(try names() == ["out"])
  }

  @Test func `a replacement keeps permissions and a symbolic link`() throws {
    let path = try folder.write([1], to: "real")
    chmod(path, 0o640)
    try #require(symlink("real", folder.path("link")) == 0)
    let file = try AtomicFile(destination: folder.path("link"), replacing: true)
    try write([2], to: file)
    try file.commit()
    var status = stat()
    try #require(lstat(path, &status) == 0)
    #expect(status.st_mode == S_IFREG | 0o640)
    #expect(folder.bytes("real") == [2])
    try #require(lstat(folder.path("link"), &status) == 0)
    #expect(status.st_mode & S_IFMT == S_IFLNK)
  }

  @Test func `a place where no file can be is named`() throws {
    func reason(_ path: String) -> SinkError.Reason? {
      do { _ = try AtomicFile(destination: path, replacing: true) } catch { return error.reason }
      return nil
    }
    #expect(reason(folder.path) == .isDirectory)
    #expect(reason(folder.path + "/") == .isDirectory)
    #expect(reason(folder.path("no/file")) == .noSuchDirectory)
    #expect(reason("") == .noSuchDirectory)
    // Root could replace it.
    #expect(reason("/dev/null") == .notARegularFile)
    #expect(try names() == [])
  }

  @Test func `a full device is named, with what it took`() throws {
    let number = open("/dev/full", O_WRONLY)
    defer { close(number) }
    let sink = DescriptorSink(descriptor: number, path: "out", capacity: 8)
    try ([1, 2, 3] as [UInt8]).withUnsafeBytes { try sink.write($0) }
    let full = SinkError(path: "out", .noSpace(afterByteCount: 0))
    #expect(throws: full) { try sink.flush() }
    #expect(throws: full) { try sink.flush() }
    #expect(full.description == "out: no space is left after 0 bytes; free some, or write to another file system")
  }

  @Test(arguments: [1, 7, 4096, 1 << 20])
  func `a sink passes everything on in order`(capacity: Int) throws {
    let path = folder.path("out"), bytes = sampleBytes(100_000)
    let number = open(path, O_WRONLY | O_CREAT, 0o600)
    let sink = DescriptorSink(descriptor: number, path: path, capacity: capacity)
    var start = 0, step = 1
    while start < bytes.count {
      let end = min(bytes.count, start + step)
      try bytes[start..<end].withUnsafeBytes { try sink.write($0) }
      start = end
      step = step * 3 % 9973
    }
    try sink.flush()
    close(number)
    #expect(sink.bytesWritten == 100_000)
    #expect(folder.bytes("out") == bytes)
  }

  @Test func `a reader that goes away is named`() throws {
    DescriptorSink.ignoreBrokenPipeSignal()
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    let sink = DescriptorSink(descriptor: ends[1], path: "standard output")
    try ([1] as [UInt8]).withUnsafeBytes { try sink.write($0) }
    #expect(throws: SinkError(path: "standard output", .closedByReader)) { try sink.flush() }
  }

  @Test func `a scratch file gives back what it took, and has no name`() throws {
    let file = try ScratchFile(directory: folder.path)
    #expect(try names() == [])
    let bytes = sampleBytes(50_000)
    #expect(try bytes.prefix(20_000).withUnsafeBytes { try file.append($0) } == 0)
    #expect(try bytes.dropFirst(20_000).withUnsafeBytes { try file.append($0) } == 20_000)
    #expect(file.byteCount == 50_000)
    var buffer = [UInt8](repeating: 0, count: 1000)
    for offset in [0, 19_500, 49_000, 49_999, 50_000, UInt64.max] {
      let count = try buffer.withUnsafeMutableBytes { try file.read(at: offset, into: $0) }
      let start = Int(min(offset, 50_000))
      #expect(Array(buffer.prefix(count)) == Array(bytes[start...].prefix(1000)))
    }
    #expect(throws: SinkError(path: folder.path("no"), .noSuchDirectory)) { _ = try ScratchFile(directory: folder.path("no")) }
  }
}

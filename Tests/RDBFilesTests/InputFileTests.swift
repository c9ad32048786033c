import Foundation
import Glibc
import RDBFiles
import RDBFormats
import RDBTestSupport
import Testing

@Suite struct InputFileTests {
  private let folder: TemporaryDirectory
  init() throws { folder = try TemporaryDirectory("input") }

  private static let rdb = Array("REDIS0011".utf8) + sampleBytes(100_000)

  private func failure(_ path: String) -> SourceError? {
    do { _ = try InputFile.open(path) } catch { return error }
    return nil
  }

  /// A pipe with these bytes in it, and nobody left to write more.
  private func pipe(_ bytes: [UInt8]) throws -> Int32 {
    var ends: [Int32] = [-1, -1]
    try #require(Glibc.pipe(&ends) == 0)
    try #require(Glibc.write(ends[1], bytes, bytes.count) == bytes.count)
    close(ends[1])
    return ends[0]
  }

  @Test func `a plain file is read whole, and once more`() throws {
    let path = try folder.write(Self.rdb, to: "dump.rdb")
    let opened = try InputFile.open(path)
    #expect(opened.content == .rdb)
    #expect(opened.compression == [])
    #expect(opened.byteCount == UInt64(Self.rdb.count))
    #expect(opened.isSeekable)
    #expect(opened.path == path)
    // A server saves: another file takes the name, and the one in hand goes on.
    try #require(rename(folder.write([1], to: "new"), path) == 0)
    let again = try #require(try opened.reopened())
    #expect(try Reading(opened.source, chunk: 7).bytes == Self.rdb)
    #expect(try Reading(again.source).bytes == Self.rdb)
    #expect(opened.bytesRead == opened.byteCount)
    #expect(!opened.hasChanged())
  }

  @Test func `a file that is written to meanwhile says so`() throws {
    let path = try folder.write(Self.rdb, to: "dump.rdb")
    let opened = try InputFile.open(path)
    let number = Glibc.open(path, O_WRONLY | O_APPEND)
    try #require(Glibc.write(number, [1, 2], 2) == 2)
    close(number)
    #expect(opened.hasChanged())
  }

  @Test func `compression is undone whatever the name, and layer by layer`() throws {
    let gzip = try Compressed.gzip(Self.rdb)
    let cases: [([UInt8], [Compression])] = try [
      (gzip, [.gzip]), (Compressed.lz4(Self.rdb), [.lz4]), (Compressed.vcs(Self.rdb), [.vcs]),
      (Compressed.skippable([9]) + Compressed.lz4(Self.rdb), [.lz4]), (Compressed.lz4(gzip), [.lz4, .gzip]),
      (Compressed.gzip(Compressed.gzip(Compressed.vcs(Self.rdb))), [.gzip, .gzip, .vcs]),
    ]
    for (bytes, compression) in cases {
      let opened = try InputFile.open(folder.write(bytes, to: "dump.rdb"))
      #expect(opened.compression == compression)
      #expect(opened.content == .rdb)
      #expect(opened.byteCount == UInt64(bytes.count))
      let again = try #require(try opened.reopened())
      #expect(try Reading(opened.source).bytes == Self.rdb)
      #expect(try Reading(again.source).bytes == Self.rdb)
      #expect(opened.bytesRead == opened.byteCount)
    }
    let path = try folder.write(Compressed.gzip(Compressed.gzip(Compressed.gzip(gzip))), to: "four.gz")
    #expect(failure(path) == SourceError(path: path, .compressedTooOften))
  }

  @Test func `a cut file opens as long as something of it can be read`() throws {
    let vcs = try Compressed.vcs(Array(Self.rdb.prefix(500)))
    for count in 7..<vcs.count {
      let path = try folder.write(Array(vcs.prefix(count)), to: "cut")
      let expected = StreamError(path: path, .truncated(.vcs), at: UInt64(count))
      do {
        let reading = try Reading(InputFile.open(path).source)
        #expect(reading.error == expected)
        #expect(!reading.bytes.isEmpty && Self.rdb.starts(with: reading.bytes))
      } catch {
        #expect(error as? SourceError == SourceError(path: path, .unreadable(expected)))
      }
    }
  }

  @Test func `standard input may be a pipe`() throws {
    let bytes = try Compressed.gzip(Array(Self.rdb.prefix(20_000)))
    let number = try pipe(bytes)
    defer { close(number) }
    let opened = try InputFile.open("-", standardInput: number)
    #expect(opened.path == "standard input")
    #expect(opened.byteCount == nil)
    #expect(!opened.isSeekable)
    #expect(try opened.reopened() == nil)
    #expect(try Reading(opened.source).bytes == Array(Self.rdb.prefix(20_000)))
    #expect(opened.bytesRead == UInt64(bytes.count))
  }

  @Test func `standard input may be a file of which something was read`() throws {
    let path = try folder.write([1, 2, 3] + Self.rdb, to: "x")
    let number = Glibc.open(path, O_RDONLY)
    defer { close(number) }
    lseek(number, 3, SEEK_SET)
    let opened = try InputFile.open("-", standardInput: number)
    #expect(opened.byteCount == UInt64(Self.rdb.count))
    #expect(try Reading(opened.source).bytes == Self.rdb)
    #expect(try Reading(#require(try opened.reopened()).source).bytes == Self.rdb)
  }

  // The writers below are threads: a task would need one of the few threads that
  // the tests run on, and all of these may be waiting for it.

  @Test func `a non-blocking pipe is waited for`() throws {
    var ends: [Int32] = [-1, -1]
    try #require(Glibc.pipe(&ends) == 0)
    let (reading, writing) = (ends[0], ends[1])
    _ = fcntl(reading, F_SETFL, O_NONBLOCK)
    Thread.detachNewThread {
      usleep(50_000)
      _ = Glibc.write(writing, "REDIS0011", 9)
      close(writing)
    }
    let source = FileDescriptorSource(descriptor: reading, path: "p", closesDescriptor: true)
    #expect(try Reading(source).bytes == Array("REDIS0011".utf8))
  }

  @Test func `a FIFO and a device are streams`() throws {
    let path = folder.path("fifo")
    try #require(mkfifo(path, 0o600) == 0)
    Thread.detachNewThread {
      let number = Glibc.open(path, O_WRONLY)
      _ = Glibc.write(number, "REDIS0011", 9)
      close(number)
    }
    let opened = try InputFile.open(path)
    #expect(opened.content == .rdb)
    #expect(!opened.isSeekable)
    #expect(try Reading(opened.source).bytes == Array("REDIS0011".utf8))
    #expect(try InputFile.open("/dev/null").content == .empty)
  }

  @Test func `what is not there, or lies below a file, is named`() throws {
    #expect(
      failure("no-such-dump.rdb")?.description
        == "no-such-dump.rdb: no such file; check the path, and where `CONFIG GET dir` says the server writes")
    let file = try folder.write([1], to: "file")
    #expect(failure(file + "/x")?.reason == .notADirectory)
    #expect(failure(file + "\0x")?.reason == .notFound)
    #expect(failure("")?.description.hasPrefix("\"\": no such file") == true)
    #expect(failure("a\n\u{1b}[2J")?.description.hasPrefix("a\\n\\u{1b}[2J: ") == true)
  }

  @Test(.enabled(if: getuid() != 0, "root may read everything"))
  func `a file that may not be read is named`() throws {
    let path = try folder.write(Self.rdb, to: "secret")
    chmod(path, 0)
    #expect(failure(path)?.reason == .permissionDenied)
  }

  @Test func `a directory says which manifest it has`() throws {
    #expect(failure(folder.path)?.reason == .directoryWithoutAOF(rdb: nil))
    try folder.write(Self.rdb, to: "dump.rdb")
    #expect(failure(folder.path)?.reason == .directoryWithoutAOF(rdb: folder.path("dump.rdb")))
    try folder.write([], to: "appendonlydir/temp-appendonly.aof.manifest")
    #expect(failure(folder.path)?.reason == .directoryWithoutAOF(rdb: folder.path("dump.rdb")))
    let manifest = try folder.write([], to: "appendonlydir/appendonly.aof.manifest")
    #expect(failure(folder.path)?.reason == .aofDirectory(manifest: manifest))
    #expect(failure(folder.path("appendonlydir/"))?.reason == .aofDirectory(manifest: manifest))
    let second = try folder.write([], to: "other/b.manifest")
    #expect(failure(folder.path)?.reason == .severalAOFs(manifests: [manifest, second]))
  }

  @Test func `a directory as standard input is named`() throws {
    let number = Glibc.open(folder.path, O_RDONLY)
    defer { close(number) }
    #expect(throws: SourceError(path: "standard input", .directoryAsStandardInput)) {
      try InputFile.open("-", standardInput: number)
    }
  }

  @Test func `an error of the system stays, in words`() throws {
    let number = Glibc.open(folder.path, O_RDONLY)
    let source = FileDescriptorSource(descriptor: number, path: "d", closesDescriptor: true)
    let error = try #require(try Reading(source).error)
    #expect(error.reason == .readFailed(errno: EISDIR))
    #expect(error.description == "d: reading failed after 0 bytes (is a directory); check the disk or the mount, then try again")
  }

  @Test func `a descriptor is closed exactly when it was given away`() throws {
    let lent = Glibc.open(folder.path, O_RDONLY), given = Glibc.open(folder.path, O_RDONLY)
    do { _ = FileDescriptorSource(descriptor: lent, path: "d", closesDescriptor: false) }
    #expect(fcntl(lent, F_GETFD) != -1)
    close(lent)
    var status = stat()
    try #require(fstat(given, &status) == 0)
    do { _ = FileDescriptorSource(descriptor: given, path: "d", closesDescriptor: true) }
    // Another test may have got the number meanwhile, but not for this directory.
    var now = stat()
    #expect(fstat(given, &now) != 0 || now.st_ino != status.st_ino)
  }
}

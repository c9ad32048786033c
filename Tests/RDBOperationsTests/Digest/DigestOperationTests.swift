import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

@Suite struct DigestOperationTests {
  private struct Refusal: Error {}

  private static func file(_ footer: RDBBuilder.Footer = .right, writer: String? = "7.0.15") -> [UInt8] {
    var file = RDBBuilder(version: 10)
    if let writer { file.aux("redis-ver", writer) }
    file.record(type: 5, key: "scores", value: [1] + RDBBytes.string("m") + RDBBytes.double(0.1))
    file.select(1)
    for index in 0..<50 { file.record(type: 0, key: "key \(index)", value: RDBBytes.string("v")) }
    return file.finished(footer)
  }

  @Test func `the dialect is that of the writer unless another is asked for`() throws {
    var options = DigestOptions()
    let own = try DigestRun.report(Self.file())
    #expect(own.server?.name == "redis-7.0")
    #expect(own.keyCount == 51)
    options.server = try ServerVersion("redis-7.2")
    let other = try DigestRun.report(Self.file(), options)
    #expect(other.server?.name == "redis-7.2")
    #expect(other.digest != own.digest)
    #expect(try DigestRun.report(Self.file(writer: "7.2.1")).digest == other.digest)
    #expect(try DigestRun.report(Self.file(writer: nil)).digest == own.digest)
    options.full = true
    #expect(try DigestRun.report(Self.file(), options).server == nil)
  }

  @Test func `a filter chooses what counts`() throws {
    var options = DigestOptions()
    options.filter = { head, key in head.database == 1 && key.byteCount == 5 }
    options.threads = 2
    #expect(try DigestRun.report(Self.file(), options).keyCount == 10)
    options.filter = { _, _ in false }
    #expect(try DigestRun.report(Self.file(), options).digest == String(repeating: "0", count: 40))
  }

  @Test func `a checksum that does not match, or is not there, gives no digest`() throws {
    #expect(throws: DigestError.self) { try DigestRun.report(Self.file(.wrong)) }
    do {
      _ = try DigestRun.report(Self.file(.missing))
      Issue.record("a file without checksum has a digest")
    } catch DigestError.damaged(let problem) {
      #expect(problem.fault.reason == .checksumMissing(available: 0))
    }
    #expect(try DigestRun.report(Self.file(.zero)).digest == DigestRun.report(Self.file()).digest)
  }

  @Test func `a file that is cut anywhere gives no digest, and says in which key`() throws {
    let bytes = Self.file()
    for count in 9..<bytes.count {
      do {
        _ = try DigestRun.report(Array(bytes.prefix(count)))
        Issue.record("\(count) of \(bytes.count) bytes have a digest")
      } catch DigestError.damaged(let problem) {
        #expect(problem.fault.offset <= count)
      }
    }
    var torn = RDBBuilder(version: 10)
    torn.select(4)
    torn.record(type: 1, key: "torn", value: [9] + RDBBytes.string("one"))
    do {
      _ = try DigestRun.report(torn.bytes)
    } catch DigestError.damaged(let problem) {
      #expect(problem.key == Array("torn".utf8))
      #expect(problem.database == 4)
    }
  }

  @Test func `a source that fails and a consumer that refuses are told apart`() throws {
    final class Failing: ByteSource {
      let inner: MemorySource
      init(_ bytes: [UInt8]) { inner = MemorySource(bytes, pieceByteCount: 64) }
      func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = try inner.read(into: buffer)
        guard count == 64 else { throw Refusal() }
        return count
      }
    }
    do {
      _ = try DigestOperation.run(RDBFramer(Failing(Self.file())), DigestOptions())
      Issue.record("a source that fails gave a digest")
    } catch DigestError.source(let cause) {
      #expect(cause is Refusal)
    }
    var options = DigestOptions()
    options.perKey = true
    do {
      _ = try DigestRun.report(Self.file(), options) { _, _, _ in throw Refusal() }
      Issue.record("a consumer that refuses was not heard")
    } catch DigestError.consumer(let cause) {
      #expect(cause is Refusal)
    }
  }
}

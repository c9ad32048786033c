import RDBFiles
import RDBFormats
import RDBTestSupport
import Testing

@Suite struct GzipSourceTests {
  private func read(_ bytes: [UInt8], inputChunk: Int = .max, chunk: Int = 4096) throws -> Reading {
    try Reading(GzipSource(ArraySource(bytes, chunk: inputChunk), path: "x.gz"), chunk: chunk)
  }

  @Test(arguments: [1, 7, 4096], [1, 7, 4096])
  func `members give the same bytes in chunks of any size`(inputChunk: Int, chunk: Int) throws {
    let first = sampleBytes(30_000), second = sampleBytes(10)
    let file = try Compressed.gzip(first) + Compressed.gzip([]) + Compressed.gzip(second)
    let reading = try read(file, inputChunk: inputChunk, chunk: chunk)
    #expect(reading.error == nil)
    #expect(reading.bytes == first + second)
  }

  @Test func `data over the size of every buffer comes out whole`() throws {
    var generator = SeededGenerator(seed: 1)
    let bytes = sampleBytes(3_000_000) + generator.bytes(1_000_000)
    #expect(try read(Compressed.gzip(bytes), chunk: 1 << 20).bytes == bytes)
  }

  @Test(arguments: [1, 4096])
  func `every prefix is an error that names its size`(inputChunk: Int) throws {
    let bytes = sampleBytes(2000)
    let file = try Compressed.gzip(bytes)
    for count in 0..<file.count {
      let reading = try read(Array(file.prefix(count)), inputChunk: inputChunk)
      #expect(reading.error == StreamError(path: "x.gz", .truncated(.gzip), at: UInt64(count)))
      #expect(bytes.starts(with: reading.bytes))
    }
  }

  @Test func `a prefix that ends between members is whole`() throws {
    let member = try Compressed.gzip([1, 2, 3])
    for count in member.count...(member.count * 2) {
      let reading = try read(Array((member + member).prefix(count)))
      let isWhole = count == member.count || count == member.count * 2
      #expect((reading.error == nil) == isWhole)
      #expect(reading.error?.reason == (isWhole ? nil : .truncated(.gzip)))
    }
  }

  @Test func `a flipped bit is an error or changes nothing`() throws {
    let bytes = sampleBytes(400)
    let file = try Compressed.gzip(bytes)
    for bit in 0..<file.count * 8 {
      var damaged = file
      damaged[bit / 8] ^= 1 << (bit % 8)
      let reading = try read(damaged)
      // Time stamp, system and some flags of the header are not part of the data.
      #expect(reading.error != nil || (reading.bytes == bytes && bit / 8 < 10), "bit \(bit)")
    }
  }

  @Test func `a wrong checksum and a wrong length are named, after all the bytes`() throws {
    let bytes = sampleBytes(5000)
    var file = try Compressed.gzip(bytes)
    file[file.count - 8] ^= 1
    var reading = try read(file)
    #expect(reading.error?.reason == .checksumMismatch(.gzip))
    #expect(reading.bytes == bytes)
    file[file.count - 8] ^= 1
    file[file.count - 1] ^= 1
    reading = try read(file)
    #expect(reading.error?.reason == .lengthMismatch(.gzip))
    #expect(reading.bytes == bytes)
  }

  @Test(arguments: [1, 512, 300_000])
  func `zero padding is no part of the data`(count: Int) throws {
    let reading = try read(Compressed.gzip([1, 2, 3]) + [UInt8](repeating: 0, count: count))
    #expect(reading.error == nil)
    #expect(reading.bytes == [1, 2, 3])
  }

  @Test(arguments: [[0x41], [0x1F, 0x41], [0, 0, 0x1F, 0x8B]] as [[UInt8]])
  func `anything else behind the data is an error`(tail: [UInt8]) throws {
    let member = try Compressed.gzip([1, 2, 3])
    let reading = try read(member + tail)
    #expect(reading.error?.reason == .trailingBytes(.gzip))
    #expect(reading.bytes == [1, 2, 3])
  }

  @Test func `the error of upstream comes through`() throws {
    let problem = StreamError(path: "x.gz", .readFailed(errno: 5), at: 20)
    let file = try Compressed.gzip(sampleBytes(500))
    let source = try GzipSource(ArraySource(Array(file.prefix(20)), then: problem), path: "x.gz")
    #expect(try Reading(source).error == problem)
  }

  @Test func `the sentence says where and what to do`() {
    let error = StreamError(path: "x.gz", .truncated(.gzip), at: 1234)
    #expect(error.description == "x.gz: the gzip data ends after 1234 of its compressed bytes; the copy was cut off, fetch it again")
  }
}

import RDBFiles
import RDBFormats
import RDBTestSupport
import Testing

@Suite struct LZ4SourceTests {
  private func read(_ bytes: [UInt8], inputChunk: Int = .max, chunk: Int = 4096) throws -> Reading {
    try Reading(LZ4Source(ArraySource(bytes, chunk: inputChunk), path: "x.lz4"), chunk: chunk)
  }

  @Test(arguments: [1, 7, 4096], [1, 7, 4096])
  func `frames give the same bytes in chunks of any size`(inputChunk: Int, chunk: Int) throws {
    let first = sampleBytes(150_000), second = sampleBytes(10)
    let skipped = Compressed.skippable(sampleBytes(1000))
    let file = try skipped + Compressed.lz4(first) + skipped + Compressed.lz4([]) + Compressed.lz4(second) + skipped
    let reading = try read(file, inputChunk: inputChunk, chunk: chunk)
    #expect(reading.error == nil)
    #expect(reading.bytes == first + second)
  }

  @Test func `data over the size of every buffer comes out whole`() throws {
    var generator = SeededGenerator(seed: 1)
    let bytes = sampleBytes(3_000_000) + generator.bytes(1_000_000)
    #expect(try read(Compressed.lz4(bytes), chunk: 1 << 20).bytes == bytes)
  }

  @Test(arguments: [1, 4096])
  func `every prefix is an error that names its size`(inputChunk: Int) throws {
    let bytes = sampleBytes(2000)
    let file = try Compressed.skippable([1, 2, 3]) + Compressed.lz4(bytes)
    for count in 0..<file.count {
      let reading = try read(Array(file.prefix(count)), inputChunk: inputChunk)
      // Cut behind the skippable frame, it is whole.
      if count == 11 {
        #expect(reading.error == nil)
      } else {
        #expect(reading.error == StreamError(path: "x.lz4", .truncated(.lz4), at: UInt64(count)))
      }
      #expect(bytes.starts(with: reading.bytes))
    }
  }

  @Test func `a flipped bit is an error or changes nothing`() throws {
    let bytes = sampleBytes(400)
    let file = try Compressed.lz4(bytes)
    for bit in 0..<file.count * 8 {
      var damaged = file
      damaged[bit / 8] ^= 1 << (bit % 8)
      let reading = try read(damaged)
      // The magic may become one of a frame to be skipped, which gives nothing.
      #expect(reading.error != nil || reading.bytes == bytes, "bit \(bit)")
    }
  }

  @Test func `a damaged block does not take the sound ones before it along`() throws {
    var generator = SeededGenerator(seed: 2)
    let bytes = generator.bytes(200_000)
    var file = try Compressed.lz4(bytes)
    // Blocks that do not compress are stored: 15 bytes of header, then 4 + 65536 each.
    let thirdBlock = 15 + 2 * (4 + 65536)
    file[thirdBlock + 2] = 0x7F
    let reading = try read(file)
    #expect(reading.bytes == Array(bytes.prefix(131_072)))
    #expect(reading.error?.reason == .damaged(.lz4, detail: "maxBlockSize_invalid"))
  }

  @Test func `a wrong checksum is named, after all the bytes`() throws {
    let bytes = sampleBytes(100_000)
    var file = try Compressed.lz4(bytes)
    file[file.count - 1] ^= 1
    let reading = try read(file)
    #expect(reading.error?.reason == .checksumMismatch(.lz4))
    #expect(reading.bytes == bytes)
  }

  @Test func `zero padding is no part of the data, anything else is an error`() throws {
    let frame = try Compressed.lz4([1, 2, 3])
    #expect(try read(frame + [UInt8](repeating: 0, count: 300_000)).error == nil)
    for tail in [[0x41], [0x41, 0x42, 0x43, 0x44, 0x45], [0, 0, 4, 0x22, 0x4D, 0x18]] as [[UInt8]] {
      let reading = try read(frame + tail)
      #expect(reading.error?.reason == .trailingBytes(.lz4))
      #expect(reading.bytes == [1, 2, 3])
    }
    #expect(try read(frame + [4, 0x22]).error == StreamError(path: "x.lz4", .truncated(.lz4), at: UInt64(frame.count + 2)))
  }
}

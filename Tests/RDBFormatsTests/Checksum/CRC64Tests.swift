import RDBFormats
import RDBTestSupport
import Testing

@Suite struct CRC64Tests {
  @Test(arguments: CRC64.Engine.usable)
  func `the check value of the polynomial comes out`(engine: CRC64.Engine) {
    var crc = CRC64()
    crc.update(Array("123456789".utf8).span.bytes, with: engine)
    #expect(crc.value == 0xE9C6_D914_C4B8_D9CA)
  }

  @Test func `the sum of nothing is zero and changes nothing`() {
    var crc = CRC64()
    #expect(crc.value == 0)
    crc = CRC64(resuming: 77)
    crc.update([UInt8]().span.bytes)
    #expect(crc.value == 77)
  }

  @Test(arguments: CRC64.Engine.usable)
  func `every length, begun anywhere, sums as the bit by bit version does`(engine: CRC64.Engine) {
    var random = SeededGenerator(seed: 1)
    let bytes = random.bytes(1200)
    for count in 0...1100 {
      let start = count % 67
      let seed = random.next()
      var crc = CRC64(resuming: seed)
      crc.update(bytes.span.bytes.extracting(start..<start + count), with: engine)
      #expect(crc.value == RDBBytes.crc64(Array(bytes[start..<start + count]), from: seed), "\(count) bytes")
    }
  }

  @Test func `the fast and the portable way agree on large runs`() {
    var random = SeededGenerator(seed: 2)
    let bytes = random.bytes(70_000)
    for _ in 0..<40 {
      let start = random.below(5000)
      let count = random.below(bytes.count - start)
      var fast = CRC64()
      var slow = CRC64()
      fast.update(bytes.span.bytes.extracting(start..<start + count))
      slow.updatePortably(bytes.span.bytes.extracting(start..<start + count))
      #expect(fast.value == slow.value)
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `pieces of any size sum to the whole`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let bytes = random.bytes(4000)
    var crc = CRC64()
    var at = 0
    while at < bytes.count {
      let count = min(1 + random.below(700), bytes.count - at)
      crc.update(bytes.span.bytes.extracting(at..<at + count))
      at += count
    }
    #expect(crc.value == RDBBytes.crc64(bytes))
  }

  @Test func `the sums of two runs combine to that of both`() {
    var random = SeededGenerator(seed: 3)
    for count in [0, 1, 2, 7, 8, 63, 64, 255, 1000, 4097] {
      let first = random.bytes(random.below(300))
      let second = random.bytes(count)
      let combined = CRC64.combine(
        RDBBytes.crc64(first), RDBBytes.crc64(second), secondByteCount: UInt64(second.count))
      #expect(combined == RDBBytes.crc64(first + second))
    }
  }

  @Test func `combining over counts too large to write out is associative`() {
    let (a, b, c): (UInt64, UInt64, UInt64) = (0x1234_5678_9ABC_DEF0, 0x0FED_CBA9_8765_4321, 0xDEAD_BEEF_CAFE_F00D)
    let (second, third): (UInt64, UInt64) = (1 << 40 + 12345, 1 << 45 + 3)
    let left = CRC64.combine(CRC64.combine(a, b, secondByteCount: second), c, secondByteCount: third)
    let right = CRC64.combine(a, CRC64.combine(b, c, secondByteCount: third), secondByteCount: second + third)
    #expect(left == right)
  }
}

import RDBFormats
import RDBTestSupport
import Testing

/// What a checksum that does not agree says of where the wrong bytes are.
@Suite struct CRC64LocationTests {
  private func crc(_ bytes: [UInt8]) -> UInt64 { RDBBytes.crc64(bytes) }

  @Test(arguments: [1, 2, 17, 100, 4095, 4096, 5000, 70_001])
  func `one wrong byte is found wherever it is`(size: Int) {
    var random = SeededGenerator(seed: UInt64(size))
    let right = random.bytes(size)
    for place in Set([0, size / 3, size / 2, size - 1] + (0..<20).map { _ in random.below(size) }) {
      let difference = UInt8(1 + random.below(255))
      var wrong = right
      wrong[place] ^= difference
      let found = CRC64.locate(crc(right) ^ crc(wrong), byteCount: size, in: 0..<size)
      #expect(found?.offset == place && found?.difference == UInt64(difference), "byte \(place) of \(size)")
    }
  }

  @Test func `a few wrong bytes in a row are found where they are looked for`() {
    var random = SeededGenerator(seed: 9)
    let right = random.bytes(20_000)
    for width in 2...4 {
      let place = 9000 + random.below(1000)
      var wrong = right
      for index in 0..<width { wrong[place + index] ^= UInt8(1 + random.below(255)) }
      let found = CRC64.locate(crc(right) ^ crc(wrong), byteCount: right.count, in: 8500..<10_500, width: 4)
      #expect(found?.offset == place)
      #expect(found.map { wound in (0..<width).allSatisfy { wrong[place + $0] ^ UInt8(truncatingIfNeeded: wound.difference >> UInt64(8 * $0)) == right[place + $0] } } == true)
    }
  }

  @Test func `what no single byte explains is not found`() {
    var random = SeededGenerator(seed: 4)
    let right = random.bytes(100_000)
    for _ in 0..<50 {
      var wrong = right
      for _ in 0..<2 + random.below(5) { wrong[random.below(wrong.count)] ^= UInt8(1 + random.below(255)) }
      guard wrong != right else { continue }
      let apart = zip(right, wrong).enumerated().filter { $0.element.0 != $0.element.1 }.map(\.offset)
      guard let first = apart.first, let last = apart.last, last > first else { continue }
      #expect(CRC64.locate(crc(right) ^ crc(wrong), byteCount: right.count, in: 0..<right.count) == nil)
    }
    #expect(CRC64.locate(0, byteCount: 100, in: 0..<100) == nil)
    #expect(CRC64.locate(1, byteCount: 0, in: 0..<0) == nil)
  }
}

import RDBFormats
import RDBTestSupport
import Testing

@Suite struct SHA1Tests {
  @Test(arguments: [
    ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
    ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1"),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "a49b2446a02c645bf419f995b67091253a04a259"
    ),
  ])
  func `the published vectors come out in both ways`(message: String, expected: String) {
    let bytes = Array(message.utf8)
    #expect(SHA1.hash(bytes.span.bytes).hex == expected)
    for portably in [false, true] {
      bytes.withUnsafeBytes { #expect(SHA1.hash($0, portably: portably).hex == expected) }
    }
  }

  @Test func `a million letters hash as published`() {
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
    let expected = "34aa973cd4c4daa4f61eeb2bdbad27316534016f"
    #expect(SHA1.hash(bytes.span.bytes).hex == expected)
    bytes.withUnsafeBytes { #expect(SHA1.hash($0, portably: true).hex == expected) }
  }

  @Test func `every length hashes as the plain version does`() {
    var random = SeededGenerator(seed: 11)
    let bytes = random.bytes(400)
    for count in 0...300 {
      let start = count % 19
      let message = Array(bytes[start..<start + count])
      let expected = Self.plain(message)
      bytes.withUnsafeBytes { bytes in
        let message = UnsafeRawBufferPointer(rebasing: bytes[start..<start + count])
        #expect(SHA1.hash(message).hex == expected, "\(count) bytes")
        #expect(SHA1.hash(message, portably: true).hex == expected, "\(count) bytes")
        #expect(SHA1.hash(message, portably: false).hex == expected, "\(count) bytes")
      }
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>, [false, true])
  func `pieces of any size hash to the whole`(seed: UInt64, portably: Bool) {
    var random = SeededGenerator(seed: seed)
    let bytes = random.bytes(random.below(2000))
    var hash = SHA1(portably: portably)
    var at = 0
    while at < bytes.count {
      let count = min(random.below(150), bytes.count - at)
      hash.update(bytes.span.bytes.extracting(at..<at + count))
      at += count
    }
    #expect(hash.finish() == SHA1.hash(bytes.span.bytes))
  }

  /// FIPS 180-4, word for word.
  static func plain(_ message: [UInt8]) -> String {
    var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
    var padded = message + [0x80]
    while padded.count % 64 != 56 { padded.append(0) }
    padded += RDBBytes.bigEndian(UInt64(message.count * 8))
    func rotated(_ word: UInt32, _ bits: UInt32) -> UInt32 { word << bits | word >> (32 - bits) }
    for block in stride(from: 0, to: padded.count, by: 64) {
      var words = (0..<16).map { index in
        padded[block + 4 * index..<block + 4 * index + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      }
      for index in 16..<80 {
        words.append(rotated(words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16], 1))
      }
      var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
      for index in 0..<80 {
        let functions: [(UInt32, UInt32)] = [
          (b & c ^ ~b & d, 0x5A82_7999), (b ^ c ^ d, 0x6ED9_EBA1), (b & c ^ b & d ^ c & d, 0x8F1B_BCDC), (b ^ c ^ d, 0xCA62_C1D6),
        ]
        let (function, constant) = functions[index / 20]
        (a, b, c, d, e) = (rotated(a, 5) &+ function &+ e &+ constant &+ words[index], a, rotated(b, 30), c, d)
      }
      state = zip(state, [a, b, c, d, e]).map { $0 &+ $1 }
    }
    let digits = Array("0123456789abcdef")
    return String(state.flatMap(RDBBytes.bigEndian).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}

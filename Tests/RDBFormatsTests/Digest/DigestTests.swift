import RDBFormats
import RDBTestSupport
import Testing

@Suite struct DigestTests {
  private func bytes(_ hex: String) -> [UInt8] {
    let digits = Array(hex.utf8)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16) ?? 0 }
  }

  private func text(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// X and M as the servers' source has them, over arrays.
  private func plainXOR(_ digest: [UInt8], _ message: [UInt8]) -> [UInt8] {
    zip(digest, bytes(SHA1Tests.plain(message))).map { $0 ^ $1 }
  }

  private func plainMix(_ digest: [UInt8], _ message: [UInt8]) -> [UInt8] {
    bytes(SHA1Tests.plain(plainXOR(digest, message)))
  }

  @Test func `a fresh digest prints forty zeros`() {
    #expect(Digest().hex == String(repeating: "0", count: 40))
  }

  @Test func `a module without a digest callback has the digest that servers give it`() {
    var digest = Digest()
    digest.mix(bigEndian: 5)
    #expect(digest.hex == "865b1024b47cf7b38672487172782cb7502865bb")
    var other = Digest()
    other.mix(RDBBytes.bigEndian(UInt32(5)).span.bytes)
    #expect(other == digest)
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func `any chain of operations goes as over plain arrays`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var digest = Digest()
    var plain = [UInt8](repeating: 0, count: 20)
    for _ in 0..<60 {
      let message = random.bytes(random.below(130))
      var pieces = SHA1()
      pieces.update(message.span.bytes)
      switch random.below(7) {
      case 0:
        digest.xor(message.span.bytes)
        plain = plainXOR(plain, message)
      case 1:
        message.withUnsafeBytes { digest.xor($0) }
        plain = plainXOR(plain, message)
      case 2:
        digest.mix(message.span.bytes)
        plain = plainMix(plain, message)
      case 3:
        message.withUnsafeBytes { digest.mix($0) }
        plain = plainMix(plain, message)
      case 4:
        digest.xorHash(pieces.finish())
        plain = plainXOR(plain, message)
      case 5:
        digest.mixHash(pieces.finish())
        plain = plainMix(plain, message)
      default:
        let accumulated = pieces.finish()
        digest.xor(accumulated: accumulated)
        plain = plainXOR(plain, bytes(accumulated.hex))
      }
      #expect(digest.hex == text(plain))
    }
  }

  @Test func `the hash of a digest is the same in both ways`() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<50 {
      let digest = SHA1.hash(random.bytes(9).span.bytes)
      #expect(SHA1.hash(digest) == SHA1.hashPortably(digest))
    }
  }

  @Test func `members of a set count in any order, elements of a list do not`() {
    let (a, b) = (Array("a".utf8), Array("b".utf8))
    var (first, second, third, fourth) = (Digest(), Digest(), Digest(), Digest())
    first.xor(a.span.bytes)
    first.xor(b.span.bytes)
    second.xor(b.span.bytes)
    second.xor(a.span.bytes)
    third.mix(a.span.bytes)
    third.mix(b.span.bytes)
    fourth.mix(b.span.bytes)
    fourth.mix(a.span.bytes)
    #expect(first == second)
    #expect(third != fourth)
    #expect(first ^ second == Digest())
  }
}

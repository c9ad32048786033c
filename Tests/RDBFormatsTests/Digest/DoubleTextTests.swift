import Glibc
import RDBFormats
import RDBTestSupport
import Testing

@Suite struct DoubleTextTests {
  private func parse(_ text: String) -> Double? {
    Array(text.utf8).withUnsafeBytes { DoubleText.parse($0) }
  }

  @Test(arguments: [
    "0", "-0", "+1", "1", "12.5", "-12.5", ".5", "5.", "1e5", "1E5", "1e+5", "1e-5", "1e22", "1e23", "123456789e-22", "1e-23",
    "9007199254740992", "9007199254740993", "1234567890123456789", "12345678901234567890", "0.10000000000000001",
    "1.7976931348623157e308", "1e309", "-1e309", "5e-324", "1e-400", "0x10", "0x1.8p3", "-0X.8", "inf", "-inf", "INF",
    "infinity", "+Infinity", "nan", "NaN", "nan(7)", " 1", "\t-2", "00000000000000000000001", "0.0000000000000000000000001", "1e0000005",
    "1e99999999999", "0e99999", "18143.52758574984",
  ])
  func `a number reads as C reads it`(text: String) throws {
    let value = try #require(parse(text))
    let expected = strtod(text, nil)
    #expect(value.bitPattern == expected.bitPattern || (value.isNaN && expected.isNaN))
  }

  @Test(arguments: [
    "", " ", "-", "+", ".", "-.", "e5", "1e", "1e+", "1 ", "1x", "1.2.3", "--1", "+-1", "0x", "1,5", "in", "infx", "1\0", "1\0002", "abc",
    "1e5.", "1e1000x", "\u{661}",
  ])
  func `what is not a number to its end is none`(text: String) {
    #expect(parse(text) == nil)
  }

  @Test func `a number may be 255 bytes long and no longer`() {
    #expect(parse(String(repeating: "0", count: 254) + "7") == 7)
    #expect(parse(String(repeating: "0", count: 255) + "7") == nil)
    #expect(parse("0." + String(repeating: "0", count: 245) + "7e246") == 7)
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `random numbers read as C reads them`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<4000 {
      var text = ["", "-", "+"][random.below(3)]
      for _ in 0..<random.below(21) { text += String(random.below(10)) }
      if random.below(2) == 0 { text += "." }
      for _ in 0..<random.below(12) { text += String(random.below(10)) }
      if random.below(2) == 0 { text += ["e", "E", "e-", "e+"][random.below(4)] + String(random.below(30)) }
      var end: UnsafeMutablePointer<CChar>?
      let (expected, isWhole) = text.withCString { start in
        let value = strtod(start, &end)
        return (value, end.map { UnsafePointer($0) - start } == text.utf8.count && !text.isEmpty)
      }
      #expect(parse(text)?.bitPattern == (isWhole ? expected.bitPattern : nil), "\(text)")
    }
  }

  @Test func `random bytes read as C reads them`() {
    var random = SeededGenerator(seed: 9)
    let alphabet = Array("0123456789+-.eExXinfaNp ".utf8)
    for _ in 0..<20_000 {
      let bytes = (0..<1 + random.below(7)).map { _ in alphabet[random.below(alphabet.count)] }
      let text = String(decoding: bytes, as: UTF8.self)
      let (expected, isWhole) = text.withCString { start in
        var end: UnsafeMutablePointer<CChar>?
        let value = strtod(start, &end)
        return (value, end.map { UnsafePointer($0) - start } == bytes.count)
      }
      #expect(parse(text)?.bitPattern == (isWhole ? expected.bitPattern : nil), "\(text)")
    }
  }
}

import Glibc
import RDBFormats
import RDBTestSupport
import Testing

@Suite struct ScoreTextTests {
  private func grisu2(_ value: Double) -> String { written(value, ScoreText.grisu2) }
  private func g17(_ value: Double) -> String { written(value, ScoreText.g17) }

  private func written(_ value: Double, _ write: (Double, UnsafeMutableRawBufferPointer) -> Int) -> String {
    // Guard bytes: nothing is written over the 32 that are asked for.
    var buffer = [UInt8](repeating: 0xEE, count: 48)
    let count = buffer.withUnsafeMutableBytes { write(value, UnsafeMutableRawBufferPointer(rebasing: $0[8..<40])) }
    #expect(buffer[..<8].allSatisfy { $0 == 0xEE } && buffer[40...].allSatisfy { $0 == 0xEE })
    return String(decoding: buffer[8..<8 + count], as: UTF8.self)
  }

  // Values are texts: a literal goes through 80 bits first and is sometimes the neighbour.
  @Test(arguments: [
    ("1", "1"), ("0.1", "0.1"), ("1e21", "1e+21"), ("18143.52758574984", "1.8143527585749838e+4"), ("5e-324", "5e-324"),
    ("1.7976931348623157e308", "1.7976931348623157e+308"), ("-3.516343413605676e57", "-3.5163434136056763e+57"),
    ("0.3211273957825517", "0.32112739578255167"), ("84631925695826.88", "84631925695826.87"),
    ("1.5e30", "1.5e+30"), ("0", "0"), ("-0", "-0"), ("inf", "inf"), ("-inf", "-inf"), ("nan", "nan"),
    ("-1", "-1"), ("10000000", "10000000"), ("100000000", "1e+8"), ("123456789012", "123456789012"), ("0.000001", "0.000001"),
    ("0.0000001", "1e-7"), ("-2.5", "-2.5"), ("4.35", "4.35"), ("9007199254740993", "9007199254740992"),
  ])
  func `a score prints as Redis 7 2 prints it`(value: String, expected: String) throws {
    #expect(grisu2(try #require(Double(value))) == expected)
  }

  @Test(arguments: [
    ("1", "1"), ("0.1", "0.10000000000000001"), ("-0", "-0"), ("0", "0"), ("inf", "inf"), ("-inf", "-inf"),
    ("99999999999999984", "99999999999999984"), ("-99999999999999984", "-99999999999999984"), ("100000000000000000", "1e+17"),
    ("3.14", "3.1400000000000001"), ("5e-324", "4.9406564584124654e-324"), ("-1.7976931348623157e308", "-1.7976931348623157e+308"),
  ])
  func `a score prints as C prints it`(value: String, expected: String) throws {
    #expect(g17(try #require(Double(value))) == expected)
  }

  @Test func `the short way for integers prints what the long way prints`() {
    var random = SeededGenerator(seed: 21)
    var values = (0..<3000).map { Double($0) }
    values += (0..<4000).map { _ in Double(random.below(100_000_000)) }
    values += (1...8).flatMap { power in
      let ten = (0..<power).reduce(1.0) { ten, _ in ten * 10 }
      return [ten - 1, ten, ten + 1, 5 * ten]
    }
    for value in values {
      #expect(grisu2(value) == written(value, ScoreText.grisu2Digits))
      #expect(grisu2(-value) == written(-value, ScoreText.grisu2Digits))
    }
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `whatever is printed reads back as the same score`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for round in 0..<3000 {
      let bits = random.next()
      // Any bits; subnormals; powers of two, whose lower neighbour is nearer; amounts.
      let value =
        switch round % 4 {
        case 0: Double(bitPattern: bits)
        case 1: Double(bitPattern: bits & 0x800F_FFFF_FFFF_FFFF)
        case 2: Double(bitPattern: bits & 0xFFF0_0000_0000_0000)
        default: Double(Int64(bitPattern: bits) >> 30) / 100
        }
      guard value.isFinite else { continue }
      #expect(Double(grisu2(value))?.bitPattern == value.bitPattern, "\(value)")
      #expect(g17(value) == printf17(value))
    }
  }

  @Test func `integers print as C prints them`() {
    var random = SeededGenerator(seed: 31)
    for shift in 0..<60 {
      for value in [1 << shift, -(1 << shift), Int(random.next() >> 1) >> shift] {
        #expect(g17(Double(value)) == printf17(Double(value)))
      }
    }
  }

  private func printf17(_ value: Double) -> String {
    var buffer = [CChar](repeating: 0, count: 64)
    let count = withVaList([value]) { vsnprintf(&buffer, 64, "%.17g", $0) }
    return String(decoding: buffer[..<Int(count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

import RDBEngine
import RDBTestSupport
import Testing

@Suite struct PackedElementsTests {
  /// Texts of every size at which an entry is written in another way, and numbers at the ends of their ranges.
  private static let samples: [[UInt8]] =
    ([0, 1, 62, 63, 64, 65, 125, 126, 127, 4093, 4094, 4095, 4096, 16377, 16378, 16379, 70_000].map { [UInt8](repeating: 0x41, count: $0) })
    + [
      "0", "127", "128", "-1", "-4096", "-4097", "4095", "4096", "32767", "32768", "-32768", "-32769", "8388607", "8388608", "-8388608", "-8388609",
      "2147483647", "2147483648", "-2147483648", "-2147483649", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "-0", "007", "1.5",
    ].map { Array($0.utf8) }

  private static func texts(_ elements: PackedElements) -> [[UInt8]] {
    var found: [[UInt8]] = []
    var offset = 0
    while offset < elements.end {
      let element = elements.element(at: offset)
      found.append(elements.lend(element) { [UInt8]($0) })
      #expect(elements.start(before: element.end) == offset)
      offset = element.end
    }
    return found
  }

  private static func listpack(_ elements: PackedElements) -> [UInt8] {
    let size = UInt32(elements.byteCount)
    return (0..<4).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) } + [UInt8(elements.count & 0xFF), UInt8(elements.count >> 8)] + elements.bytes + [0xFF]
  }

  @Test func `every size and number comes back, and a listpack of them is taken over`() throws {
    var elements = PackedElements()
    for sample in Self.samples { sample.withUnsafeBytes { elements.append($0) } }
    #expect(Self.texts(elements) == Self.samples)
    #expect(elements.count == Self.samples.count)
    let taken = try #require(Self.listpack(elements).withUnsafeBytes { PackedElements(listpack: $0) })
    #expect(taken.bytes == elements.bytes)
    #expect(taken.count == elements.count)
    for index in 0...elements.count {
      let offset = elements.offset(of: index)
      #expect(index == elements.count ? offset == elements.end : elements.lend(elements.element(at: offset)) { [UInt8]($0) } == Self.samples[index])
    }
  }

  @Test(arguments: 1...5) func `whatever is put in and taken out, it holds what an array holds`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var elements = PackedElements()
    var truth: [[UInt8]] = []
    for _ in 0..<3000 {
      let sample = Self.samples[random.below(Self.samples.count)].prefix(random.below(10) == 0 ? 70_000 : 70)
      let text = Array(sample)
      let index = random.below(truth.count + 1)
      let offset = elements.offset(of: index)
      switch random.below(5) {
      case 0...1:
        text.withUnsafeBytes { elements.insert($0, at: offset) }
        truth.insert(text, at: index)
      case 2 where index < truth.count:
        text.withUnsafeBytes { elements.replace(elements.element(at: offset), $0) }
        truth[index] = text
      case 3 where index < truth.count:
        elements.remove(elements.element(at: offset))
        truth.remove(at: index)
      case 4 where truth.count > 30:
        elements.remove(index..<min(truth.count, index + 5))
        truth.removeSubrange(index..<min(truth.count, index + 5))
      default: break
      }
      #expect(elements.count == truth.count)
    }
    #expect(Self.texts(elements) == truth)
  }

  @Test func `a listpack that is cut or changed anywhere is refused or read without harm`() {
    var elements = PackedElements()
    for sample in Self.samples.prefix(12) + Self.samples.suffix(20) { sample.withUnsafeBytes { elements.append($0) } }
    let whole = Self.listpack(elements)
    for count in stride(from: 0, to: whole.count, by: 97) { #expect(Array(whole[..<count]).withUnsafeBytes { PackedElements(listpack: $0) } == nil) }
    var random = SeededGenerator(seed: 7)
    for _ in 0..<2000 {
      var spoiled = whole
      spoiled[6 + random.below(whole.count - 7)] = UInt8(random.below(256))
      if let taken = spoiled.withUnsafeBytes({ PackedElements(listpack: $0) }) { #expect(Self.texts(taken).count == taken.count) }
    }
  }
}

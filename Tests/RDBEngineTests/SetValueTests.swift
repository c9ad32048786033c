import RDBEngine
import RDBFormats
import RDBTestSupport
import Testing

/// Sets against the standard library's.
@Suite struct SetValueTests {
  private let limits = EncodingLimits()

  @Test(arguments: 1...8) func `whatever is added and removed, a set holds what a set holds`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let value = SetValue()
    var truth: Set<[UInt8]> = []
    for step in 0..<6000 {
      let isText = step > 2000 && random.below(50) == 0
      let member = Array((isText ? "m\(random.below(200))" : String(random.below(900) - 300)).utf8)
      member.withUnsafeBytes { bytes in
        if random.below(3) > 0 {
          #expect(value.add(bytes, limits) == truth.insert(member).inserted)
        } else {
          #expect(value.remove(bytes) == (truth.remove(member) != nil))
        }
        #expect(value.contains(bytes) == truth.contains(member))
      }
      #expect(value.count == truth.count)
    }
    #expect(members(value) == truth)
    #expect(Set(value.positions.map { value.withMember($0) { [UInt8]($0) } }) == truth)
    let copy = value.copy()
    for member in truth { member.withUnsafeBytes { _ = value.remove($0) } }
    #expect(value.isEmpty && !copy.isEmpty)
  }

  private func members(_ value: LiveValue) -> Set<[UInt8]> {
    final class Sink: ValueSink {
      var members: Set<[UInt8]> = []
      override func element(_ role: ElementRole, _ bytes: RawSpan) { members.insert(bytes.withUnsafeBytes { [UInt8]($0) }) }
      override func integer(_ role: ElementRole, _ value: Int64) { members.insert(Array(String(value).utf8)) }
    }
    let sink = Sink()
    value.walk(sink)
    return sink.members
  }

  @Test func `an intset becomes a listpack or a table where servers say`() {
    func layout(_ words: [String]) -> SetValue.Layout {
      let value = SetValue()
      for word in words { Array(word.utf8).withUnsafeBytes { _ = value.add($0, limits) } }
      return value.layout
    }
    let numbers = (0..<600).map(String.init)
    #expect(layout(Array(numbers.prefix(512))) == .intset)
    #expect(layout(Array(numbers.prefix(513))) == .hashtable)
    #expect(layout(numbers.prefix(127) + ["a"]) == .listpack)
    #expect(layout(numbers.prefix(128) + ["a"]) == .hashtable)
    #expect(layout(["1", String(repeating: "x", count: 64)]) == .listpack)
    #expect(layout(["1", String(repeating: "x", count: 65)]) == .hashtable)
    #expect(layout(["01", "-0", "+1"]) == .listpack)
  }

  @Test func `a set is chosen from evenly`() {
    let value = SetValue(.hashtable)
    for number in 0..<10 { Array("m\(number)".utf8).withUnsafeBytes { _ = value.add($0, limits) } }
    var random = SplitMix(seed: 1)
    var counts: [[UInt8]: Int] = [:]
    for _ in 0..<10_000 { counts[value.withMember(value.random(&random)) { [UInt8]($0) }, default: 0] += 1 }
    #expect(counts.count == 10 && counts.values.allSatisfy { 800...1200 ~= $0 })
  }
}

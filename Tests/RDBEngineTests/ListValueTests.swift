import RDBEngine
import RDBTestSupport
import Testing

@Suite struct ListValueTests {
  private static func texts(_ list: ListValue, _ range: Range<Int>, reversed: Bool = false) -> [String] {
    var found: [String] = []
    list.forEach(range, reversed: reversed) { element in
      switch element {
      case .text(let text): found.append(String(decoding: text, as: UTF8.self))
      case .integer(let value): found.append(String(value))
      }
      return true
    }
    return found
  }

  @Test(arguments: 1...6) func `whatever is pushed, put, removed and replaced, it holds what an array holds`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    // Small nodes, so that they are cut and joined all the time.
    let list = ListValue(nodeLimit: 60 + random.below(200))
    var truth: [String] = []
    func with(_ text: String, _ body: (UnsafeRawBufferPointer) -> Void) { Array(text.utf8).withUnsafeBytes(body) }
    for step in 0..<6000 {
      let text = random.below(20) == 0 ? String(repeating: "x", count: random.below(500)) : random.below(2) == 0 ? String(random.below(50)) : "text \(random.below(30))"
      let index = truth.isEmpty ? 0 : random.below(truth.count)
      switch random.below(step % 2000 < 1200 ? 9 : 14) {
      case 0...4:
        with(text) {
          list.willAdd($0.count)
          list.push($0, step % 3 == 0 ? .head : .tail)
        }
        truth.insert(text, at: step % 3 == 0 ? 0 : truth.count)
      case 5...6 where !truth.isEmpty:
        let pivot = truth[index], after = random.below(2) == 0
        let place = truth.firstIndex(of: pivot) ?? 0
        with(text) { text in
          list.willAdd(text.count)
          with(pivot) { #expect(list.insert(text, nextTo: $0, after: after)) }
        }
        truth.insert(text, at: after ? place + 1 : place)
      case 7...8 where !truth.isEmpty:
        with(text) {
          list.willAdd($0.count)
          list.replace(index, $0)
        }
        list.didShrink()
        truth[index] = text
      case 9 where !truth.isEmpty:
        let end: ListEnd = random.below(2) == 0 ? .head : .tail
        #expect(String(decoding: list.edge(end).bytes, as: UTF8.self) == (end == .head ? truth.first : truth.last))
        list.pop(end)
        list.didShrink()
        truth.remove(at: end == .head ? 0 : truth.count - 1)
      case 10...11:
        let range = index..<min(truth.count, index + random.below(12))
        list.remove(range)
        list.didShrink()
        truth.removeSubrange(range)
      case 12 where !truth.isEmpty:
        let wanted = truth[index], fromEnd = random.below(2) == 0, limit = 1 + random.below(3)
        var removed = 0
        for place in fromEnd ? Array(truth.indices.reversed()) : Array(truth.indices) where removed < limit {
          let at = fromEnd ? place : place - removed
          guard truth.indices.contains(at), truth[at] == wanted else { continue }
          truth.remove(at: at)
          removed += 1
        }
        with(wanted) { #expect(list.remove($0, atMost: limit, fromEnd: fromEnd) == removed) }
        list.didShrink()
      default: break
      }
      #expect(list.count == truth.count)
      if step % 50 == 0 {
        #expect(Self.texts(list, 0..<list.count) == truth)
        let range = index..<min(truth.count, index + 20)
        #expect(Self.texts(list, range, reversed: true) == truth[range].reversed())
      }
    }
    #expect(Self.texts(list, 0..<list.count) == truth)
  }

  @Test func `a million elements are pushed and popped at both ends, and none is an array of its own`() {
    let list = ListValue(nodeLimit: 8192)
    for number in 0..<1_000_000 {
      withUnsafeBytes(of: UInt64(number).bigEndian) {
        list.willAdd(8)
        list.push($0, number % 2 == 0 ? .head : .tail)
      }
    }
    #expect(list.nodeCount < 1_000_000 / 700)
    for number in 0..<1_000_000 { list.pop(number % 3 == 0 ? .head : .tail) }
    #expect(list.isEmpty)
  }
}

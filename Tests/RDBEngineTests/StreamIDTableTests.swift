import RDBEngine
import RDBFormats
import RDBTestSupport
import Testing

@Suite struct StreamIDTableTests {
  @Test(arguments: 1...5) func `it holds what a dictionary holds, in the order of ids`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var table = StreamIDTable<Int>()
    var truth: [StreamEntryID: Int] = [:]
    for step in 0..<20_000 {
      let id = StreamEntryID(milliseconds: UInt64(random.below(step < 12_000 ? 60 : 5)), sequence: UInt64(random.below(100)))
      switch random.below(step < 12_000 ? 3 : 6) {
      case 0...1:
        table[id] = step
        truth[id] = step
      case 2: #expect(table[id] == truth[id])
      default: #expect(table.remove(id) == truth.removeValue(forKey: id))
      }
      #expect(table.count == truth.count)
    }
    let sorted = truth.keys.sorted()
    var found: [StreamEntryID] = []
    table.forEach {
      found.append($0)
      return truth[$0] == $1
    }
    #expect(found == sorted)
    #expect(table.first == sorted.first && table.last == sorted.last)
    for _ in 0..<500 {
      let id = StreamEntryID(milliseconds: UInt64(random.below(60)), sequence: UInt64(random.below(100)))
      #expect(table.first(from: id) == sorted.first { $0 >= id })
    }
  }

  @Test func `ids of a group's consumers stay those of the group`() {
    let group = ConsumerGroup([1], last: .zero, entriesRead: nil)
    let first = group.consumer(orNew: [2], now: 5).consumer, second = group.consumer(orNew: [3], now: 5).consumer
    for number in 1...1000 as ClosedRange<UInt64> {
      let id = StreamEntryID(milliseconds: number, sequence: 0)
      group.assign(id, ConsumerGroup.Pending(consumer: first, deliveredAt: 0, deliveryCount: 1))
      if number % 3 == 0 { group.assign(id, ConsumerGroup.Pending(consumer: second, deliveredAt: 0, deliveryCount: 1)) }
      if number % 5 == 0 { #expect(group.acknowledge(id)) }
    }
    #expect(group.pending.count == first.pending.count + second.pending.count)
    let copy = group.copy()
    group.remove(first)
    #expect(group.pending.count == second.pending.count)
    #expect(copy.pending.count > group.pending.count && copy.consumers.count == 2)
    copy.pending.forEach { _, row in
      #expect(row.consumer !== first && row.consumer !== second)
      return true
    }
  }
}

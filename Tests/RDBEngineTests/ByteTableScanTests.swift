import RDBEngine
import RDBTestSupport
import Testing

/// Scans through tables that change meanwhile.
@Suite struct ByteTableScanTests {
  private func name(_ number: Int) -> [UInt8] { Array("element \(number)".utf8) }

  @Test(arguments: [0, 1, 16, 17, 100, 5000]) func `a scan gives every element once`(count: Int) {
    var table = ByteTable<Int>(seed: 5)
    for number in 0..<count { name(number).withUnsafeBytes { _ = table.add($0, number) } }
    for wanted in [1, 10, 1000, Int.max] {
      var found: [Int] = []
      var cursor: UInt64 = 0
      var calls = 0
      repeat {
        let (places, next) = table.scan(cursor, count: wanted)
        found += places.map { table[$0] }
        cursor = next
        calls += 1
      } while cursor != 0
      #expect(found.sorted() == Array(0..<count))
      #expect(calls <= count / wanted + 1)
    }
  }

  @Test(arguments: 1...20) func `an element that is there all the while comes exactly once, whatever comes and goes`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var table = ByteTable<Int>(seed: seed)
    let stays = 1 + random.below(600)
    for number in 0..<stays { name(number).withUnsafeBytes { _ = table.add($0, number) } }
    var others: [Int] = []
    var fresh = stays
    var found: [Int: Int] = [:]
    var cursor: UInt64 = 0
    var calls = 0
    repeat {
      let (places, next) = table.scan(cursor, count: 1 + random.below(20))
      for place in places { found[table[place], default: 0] += 1 }
      cursor = next
      calls += 1
      // It grows and shrinks by a lot, so that the index is made anew in other sizes again and again.
      if random.below(2) == 0 {
        for _ in 0..<random.below(3000) {
          name(fresh).withUnsafeBytes { _ = table.add($0, fresh) }
          others.append(fresh)
          fresh += 1
        }
      } else {
        for _ in 0..<min(others.count, random.below(6000)) {
          let gone = others.remove(at: random.below(others.count))
          name(gone).withUnsafeBytes { if let place = table.find($0) { table.remove(place) } }
        }
      }
    } while cursor != 0 && calls < 100_000
    #expect(cursor == 0)
    for number in 0..<stays { #expect(found[number] == 1, "element \(number)") }
    // What came in between comes once or not at all.
    #expect(found.values.allSatisfy { $0 == 1 })
  }

  @Test func `a cursor that nobody gave out ends the scan or goes on somewhere`() {
    var table = ByteTable<Int>(seed: 5)
    for number in 0..<100 { name(number).withUnsafeBytes { _ = table.add($0, number) } }
    #expect(table.scan(.max, count: 10).next == 0)
    #expect(table.scan(1 << 32, count: 10).places.isEmpty)
    #expect(table.scan(UInt64(UInt32.max), count: 10).next == 0)
  }

  @Test func `whoever is removed by what goes with it is gone`() {
    var table = ByteTable<Int>(seed: 9)
    for number in 0..<1000 { name(number).withUnsafeBytes { _ = table.add($0, number) } }
    table.removeAll { $0 % 10 != 3 }
    #expect(table.count == 100)
    for number in 0..<1000 { #expect(name(number).withUnsafeBytes(table.contains) == (number % 10 == 3)) }
    table.update { $0 += 1 }
    #expect(table.places.map { table[$0] } == (0..<100).map { $0 * 10 + 4 })
  }
}

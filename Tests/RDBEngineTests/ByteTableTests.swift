import RDBEngine
import RDBTestSupport
import Testing

/// Tables of names against a dictionary.
@Suite struct ByteTableTests {
  @Test(arguments: 1...5) func `whatever is added and removed, the table holds what a dictionary holds`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var table = ByteTable<Int>(seed: seed)
    var truth: [[UInt8]: Int] = [:]
    for step in 0..<20_000 {
      let name = Array("name \(random.below(step < 10_000 ? 2000 : 30))".utf8)
      name.withUnsafeBytes { name in
        let key = [UInt8](name)
        if random.below(3) > 0 {
          if let place = table.find(name) { table[place] = step } else { table.add(name, step) }
          truth[key] = step
        } else if let place = table.find(name) {
          #expect(truth.removeValue(forKey: key) == table.remove(place))
        } else {
          #expect(truth[key] == nil)
        }
      }
      #expect(table.count == truth.count)
    }
    var found: [[UInt8]: Int] = [:]
    table.forEach { found[[UInt8]($0)] = $1 }
    #expect(found == truth)
  }
}

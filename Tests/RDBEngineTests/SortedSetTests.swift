import RDBEngine
import RDBFormats
import RDBTestSupport
import Testing

/// Sorted sets against arrays that are sorted anew each time.
@Suite struct SortedSetTests {
  private struct Member: Equatable {
    let name: [UInt8]
    let score: Double

    static func isOrdered(_ a: Member, before b: Member) -> Bool {
      a.score == b.score ? a.name.lexicographicallyPrecedes(b.name) : a.score < b.score
    }
  }

  private static func members(_ set: SortedSetValue, _ ranks: Range<Int>, reversed: Bool = false) -> [Member] {
    var members: [Member] = []
    set.forEach(ranks, reversed: reversed) { members.append(Member(name: [UInt8]($0), score: $1)) }
    return members
  }

  /// Small ones, ones of some chunks, and growing and shrinking ones.
  @Test(arguments: [(1, 60, 2000), (2, 5000, 30_000), (3, 2000, 30_000), (4, 20_000, 60_000)])
  func `whatever is added, changed and removed, order and ranks are those of a sorted array`(seed: UInt64, names: Int, steps: Int) {
    var random = SeededGenerator(seed: seed)
    let set = SortedSetValue()
    var truth: [[UInt8]: Double] = [:]
    for step in 0..<steps {
      let name = Array("member \(random.below(names))".utf8)
      let grows = step % (steps / 2) < steps / 3
      if random.below(10) < (grows ? 8 : 3) {
        let score = Double(random.below(50)) - 20
        name.withUnsafeBytes { set.set($0, score, EncodingLimits()) }
        truth[name] = score
      } else {
        #expect(name.withUnsafeBytes { set.remove($0) } == (truth.removeValue(forKey: name) != nil))
      }
      if step % (steps / 20) == 0, !truth.isEmpty {
        let from = random.below(truth.count), ranks = from..<min(truth.count, from + random.below(700))
        let doomed = Self.members(set, ranks)
        set.remove(ranks)
        for member in doomed { truth[member.name] = nil }
        check(set, truth, &random)
      }
    }
    check(set, truth, &random)
    check(set.copy(), truth, &random)
  }

  private func check(_ value: LiveValue, _ truth: [[UInt8]: Double], _ random: inout SeededGenerator) {
    guard let set = value as? SortedSetValue else {
      Issue.record("not a sorted set")
      return
    }
    let sorted = truth.map { Member(name: $0, score: $1) }.sorted(by: Member.isOrdered)
    #expect(Self.members(set, set.ranks) == sorted)
    #expect(Self.members(set, set.ranks, reversed: true) == sorted.reversed())
    for _ in 0..<20 where !sorted.isEmpty {
      let rank = random.below(sorted.count)
      let found = sorted[rank].name.withUnsafeBytes { set.rank($0) }
      #expect(found?.rank == rank)
      #expect(found?.score == sorted[rank].score)
      let range = rank..<min(sorted.count, rank + 1 + random.below(900))
      #expect(Self.members(set, range) == Array(sorted[range]))
      #expect(Self.members(set, range, reversed: true) == Array(sorted[range].reversed()))
      let score = sorted[rank].score
      let before = set.rank(scoreNotBefore: { $0 < score })
      #expect(before == sorted.filter { $0.score < score }.count)
    }
  }

  @Test func `long names part a chunk that they would make too large`() {
    let set = SortedSetValue()
    let names = (0..<40).map { [UInt8](repeating: UInt8($0), count: 50_000) }
    for name in names.shuffled() { name.withUnsafeBytes { set.add($0, 1, EncodingLimits()) } }
    #expect(Self.members(set, set.ranks).map(\.name) == names)
    #expect(names[17].withUnsafeBytes { set.rank($0)?.rank } == 17)
    set.remove(3..<38)
    #expect(Self.members(set, set.ranks).map(\.name) == Array(names[..<3] + names[38...]))
  }

  // MARK: Packed values

  private func packed(_ members: [Member]) -> [UInt8] {
    var bytes: [UInt8] = [0x80] + withUnsafeBytes(of: UInt32(members.count).bigEndian, Array.init)
    for member in members {
      bytes += [0x80] + withUnsafeBytes(of: UInt32(member.name.count).bigEndian, Array.init) + member.name
      bytes += withUnsafeBytes(of: member.score.bitPattern.littleEndian, Array.init)
    }
    return bytes
  }

  private func run(_ engine: Engine, _ words: String...) throws -> RESPValue? {
    let session = Session()
    withArguments(words.map { Array($0.utf8) }) { engine.execute(session, $0) }
    return try RESPClient.parse(session.reply.bytes).first
  }

  @Test(arguments: [1, 127, 128, 129, 5000], [8, 64, 65]) func `a packed sorted set becomes what a server makes of it`(count: Int, length: Int) throws {
    let members = (0..<count).map { number in
      let digits = Array(String(number).utf8)
      return Member(name: [UInt8](repeating: 0x6D, count: length - digits.count) + digits, score: Double(count - number))
    }
    let engine = Engine { 0 }
    let bytes = packed(members)
    Array("k".utf8).withUnsafeBytes { key in bytes.withUnsafeBytes { engine.databases[0].set(key, .sortedSet2, $0, expiresAt: nil) } }
    let isSmall = count <= 128 && length <= 64
    #expect(try run(engine, "OBJECT", "ENCODING", "k") == .bulk(Array((isSmall ? "listpack" : "skiplist").utf8)))
    let before = engine.digest().totals.digest.hex
    #expect(try run(engine, "ZRANGE", "k", "0", "0") == .array([.bulk(members[count - 1].name)]))
    #expect(try run(engine, "ZCARD", "k") == .integer(count))
    #expect(engine.digest().totals.digest.hex == before)
  }

  @Test func `a score that is no number is said and not sorted`() throws {
    let engine = Engine { 0 }
    let bytes = packed([Member(name: [1], score: 1), Member(name: [2], score: .nan)])
    Array("k".utf8).withUnsafeBytes { key in bytes.withUnsafeBytes { engine.databases[0].set(key, .sortedSet2, $0, expiresAt: nil) } }
    guard case .error(let text) = try run(engine, "ZCARD", "k") else { 
      Issue.record("no error")
      return
    }
    #expect(text.contains("NaN"))
  }

  @Test func `a −0 is kept where a server keeps it`() throws {
    let engine = Engine { 0 }
    let members = (0..<2).map { Member(name: [UInt8($0)], score: -0.0) }
    for (key, encoding) in [("small", ValueEncoding.sortedSet2)] {
      let bytes = packed(members)
      Array(key.utf8).withUnsafeBytes { key in bytes.withUnsafeBytes { engine.databases[0].set(key, encoding, $0, expiresAt: nil) } }
    }
    let before = engine.digest().totals.digest.hex
    #expect(try run(engine, "ZSCORE", "small", "\u{0}") == .bulk(Array("0".utf8)))
    #expect(engine.digest().totals.digest.hex == before)
    #expect(try run(engine, "ZADD", "large", "-0", String(repeating: "m", count: 65)) == .integer(1))
    #expect(try run(engine, "ZRANGE", "large", "0", "-1", "WITHSCORES")?.elements.last == .bulk(Array("-0".utf8)))
  }

  // MARK: Numbers

  @Test(arguments: [
    ("1e18", "1000000000000000000"), ("9e18", "9e+18"), ("0.1", "0.1"), ("-0", "0"), ("inf", "inf"), ("-4611686018427387904", "-4611686018427387904"),
    ("0x10", "16"), ("+1", "1"), ("1e400", nil), ("1e-400", nil), ("0x1p-2000", nil), ("0e-400", "0"), ("", nil), (" 1", nil), ("1 ", nil), ("nan", nil),
    (String(repeating: "9", count: 300), "1e+300"),
  ])
  func `a score is read and written as servers do`(text: String, expected: String?) throws {
    let engine = Engine { 0 }
    let reply = try run(engine, "ZADD", "k", text, "m")
    if expected == nil { #expect(reply == .error("ERR value is not a valid float")) }
    #expect(try run(engine, "ZSCORE", "k", "m") == expected.map { .bulk(Array($0.utf8)) } ?? .null)
  }

  // MARK: Places

  @Test func `places are those of the documentation, to the last digit`() throws {
    let engine = Engine { 0 }
    #expect(try run(engine, "GEOADD", "g", "13.361389", "38.115556", "Palermo", "15.087269", "37.502669", "Catania") == .integer(2))
    #expect(try run(engine, "GEOHASH", "g", "Palermo", "Catania") == .array([.bulk(Array("sqc8b49rny0".utf8)), .bulk(Array("sqdtr74hyu0".utf8))]))
    #expect(try run(engine, "GEODIST", "g", "Palermo", "Catania") == .bulk(Array("166274.1516".utf8)))
    #expect(try run(engine, "ZSCORE", "g", "Palermo") == .bulk(Array("3479099956230698".utf8)))
  }

  @Test func `distances that are all equal or fall do not make a search slow or deep`() throws {
    let engine = Engine { 0 }
    for block in 0..<50 {
      let session = Session()
      var words = ["GEOADD", "g"]
      for number in 0..<1000 { words += ["\(Double(number) / 10_000)", "0", "m\(block * 1000 + number)"] }
      withArguments(words.map { Array($0.utf8) }) { engine.execute(session, $0) }
    }
    let reply = try run(engine, "GEOSEARCH", "g", "FROMLONLAT", "0", "0", "BYRADIUS", "20000", "km", "COUNT", "30000", "DESC")
    #expect(reply?.elements.count == 30_000)
  }
}

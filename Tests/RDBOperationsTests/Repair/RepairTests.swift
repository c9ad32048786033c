import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

private typealias B = RDBBytes

/// What `repair` keeps of damaged files, and what it says of the rest.
@Suite struct RepairTests {
  /// A file of `count` strings with one record of another kind in their middle.
  private func file(_ count: Int = 40, version: Int = 11, middle: (inout RDBBuilder) -> Void = { _ in }) -> [UInt8] {
    var file = RDBBuilder(version: version)
    file.aux("redis-ver", "7.2.4")
    file.select(0)
    file.resize(keys: count + 1, expires: 0)
    for index in 0..<count {
      if index == count / 2 { middle(&file) }
      file.record(type: 0, key: "key:\(1000 + index)", value: B.string("the value of number \(index)"))
    }
    return file.finished()
  }

  private func offset(of text: String, in bytes: [UInt8]) throws -> Int {
    let needle = [UInt8](text.utf8)
    return try #require(bytes.indices.first { bytes[$0...].starts(with: needle) })
  }

  @Test func `a sound file comes out as it went in`() throws {
    let whole = file()
    let outcome = try Repairing.repair(whole)
    #expect(outcome.report.isComplete)
    #expect(outcome.report.kept == 40)
    #expect(outcome.report.newHeader.text == "REDIS0011")
    // The announced number of keys was one too many.
    #expect(outcome.keys.count == 40)
    let again = try Repairing.repair(outcome.bytes)
    #expect(again.bytes == outcome.bytes)
    #expect(again.report.isSound)
  }

  @Test func `a damaged value is left out, named, and kept in the quarantine`() throws {
    let wounded = file { $0.record(type: 16, key: "broken", value: B.string([UInt8](B.listpack(["f", 1]).dropLast() + [0xfe]))) }
    let outcome = try Repairing.repair(wounded)
    #expect(outcome.keys.count == 40)
    #expect(outcome.report.lostKeys == 1)
    let loss = try #require(outcome.report.losses.first)
    #expect(loss.key == [UInt8]("broken".utf8))
    #expect(loss.database == 0)
    #expect(loss.why.contains("listpack"))
    #expect(outcome.quarantine == Array(wounded[loss.range]))
    #expect(try Checking.check(outcome.bytes).isSound)
  }

  @Test func `the readable part of a damaged value is kept when that is asked for`() throws {
    // Two pairs, then an entry that reaches past the end.
    let blob = B.listpack(["a", "1", "b", "2", "c", "3"])
    let broken = blob.dropLast(3) + [0xf4, 0xff]
    var listpack = [UInt8](broken)
    listpack.replaceSubrange(0..<4, with: B.littleEndian(UInt32(listpack.count)))
    let wounded = file { $0.expire(milliseconds: 4_000_000_000_000); $0.record(type: 16, key: "broken", value: B.string(listpack)) }
    let outcome = try Repairing.repair(wounded) { $0.partial = .keep }
    #expect(outcome.keys.contains("broken"))
    #expect(outcome.report.keptInPart == 1)
    #expect(outcome.report.lostKeys == 1)
    #expect(outcome.report.kept == 41)
    #expect(outcome.report.databases[0]?.expires == 1)
    #expect(try Checking.check(outcome.bytes).isSound)
    let plain = [4] + B.string("broken") + [2] + B.string("a") + B.string("1") + B.string("b") + B.string("2")
    #expect(outcome.bytes.indices.contains { outcome.bytes[$0...].starts(with: plain) })
  }

  @Test func `everything before a cut is kept`() throws {
    let whole = file()
    let cut = Array(whole.prefix(try offset(of: "key:1030", in: whole) + 3))
    let outcome = try Repairing.repair(cut)
    #expect(outcome.keys == (0..<30).map { "key:\(1000 + $0)" })
    #expect(outcome.report.lostKeys == 1)
    #expect(try Checking.check(outcome.bytes).isSound)
  }

  @Test func `one wrong byte is put right by the checksum, wherever it is`() throws {
    let whole = file()
    for offset in stride(from: 0, to: whole.count - 8, by: 7) {
      var wrong = whole
      wrong[offset] ^= 0x41
      let outcome = try Repairing.repair(wrong)
      #expect(outcome.report.corrected?.range.lowerBound == offset, "byte \(offset)")
      #expect(outcome.report.isComplete)
      #expect(outcome.keys.count == 40)
    }
  }

  @Test func `bytes that were put in between are taken out again, wherever they are, and kept in the quarantine`() throws {
    let whole = file()
    var random = SeededGenerator(seed: 5)
    for offset in stride(from: 9, to: whole.count - 8, by: 11) {
      let added = random.bytes(1 + random.below(300))
      let outcome = try Repairing.repair(Array(whole[..<offset]) + added + whole[offset...])
      #expect(outcome.report.corrected?.range.count == added.count, "byte \(offset)")
      #expect(outcome.report.isComplete)
      #expect(outcome.keys.count == 40 && outcome.bytes.count == whole.count, "byte \(offset)")
      #expect(outcome.quarantine.count == added.count)
    }
  }

  @Test func `a checksum that is wrong itself costs nothing`() throws {
    var whole = file()
    for index in 1...8 { whole[whole.count - index] ^= 0x5a }
    let outcome = try Repairing.repair(whole)
    #expect(outcome.report.isComplete)
    #expect(outcome.keys.count == 40)
    #expect(outcome.report.notes.contains { $0.contains("hides inside a value") })
  }

  @Test(arguments: [1, 2]) func `records behind a wound are found again`(threads: Int) throws {
    var wounded = file(400)
    let start = try offset(of: "key:1100", in: wounded) - 1
    for index in 0..<100 { wounded[start + index] = UInt8(truncatingIfNeeded: index &* 37 &+ 11) }
    let outcome = try Repairing.repair(wounded, threads: threads)
    #expect(outcome.keys.count >= 394)
    #expect(Set(outcome.keys).isSubset(of: Set((0..<400).map { "key:\(1000 + $0)" })))
    #expect(try Checking.check(outcome.bytes).isSound)
  }

  @Test func `records inside a value are never taken for keys`() throws {
    // A dump as the value of a key, whose length is then lost.
    let inner = file(50).map { $0 }
    var wounded = file(100) { $0.record(type: 0, key: "backup", value: B.string(inner)) }
    let place = try offset(of: "backup", in: wounded) + 6
    for index in 0..<6 { wounded[place + index] = 0xbb }
    let outcome = try Repairing.repair(wounded)
    #expect(Set(outcome.keys).count == outcome.keys.count)
    #expect(try Checking.check(outcome.bytes).isSound)
  }

  @Test func `of a key that is there twice the first is kept`() throws {
    let twice = file { $0.record(type: 0, key: "key:1003", value: B.string("another")) }
    let outcome = try Repairing.repair(twice)
    #expect(outcome.keys.count == 40)
    #expect(outcome.report.lostKeys == 1)
    #expect(outcome.report.losses.first?.why.contains("the first was kept") == true)
    #expect(!outcome.bytes.indices.contains { outcome.bytes[$0...].starts(with: [UInt8]("another".utf8)) })
    #expect(try Checking.check(outcome.bytes).isSound)
  }

  @Test func `an expiry that something separates from its key goes with its key, and with no other`() throws {
    let odd = file {
      $0.expire(milliseconds: 4_000_000_000_000)
      $0.select(0)
      $0.record(type: 16, key: "broken", value: B.string([1, 2, 3]))
    }
    let outcome = try Repairing.repair(odd)
    #expect(outcome.report.databases[0]?.expires == 0)
    #expect(try Checking.check(outcome.bytes).tally.expires == 0)
    let kept = file {
      $0.expire(milliseconds: 4_000_000_000_000)
      $0.select(0)
      $0.record(type: 0, key: "soon", value: B.string("x"))
    }
    #expect(try Checking.check(Repairing.repair(kept).bytes).tally.expires == 1)
  }

  @Test func `a value that swallowed the front of an expiry does not make the next key live forever`() throws {
    // As a removed stretch leaves it: six bytes of the next record are in the value, the zeros of its expiry pass for a list without a name.
    var before = file { $0.record(type: 0, key: "key:long", value: B.string("0123456789012345678901234567890123456789")); $0.expire(milliseconds: 1_800_000_000_000) }
    let start = try offset(of: "0123456789", in: before)
    before.removeSubrange(start + 10..<start + 16)
    let outcome = try Repairing.repair(before)
    #expect(!outcome.keys.contains(""))
    #expect(!outcome.keys.contains("key:long"))
    #expect(outcome.keys.count == 40)
    #expect(outcome.report.databases[0]?.expires == 1)
  }

  @Test func `a record with an expiry that no server writes is lost and named`() throws {
    let wounded = file { $0.expire(milliseconds: -5); $0.record(type: 0, key: "key:odd", value: B.string("x")) }
    var broken = wounded
    for index in 1...8 { broken[broken.count - index] ^= 0x11 }
    let outcome = try Repairing.repair(broken)
    #expect(outcome.keys.count == 40)
    #expect(outcome.report.losses.map(\.key) == [Array("key:odd".utf8)])
    #expect(outcome.report.databases[0]?.expires == 0)
  }

  @Test func `a header that cannot be read is written anew`() throws {
    var headless = file()
    for index in 0..<9 { headless[index] = 0xee }
    let outcome = try Repairing.repair(headless)
    #expect(outcome.keys.count == 40)
    #expect(outcome.report.newHeader.text == "REDIS0011")
    #expect(try Checking.check(outcome.bytes).isSound)
  }

  @Test func `an end opcode in the middle is no end`() throws {
    let two = file { $0.raw([0xff]) }
    let outcome = try Repairing.repair(two)
    #expect(outcome.keys.count == 40)
  }

  @Test func `for an older server what it cannot read is lost and named`() throws {
    let whole = file { $0.record(type: 20, key: "modern", value: B.string(B.listpack(["a"]))) }
    let outcome = try Repairing.repair(whole) { $0.server = try? ServerVersion("redis-6.2") }
    #expect(outcome.report.newHeader.version == 9)
    #expect(outcome.keys.count == 40)
    #expect(outcome.report.losses.first?.key == [UInt8]("modern".utf8))
    #expect(outcome.report.losses.first?.why.contains("redis-6.2") == true)
    #expect(try Checking.check(outcome.bytes, for: ServerVersion("redis-6.2")).isSound)
    #expect(throws: RepairError.self) { try Repairing.repair(whole) { $0.rdbVersion = 9 } }
    #expect(try Repairing.repair(whole) { $0.rdbVersion = 12 }.report.newHeader.text == "REDIS0012")
  }

  @Test func `what holds no key is said to hold none`() throws {
    for bytes in [[], Array("REDIS0011".utf8), Array("<html>503</html>".utf8), [UInt8](repeating: 0, count: 5000), Array("*1\r\n$4\r\nPING\r\n".utf8)] {
      #expect(throws: RepairError.self) { try Repairing.repair(bytes) }
    }
    var empty = RDBBuilder(version: 11)
    empty.aux("redis-ver", "7.2.4")
    #expect(try Repairing.repair(empty.finished()).report.isSound)
  }
}

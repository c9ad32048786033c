import RDBFormats
import RDBTestSupport
import Testing

@Suite struct DatasetDigesterTests {
  private static func digest(_ file: [UInt8], _ dialect: DigestDialect, window: Int = 1 << 20) throws -> String {
    let digester = DatasetDigester(dialect)
    try walk(file, digester, window: window)
    #expect(digester.problem == nil)
    return digester.totals.digest.hex
  }

  private static func walk(_ file: [UInt8], _ digester: DatasetDigester, window: Int = 1 << 20) throws {
    let framer = try RDBFramer(MemorySource(file, pieceByteCount: 100_000), windowByteCount: window)
    let chunk = RecordChunk(capacity: window)
    while true {
      switch framer.next(into: chunk) {
      case .chunk: #expect(digester.walk(chunk) == nil)
      case .item: _ = digester.streamItem(framer)
      case .finished: return
      }
    }
  }

  private static func file(_ type: UInt8, _ value: [UInt8], version: Int = 11) -> [UInt8] {
    var file = RDBBuilder(version: version)
    file.record(type: type, key: "k", value: value)
    return file.finished()
  }

  private static func dialect(_ name: String) throws -> DigestDialect { .of(try ServerVersion(name)) }

  @Test func `a string of 40 MiB that arrives in pieces, plain and compressed`() throws {
    var random = SeededGenerator(seed: 1)
    let block = random.bytes(1 << 20)
    var text: [UInt8] = []
    for _ in 0..<40 { text += block }
    let expected = PlainDigest.dataset("k", type: 0) { $0.mix(text) }
    #expect(try Self.digest(Self.file(0, RDBBytes.string(text)), Self.dialect("redis-7.0")) == expected)
    let run = [UInt8](repeating: UInt8(ascii: "A"), count: 40 << 20)
    let compressed = RDBBytes.compressed(RDBBytes.lzfRun(run.count), uncompressedLength: RDBBytes.length(run.count))
    #expect(
      try Self.digest(Self.file(0, compressed), Self.dialect("redis-7.0")) == PlainDigest.dataset("k", type: 0) { $0.mix(run) })
  }

  @Test func `long field names of two stream nodes, hashed once each, are not mixed up`() throws {
    let names = ["a", "b"].map { [UInt8](repeating: $0.utf8.first ?? 0, count: 5000) }
    let nodes = names.indices.map { index in
      let entries = [RDBBytes.StreamEntry(0, 0, ["v", "w"]), RDBBytes.StreamEntry(0, 1, ["x", "y"])]
      // The same names in the other order.
      let fields = [names[index], names[1 - index]].map { ListpackElement.bytes($0) }
      return (key: StreamID(UInt64(index + 1), 0).bytes, listpack: RDBBytes.streamListpack(entries, fields: fields))
    }
    let expected = PlainDigest.dataset("k", type: 6) { digest in
      for index in 0..<2 {
        for (sequence, values) in [["v", "w"], ["x", "y"]].enumerated() {
          digest.mix("\(index + 1).\(sequence)")
          for (name, value) in zip([names[index], names[1 - index]], values) {
            digest.mix(name)
            digest.mix(value)
          }
        }
      }
    }
    let file = Self.file(15, RDBBytes.stream(nodes: nodes, length: 4, last: StreamID(2, 1), type: 15))
    for window in [64, 1 << 20] { #expect(try Self.digest(file, Self.dialect("redis-7.0"), window: window) == expected) }
  }

  @Test(arguments: [64, 1 << 20]) func `a key of 20 MiB, plain and compressed`(window: Int) throws {
    let name = [UInt8](repeating: UInt8(ascii: "A"), count: 20 << 20)
    let compressed = RDBBytes.compressed(RDBBytes.lzfRun(name.count), uncompressedLength: RDBBytes.length(name.count))
    let expected = PlainDigest.dataset(String(decoding: name, as: UTF8.self), type: 0) { $0.mix("v") }
    for key in [RDBBytes.string(name), compressed] {
      var file = RDBBuilder(version: 11)
      file.raw([0] + key + RDBBytes.string("v"))
      #expect(try Self.digest(file.finished(), Self.dialect("redis-7.0"), window: window) == expected)
    }
  }

  @Test func `a list of 9 MiB with elements of every size`() throws {
    var random = SeededGenerator(seed: 2)
    var elements = (0..<9000).map { _ in random.bytes(random.below(600)) }
    elements.append(random.bytes(6_400_000))
    let expected = PlainDigest.dataset("k", type: 1) { digest in elements.forEach { digest.mix($0) } }
    let value = RDBBytes.length(elements.count) + elements.flatMap { RDBBytes.string($0) }
    #expect(try Self.digest(Self.file(1, value), Self.dialect("redis-7.0")) == expected)
    // The same as one listpack.
    let node = RDBBytes.listpack(elements.map { .bytes($0) })
    let quicklist = RDBBytes.length(1) + RDBBytes.length(2) + RDBBytes.string(node)
    #expect(try Self.digest(Self.file(18, quicklist), Self.dialect("redis-7.0")) == expected)
  }

  @Test func `a hash of 5 MiB, and with expiries of fields`() throws {
    var random = SeededGenerator(seed: 3)
    let pairs = (0..<9000).map { (Array("field \($0)".utf8), random.bytes(random.below(1100))) }
    let expected = PlainDigest.dataset("k", type: 4) { digest in pairs.forEach { digest.xorPair($0, $1) } }
    let value = RDBBytes.length(pairs.count) + pairs.flatMap { RDBBytes.string($0) + RDBBytes.string($1) }
    #expect(try Self.digest(Self.file(4, value), Self.dialect("redis-7.0")) == expected)
    let marked = PlainDigest.dataset("k", type: 4) { digest in
      for (index, pair) in pairs.enumerated() { digest.xorPair(pair.0, pair.1, mark: index % 3 == 0 ? "!!hexpire!!" : nil) }
    }
    let entries = pairs.enumerated().flatMap { index, pair in
      RDBBytes.length(index % 3 == 0 ? index + 1 : 0) + RDBBytes.string(pair.0) + RDBBytes.string(pair.1)
    }
    let withExpiry = RDBBytes.littleEndian(Int64(4_102_444_800_000)) + RDBBytes.length(pairs.count) + entries
    #expect(try Self.digest(Self.file(24, withExpiry, version: 12), Self.dialect("redis-7.4")) == marked)
    #expect(try Self.digest(Self.file(24, withExpiry, version: 12), Self.dialect("valkey-9.1")) == expected)
  }

  @Test(arguments: [
    // members, bytes of the longest, type, server, whether −0 stays
    (1, 5, 5, "redis-6.2", true), (1, 5, 5, "redis-7.0", false), (1, 5, 3, "redis-7.0", false), (128, 64, 5, "redis-7.2", false),
    (129, 64, 5, "redis-7.2", true), (128, 65, 5, "redis-7.2", true), (128, 64, 5, "valkey-9.1", false),
    (128, 65, 5, "valkey-9.1", true), (129, 64, 3, "redis-6.2", true),
  ])
  func `negative zero stays where a server keeps it`(members: Int, longest: Int, type: Int, server: String, stays: Bool) throws {
    let names = (0..<members).map { index in
      [UInt8](repeating: UInt8(ascii: "m"), count: max(0, (index == 0 ? longest : 5) - 4)) + Array(String(1000 + index).utf8)
    }
    let expected = PlainDigest.dataset("k", type: 3) { digest in
      for (index, name) in names.enumerated() { digest.xorPair(name, Array((index > 3 ? "7" : stays ? "-0" : "0").utf8)) }
    }
    let entries = names.enumerated().flatMap { index, name in
      let score = type == 5 ? RDBBytes.double(index > 3 ? 7 : -0.0) : RDBBytes.string(index > 3 ? "7" : "-0")
      return RDBBytes.string(name) + score
    }
    #expect(
      try Self.digest(Self.file(UInt8(type), RDBBytes.length(members) + entries), Self.dialect(server)) == expected)
  }

  @Test func `negative zero as text of a listpack stays, and our own digest knows one zero`() throws {
    let listpack = Self.file(17, RDBBytes.string(RDBBytes.listpack(["member", "-0"])))
    let binary = Self.file(5, [1] + RDBBytes.string("member") + RDBBytes.double(0))
    let expected = PlainDigest.dataset("k", type: 3) { $0.xorPair(Array("member".utf8), Array("-0".utf8)) }
    #expect(try Self.digest(listpack, Self.dialect("redis-7.0")) == expected)
    #expect(try Self.digest(listpack, .full) == Self.digest(binary, .full))
    let full = PlainDigest.dataset("k", type: 3) { $0.xorPair(Array("member".utf8), [UInt8](repeating: 0, count: 8)) }
    #expect(try Self.digest(binary, .full) == full)
  }

  @Test(arguments: [
    (1, [0]), (2, [0]), (3, [0]), (4, [0]), (5, [0]), (14, [0]), (10, RDBBytes.string(RDBBytes.ziplist([], tail: 10))),
    (16, RDBBytes.string(RDBBytes.listpack([]))), (17, RDBBytes.string(RDBBytes.listpack([]))), (20, RDBBytes.string(RDBBytes.listpack([]))),
    (18, [0]), (18, [1, 2] + RDBBytes.string(RDBBytes.listpack([]))),
  ] as [(UInt8, [UInt8])])
  func `a collection without elements is a key up to 6_2 and none from 7_0 on`(type: UInt8, value: [UInt8]) throws {
    let file = Self.file(type, value)
    let zeros = String(repeating: "0", count: 40)
    for server in ["redis-7.0", "redis-8.2", "valkey-9.1"] { #expect(try Self.digest(file, Self.dialect(server)) == zeros) }
    #expect(try Self.digest(file, .full) == zeros)
    #expect(try Self.digest(file, Self.dialect("redis-6.2")) != zeros)
  }

  @Test func `databases count in the order of their numbers, a database that comes back is one`() throws {
    func file(_ order: [(Int, String)]) -> [UInt8] {
      var file = RDBBuilder()
      for (database, key) in order {
        file.select(database)
        file.record(type: 0, key: key, value: RDBBytes.string("v"))
      }
      return file.finished()
    }
    let dialect = try Self.dialect("redis-7.0")
    let ascending = try Self.digest(file([(0, "a"), (0, "b"), (9, "a"), (12, "c")]), dialect)
    #expect(try Self.digest(file([(12, "c"), (0, "b"), (9, "a"), (0, "a")]), dialect) == ascending)
    #expect(try Self.digest(file([(0, "a"), (0, "b"), (9, "c"), (12, "a")]), dialect) != ascending)
    #expect(try Self.digest(file([]), dialect) == String(repeating: "0", count: 40))
  }

  @Test func `fields count as expired by the time of the file, for Valkey alone`() throws {
    var file = RDBBuilder(version: 80, isValkey: true)
    let value =
      [2] + RDBBytes.string("a") + RDBBytes.string("1") + RDBBytes.littleEndian(Int64(1000)) + RDBBytes.string("b")
      + RDBBytes.string("2") + RDBBytes.littleEndian(Int64(2000))
    file.record(type: 22, key: "k", value: value)
    let valkey = try ServerVersion("valkey-9.1")
    func plain(_ fields: [(String, String)]) -> String {
      PlainDigest.dataset("k", type: 4) { digest in fields.forEach { digest.xorPair(Array($0.utf8), Array($1.utf8)) } }
    }
    #expect(try Self.digest(file.finished(), .of(valkey)) == plain([("a", "1"), ("b", "2")]))
    #expect(try Self.digest(file.finished(), .of(valkey, fileTime: 999)) == plain([("a", "1"), ("b", "2")]))
    #expect(try Self.digest(file.finished(), .of(valkey, fileTime: 1000)) == plain([("b", "2")]))
    // The key stays without any field, as it does on a Valkey until it is removed.
    #expect(try Self.digest(file.finished(), .of(valkey, fileTime: 2000)) == plain([]))
  }

  @Test func `our own digest sees expiries, groups, modules and libraries that servers do not hash`() throws {
    func base(_ change: (inout RDBBuilder) -> Void) -> [UInt8] {
      var file = RDBBuilder(version: 11)
      change(&file)
      return file.finished()
    }
    func stream(_ groups: [UInt8], last: StreamID = StreamID(5, 0), added: Int = 1) -> [UInt8] {
      let node = RDBBytes.streamListpack([.init(0, 0, ["v"])])
      return base {
        $0.record(
          type: 21, key: "k", value: RDBBytes.stream(nodes: [(StreamID(1, 0).bytes, node)], length: 1, last: last, groups: groups, added: added, type: 21))
      }
    }
    func group(_ name: String, read: Int = 1, deliveries: Int = 1, owner: String = "c") -> [UInt8] {
      RDBBytes.streamGroup(
        name, last: StreamID(1, 0), read: read, pending: [(StreamID(1, 0), 7, deliveries)],
        consumers: [.init(owner, seen: 1, active: 1, owned: [StreamID(1, 0)])])
    }
    func module(_ number: Int) -> [UInt8] {
      base { $0.record(type: 7, key: "k", value: RDBBytes.moduleID("ReJSON-RL", version: 3) + [5] + RDBBytes.string("\(number)") + [0]) }
    }
    func expiring(_ moment: Int64) -> [UInt8] {
      base {
        $0.expire(milliseconds: moment)
        $0.record(type: 0, key: "k", value: RDBBytes.string("v"))
      }
    }
    let alike: [[[UInt8]]] = [
      [expiring(1), expiring(2)], [module(1), module(2)],
      [
        stream([0]), stream([0], last: StreamID(6, 0)), stream([0], added: 2), stream([1] + group("g")), stream([1] + group("h")),
        stream([1] + group("g", read: 2)), stream([1] + group("g", deliveries: 2)), stream([1] + group("g", owner: "d")),
        stream([2] + group("g") + group("h")),
      ],
      [base { $0.function("#!lua name=a\n") }, base { $0.function("#!lua name=b\n") }, base { _ in }],
    ]
    for files in alike {
      #expect(Set(try files.map { try Self.digest($0, Self.dialect("redis-7.0")) }).count == 1)
      #expect(Set(try files.map { try Self.digest($0, .full) }).count == files.count)
    }
    #expect(try Self.digest(stream([2] + group("g") + group("h")), .full) == Self.digest(stream([2] + group("h") + group("g")), .full))
  }

  @Test func `what is wrong comes with its key, and what nobody knows how to hash is said`() throws {
    var file = RDBBuilder(version: 14)
    file.select(3)
    file.record(type: 0, key: "fine", value: RDBBytes.string("v"))
    file.record(type: 16, key: "torn", value: RDBBytes.string(RDBBytes.listpack(["f", "v"], totalByteCount: 9999)))
    let digester = DatasetDigester(try Self.dialect("redis-7.0"))
    try Self.walk(file.finished(), digester)
    #expect(digester.problem?.key == Array("torn".utf8))
    #expect(digester.problem?.database == 3)
    #expect(digester.problem?.fault.reason == .listpackSize(claimed: 9999, actual: 13))

    let array = Self.file(28, [1, 0, 5, 0] + RDBBytes.string("v"), version: 14)
    let unknown = DatasetDigester(try Self.dialect("redis-8.8"))
    try Self.walk(array, unknown)
    #expect(unknown.problem?.fault.reason == .unsupported("the digest of an array"))
    #expect(try Self.digest(array, .full) != String(repeating: "0", count: 40))
  }

  @Test func `the auxiliary fields in front are seen without being stepped over`() throws {
    var file = RDBBuilder(version: 11)
    file.aux("redis-ver", "7.2.4")
    file.raw([0xfa] + RDBBytes.string("ctime") + RDBBytes.integerString(1_700_000_000))
    file.select(2)
    file.aux("later", "x")
    file.record(type: 0, key: "k", value: RDBBytes.string("v"))
    for window in [1, 64, 1 << 20] {
      let framer = try RDBFramer(MemorySource(file.finished(), pieceByteCount: 5), windowByteCount: window)
      for _ in 0..<2 {
        let fields = framer.leadingAuxiliary().map { "\(String(decoding: $0.name, as: UTF8.self))=\(String(decoding: $0.value, as: UTF8.self))" }
        #expect(fields == ["redis-ver=7.2.4", "ctime=1700000000"])
      }
      #expect(framer.offset == 9)
    }
    // Cut inside the second field, and nothing at all: no trap, no fault of its own.
    for count in [9, 20, 35, 40] {
      let framer = try RDBFramer(MemorySource(Array(file.finished().prefix(count))))
      #expect(framer.leadingAuxiliary().count == (count == 40 ? 2 : count == 35 ? 1 : 0))
    }
  }
}

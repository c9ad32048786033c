// table: the rows of rdb.md §6 and §11 as files, one a row.

private typealias B = RDBBytes

extension CraftedFile {
  /// Every row.
  package static let rows: [CraftedFile] = headers + framing + collections + ziplists + listpacks + others + streams + families + whole

  static let headers: [CraftedFile] = [
    .header("version 1 to 9 are read by everyone", "REDIS0003"), .header("a version of blanks", "REDIS 009"),
    .header("version letters", "REDISabcd"), .header("version 0", "REDIS0000"), .header("version 10", "REDIS0010"),
    .header("version 11", "REDIS0011"), .header("version 12", "REDIS0012"), .header("version 13", "REDIS0013"),
    .header("version 80 of Redis", "REDIS0080"), .header("Valkey 80", "VALKEY080"), .header("Valkey 81", "VALKEY081"),
    .header("Valkey 11", "VALKEY011"), .header("Valkey 12", "VALKEY012"), .header("lower case", "redis0009"),
  ]

  static let framing: [CraftedFile] = [
    .value("a plain string", version: 9, type: 0, B.string("v")),
    .value("length byte 82", version: 9, type: 0, [0x82, 1, 2, 3]),
    .value("length byte BF", version: 9, type: 0, [0xBF, 1, 2, 3]),
    .value("string encoding C4", version: 9, type: 0, [0xC4]),
    .value("a length longer than needed", version: 9, type: 0, B.length64(1) + [0x76]),
    .value("a string of 2^62 bytes", version: 9, type: 0, [0x81, 0x40, 0, 0, 0, 0, 0, 0, 0, 1]),
    .value("a count that is encoded", version: 9, type: 1, [0xC2] + B.string("a") + B.string("b")),
    .value("type 8", version: 9, type: 8, B.string("v")),
    .value("type 33", version: 9, type: 33, B.string("v")),
    .value("type 99", version: 9, type: 99, B.string("v")),
    .value("type 6", version: 9, type: 6, B.moduleID("ReJSON-RL", version: 1) + [1, 2, 3]),
    .value("LZF that is right", version: 9, type: 0, B.compressed(B.lzfRun(100), uncompressedLength: B.length(100))),
    .value("LZF that yields less", version: 9, type: 0, B.compressed(B.lzfRun(100), uncompressedLength: B.length(101))),
    .value("LZF that yields more", version: 9, type: 0, B.compressed(B.lzfRun(100), uncompressedLength: B.length(99))),
    .value("LZF that refers before its start", version: 9, type: 0, B.compressed([0, 65, 0x20, 9], uncompressedLength: B.length(4))),
    .value("an idle time", version: 9, type: 0, B.string("v"), before: [0xF8, 10]),
    .value("a frequency", version: 9, type: 0, B.string("v"), before: [0xF9, 200]),
    .value("an expiry of -1", version: 9, type: 0, B.string("v"), before: [0xFC] + B.littleEndian(Int64(-1))),
    .value("an expiry in the past", version: 9, type: 0, B.string("v"), before: [0xFC] + B.littleEndian(Int64(1))),
    .value("an expiry in seconds", version: 9, type: 0, B.string("v"), before: [0xFD] + B.littleEndian(Int32(2_000_000_000))),
  ]

  static let collections: [CraftedFile] = [
    .value("an empty list of type 1", version: 9, type: 1, [0]), .value("an empty set of type 2", version: 9, type: 2, [0]),
    .value("an empty sorted set of type 3", version: 9, type: 3, [0]), .value("an empty hash of type 4", version: 9, type: 4, [0]),
    .value("an empty sorted set of type 5", version: 9, type: 5, [0]), .value("an empty quicklist of type 14", version: 9, type: 14, [0]),
    .value("an empty quicklist of type 18", version: 10, type: 18, [0]),
    .value("a set with one member twice", version: 9, type: 2, [2] + B.string("m") + B.string("m")),
    .value("a sorted set of type 3 with one member twice", version: 9, type: 3, [2] + B.string("m") + [1, 0x31] + B.string("m") + [1, 0x32]),
    .value("a sorted set with one member twice", version: 9, type: 5, [2] + B.string("m") + B.double(1) + B.string("m") + B.double(2)),
    .value("a small hash with one field twice", version: 9, type: 4, [2] + B.string("f") + B.string("1") + B.string("f") + B.string("2")),
    .value(
      "a hash of 600 fields with one field twice", version: 9, type: 4,
      B.length(601) + (0..<600).flatMap { B.string("f\($0)") + B.string("v") } + B.string("f1") + B.string("v")),
    .value(
      "a hash with a long value and one field twice", version: 9, type: 4,
      [3] + B.string("f") + B.string("1") + B.string("g") + B.string([UInt8](repeating: 1, count: 100)) + B.string("f") + B.string("2")),
    .value("a NaN score of type 5", version: 9, type: 5, [1] + B.string("m") + B.double(.nan)),
    .value("a NaN score of type 3", version: 9, type: 3, [1] + B.string("m") + [253]),
    .value("infinite scores of type 3", version: 9, type: 3, [2] + B.string("m") + [254] + B.string("n") + [255]),
    .value("a text score of type 3", version: 9, type: 3, [1] + B.string("m") + [3] + [UInt8]("abc".utf8)),
    .value("a quicklist container of kind 3", version: 10, type: 18, [1, 3] + B.string("abc")),
    .value("a plain quicklist element", version: 10, type: 18, [1, 1] + B.string("abc")),
    .value("a module value", version: 9, type: 7, B.moduleID("nobody-ha", version: 1) + [5] + B.string("x") + [0]),
    .value("a module value of id 0", version: 9, type: 7, [0, 0]),
    .value("module opcode 9", version: 9, type: 7, B.moduleID("nobody-ha", version: 1) + [9, 0]),
  ]

  private static func zl(_ words: String...) -> [[UInt8]] { words.map { [UInt8]($0.utf8) } }

  static let ziplists: [CraftedFile] = [
    .value("a ziplist list", version: 9, type: 10, B.string(B.ziplist(zl("a", "b")))),
    .value("a ziplist of a wrong size", version: 9, type: 10, B.string(B.ziplist(zl("a", "b"), byteCount: 99))),
    .value("a ziplist of a wrong tail", version: 9, type: 10, B.string(B.ziplist(zl("a", "b"), tail: 10))),
    .value("a ziplist of a wrong count", version: 9, type: 10, B.string(B.ziplist(zl("a", "b"), count: 3))),
    .value("a ziplist of unknown count", version: 9, type: 10, B.string(B.ziplist(zl("a", "b"), count: 65535))),
    .value("a ziplist without its end", version: 9, type: 10, B.string(Array(B.ziplist(zl("a", "b")).dropLast()) + [0xFE])),
    .value("a ziplist of 5 bytes", version: 9, type: 10, B.string([1, 2, 3, 4, 5])),
    .value("an empty ziplist list", version: 9, type: 10, B.string(B.ziplist([]))),
    .value("a ziplist hash of odd entries", version: 9, type: 13, B.string(B.ziplist(zl("f", "1", "g")))),
    .value("a ziplist hash with one field twice", version: 9, type: 13, B.string(B.ziplist(zl("f", "1", "f", "2")))),
    .value("an empty ziplist hash", version: 9, type: 13, B.string(B.ziplist([]))),
    .value("a ziplist sorted set", version: 9, type: 12, B.string(B.ziplist(zl("a", "1", "b", "2")))),
    .value("a ziplist sorted set with one member twice", version: 9, type: 12, B.string(B.ziplist(zl("a", "1", "a", "2")))),
    .value("a ziplist sorted set out of order", version: 9, type: 12, B.string(B.ziplist(zl("a", "2", "b", "1")))),
    .value("a ziplist sorted set with a text score", version: 9, type: 12, B.string(B.ziplist(zl("a", "x")))),
    .value("a ziplist sorted set with a NaN score", version: 9, type: 12, B.string(B.ziplist(zl("a", "nan")))),
    .value("an empty ziplist sorted set", version: 9, type: 12, B.string(B.ziplist([]))),
    .value("a quicklist of ziplists", version: 9, type: 14, [2] + B.string(B.ziplist(zl("a"))) + B.string(B.ziplist(zl("b")))),
    .value("a quicklist with one empty ziplist", version: 9, type: 14, [2] + B.string(B.ziplist(zl("a"))) + B.string(B.ziplist([]))),
    .value("a quicklist of one empty ziplist", version: 9, type: 14, [1] + B.string(B.ziplist([]))),
    .value("a ziplist with a wide prevlen of a small size", version: 9, type: 10, B.string(widePrevlen)),
    .value("a ziplist with a wrong prevlen", version: 9, type: 10, B.string(wrongPrevlen)),
    .value("a ziplist whose entry reaches past its end", version: 9, type: 10, B.string(pastEnd)),
    .value("a ziplist entry of encoding FF", version: 9, type: 10, B.string(badEncoding)),
  ]

  private static let widePrevlen: [UInt8] =
    B.littleEndian(UInt32(21)) + B.littleEndian(UInt32(13)) + B.littleEndian(UInt16(2)) + [0, 1, 0x61] + [0xFE, 3, 0, 0, 0, 1, 0x62] + [0xFF]
  private static let wrongPrevlen: [UInt8] =
    B.littleEndian(UInt32(17)) + B.littleEndian(UInt32(13)) + B.littleEndian(UInt16(2)) + [0, 1, 0x61] + [9, 1, 0x62] + [0xFF]
  private static let pastEnd: [UInt8] =
    B.littleEndian(UInt32(14)) + B.littleEndian(UInt32(10)) + B.littleEndian(UInt16(1)) + [0, 9, 0x61] + [0xFF]
  private static let badEncoding: [UInt8] =
    B.littleEndian(UInt32(14)) + B.littleEndian(UInt32(10)) + B.littleEndian(UInt16(1)) + [0, 0xC1, 0x61] + [0xFF]

  private static func spoiled(_ listpack: [UInt8], at index: Int, _ byte: UInt8) -> [UInt8] {
    var bytes = listpack
    bytes[index] = byte
    return bytes
  }

  static let listpacks: [CraftedFile] = [
    .value("a listpack hash", version: 10, type: 16, B.string(B.listpack(["f", 1, "g", 2]))),
    .value("a listpack of a larger size", version: 10, type: 16, B.string(B.listpack(["f", 1], totalByteCount: 99))),
    .value("a listpack of a larger count", version: 10, type: 16, B.string(B.listpack(["f", 1], count: 4))),
    .value("a listpack of a smaller count", version: 10, type: 16, B.string(B.listpack(["f", 1, "g", 2], count: 2))),
    .value("a listpack of unknown count", version: 10, type: 16, B.string(B.listpack(["f", 1], count: 65535))),
    .value("a listpack without its end", version: 10, type: 16, B.string(B.listpack(["f", 1], end: [0xFE]))),
    .value("a listpack with a wrong back length", version: 10, type: 16, B.string(spoiled(B.listpack(["f", 1]), at: 8, 7))),
    .value("a listpack entry of encoding F5", version: 10, type: 16, B.string(spoiled(B.listpack(["f", 1]), at: 9, 0xF5))),
    .value("a listpack that ends early", version: 10, type: 16, B.string(spoiled(B.listpack(["f", 1]), at: 9, 0xFF))),
    .value("a listpack of 3 bytes", version: 10, type: 16, B.string([1, 2, 3])),
    .value("a listpack written as a number", version: 10, type: 16, B.integerString(7)),
    .value("a listpack hash of odd entries", version: 10, type: 16, B.string(B.listpack(["f", 1, "g"]))),
    .value("a listpack hash with one field twice", version: 10, type: 16, B.string(B.listpack(["f", 1, "f", 2]))),
    .value("a listpack hash with a number and its text as fields", version: 10, type: 16, B.string(B.listpack([5, 1, "5", 2]))),
    .value("an empty listpack hash", version: 10, type: 16, B.string(B.listpack([]))),
    .value("a number stored as text", version: 10, type: 16, B.string(B.listpack(["5", "6"]))),
    .value("a listpack sorted set", version: 10, type: 17, B.string(B.listpack(["a", 1, "b", 2]))),
    .value("a listpack sorted set out of order", version: 10, type: 17, B.string(B.listpack(["a", 2, "b", 1]))),
    .value("a listpack sorted set with a text score", version: 10, type: 17, B.string(B.listpack(["a", "xyz"]))),
    .value("a listpack sorted set with a NaN score", version: 10, type: 17, B.string(B.listpack(["a", "nan"]))),
    .value("a listpack sorted set with one member twice", version: 10, type: 17, B.string(B.listpack(["a", 1, "a", 2]))),
    .value("an empty listpack sorted set", version: 10, type: 17, B.string(B.listpack([]))),
    .value("a listpack set", version: 11, type: 20, B.string(B.listpack(["a", "b"]))),
    .value("a listpack set with one member twice", version: 11, type: 20, B.string(B.listpack(["a", "a"]))),
    .value("an empty listpack set", version: 11, type: 20, B.string(B.listpack([]))),
    .value("a quicklist of listpacks", version: 10, type: 18, [2, 2] + B.string(B.listpack(["a"])) + [2] + B.string(B.listpack(["b"]))),
    .value("a quicklist with one empty listpack", version: 10, type: 18, [2, 2] + B.string(B.listpack(["a"])) + [2] + B.string(B.listpack([]))),
    .value("a quicklist of one empty listpack", version: 10, type: 18, [1, 2] + B.string(B.listpack([]))),
    .value("a listpack entry of 16 383 bytes, written the old way", version: 10, type: 16, B.string(B.listpack(["f", .bytes([UInt8](repeating: 9, count: 16378))]))),
    .value("a listpack entry of 16 383 bytes, written the new way", version: 10, type: 16, B.string(newBoundary)),
    .value("a listpack entry of 16 382 bytes", version: 10, type: 16, B.string(B.listpack(["f", .bytes([UInt8](repeating: 9, count: 16377))]))),
  ]

  private static let newBoundary: [UInt8] = {
    let body = B.listpackEntry("f") + [0xF0] + B.littleEndian(UInt32(16378)) + [UInt8](repeating: 9, count: 16378) + [0x7F, 0xFF]
    return B.littleEndian(UInt32(6 + body.count + 1)) + B.littleEndian(UInt16(2)) + body + [0xFF]
  }()

  static let others: [CraftedFile] = [
    .value("an intset", version: 9, type: 11, B.string(B.intset([1, 2, 3]))),
    .value("an intset that is wider than needed", version: 9, type: 11, B.string(B.intset([1, 2, 3], width: 8))),
    .value("an intset of width 3", version: 9, type: 11, B.string(B.intset([1, 2, 3], encoding: 3))),
    .value("an intset with a larger count", version: 9, type: 11, B.string(B.intset([1, 2, 3], count: 9))),
    .value("an intset with a smaller count", version: 9, type: 11, B.string(B.intset([1, 2, 3], count: 2))),
    .value("an intset out of order", version: 9, type: 11, B.string(B.intset([3, 2, 1]))),
    .value("an intset with one member twice", version: 9, type: 11, B.string(B.intset([1, 1, 2]))),
    .value("an empty intset", version: 9, type: 11, B.string(B.intset([]))),
    .value("an intset of 5 bytes", version: 9, type: 11, B.string([2, 0, 0, 0, 0])),
    .value("a zipmap", version: 9, type: 9, B.string(B.zipmap([([0x66], [0x31]), ([0x67], [0x32])], free: 2))),
    .value("a zipmap of a wrong count", version: 9, type: 9, B.string(B.zipmap([([0x66], [0x31])], count: 2))),
    .value("a zipmap of unknown count", version: 9, type: 9, B.string(B.zipmap([([0x66], [0x31])], count: 254))),
    .value("a zipmap with one field twice", version: 9, type: 9, B.string(B.zipmap([([0x66], [0x31]), ([0x66], [0x32])]))),
    .value("a zipmap without its end", version: 9, type: 9, B.string(Array(B.zipmap([([0x66], [0x31])]).dropLast()))),
    .value("an empty zipmap", version: 9, type: 9, B.string(B.zipmap([]))),
  ]

  private static let one = B.streamListpack([.init(0, 0, ["v"])])
  private static func group(_ type: UInt8 = 19, pending: [(id: StreamID, time: Int64, deliveries: Int)], owned: [StreamID], name: String = "g", consumer: String = "c") -> [UInt8] {
    B.streamGroup(name, last: StreamID(1, 0), read: 1, pending: pending, consumers: [.init(consumer, seen: 1_700_000_000_000, owned: owned)])
  }
  private static let pending = [(id: StreamID(1, 0), time: Int64(1_700_000_000_000), deliveries: 1)]

  static let streams: [CraftedFile] = [
    .value("a stream of 5.0", version: 9, type: 15, B.stream(nodes: [(StreamID(1, 0).bytes, one)], length: 1, type: 15)),
    .value("a stream without nodes", version: 9, type: 15, B.stream(nodes: [], length: 0, type: 15)),
    .value("a stream of 7.0 with a group", version: 10, type: 19, B.stream(nodes: [(StreamID(1, 0).bytes, one)], length: 1, groups: [1] + group(pending: pending, owned: [StreamID(1, 0)]))),
    .value("a stream whose length is wrong", version: 9, type: 15, B.stream(nodes: [(StreamID(1, 0).bytes, one)], length: 5, type: 15)),
    .value("a stream node id of 5 bytes", version: 9, type: 15, B.stream(nodes: [([1, 2, 3, 4, 5], one)], length: 1, type: 15)),
    .value("a stream node of an empty listpack", version: 9, type: 15, B.stream(nodes: [(StreamID(1, 0).bytes, B.listpack([]))], length: 0, type: 15)),
    .value("two stream nodes of one id", version: 9, type: 15, B.stream(nodes: [(StreamID(1, 0).bytes, one), (StreamID(1, 0).bytes, one)], length: 2, type: 15)),
    .value("stream nodes out of order", version: 9, type: 15, B.stream(nodes: [(StreamID(2, 0).bytes, one), (StreamID(1, 0).bytes, one)], length: 2, type: 15)),
    .value("a stream node of a wrong count", version: 9, type: 15, B.stream(nodes: [(StreamID(1, 0).bytes, B.streamListpack([.init(0, 0, ["v"])], count: 9))], length: 1, type: 15)),
    .value("a stream node with a wrong number of deleted entries", version: 9, type: 15, B.stream(nodes: [(StreamID(1, 0).bytes, B.streamListpack([.init(0, 0, ["v"])], count: 0, deleted: 1))], length: 1, type: 15)),
    .value("a stream node with a wrong element count", version: 9, type: 15, B.stream(nodes: [(StreamID(1, 0).bytes, B.listpack([1, 0, 1, "f", 0, 2, 0, 0, "v", 9]))], length: 1, type: 15)),
    .value("a stream node without its 0", version: 9, type: 15, B.stream(nodes: [(StreamID(1, 0).bytes, B.listpack([1, 0, 1, "f", 1, 2, 0, 0, "v", 4]))], length: 1, type: 15)),
    .value("a stream node with text for a number", version: 9, type: 15, B.stream(nodes: [(StreamID(1, 0).bytes, B.listpack(["x", 0, 1, "f", 0, 2, 0, 0, "v", 4]))], length: 1, type: 15)),
    .value("a stream node that ends inside an entry", version: 9, type: 15, B.stream(nodes: [(StreamID(1, 0).bytes, B.listpack([1, 0, 1, "f", 0, 2, 0, 0]))], length: 1, type: 15)),
    .value("stream entries out of order", version: 9, type: 15, B.stream(nodes: [(StreamID(1, 0).bytes, B.streamListpack([.init(3, 0, ["v"]), .init(1, 0, ["v"])]))], length: 2, type: 15)),
    .value("a stream whose last id is too low", version: 9, type: 15, B.stream(nodes: [(StreamID(1, 0).bytes, B.streamListpack([.init(9, 0, ["v"])]))], length: 1, last: StreamID(2, 0), type: 15)),
    .value("a stream whose first id is wrong", version: 10, type: 19, B.stream(nodes: [(StreamID(1, 0).bytes, one)], length: 1, first: StreamID(3, 0))),
    .value("a stream with fewer entries added than it has", version: 10, type: 19, B.stream(nodes: [(StreamID(1, 0).bytes, one)], length: 1, added: 0)),
    .value("a stream whose deleted id is above its last", version: 10, type: 19, B.stream(nodes: [(StreamID(1, 0).bytes, one)], length: 1, maximumDeleted: StreamID(9, 0))),
    .value("one pending id twice", version: 10, type: 19, B.stream(nodes: [(StreamID(1, 0).bytes, one)], length: 1, groups: [1] + group(pending: pending + pending, owned: [StreamID(1, 0)]))),
    .value("a consumer with an unknown id", version: 10, type: 19, B.stream(nodes: [(StreamID(1, 0).bytes, one)], length: 1, groups: [1] + group(pending: pending, owned: [StreamID(1, 0), StreamID(4, 0)]))),
    .value("a pending entry without an owner", version: 10, type: 19, B.stream(nodes: [(StreamID(1, 0).bytes, one)], length: 1, groups: [1] + group(pending: pending, owned: []))),
    .value("a consumer that owns an id twice", version: 10, type: 19, B.stream(nodes: [(StreamID(1, 0).bytes, one)], length: 1, groups: [1] + group(pending: pending, owned: [StreamID(1, 0), StreamID(1, 0)]))),
    .value("two groups of one name", version: 10, type: 19, B.stream(nodes: [(StreamID(1, 0).bytes, one)], length: 1, groups: [2] + group(pending: [], owned: []) + group(pending: [], owned: []))),
    .value(
      "two consumers of one name", version: 10, type: 19,
      B.stream(
        nodes: [(StreamID(1, 0).bytes, one)], length: 1,
        groups: [1] + B.streamGroup("g", last: StreamID(1, 0), read: 1, pending: [], consumers: [.init("c", seen: 1, owned: []), .init("c", seen: 1, owned: [])]))),
    .value(
      "a pending entry of two consumers", version: 10, type: 19,
      B.stream(
        nodes: [(StreamID(1, 0).bytes, one)], length: 1,
        groups: [1] + B.streamGroup("g", last: StreamID(1, 0), read: 1, pending: pending, consumers: [.init("c", seen: 1, owned: [StreamID(1, 0)]), .init("d", seen: 1, owned: [StreamID(1, 0)])]))),
    .value(
      "a pending entry of an id that the stream does not have", version: 10, type: 19,
      B.stream(nodes: [(StreamID(1, 0).bytes, one)], length: 1, groups: [1] + group(pending: [(StreamID(0, 9), 1_700_000_000_000, 1)], owned: [StreamID(0, 9)]))),
  ]

  private static let soon: Int64 = 4_000_000_000_000

  static let families: [CraftedFile] = [
    .value("a hash with field TTLs", version: 12, type: 24, B.littleEndian(soon) + [2] + [0] + B.string("a") + B.string("1") + [1] + B.string("b") + B.string("2")),
    .value("a hash with a field TTL that overflows", version: 12, type: 24, B.littleEndian(Int64.max) + [1] + [9] + B.string("b") + B.string("2")),
    .value("a hash with field TTLs and one field twice", version: 12, type: 24, B.littleEndian(soon) + [2] + [0] + B.string("a") + B.string("1") + [1] + B.string("a") + B.string("2")),
    .value("an empty hash with field TTLs", version: 12, type: 24, B.littleEndian(soon) + [0]),
    .value("a listpack hash with field TTLs", version: 12, type: 25, B.littleEndian(soon) + B.string(B.listpack(["a", "1", .integer(soon), "b", "2", 0]))),
    .value("a listpack hash with field TTLs out of order", version: 12, type: 25, B.littleEndian(soon) + B.string(B.listpack(["a", "1", .integer(soon + 9), "b", "2", .integer(soon)]))),
    .value("a listpack hash whose fields without TTL come first", version: 12, type: 25, B.littleEndian(soon) + B.string(B.listpack(["a", "1", 0, "b", "2", .integer(soon)]))),
    .value("a listpack hash with a text TTL", version: 12, type: 25, B.littleEndian(soon) + B.string(B.listpack(["a", "1", "soon"]))),
    .value("a listpack hash with a negative TTL", version: 12, type: 25, B.littleEndian(soon) + B.string(B.listpack(["a", "1", -5]))),
    .value("a listpack hash with a TTL over 2^48", version: 12, type: 25, B.littleEndian(soon) + B.string(B.listpack(["a", "1", .integer(1 << 50)]))),
    .value("a listpack hash with TTLs of pairs", version: 12, type: 25, B.littleEndian(soon) + B.string(B.listpack(["a", "1"]))),
    .value("a listpack hash with TTLs and one field twice", version: 12, type: 25, B.littleEndian(soon) + B.string(B.listpack(["a", "1", .integer(soon), "a", "2", 0]))),
    .value("a hash with field TTLs of a release candidate", version: 12, type: 22, [1] + B.length64(UInt64(soon)) + B.string("a") + B.string("1")),
    .value("a listpack hash with field TTLs of a release candidate", version: 12, type: 23, B.string(B.listpack(["a", "1", .integer(soon)]))),
    .value("a type 21 stream", version: 11, type: 21, typeThree),
    .value("a Valkey hash with field TTLs", version: 80, isValkey: true, type: 22, [2] + B.string("a") + B.string("1") + B.littleEndian(Int64(-1)) + B.string("b") + B.string("2") + B.littleEndian(soon)),
    .value("a Valkey hash with one field twice", version: 80, isValkey: true, type: 22, [2] + B.string("a") + B.string("1") + B.littleEndian(Int64(-1)) + B.string("a") + B.string("2") + B.littleEndian(soon)),
    .value("an empty Valkey hash with field TTLs", version: 80, isValkey: true, type: 22, [0]),
    .value("type 23 in a Valkey file", version: 80, isValkey: true, type: 23, [1] + B.string("p") + [0]),
    .value("type 24 in a Valkey file", version: 80, isValkey: true, type: 24, B.littleEndian(soon) + [1] + [0] + B.string("a") + B.string("1")),
    .file("slot info", version: 12) { $0.select(0); $0.raw([0xF4, 5, 1, 0]); $0.record(type: 0, key: "k", value: B.string("v")) },
    .file("slot info in a version 11 file", version: 11) { $0.select(0); $0.raw([0xF4, 5, 1, 0]); $0.record(type: 0, key: "k", value: B.string("v")) },
    .file("a slot import", version: 80, isValkey: true) { $0.raw([0xF3] + B.string([UInt8](repeating: 0x61, count: 40)) + [1, 0, 5]) },
    .file("opcode F3 in a Redis file", version: 12) { $0.raw([0xF3, 0]) },
    .file("opcode F2 in a Redis file", version: 12) { $0.raw([0xF2, 0, 0]) },
  ]

  private static let typeThree: [UInt8] = {
    var group = B.string("g") + StreamID(1, 0).lengths + [1] + [0] + [1]
    group += B.string("c") + B.littleEndian(Int64(1_700_000_000_000)) + B.littleEndian(Int64(-1)) + [0]
    return B.stream(nodes: [(StreamID(1, 0).bytes, one)], length: 1, groups: [1] + group)
  }()

  private static let library = "#!lua name=mylib\nredis.register_function('f', function() return 1 end)"

  static let whole: [CraftedFile] = [
    .file("nothing") { _ in },
    .file("one key twice") { $0.select(0); $0.record(type: 0, key: "k", value: B.string("v")); $0.record(type: 0, key: "k", value: B.string("w")) },
    .file("one key in two databases") { $0.select(0); $0.record(type: 0, key: "k", value: B.string("v")); $0.select(1); $0.record(type: 0, key: "k", value: B.string("w")) },
    .file("one key twice in a database that comes twice") {
      $0.select(0); $0.record(type: 0, key: "k", value: B.string("v")); $0.select(1); $0.select(0); $0.record(type: 0, key: "k", value: B.string("w"))
    },
    .file("a key as number and as text") { $0.select(0); $0.record(type: 0, key: "42", value: B.string("v")); $0.raw([0, 0xC0, 42] + B.string("w")) },
    .file("database 15") { $0.select(15); $0.record(type: 0, key: "k", value: B.string("v")) },
    .file("database 16") { $0.select(16); $0.record(type: 0, key: "k", value: B.string("v")) },
    .file("a size hint that is wrong") { $0.select(0); $0.resize(keys: 900, expires: 7); $0.record(type: 0, key: "k", value: B.string("v")) },
    .file("zero padding behind the end", trailing: [UInt8](repeating: 0, count: 512)) { $0.select(0); $0.record(type: 0, key: "k", value: B.string("v")) },
    .file("garbage behind the end", trailing: [1, 2, 3]) { $0.select(0); $0.record(type: 0, key: "k", value: B.string("v")) },
    .file("no checksum", footer: .zero) { $0.select(0); $0.record(type: 0, key: "k", value: B.string("v")) },
    .file("a wrong checksum", footer: .wrong) { $0.select(0); $0.record(type: 0, key: "k", value: B.string("v")) },
    .file("a missing checksum", footer: .missing) { $0.select(0); $0.record(type: 0, key: "k", value: B.string("v")) },
    .file("a function library", version: 10) { $0.function(library) },
    .file("a function library in a version 9 file") { $0.function(library) },
    .file("a function library twice", version: 10) { $0.function(library); $0.function(library) },
    .file("a function library behind keys", version: 10) { $0.select(0); $0.record(type: 0, key: "k", value: B.string("v")); $0.function(library) },
    .file("a function library without its line", version: 10) { $0.function("return 1") },
    .file("a function library of another engine", version: 10) { $0.function("#!js name=mylib\nx") },
    .file("a function library without a name", version: 10) { $0.function("#!lua\nredis.register_function('f', function() return 1 end)") },
    .file("a function library with a bad name", version: 10) { $0.function("#!lua name=my-lib\nredis.register_function('f', function() return 1 end)") },
    .file("a function of a release candidate", version: 10) { $0.raw([0xF6] + B.string("l") + B.string("LUA") + [0] + B.string("x")) },
    .file("module aux data", version: 9) { $0.raw([0xF7] + B.moduleID("nobody-ha", version: 1) + [2, 1, 5] + B.string("x") + [0]) },
    .file("an unknown aux field") { $0.aux("whatever", "x"); $0.select(0); $0.record(type: 0, key: "k", value: B.string("v")) },
    .file("an aux field between keys") { $0.select(0); $0.record(type: 0, key: "k", value: B.string("v")); $0.aux("slot-info", "1,1,0,0"); $0.record(type: 0, key: "l", value: B.string("v")) },
    CraftedFile(name: "a file that ends between keys", bytes: Array(CraftedFile.value("", version: 9, type: 0, B.string("v")).bytes.dropLast(16))),
    CraftedFile(name: "a file that ends inside a key", bytes: Array(CraftedFile.value("", version: 9, type: 0, B.string("v")).bytes.dropLast(20))),
    CraftedFile(name: "an empty file", bytes: []),
    CraftedFile(name: "five bytes", bytes: [UInt8]("REDIS".utf8)),
  ]
}

import RDBTestSupport

private typealias B = RDBBytes

/// Three files of under a kilobyte that together hold every kind of container.
enum SmallFile: String, CaseIterable {
  case classic, listpacks, streams

  var bytes: [UInt8] {
    switch self {
    case .classic: Self.classicBytes
    case .listpacks: Self.listpackBytes
    case .streams: Self.streamBytes
    }
  }

  private static func words(_ words: String...) -> [[UInt8]] { words.map { [UInt8]($0.utf8) } }

  private static let classicBytes: [UInt8] = {
    var file = RDBBuilder(version: 9)
    file.aux("redis-ver", "6.2.14")
    file.select(0)
    file.resize(keys: 13, expires: 1)
    file.expire(milliseconds: 4_000_000_000_000)
    file.record(type: 0, key: "string", value: B.string("value"))
    file.record(type: 0, key: "number", value: B.integerString(-70_000))
    file.record(type: 0, key: "compressed", value: B.compressed(B.lzfRun(100), uncompressedLength: B.length(100)))
    file.record(type: 1, key: "list", value: [2] + B.string("a") + B.string("b"))
    file.record(type: 2, key: "set", value: [2] + B.string("a") + B.string("b"))
    file.record(type: 3, key: "scores", value: [2] + B.string("m") + [254] + B.string("n") + [3] + [UInt8]("1.5".utf8))
    file.record(type: 4, key: "hash", value: [1] + B.string("f") + B.string("v"))
    file.record(type: 5, key: "zset", value: [1] + B.string("m") + B.double(2.5))
    file.record(type: 7, key: "module", value: B.moduleID("ReJSON-RL", version: 3) + [5] + B.string("{}") + [2, 7, 4] + B.double(1) + [0])
    file.record(type: 9, key: "zipmap", value: B.string(B.zipmap([([0x66], [0x31])], free: 1)))
    file.record(type: 11, key: "intset", value: B.string(B.intset([-3, 5, 70_000])))
    file.record(type: 12, key: "zz", value: B.string(B.ziplist(words("a", "1", "b", "2"))))
    file.record(type: 14, key: "quicklist", value: [2] + B.string(B.ziplist(words("a", "b"))) + B.string(B.ziplist(words("c"))))
    return file.finished()
  }()

  private static let listpackBytes: [UInt8] = {
    let soon: Int64 = 4_000_000_000_000
    var file = RDBBuilder(version: 12)
    file.aux("redis-ver", "7.4.1")
    file.function("#!lua name=mylib\nredis.register_function('f', function() return 1 end)")
    file.select(3)
    file.record(type: 16, key: "hash", value: B.string(B.listpack(["f", 1, "g", 70_000])))
    file.record(type: 17, key: "zset", value: B.string(B.listpack(["a", 1, "b", "2.5"])))
    file.record(type: 18, key: "list", value: [2, 2] + B.string(B.listpack(["a", -5])) + [1] + B.string("plain"))
    file.record(type: 20, key: "set", value: B.string(B.listpack(["a", "b", 300])))
    file.record(type: 24, key: "expiring", value: B.littleEndian(soon) + [2, 0] + B.string("a") + B.string("1") + [9] + B.string("b") + B.string("2"))
    file.record(type: 25, key: "expiring too", value: B.littleEndian(soon) + B.string(B.listpack(["a", "1", .integer(soon), "b", "2", 0])))
    return file.finished()
  }()

  private static let streamBytes: [UInt8] = {
    let node = B.streamListpack([.init(0, 0, ["v"]), .init(5, 1, [42])])
    let pending = [(id: StreamID(1, 0), time: Int64(1_700_000_000_000), deliveries: 2)]
    var file = RDBBuilder(version: 11)
    file.select(0)
    file.record(
      type: 15, key: "old",
      value: B.stream(nodes: [(StreamID(1, 0).bytes, node)], length: 2, last: StreamID(6, 1), type: 15))
    for (type, active) in [(19, nil), (21, 5)] as [(UInt8, Int64?)] {
      let consumer = B.StreamConsumer("c", seen: 1_700_000_000_000, active: active, owned: [StreamID(1, 0)])
      let group = B.streamGroup("g", last: StreamID(1, 0), read: 1, pending: pending, consumers: [consumer])
      file.record(
        type: type, key: "stream \(type)",
        value: B.stream(nodes: [(StreamID(1, 0).bytes, node)], length: 2, last: StreamID(6, 1), groups: [1] + group, type: type))
    }
    return file.finished()
  }()
}

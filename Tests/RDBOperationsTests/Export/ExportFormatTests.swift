import Foundation
import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

@Suite struct ExportFormatTests {
  static let hostile: [UInt8] = [0x22, 0x5C, 0x0A, 0x0D, 0x09, 0x08, 0x0C, 0x01, 0x1F, 0x7F, 0x2F]

  @Test func `a line says everything the file says of a key`() throws {
    let file = ExportRun.file {
      $0.select(3)
      $0.expire(milliseconds: 4_000_000_000_000)
      $0.raw([0xF8, 0x0A])
      $0.record(type: 0, key: "k", value: RDBBytes.integerString(-42))
      $0.raw([0xF9, 200])
      $0.record(type: 1, key: "l", value: [2] + RDBBytes.string("a") + RDBBytes.integerString(7))
      $0.record(
        type: 5, key: "z",
        value: [4] + [0.1, -.infinity, 1e300, -3].flatMap { RDBBytes.string("m") + RDBBytes.double($0) })
    }
    #expect(
      try ExportRun.text(file, .jsonl) == """
        {"db":3,"key":"k","type":"string","encoding":"raw","expiresAt":4000000000000,"idle":10,"value":"-42"}
        {"db":3,"key":"l","type":"list","encoding":"linkedlist","freq":200,"value":["a","7"]}
        {"db":3,"key":"z","type":"zset","encoding":"skiplist","value":[{"member":"m","score":0.1},\
        {"member":"m","score":"-inf"},{"member":"m","score":1e+300},{"member":"m","score":-3}]}

        """)
  }

  @Test func `text is escaped where JSON asks for it, and only there`() throws {
    let texts: [[UInt8]] = [
      Self.hostile, [UInt8]("plain text of more than eight bytes".utf8), [UInt8]("Grüße, 世界 🎉 und mehr".utf8), [],
      [UInt8]("\"".utf8), [UInt8]("1234567\"".utf8), [UInt8]("12345678\"90".utf8), [UInt8]("\u{2028}".utf8), [0],
    ]
    let file = ExportRun.file { file in
      for (index, text) in texts.enumerated() { file.record(type: 0, key: "\(index)", value: RDBBytes.string(text)) }
    }
    let lines = try ExportRun.bytes(file, .jsonl).split(separator: 10)
    for (line, text) in zip(lines, texts) {
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
      #expect((object["value"] as? String).map { [UInt8]($0.utf8) } == text)
    }
    #expect(String(decoding: lines[0], as: UTF8.self).hasSuffix(##""value":"\"\\\n\r\t\b\f\u0001\u001f\##u{7F}/"}"##))
  }

  @Test(arguments: [
    [0xFF], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80],
    [0xF5, 0x80, 0x80, 0x80], [0xC3], [0xE4, 0xB8], [0xF0, 0x9F, 0x8E], [0x80], [0xC3, 0x28],
  ] as [[UInt8]], [0, 1, 7, 8, 9, 30])
  func `what is not UTF-8 is base64`(bad: [UInt8], before: Int) throws {
    let value = [UInt8](repeating: UInt8(ascii: "x"), count: before) + bad
    for text in [value, value + [UInt8]("tail".utf8)] {
      let file = ExportRun.file { $0.record(type: 0, key: text, value: RDBBytes.string(text)) }
      let object = try #require(try JSONSerialization.jsonObject(with: Data(ExportRun.bytes(file, .jsonl))) as? [String: Any])
      let expected = ["base64": Data(text).base64EncodedString()]
      #expect(object["key"] as? [String: String] == expected)
      #expect(object["value"] as? [String: String] == expected)
    }
  }

  @Test(arguments: [UInt64(1), 2])
  func `random text survives the way through JSON`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let scalars: [String] = ["a", "\"", "\\", "\n", "é", "世", "🎉", "z", "0", "\u{0}", "\u{7F}"]
    let texts = (0..<2000).map { _ in (0..<generator.below(40)).map { _ in scalars[generator.below(scalars.count)] }.joined() }
    let file = ExportRun.file { file in
      file.record(type: 1, key: "l", value: RDBBytes.length(texts.count) + texts.flatMap { RDBBytes.string($0) })
    }
    let object = try #require(try JSONSerialization.jsonObject(with: Data(ExportRun.bytes(file, .jsonl))) as? [String: Any])
    #expect((object["value"] as? [String])?.map { Array($0.utf8) } == texts.map { Array($0.utf8) })
  }

  // MARK: Hashes

  @Test func `a hash is an object with the expiries of its fields beside it`() throws {
    let listpack = RDBBytes.listpack(["a", "1", 4_000_000_000_000, "b\"", 2, 5_000_000_000_000, "c", "3", 0])
    let file = ExportRun.file {
      $0.record(type: 16, key: "plain", value: RDBBytes.string(RDBBytes.listpack(["f", "v", "g", 5])))
      $0.record(type: 25, key: "ttl", value: RDBBytes.littleEndian(Int64(0)) + RDBBytes.string(listpack))
    }
    #expect(
      try ExportRun.text(file, .jsonl) == #"""
        {"db":0,"key":"plain","type":"hash","encoding":"listpack","value":{"f":"v","g":"5"}}
        {"db":0,"key":"ttl","type":"hash","encoding":"listpackex","value":{"a":"1","b\"":"2","c":"3"},"fieldExpiresAt":{"a":4000000000000,"b\"":5000000000000}}

        """#)
  }

  @Test func `a hash with a field that is not UTF-8 is pairs, wherever the field stands`() throws {
    let bad = ListpackElement.bytes([0xFF])
    let file = ExportRun.file {
      for (key, elements) in [
        ("first", [bad, "1", 0, "b", "2", 9]), ("last", ["a", "1", 7, "b", "2", 0, bad, "3", 8]), ("only", [bad, "1", 0]),
      ] as [(String, [ListpackElement])] {
        $0.record(type: 25, key: key, value: RDBBytes.littleEndian(Int64(0)) + RDBBytes.string(RDBBytes.listpack(elements)))
      }
    }
    let lines = try ExportRun.text(file, .jsonl).split(separator: "\n").map { $0[($0.range(of: "\"value\":")?.upperBound ?? $0.startIndex)...] }
    #expect(lines == [
      #"[[{"base64":"/w=="},"1"],["b","2",9]]}"#, #"[["a","1",7],["b","2"],[{"base64":"/w=="},"3",8]]}"#, #"[[{"base64":"/w=="},"1"]]}"#,
    ])
  }

  @Test(arguments: [4096, 1 << 20])
  func `a hash too large to wait for its end becomes pairs`(chunk: Int) throws {
    let value = [UInt8](repeating: UInt8(ascii: "v"), count: 1000)
    let count = 3000
    let fields = (0..<count).flatMap { RDBBytes.string("field:\($0)") + RDBBytes.string(value) }
    let file = ExportRun.file { $0.record(type: 4, key: "h", value: RDBBytes.length(count) + fields) }
    let sink = ExportRun.Sink()
    _ = try ExportRun.run(file, .jsonl, sink: sink, chunk: chunk)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(sink.bytes)) as? [String: Any])
    let pairs = try #require(object["value"] as? [[String]])
    #expect(pairs.count == count)
    #expect(pairs.indices.allSatisfy { pairs[$0][0] == "field:\($0)" && pairs[$0][1].utf8.count == 1000 })
    #expect(sink.largestWrite < 2 << 20)
  }

  @Test func `a value that makes a hash too large is rewritten while it comes`() throws {
    let large = [UInt8](repeating: 0x41, count: 17 << 20)
    let pairs: [[UInt8]] = [[0x61], [0x31], [0x62], large, [0x63], [0x33]]
    let file = ExportRun.file { $0.record(type: 4, key: "h", value: [3] + pairs.flatMap { RDBBytes.string($0) }) }
    let object = try #require(try JSONSerialization.jsonObject(with: Data(ExportRun.bytes(file, .jsonl))) as? [String: Any])
    let value = try #require(object["value"] as? [[Any]])
    #expect(value.map { $0[0] as? String } == ["a", "b", "c"])
    #expect((value[1][1] as? [String: String])?["base64"] == Data(large).base64EncodedString())
    #expect(value[2][1] as? String == "3")
  }

  // MARK: Streams and modules

  static let group: [UInt8] = RDBBytes.streamGroup(
    "g", last: StreamID(1, 0), read: 1, pending: [(StreamID(1, 0), 1_700_000_000_000, 2), (StreamID(1, 1), 1_700_000_000_001, 1)],
    consumers: [
      .init("one", seen: 5, owned: [StreamID(1, 0), StreamID(1, 1)]), .init("two", seen: 6, owned: []),
    ])

  static let stream: [UInt8] = ExportRun.file {
    let node = RDBBytes.streamListpack([.init(0, 0, ["v"]), .init(0, 1, ["w"])])
    $0.record(
      type: 19, key: "s",
      value: RDBBytes.stream(
        nodes: [(StreamID(1, 0).bytes, node)], length: 2, last: StreamID(1, 1), groups: [2] + group
          + RDBBytes.streamGroup("h", last: StreamID(0, 0), read: 0, pending: [], consumers: [])))
  }

  @Test func `a stream is told with its groups`() throws {
    #expect(
      try ExportRun.text(Self.stream, .jsonl) == """
        {"db":0,"key":"s","type":"stream","encoding":"stream","value":{"entries":[{"id":"1-0","fields":[["f","v"]]},\
        {"id":"1-1","fields":[["f","w"]]}],"length":2,"lastId":"1-1","maxDeletedId":"0-0","entriesAdded":2,"groups":[\
        {"name":"g","lastId":"1-0","entriesRead":1,"pending":[{"id":"1-0","deliveredAt":1700000000000,"count":2},\
        {"id":"1-1","deliveredAt":1700000000001,"count":1}],"consumers":[{"name":"one","seenAt":5,"activeAt":null,\
        "pending":["1-0","1-1"]},{"name":"two","seenAt":6,"activeAt":null,"pending":[]}]},\
        {"name":"h","lastId":"0-0","entriesRead":0,"pending":[],"consumers":[]}]}}

        """)
  }

  @Test func `an entry that its consumer gave back belongs to nobody`() throws {
    let node = RDBBytes.streamListpack([.init(0, 0, ["v"])])
    let consumer = RDBBytes.string("c") + RDBBytes.littleEndian(Int64(5)) + RDBBytes.littleEndian(Int64(-1)) + [0]
    let group = RDBBytes.string("g") + [1, 0, 1, 1] + StreamID(1, 0).bytes + RDBBytes.littleEndian(Int64(9)) + [1] + [1] + consumer
      + [1] + StreamID(1, 0).bytes
    let value = RDBBytes.stream(nodes: [(StreamID(1, 0).bytes, node)], length: 1, last: StreamID(1, 0), groups: [1] + group)
    // Idempotency data: duration, maximum, producers, two counters.
    let file = ExportRun.file(version: 14) { $0.record(type: 27, key: "s", value: value + [0, 0, 0, 0, 0]) }
    let text = try ExportRun.text(file, .jsonl)
    #expect(text.hasSuffix(#""consumers":[{"name":"c","seenAt":5,"activeAt":null,"pending":[]}],"returned":["1-0"]}]}}"# + "\n"))
    let sink = ExportRun.Sink()
    #expect(try ExportRun.run(file, .resp, sink: sink).skippedPending == 1)
  }

  static func module(_ name: String, _ version: UInt64, _ items: [UInt8]) -> [UInt8] {
    ExportRun.file { $0.record(type: 7, key: "m", value: RDBBytes.moduleID(name, version: version) + items + [0]) }
  }

  @Test(arguments: [
    (#"{"a": [1, -2.5e+3, true, null, "x\u00e9\n"] }"#, #""json":{"a":[1,-2.5e+3,true,null,"x\u00e9\n"]}"#),
    (" [ ] ", #""json":[]"#), ("{ }", #""json":{}"#), (#"[[],{},[{"a":{"b":[0]}}]]"#, #""json":[[],{},[{"a":{"b":[0]}}]]"#),
    ("0", #""json":0"#), ("-0.0", #""json":-0.0"#), ("\"é\"", #""json":"é""#),
    ("{\n\t\"a\": 1\r\n}", #""json":{"a":1}"#),
    ("01", #""text":"01""#), ("1.", #""text":"1.""#), ("[1,]", #""text":"[1,]""#), ("{\"a\"}", #""text":"{\"a\"}""#), ("", #""text":"""#),
    ("[1", #""text":"[1""#), ("tru", #""text":"tru""#), ("1 2", #""text":"1 2""#), (#""\x""#, #""text":"\"\\x\"""#), ("{,}", #""text":"{,}""#),
    ("[}", #""text":"[}""#), ("+1", #""text":"+1""#), (".5", #""text":".5""#), ("1e", #""text":"1e""#), ("\"a\nb\"", #""text":"\"a\nb\"""#),
  ])
  func `a RedisJSON document is embedded when it is one`(text: String, expected: String) throws {
    let line = try ExportRun.text(Self.module("ReJSON-RL", 3, [5] + RDBBytes.string(text)), .jsonl)
    #expect(line.hasSuffix(#""value":{"module":"ReJSON-RL","version":3,"# + expected + "}}\n"), "\(line)")
    #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any])
  }

  @Test func `deep JSON is text`() throws {
    let deep = String(repeating: "[", count: 600) + String(repeating: "]", count: 600)
    #expect(try ExportRun.text(Self.module("ReJSON-RL", 3, [5] + RDBBytes.string(deep)), .jsonl).contains("\"text\":\"[[["))
  }

  @Test func `another module is a list of what is in it`() throws {
    let items: [UInt8] = [1] + RDBBytes.length64(UInt64(bitPattern: -5)) + [2, 7, 4] + RDBBytes.double(0.5) + [5] + RDBBytes.string("x") + [3, 0, 0, 0x80, 0x7F]
    #expect(
      try ExportRun.text(Self.module("MBbloom--", 4, items), .jsonl).hasSuffix(
        #""value":{"module":"MBbloom--","version":4,"family":"Bloom filter","items":[-5,7,0.5,"x","inf"]}}"# + "\n"))
  }

  @Test func `an array is pairs of index and element`() throws {
    let file = ExportRun.file(version: 14) {
      $0.record(
        type: 28, key: "a", value: [2, 0, 0, 0] + RDBBytes.string("x") + [9, 1] + RDBBytes.littleEndian(Int64(-3)))
    }
    #expect(try ExportRun.text(file, .jsonl).hasSuffix(#""type":"array","encoding":"array","value":[[0,"x"],[9,"-3"]]}"# + "\n"))
    let sink = ExportRun.Sink()
    let report = try ExportRun.run(file, .resp, sink: sink)
    #expect(report.skippedCount == 1)
    #expect(report.skipped == [.init(database: 0, key: [0x61], type: "array")])
    #expect(sink.byteCount == 0)
  }
}

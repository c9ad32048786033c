import RDBFormats
import RDBOperations
import Testing

@Suite struct KeyFilterTests {
  private func head(_ change: (inout RecordHead) -> Void = { _ in }) -> RecordHead {
    var head = RecordHead()
    change(&head)
    return head
  }

  private func matches(_ filter: KeyFilter, _ key: String, _ head: RecordHead = RecordHead(), now: Int64 = 0) -> Bool {
    let key = [UInt8](key.utf8)
    return filter.matches(head, key: key.span.bytes, nowMilliseconds: now)
  }

  @Test func `an empty filter lets everything through and says so`() {
    #expect(KeyFilter().isEmpty)
    #expect(matches(KeyFilter(), "any"))
    var filter = KeyFilter()
    filter.kinds = [.hash]
    #expect(!filter.isEmpty)
    filter.kinds = nil
    #expect(filter.isEmpty)
  }

  @Test func `every part has to fit`() throws {
    var filter = KeyFilter()
    filter.databases = [1, 3]
    filter.kinds = try KeyFilter.parseKinds("hash,zset")
    filter.globs = [Glob("user:*"), Glob("u?")]
    filter.excludedGlobs = [Glob("*:tmp")]
    let fitting = head {
      $0.database = 3
      $0.encoding = .sortedSetListpack
    }
    #expect(matches(filter, "user:1", fitting))
    #expect(matches(filter, "u1", fitting))
    #expect(!matches(filter, "us1", fitting))
    #expect(!matches(filter, "user:tmp", fitting))
    #expect(!matches(filter, "user:1", head { $0.database = 3 }))
    #expect(!matches(filter, "user:1", head { $0.encoding = .hash }))
  }

  @Test func `an expression is searched for anywhere, and sees lossy text in keys that are not UTF-8`() throws {
    var filter = KeyFilter()
    filter.expression = try KeyExpression.parse("ser:[0-9]+$")
    #expect(matches(filter, "user:12"))
    #expect(!matches(filter, "user:12x"))
    filter.expression = try KeyExpression.parse("^a.b$")
    let key: [UInt8] = [UInt8(ascii: "a"), 0xFF, UInt8(ascii: "b")]
    let isMatched = filter.matches(RecordHead(), key: key.span.bytes, nowMilliseconds: 0)
    #expect(isMatched)
    #expect(throws: FilterError.self) { try KeyExpression.parse("a(") }
  }

  @Test(arguments: [
    ("any", nil as Int64?, false), ("any", 5, true), ("none", nil, true), ("none", 5, false),
    ("expired", 1_000_000, true), ("expired", 1_000_001, false), ("expired", nil, false),
    ("<1h", 1_000_000 + 3_599_999, true), ("<1h", 1_000_000 + 3_600_000, false), ("<=1h", 1_000_000 + 3_600_000, true),
    ("<1h", 5, true), ("<1h", nil, false),
    (">2d", 1_000_000 + 172_800_001, true), (">2d", 1_000_000 + 172_800_000, false), (">=2d", 1_000_000 + 172_800_000, true),
    (">2d", nil, false), (">1.5s", 1_000_000 + 1501, true), ("<10ms", 1_000_009, true), (">1w", .max, true), ("expired", .min, true),
  ] as [(String, Int64?, Bool)])
  func `a filter for expiry compares with the given now`(text: String, expiresAt: Int64?, expected: Bool) throws {
    var filter = KeyFilter()
    filter.timeToLive = try TTLFilter.parse(text)
    #expect(matches(filter, "k", head { $0.attributes.expiresAtMilliseconds = expiresAt }, now: 1_000_000) == expected)
  }

  @Test(arguments: [
    (">1MiB", ((1 << 20) + 1)...UInt64.max), (">=1MiB", (1 << 20)...UInt64.max), ("<10KB", 0...9999), ("<=10KB", 0...10000),
    ("100", 100...100), ("=2KiB", 2048...2048), ("1.5GiB", 1_610_612_736...1_610_612_736), ("> 1 gb", 1_000_000_001...UInt64.max),
    ("5B", 5...5), ("1tib", (1 << 40)...(1 << 40)),
  ] as [(String, ClosedRange<UInt64>)])
  func `a size is read with its unit`(text: String, expected: ClosedRange<UInt64>) throws {
    #expect(try SizeRange.parse(text) == SizeRange(expected))
  }

  @Test func `a value of unknown size is larger than any until a scan says otherwise`() throws {
    var filter = KeyFilter()
    filter.size = try SizeRange.parse(">1GB")
    let unknown = head { $0.offset = 77 }
    #expect(filter.needsValueByteCount)
    #expect(matches(filter, "k", unknown))
    #expect(!matches(filter, "k", head { $0.valueByteCount = 1000 }))
    filter.largeValueSizes = [77: 5_000_000]
    #expect(!matches(filter, "k", unknown))
    filter.size = try SizeRange.parse("<5MB")
    #expect(!matches(filter, "k", unknown))
    filter.size = try SizeRange.parse("5MB")
    #expect(matches(filter, "k", unknown))
  }

  @Test func `slots are CRC-16 of the key or its tag`() throws {
    let digits = [UInt8]("123456789".utf8)
    #expect(digits.withUnsafeBytes { SlotSet.crc16($0) } == 0x31C3)
    func slot(_ key: String) -> Int {
      let key = [UInt8](key.utf8)
      return SlotSet.slot(of: key.span.bytes)
    }
    #expect(slot("foo") == 12182)
    #expect(slot("{foo}bar") == 12182)
    #expect(slot("a{foo}{bar}") == 12182)
    #expect(slot("") == 0)
    // An empty tag is none, and neither is one that does not end.
    #expect(slot("foo{}") != slot(""))
    #expect(slot("{foo") != slot("foo"))
    var filter = KeyFilter()
    filter.slots = try SlotSet.parse("1-5,12182")
    #expect(matches(filter, "foo"))
    filter.slots = try SlotSet.parse("0-12181, 12183-16383")
    #expect(!matches(filter, "foo"))
  }

  @Test(arguments: ["", "x", "5-", "-5", "7-3", "16384", "0-16384", "1,,2", "1-2-3"])
  func `slots that no cluster has are refused`(text: String) {
    #expect(throws: FilterError.slots(text)) { try SlotSet.parse(text) }
  }

  @Test(arguments: ["", "1h", "=1h", "<", "<h", "<1y", "soon", "<1.h", "<99999999999999999999d", "<9223372036854775807w"])
  func `an expiry that cannot be read is refused`(text: String) {
    #expect(throws: FilterError.timeToLive(text)) { try TTLFilter.parse(text) }
  }

  @Test(arguments: ["", "MiB", ">1XB", "<0", "-5", "1..5", ">18446744073709551615", "18446744073709551615KB", "1,5MB"])
  func `a size that cannot be read or met is refused`(text: String) {
    #expect(throws: FilterError.size(text)) { try SizeRange.parse(text) }
  }

  @Test func `unknown types and databases are named`() {
    #expect(throws: FilterError.type("sortedset")) { try KeyFilter.parseKinds("string,sortedset") }
    #expect(throws: FilterError.database("-1")) { try KeyFilter.parseDatabases("0,-1") }
    #expect(throws: FilterError.database("+1")) { try KeyFilter.parseDatabases("+1") }
    #expect(FilterError.type("x").description.contains("string, list, set, zset, hash, stream, module or array"))
    #expect(FilterError.size("x").description.hasPrefix("\"x\" is not a size"))
  }

  @Test func `types and databases are read`() throws {
    #expect(try KeyFilter.parseKinds("string,list,set,zset,hash,stream,module,array") == Set(ValueKind.allCases))
    #expect(try KeyFilter.parseDatabases("0, 15") == [0, 15])
  }
}

import RDBEngine
import RDBFormats
import RDBTestSupport
import Testing

/// Hashes against a dictionary.
@Suite struct HashValueTests {
  private let limits = EncodingLimits()

  private struct Model: Equatable {
    var value: [UInt8]
    var expiry: Int64?
  }

  @Test(arguments: 1...8) func `whatever is set, removed and expires, a hash holds what a dictionary holds`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let hash = HashValue()
    var truth: [[UInt8]: Model] = [:]
    var clock: Int64 = 0
    for step in 0..<20_000 {
      let field = Array("field \(random.below(step < 10_000 ? 1500 : 40))".utf8)
      field.withUnsafeBytes { bytes in
        switch random.below(10) {
        case 0...4:
          let value = [UInt8](repeating: UInt8(random.below(256)), count: random.below(90))
          let keeps = random.below(2) == 0
          #expect(value.withUnsafeBytes { hash.set(bytes, $0, keepsExpiry: keeps, limits) } == (truth[field] == nil))
          truth[field] = Model(value: value, expiry: keeps ? truth[field]?.expiry : nil)
        case 5...6:
          let time = random.below(4) == 0 ? nil : clock + Int64(random.below(2000))
          if let place = hash.find(bytes) { hash.setExpiry(place, time) }
          truth[field]?.expiry = time
        case 7 where random.below(20) == 0:
          clock += Int64(random.below(300))
          let over = truth.filter { ($0.value.expiry ?? .max) < clock }.map(\.key)
          #expect(hash.removeExpired(before: clock) == over.count)
          for field in over { truth[field] = nil }
        default:
          if let place = hash.find(bytes) { hash.remove(place) }
          truth[field] = nil
        }
        #expect((hash.find(bytes) != nil) == (truth[field] != nil))
      }
      #expect(hash.count == truth.count)
    }
    #expect(content(hash) == truth)
    #expect(hash.hasExpiries == truth.values.contains { $0.expiry != nil })
    #expect(hash.earliestExpiry <= truth.values.compactMap(\.expiry).min() ?? .max)
    #expect(content(hash.copy()) == truth)
  }

  private func content(_ value: LiveValue) -> [[UInt8]: Model] {
    final class Sink: ValueSink {
      var content: [[UInt8]: Model] = [:]
      var field: [UInt8] = []
      override func element(_ role: ElementRole, _ bytes: RawSpan) {
        let bytes = bytes.withUnsafeBytes { [UInt8]($0) }
        if role == .hashField { field = bytes } else { content[field] = Model(value: bytes, expiry: nil) }
      }
      override func fieldExpiry(_ milliseconds: Int64?) { content[field]?.expiry = milliseconds }
    }
    let sink = Sink()
    value.walk(sink)
    return sink.content
  }

  // MARK: Through commands

  private final class Clock {
    var now: Int64 = 1_700_000_000_000
  }

  private func reply(_ engine: Engine, _ words: String) -> String {
    let session = Session()
    withArguments(words.split(separator: " ").map { Array($0.utf8) }) { engine.execute(session, $0) }
    return String(decoding: session.reply.bytes, as: UTF8.self)
  }

  @Test func `fields and at last the key disappear when their time is over`() {
    let clock = Clock()
    let engine = Engine { clock.now }
    _ = reply(engine, "HSET h a 1 b 2")
    #expect(reply(engine, "HPEXPIRE h 1000 FIELDS 1 a") == "*1\r\n:1\r\n")
    #expect(reply(engine, "HPEXPIRE h 2000 FIELDS 1 b") == "*1\r\n:1\r\n")
    #expect(reply(engine, "HPTTL h FIELDS 3 a b c") == "*3\r\n:1000\r\n:2000\r\n:-2\r\n")
    clock.now += 1001
    #expect(reply(engine, "HGET h a") == "$-1\r\n")
    #expect(reply(engine, "HGETALL h") == "*2\r\n$1\r\nb\r\n$1\r\n2\r\n")
    #expect(reply(engine, "HLEN h") == ":1\r\n")
    #expect(reply(engine, "HINCRBY h a 5") == ":5\r\n")
    #expect(reply(engine, "HTTL h FIELDS 2 a b") == "*2\r\n:-1\r\n:1\r\n")
    #expect(reply(engine, "HDEL h a") == ":1\r\n")
    clock.now += 1001
    #expect(reply(engine, "EXISTS h") == ":0\r\n")
    #expect(reply(engine, "HRANDFIELD h 5") == "*0\r\n")
  }

  @Test func `a replay leaves fields whose time is over`() {
    let clock = Clock()
    var options = Engine.Options()
    options.expiresKeys = false
    let engine = Engine(options) { clock.now }
    _ = reply(engine, "HSET h a 1")
    #expect(reply(engine, "HPEXPIREAT h 5 FIELDS 1 a") == "*1\r\n:1\r\n")
    #expect(reply(engine, "HGET h a") == "$1\r\n1\r\n")
    #expect(reply(engine, "HINCRBY h a 1") == ":2\r\n")
    #expect(reply(engine, "HPEXPIRETIME h FIELDS 1 a") == "*1\r\n:5\r\n")
  }

  @Test func `a packed hash with fields that are over loses them when it is looked at`() {
    // Type 24: earliest expiry, two fields, one with that expiry.
    let packed: [UInt8] = [100, 0, 0, 0, 0, 0, 0, 0, 2, 1, 1, 0x61, 1, 0x31, 0, 1, 0x62, 1, 0x32]
    let engine = Engine { 1_700_000_000_000 }
    Array("h".utf8).withUnsafeBytes { name in packed.withUnsafeBytes { engine.databases[0].set(name, .hashMetadata, $0, expiresAt: nil) } }
    #expect(reply(engine, "HLEN h") == ":1\r\n")
    #expect(reply(engine, "HGET h b") == "$1\r\n2\r\n")
    #expect(reply(engine, "OBJECT ENCODING h") == "$10\r\nlistpackex\r\n")
  }

  @Test func `more repetitions than memory holds are refused`() {
    let engine = Engine { 0 }
    _ = reply(engine, "HSET h a 1")
    _ = reply(engine, "SADD s a")
    #expect(reply(engine, "HRANDFIELD h -9223372036854775807").hasPrefix("-ERR"))
    #expect(reply(engine, "SRANDMEMBER s -9223372036854775807").hasPrefix("-ERR"))
    #expect(reply(engine, "SRANDMEMBER s 9223372036854775807") == "*1\r\n$1\r\na\r\n")
  }
}

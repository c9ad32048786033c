import RDBFormats
import RDBTestSupport
import Testing

/// Going on behind a wound.
@Suite struct AOFResynchronizationTests {
  private static let commands = (0..<50).map { aof("SET", "key:\($0)", "value \($0)") }
  private static let bytes = commands.flatMap { $0 }

  private static func start(_ index: Int) -> Int { commands[..<index].reduce(0) { $0 + $1.count } }

  @Test func `after garbage between commands the next one is found`() {
    let garbage = Array("\u{1}\u{2}* *9 $3\r\n".utf8)
    let bytes = Self.bytes[..<Self.start(20)] + garbage + Self.bytes[Self.start(20)...]
    let (lines, faults, resumed) = AOFNotes.scanOn(Array(bytes))
    #expect(lines.count == 50)
    #expect(faults == [AOFFault(.unexpectedByte(1), from: Self.start(20), at: Self.start(20))])
    #expect(resumed == [Self.start(20) + garbage.count])
  }

  @Test(arguments: [64, 1 << 16]) func `a length that swallows commands costs only its own`(window: Int) {
    var commands = Self.commands
    commands[7] = Array("*3\r\n$3\r\nSET\r\n$5\r\nkey:7\r\n$905\r\nvalue 7\r\n".utf8)
    let (lines, faults, _) = AOFNotes.scanOn(commands.flatMap { $0 }, window: window)
    #expect(lines.filter { $0.hasSuffix(" SET key") || $0.contains(" 3 SET SET key:") }.count == 49)
    #expect(faults.count == 1)
  }

  @Test func `an argument that swallows the first byte of the next command costs only its own`() {
    var commands = Self.commands
    commands[7] = Array("*3\r\n$3\r\nSET\r\n$5\r\nkey:7\r\n$8\r\nvalue 7\r\n".utf8)
    let (lines, faults, resumed) = AOFNotes.scanOn(commands.flatMap { $0 })
    // The wounded one is told too, after its tolerance; that the scan goes on below the fault says so.
    #expect(lines.count == 51)
    #expect(faults.map(\.offset) == [Self.start(8) + 1])
    #expect(resumed == [Self.start(8)])
  }

  @Test func `a torn command in the middle costs only itself, though its length reaches to the end`() {
    var commands = Self.commands
    commands[7] = Array("*3\r\n$3\r\nSET\r\n$5\r\nkey:7\r\n$9999999\r\nvalue 7\r\n".utf8)
    // Too long to be held: it is streamed, and the input is opened once more.
    let (lines, faults, resumed) = AOFNotes.scanOn(commands.flatMap { $0 }, window: 64, whole: 256)
    #expect(lines.count == 49)
    #expect(faults.count == 1)
    #expect(resumed == [Self.start(7) + commands[7].count])
    // Where that cannot be, what was swallowed stays lost.
    #expect(AOFNotes.scanOn(commands.flatMap { $0 }, window: 64, whole: 256, reopens: false).lines.count < 49)
  }

  @Test func `the timestamp in front of a command belongs to it`() {
    let bytes = aof("PING") + Array("garbage\r\n#TS:17\r\n".utf8) + aof("PING")
    #expect(AOFNotes.scanOn(bytes).resumed == [23])
  }

  @Test func `a command that is not behind a line end needs another behind it`() {
    #expect(AOFNotes.scanOn(Array("xx".utf8) + aof("PING") + Array("yy".utf8)).resumed == [])
    #expect(AOFNotes.scanOn(Array("xx".utf8) + aof("PING") + aof("PING")).resumed == [2])
  }

  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func `one changed byte costs one command`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var bytes = Self.bytes
    let wound = Int.random(in: 0..<bytes.count, using: &random)
    bytes[wound] ^= UInt8.random(in: 1...255, using: &random)
    let sound = AOFNotes.scan(Self.bytes).lines
    let (lines, _, _) = AOFNotes.scanOn(bytes, window: 128)
    let kept = Set(lines)
    #expect(sound.filter { !kept.contains($0) }.count <= 1)
  }

  @Test(.timeLimit(.minutes(1)), arguments: [
    "*9\r\n$9\r\n", "*2\r\n$3\r\nSET\r\n$30000000\r\n", "*1000000\r\n$4\r\nPING\r\n", "*1\r\n$2\r\n*1\r\n", "#TS:1\r\n*2\r\n$1\r\na\r\n",
  ]) func `hostile bytes are gone through in time`(pattern: String) {
    let unit = Array(pattern.utf8)
    let bytes = Array((0..<(1 << 18) / unit.count).map { _ in unit }.joined())
    _ = AOFNotes.scanOn(bytes, window: 1 << 14, whole: 1 << 16)
  }
}

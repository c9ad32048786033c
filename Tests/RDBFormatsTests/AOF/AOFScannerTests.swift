import RDBFormats
import RDBTestSupport
import Testing

/// What servers load, told with offsets.
@Suite struct AOFScannerTests {
  private static let sample =
    Array("#TS:1700000000\r\n".utf8) + aof("SELECT", "0") + aof("SET", "a", "1") + aof("MULTI") + aof("incr", "b") + aof("EXEC")
    + Array("#TS:1700000001\r\n".utf8) + aof("SET", "long", String(repeating: "x", count: 300)) + aof("DEL", "")

  @Test func `commands and annotations are told with their offsets`() {
    let (lines, ending) = AOFNotes.scan(Self.sample)
    #expect(lines == [
      "0+16 # 1700000000", "16+23 2 SELECT SELECT 0", "39+27 3 SET SET a 1", "66+15 1 MULTI MULTI", "81+21 2 incr incr b", "102+14 1 EXEC EXEC",
      "116+16 # 1700000001", "132+331 3 SET SET long 300b", "463+19 2 DEL DEL ",
    ])
    #expect(ending == .complete(offset: Self.sample.count))
  }

  @Test func `an empty file is complete`() { #expect(AOFNotes.scan([]).ending == .complete(offset: 0)) }

  @Test(arguments: [
    ("*2\n$4\nECHO\n", "a", .torn(AOFFault(.argumentsMissing(present: 1, declared: 2), from: 0, at: 12))),
  ] as [(String, String, AOFEnding)])
  func `bytes behind an argument are stepped over unseen`(head: String, tail: String, ending: AOFEnding) {
    // LF only: the two bytes that servers skip behind ECHO are LF and the next one.
    #expect(AOFNotes.scan(Array((head + tail).utf8)).ending == ending)
  }

  @Test(arguments: [
    ("*1\n$4\r\nPING\r\n", ["0 bareLineFeed", "0+13 1 odd PING PING"]),
    ("*1\r\n$4\nPING\r\n", ["4 bareLineFeed", "0+13 1 odd PING PING"]),
    ("* 1\r\n$04\r\nPING\r\n", ["0 numberSpelling", "5 numberSpelling", "0+16 1 odd PING PING"]),
    ("*+1\r\n$4 x\r\nPING\r\n", ["0 numberSpelling", "5 textAfterNumber", "0+17 1 odd PING PING"]),
    ("*1\r\n$4\r\nPINGab", ["12 argumentTerminator", "0+14 1 odd PING PING"]),
    ("*2\r\n$4\r\nECHO\r\n$\r\n\r\n", ["14 numberMissing", "0+19 2 odd ECHO ECHO "]),
    ("*4294967297\r\n$4\r\nPING\r\n", ["0+23 1 PING PING"]),
    ("#x\n*1\r\n$4\r\nPING\r\n", ["0 bareLineFeed", "0+3 # unknown 2b", "3+14 1 PING PING"]),
    ("#TS:12x\r\n", ["0+9 # unknown 7b"]),
    ("#TS:\r\n", ["0+6 # unknown 4b"]),
    ("#TS:99999999999999999999\r\n", ["0+26 # unknown 24b"]),
  ] as [(String, [String])])
  func `what servers read and a strict reader would not is told first`(text: String, expected: [String]) {
    let (lines, ending) = AOFNotes.scan(Array(text.utf8))
    #expect(lines == expected)
    #expect(ending == .complete(offset: text.utf8.count))
  }

  @Test(arguments: [
    ("*0\r\n", .argumentCount(0), 0), ("*-1\r\n", .argumentCount(-1), 0), ("*\r\n", .argumentCount(0), 0), ("*-", .argumentCount(0), 0),
    ("*0", .argumentCount(0), 0), ("*4294967295\r\n", .argumentCount(4_294_967_295), 0), ("*x\r\n", .argumentCount(0), 0),
    ("*1\r\n$-1\r\n", .argumentLength(-1), 4), ("PING\r\n", .unexpectedByte(0x50), 0), ("\r\n", .unexpectedByte(0x0D), 0),
    ("*2\r\n$4\r\nECHO\r\nx", .argumentMarker(0x78, present: 1), 14), ("*1\r\n#TS:1\r\n", .argumentMarker(0x23, present: 0), 4),
  ] as [(String, AOFFault.Kind, Int)])
  func `what is no command is a fault at its byte`(text: String, kind: AOFFault.Kind, position: Int) {
    #expect(AOFNotes.scan(Array(text.utf8)).ending == .malformed(AOFFault(kind, from: 0, at: position)))
    // The same behind a sound command, in a window that ends anywhere, and in one so small that everything is streamed.
    let bytes = aof("PING") + Array(text.utf8)
    for (window, whole) in [(64, 1 << 16), (64, 64), (1 << 16, 1 << 16)] {
      #expect(
        AOFNotes.scan(bytes, window: window, whole: whole, piece: 3).ending == .malformed(AOFFault(kind, from: 14, at: 14 + position)))
    }
  }

  @Test(arguments: [
    ("*", .headerCut, 0), ("*3", .headerCut, 2), ("*3\r\n", .argumentsMissing(present: 0, declared: 3), 4), ("*3\r\n$", .headerCut, 5),
    ("*3\r\n$3\r\nSE", .argumentCut(declared: 3, available: 2), 10), ("*3\r\n$3\r\nSET", .terminatorCut, 11), ("*3\r\n$3\r\nSET\r", .terminatorCut, 12),
    ("*1\r\n$99999999999\r\nabc", .argumentCut(declared: 99_999_999_999, available: 3), 21), ("*\0", .headerCut, 0), ("#TS:12", .annotationCut, 6), ("#", .annotationCut, 1),
  ] as [(String, AOFFault.Kind, Int)])
  func `an input that ends inside something is torn there`(text: String, kind: AOFFault.Kind, position: Int) {
    #expect(AOFNotes.scan(Array(text.utf8)).ending == .torn(AOFFault(kind, from: 0, at: position)))
  }

  @Test func `every prefix is complete at a boundary and torn elsewhere, and tells what is whole`() {
    let whole = AOFNotes.scan(Self.sample).lines
    let ends = [16, 39, 66, 81, 102, 116, 132, 463, 482]
    for count in 0...Self.sample.count {
      let (lines, ending) = AOFNotes.scan(Array(Self.sample[..<count]), window: 64)
      let told = ends.filter { $0 <= count }.count
      #expect(lines == Array(whole[..<told]))
      if let end = ([0] + ends).last(where: { $0 <= count }), end == count {
        #expect(ending == .complete(offset: count))
      } else if case .torn(let fault) = ending {
        #expect(fault.offset == ([0] + ends).last { $0 <= count })
        #expect((fault.offset...count).contains(fault.position))
      } else {
        Issue.record("prefix \(count): \(ending)")
      }
    }
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `windows and pieces of any size tell the same`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var bytes: [UInt8] = []
    for _ in 0..<60 {
      if Int.random(in: 0..<8, using: &random) == 0 { bytes += Array("#TS:\(Int.random(in: 0..<3000, using: &random))\r\n".utf8) }
      let sizes = [0, 1, 5, 40, 200, 3000, 9000]
      bytes += aofCommand((0..<Int.random(in: 1...6, using: &random)).map { _ in
        let size = sizes.randomElement(using: &random) ?? 0
        return random.bytes(min(size, 20)) + [UInt8](repeating: 0x2A, count: max(0, size - 20))
      })
    }
    // Wounds in half of them.
    if seed % 2 == 0 { bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random) }
    let whole = AOFNotes.scan(bytes, window: 1 << 20, whole: 4096)
    for window in [64, 100, 777, 4096] {
      let split = AOFNotes.scan(bytes, window: window, whole: 4096, piece: Int.random(in: 1...500, using: &random))
      #expect(split.lines == whole.lines)
      #expect(split.ending == whole.ending)
    }
  }

  @Test func `a command over the limit is handed out in part, with its true lengths`() {
    let big = [UInt8](repeating: 0x79, count: 3 << 20)
    let bytes = aof("SET", "k", "v") + aofCommand([Array("APPEND".utf8), big, [1], big]) + aof("DEL", "k")
    let (lines, ending) = AOFNotes.scan(bytes, window: 1 << 20, whole: 1 << 20)
    let size = 2 * (3 << 20) + 4 + 12 + 7 + 2 * 12
    #expect(lines == [
      "0+27 3 SET SET k v", "27+\(size) 4 cut APPEND APPEND 4096b/3145728 \u{1} 4096b/3145728", "\(27 + size)+20 2 DEL DEL k",
    ])
    #expect(ending == .complete(offset: bytes.count))
  }

  @Test func `of a command with too many arguments the first ones are handed out`() {
    let bytes = aofCommand([Array("RPUSH".utf8)] + [[UInt8]](repeating: [UInt8](repeating: 0x61, count: 100), count: 20_000))
    var scanner = AOFScanner(MemorySource(bytes), windowByteCount: 4096, wholeByteCount: 4096)
    struct Count: AOFVisitor, ~Copyable {
      var declared = 0, given = 0
      mutating func command(_ command: borrowing AOFCommand) -> Bool {
        declared = command.argumentCount
        var arguments = command.arguments
        while arguments.next() != nil { given += 1 }
        return true
      }
    }
    var count = Count()
    #expect(scanner.scan(&count) == .complete(offset: bytes.count))
    #expect(count.declared == 20_001)
    #expect(count.given == (1 << 20) / 116 || count.given == (1 << 20) / 116 + 1)
  }

  @Test func `a visitor that has enough stops the scan behind its command`() {
    var scanner = AOFScanner(MemorySource(Self.sample), windowByteCount: 64)
    var notes = AOFNotes(stopsAfter: 3)
    #expect(scanner.scan(&notes) == .stopped(offset: 66))
    notes.stopsAfter = .max
    #expect(scanner.scan(&notes) == .complete(offset: Self.sample.count))
    #expect(notes.lines == AOFNotes.scan(Self.sample).lines)
  }

  @Test(arguments: [
    (1, false), (4096, false), (200_000, false), (1, true), (200_000, true),
  ]) func `zero bytes are counted, to the end or to what follows`(count: Int, goesOn: Bool) {
    let bytes = aof("PING") + [UInt8](repeating: 0, count: count) + (goesOn ? aof("PING") : [])
    let fault = AOFFault(.zeros(byteCount: UInt64(count), reachesEnd: !goesOn), from: 14, at: 14)
    #expect(AOFNotes.scan(bytes, window: 4096).ending == .malformed(fault))
    let inside = aof("PING") + Array("*2\r\n$4\r\nECHO\r\n".utf8) + [UInt8](repeating: 0, count: count) + (goesOn ? aof("PING") : [])
    #expect(
      AOFNotes.scan(inside, window: 4096).ending
        == .malformed(AOFFault(.zeros(byteCount: UInt64(count), reachesEnd: !goesOn), from: 14, at: 28)))
  }

  @Test func `a line goes on behind the 1023 bytes that servers read of it`() {
    let note = Array("#".utf8) + [UInt8](repeating: 0x78, count: 1022)
    #expect(AOFNotes.scan(note + aof("PING")).lines == ["0 longLine", "0+1023 # unknown 1023b", "1023+14 1 PING PING"])
    #expect(AOFNotes.scan(note + [10] + aof("PING")).ending == .malformed(AOFFault(.unexpectedByte(10), from: 1023, at: 1023)))
    let blanks = Array("*1\r\n$4".utf8) + [UInt8](repeating: 0x20, count: 1021) + Array("PING\r\n".utf8)
    #expect(AOFNotes.scan(blanks).lines == ["4 longLine", "0+\(blanks.count) 1 odd PING PING"])
  }
}

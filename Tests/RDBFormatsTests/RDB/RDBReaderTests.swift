import RDBFormats
import RDBTestSupport
import Testing

/// The reader that other packages import.
@Suite struct RDBReaderTests {
  /// Writes down what it is told.
  private final class Notes: RecordSink {
    var lines: [String] = []
    var skips: Set<String> = []

    private func text(_ bytes: RawSpan) -> String { bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }
    override func record(_ head: RecordHead, key: RawSpan) -> Bool {
      lines.append("\(head.database) \(text(key)) \(head.encoding.name) \(head.attributes.expiresAtMilliseconds.map { "\($0)" } ?? "-")")
      return !skips.contains(text(key))
    }
    override func element(_ role: ElementRole, _ bytes: RawSpan) { lines.append("  \(role) \(text(bytes))") }
    override func integer(_ role: ElementRole, _ value: Int64) { lines.append("  \(role) #\(value)") }
    override func score(_ value: Double) { lines.append("  score \(value)") }
    override func auxiliary(_ name: RawSpan, _ value: RawSpan, at offset: Int) { lines.append("aux \(text(name))=\(text(value)) at \(offset)") }
    override func defect(_ fault: DecodeFault) { lines.append("  defect \(fault.reason.code) at \(fault.offset)") }
    override func item(_ item: RDBItem, at offset: Int) { lines.append("\(item) at \(offset)") }
  }

  private func sample(_ footer: RDBBuilder.Footer = .right) -> [UInt8] {
    var file = RDBBuilder(version: 10)
    file.aux("redis-ver", "7.0.0")
    file.select(3)
    file.expire(milliseconds: 4_000_000_000_000)
    file.record(type: 16, key: "h", value: RDBBytes.string(RDBBytes.listpack(["f", 1, "g", "two"])))
    file.record(type: 17, key: "z", value: RDBBytes.string(RDBBytes.listpack(["m", 2, "n", "2.5"])))
    file.record(type: 0, key: "s", value: RDBBytes.integerString(-7))
    return file.finished(footer)
  }

  private static let expected = [
    "aux redis-ver=7.0.0 at 9", "database(3) at 26", "3 h listpack 4000000000000", "  hashField f", "  hashValue #1", "  hashField g",
    "  hashValue two", "3 z listpack -", "  sortedSetMember m", "  score 2.0", "  sortedSetMember n", "  score 2.5", "3 s raw -", "  string #-7",
  ]

  @Test(arguments: [1, 3, 1 << 20])
  func `a file is told item by item, however its bytes arrive`(piece: Int) throws {
    let notes = Notes()
    let reader = try RDBReader(MemorySource(sample(), pieceByteCount: piece))
    #expect(reader.header.version == 10)
    try reader.readAll(notes)
    #expect(notes.lines == Self.expected)
    #expect(try !reader.readItem(notes))
  }

  @Test func `a value of no interest is stepped over`() throws {
    let notes = Notes()
    notes.skips = ["h", "z"]
    try RDBReader(MemorySource(sample())).readAll(notes)
    #expect(notes.lines.suffix(4) == ["3 h listpack 4000000000000", "3 z listpack -", "3 s raw -", "  string #-7"])
  }

  @Test func `a wrong checksum is thrown, a zero one is not`() throws {
    let size = sample().count - 8
    let fault = #expect(throws: DecodeFault.self) { try RDBReader(MemorySource(sample(.wrong))).readAll(Notes()) }
    #expect(fault?.reason.code == "checksum.mismatch")
    #expect(fault?.offset == size)
    try RDBReader(MemorySource(sample(.zero))).readAll(Notes())
    let missing = #expect(throws: DecodeFault.self) { try RDBReader(MemorySource(sample(.missing))).readAll(Notes()) }
    #expect(missing == DecodeFault(.checksumMissing(available: 0), at: size))
  }

  @Test func `every prefix of a file ends in a fault inside it`() throws {
    let bytes = sample()
    for count in 0..<bytes.count {
      let fault = #expect(throws: DecodeFault.self) {
        try RDBReader(MemorySource(Array(bytes.prefix(count)), pieceByteCount: 5)).readAll(Notes())
      }
      #expect(fault.map { (0...count).contains($0.offset) } == true, "\(count) bytes: \(String(describing: fault))")
    }
  }

  @Test func `what is not an RDB is said to be none`() {
    for text in ["", "R", "REDI", "*1\r\n$4\r\nPING\r\n", "redis0009", "hello"] {
      let fault = #expect(throws: DecodeFault.self) { _ = try RDBReader(MemorySource(Array(text.utf8))) }
      #expect(["file.magic", "file.truncated"].contains(fault?.reason.code ?? ""), "\(text)")
    }
  }
}

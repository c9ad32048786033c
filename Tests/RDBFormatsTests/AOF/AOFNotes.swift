import RDBFormats
import RDBTestSupport

/// Writes down what a scan tells, and how it ended.
struct AOFNotes: AOFVisitor, ~Copyable {
  var lines: [String] = []
  var stopsAfter = Int.max

  mutating func command(_ command: borrowing AOFCommand) -> Bool {
    var text = "\(command.offset)+\(command.byteCount) \(command.argumentCount)\(command.isWhole ? "" : " cut")\(command.isRegular ? "" : " odd")"
    text += " \(String(decoding: command.name, as: UTF8.self))"
    var arguments = command.arguments
    while let argument = arguments.next() {
      let bytes = argument.bytes
      text += " \(bytes.count > 40 ? "\(bytes.count)b" : String(decoding: bytes, as: UTF8.self))"
      if !argument.isWhole { text += "/\(argument.byteCount)" }
    }
    lines.append(text)
    return lines.count < stopsAfter
  }

  mutating func annotation(_ annotation: borrowing AOFAnnotation) {
    lines.append("\(annotation.offset)+\(annotation.byteCount) # \(annotation.timestamp.map { "\($0)" } ?? "unknown \(annotation.span.byteCount)b")")
  }

  mutating func tolerance(_ tolerance: AOFTolerance) { lines.append("\(tolerance.offset) \(tolerance.kind)") }

  /// Scans all of `bytes`.
  static func scan(_ bytes: [UInt8], window: Int = 1 << 16, whole: Int = 1 << 16, piece: Int = .max) -> (lines: [String], ending: AOFEnding) {
    var scanner = AOFScanner(MemorySource(bytes, pieceByteCount: piece), windowByteCount: window, wholeByteCount: whole)
    var notes = AOFNotes()
    let ending = scanner.scan(&notes)
    return (notes.lines, ending)
  }

  /// Scans with going on behind every fault; the offsets where it went on.
  static func scanOn(_ bytes: [UInt8], window: Int = 1 << 16, whole: Int = 1 << 16, reopens: Bool = true) -> (lines: [String], faults: [AOFFault], resumed: [Int]) {
    var scanner = AOFScanner(
      MemorySource(bytes), windowByteCount: window, wholeByteCount: whole,
      reopen: reopens ? { MemorySource(Array(bytes[min($0, bytes.count)...])) } : nil)
    var notes = AOFNotes()
    var faults: [AOFFault] = []
    var resumed: [Int] = []
    while true {
      switch scanner.scan(&notes) {
      case .torn(let fault), .malformed(let fault): faults.append(fault)
      case .complete, .stopped, .inputFailed: return (notes.lines, faults, resumed)
      }
      guard let offset = scanner.resynchronize() else { return (notes.lines, faults, resumed) }
      resumed.append(offset)
    }
  }
}

/// The bytes of a command.
func aof(_ arguments: String...) -> [UInt8] { aofCommand(arguments.map { Array($0.utf8) }) }

/// The bytes of a command.
func aofCommand(_ arguments: [[UInt8]]) -> [UInt8] {
  Array("*\(arguments.count)\r\n".utf8) + arguments.flatMap { Array("$\($0.count)\r\n".utf8) + $0 + [13, 10] }
}

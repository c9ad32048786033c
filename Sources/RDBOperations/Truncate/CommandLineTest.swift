import RDBFormats

/// Whether a glob fits the line that a person would type: the arguments with a blank between them, in any letter case.
final class CommandLineTest: AOFCommandTest {
  /// What is compared of a line, in bytes.
  static let lineByteCount = 64 << 10

  private let glob: Glob
  private let line = UnsafeMutableRawBufferPointer.allocate(byteCount: CommandLineTest.lineByteCount, alignment: 16)

  init(_ pattern: String) {
    let bytes = pattern.utf8.map(Self.lowercased)
    glob = Glob(bytes)
    // What a pattern can begin with besides itself.
    super.init(initial: bytes.first.flatMap { [0x2A, 0x3F, 0x5B, 0x5C].contains($0) ? nil : $0 })
  }

  deinit { line.deallocate() }

  override func matches(_ command: borrowing AOFCommand) -> Bool {
    var count = 0
    var arguments = command.arguments
    while let argument = arguments.next() {
      if count > 0 {
        guard count < line.count else { break }
        line[count] = 0x20
        count += 1
      }
      argument.span.withUnsafeBytes { bytes in
        for byte in bytes.prefix(line.count - count) {
          line[count] = Self.lowercased(byte)
          count += 1
        }
      }
    }
    return glob.matches(UnsafeRawBufferPointer(rebasing: line[..<count]).bytes)
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}

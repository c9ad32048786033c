/// Keys as lines for other programs and a terminal: as they are, but for control characters, backslashes and what is not UTF-8, which are
/// escaped as `redis-cli` does: `\n`, `\\`, `\x00`.
enum KeyLine {
  static func append(_ key: UnsafeRawBufferPointer, to output: OutputBuffer) {
    guard let start = key.baseAddress else { return }
    var index = 0
    while index < key.count {
      let byte = key[index]
      if byte >= 0x20, byte < 0x7F, byte != 0x5C {
        output.append(byte)
        index += 1
      } else if byte < 0x80 {
        escape(byte, output)
        index += 1
      } else {
        let size = JSONText.sequenceByteCount(start + index, key.count - index)
        // U+0080 … U+009F are control characters too.
        let isPlain = size > 0 && !(byte == 0xC2 && key[index + 1] < 0xA0)
        for byte in key[index..<(index + max(1, size))] {
          if isPlain { output.append(byte) } else { hexadecimal(byte, output) }
        }
        index += max(1, size)
      }
    }
  }

  private static func escape(_ byte: UInt8, _ output: OutputBuffer) {
    switch byte {
    case 0x5C: output.append("\\\\")
    case 0x0A: output.append("\\n")
    case 0x0D: output.append("\\r")
    case 0x09: output.append("\\t")
    case 0x07: output.append("\\a")
    case 0x08: output.append("\\b")
    default: hexadecimal(byte, output)
    }
  }

  private static func hexadecimal(_ byte: UInt8, _ output: OutputBuffer) {
    output.append("\\x")
    output.append(hexadecimal: byte)
  }
}

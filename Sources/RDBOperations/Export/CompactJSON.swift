/// Checks that bytes are one JSON value (RFC 8259) and copies it without the white space around its parts, so that it
/// stays on one line.
struct CompactJSON {
  /// The deepest nesting that is taken; RedisJSON allows 128.
  private static var maximumDepth: Int { 512 }

  private let text: UnsafeRawBufferPointer
  private let output: OutputBuffer
  private var index = 0
  /// What is open, innermost last: an object or an array.
  private var isObject: [Bool] = []

  /// - Returns: false when it is not JSON, or nested too deep; then some of it may have been appended.
  static func append(_ text: UnsafeRawBufferPointer, to output: OutputBuffer) -> Bool {
    var copier = CompactJSON(text: text, output: output)
    return copier.copyValue() && copier.next == nil
  }

  private init(text: UnsafeRawBufferPointer, output: OutputBuffer) {
    self.text = text
    self.output = output
  }

  /// The next byte that is no white space.
  private var next: UInt8? {
    mutating get {
      while index < text.count {
        let byte = text[index]
        guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
        index += 1
      }
      return nil
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    index += 1
    output.append(byte)
    return true
  }

  private mutating func copyValue() -> Bool {
    while true {
      guard let byte = next else { return false }
      switch byte {
      case 0x7B, 0x5B:
        guard isObject.count < Self.maximumDepth, take(byte) else { return false }
        isObject.append(byte == 0x7B)
        if take(byte + 2) {
          isObject.removeLast()
        } else if byte == 0x7B {
          guard copyName() else { return false }
          continue
        } else {
          continue
        }
      case 0x22: guard copyString() else { return false }
      case 0x74: guard copy("true") else { return false }
      case 0x66: guard copy("false") else { return false }
      case 0x6E: guard copy("null") else { return false }
      default: guard copyNumber() else { return false }
      }
      // Behind a value: what it stands in goes on or ends.
      while true {
        guard let inObject = isObject.last else { return true }
        if take(0x2C) {
          if inObject, !copyName() { return false }
          break
        }
        guard take(inObject ? 0x7D : 0x5D) else { return false }
        isObject.removeLast()
      }
    }
  }

  private mutating func copyName() -> Bool {
    guard next == 0x22, copyString() else { return false }
    return take(0x3A)
  }

  private mutating func copy(_ word: StaticString) -> Bool {
    let size = word.utf8CodeUnitCount
    guard text.count - index >= size, (0..<size).allSatisfy({ text[index + $0] == word.utf8Start[$0] }) else { return false }
    output.append(word)
    index += size
    return true
  }

  private mutating func copyString() -> Bool {
    guard let base = text.baseAddress else { return false }
    let start = index
    index += 1
    while index < text.count {
      let byte = text[index]
      switch byte {
      case 0x22:
        index += 1
        output.append(UnsafeRawBufferPointer(rebasing: text[start..<index]))
        return true
      case 0x5C: guard stepOverEscape() else { return false }
      case 0..<0x20: return false
      case 0x80...:
        let size = JSONText.sequenceByteCount(base + index, text.count - index)
        guard size > 0 else { return false }
        index += size
      default: index += 1
      }
    }
    return false
  }

  private mutating func stepOverEscape() -> Bool {
    guard index + 1 < text.count else { return false }
    switch text[index + 1] {
    case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74:
      index += 2
      return true
    case 0x75:
      guard index + 6 <= text.count, text[(index + 2)..<(index + 6)].allSatisfy(Self.isHexadecimal) else { return false }
      index += 6
      return true
    default: return false
    }
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
  }

  /// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
  private mutating func copyNumber() -> Bool {
    let start = index
    step(over: [0x2D])
    if step(over: [0x30]) == 0, digits() == 0 { return false }
    if step(over: [0x2E]) > 0, digits() == 0 { return false }
    if step(over: [0x65, 0x45]) > 0 {
      step(over: [0x2B, 0x2D])
      if digits() == 0 { return false }
    }
    output.append(UnsafeRawBufferPointer(rebasing: text[start..<index]))
    return true
  }

  @discardableResult
  private mutating func step(over bytes: [UInt8]) -> Int {
    guard index < text.count, bytes.contains(text[index]) else { return 0 }
    index += 1
    return 1
  }

  private mutating func digits() -> Int {
    let start = index
    while index < text.count, (0x30...0x39).contains(text[index]) { index += 1 }
    return index - start
  }
}

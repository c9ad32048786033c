/// Words as servers split and quote them: `sdssplitargs` and `sdscatrepr` in sds.c.
package enum ManifestWords {
  /// - Returns: nil when a quote does not end, or is not followed by a blank.
  package static func split(_ line: [UInt8]) -> [[UInt8]]? {
    var words: [[UInt8]] = []
    var index = 0
    while true {
      while index < line.count, line[index] == 0x20 || (0x09...0x0D).contains(line[index]) { index += 1 }
      guard index < line.count else { return words }
      guard let word = word(line, &index) else { return nil }
      words.append(word)
    }
  }

  private static func word(_ line: [UInt8], _ index: inout Int) -> [UInt8]? {
    var word: [UInt8] = []
    while index < line.count {
      let byte = line[index]
      switch byte {
      case 0x20, 0x0A, 0x0D, 0x09: return word
      case 0x22, 0x27:
        index += 1
        guard let text = byte == 0x22 ? doubleQuoted(line, &index) : singleQuoted(line, &index) else { return nil }
        word += text
        // The closing quote must be followed by a blank or nothing, and ends the word.
        if index < line.count, line[index] != 0x20, !(0x09...0x0D).contains(line[index]) { return nil }
        return word
      default:
        word.append(byte)
        index += 1
      }
    }
    return word
  }

  private static func doubleQuoted(_ line: [UInt8], _ index: inout Int) -> [UInt8]? {
    var text: [UInt8] = []
    while index < line.count {
      let byte = line[index]
      if byte == 0x22 {
        index += 1
        return text
      }
      guard byte == 0x5C, index + 1 < line.count else {
        text.append(byte)
        index += 1
        continue
      }
      if line[index + 1] == 0x78, index + 3 < line.count, let high = hexDigit(line[index + 2]), let low = hexDigit(line[index + 3]) {
        text.append(high << 4 | low)
        index += 4
        continue
      }
      let escapes: [UInt8: UInt8] = [0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09, 0x62: 0x08, 0x61: 0x07]
      text.append(escapes[line[index + 1]] ?? line[index + 1])
      index += 2
    }
    return nil
  }

  private static func singleQuoted(_ line: [UInt8], _ index: inout Int) -> [UInt8]? {
    var text: [UInt8] = []
    while index < line.count {
      if line[index] == 0x27 {
        index += 1
        return text
      }
      if line[index] == 0x5C, index + 1 < line.count, line[index + 1] == 0x27 { index += 1 }
      text.append(line[index])
      index += 1
    }
    return nil
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }

  /// A word as servers write it: quoted only when it needs to be.
  static func quoted(_ word: [UInt8]) -> [UInt8] {
    // A leading single quote would be taken for one; servers never have it in a name of theirs.
    let isPlain = !word.isEmpty && word.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C && $0 != 0x27 }
    if isPlain { return word }
    let escapes: [UInt8: UInt8] = [0x0A: 0x6E, 0x0D: 0x72, 0x09: 0x74, 0x07: 0x61, 0x08: 0x62, 0x22: 0x22, 0x5C: 0x5C]
    var text: [UInt8] = [0x22]
    for byte in word {
      if let escape = escapes[byte] {
        text += [0x5C, escape]
      } else if (0x20...0x7E).contains(byte) {
        text.append(byte)
      } else {
        let digits = Array("0123456789abcdef".utf8)
        text += [0x5C, 0x78, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return text + [0x22]
  }
}

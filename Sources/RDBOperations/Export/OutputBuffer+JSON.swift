import RDBFormats

extension OutputBuffer {
  /// Appends text as a JSON string: quotes, backslashes and control characters escaped, everything else as it is.
  ///
  /// - Returns: false, with nothing appended, when the bytes are not UTF-8.
  @inline(__always)
  func appendJSON(_ text: UnsafeRawBufferPointer) -> Bool {
    let start = count
    // Room for the text, two quotes, and stores of eight bytes that reach past the end.
    var target = reserve(text.count &+ 16)
    target.storeBytes(of: 0x22, as: UInt8.self)
    var written = 1
    guard let source = text.baseAddress else {
      target.storeBytes(of: 0x22, toByteOffset: 1, as: UInt8.self)
      advance(2)
      return true
    }
    var index = 0
    while true {
      while index &+ 8 <= text.count {
        let word = source.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        target.storeBytes(of: word, toByteOffset: written, as: UInt64.self)
        let special = JSONText.specialBytes(word)
        if special != 0 {
          let plain = special.trailingZeroBitCount >> 3
          index &+= plain
          written &+= plain
          break
        }
        index &+= 8
        written &+= 8
      }
      if index < text.count, index &+ 8 > text.count,
        let word = JSONText.tail(source, index, text.count)
      {
        let size = text.count &- index
        if JSONText.specialBytes(word) & (UInt64(1) &<< UInt64(8 &* size) &- 1) == 0 {
          target.storeBytes(of: word, toByteOffset: written, as: UInt64.self)
          written &+= size
          break
        }
      }
      // The last bytes, and the one that is special, one by one.
      while index < text.count {
        let byte = source.load(fromByteOffset: index, as: UInt8.self)
        if byte >= 0x20, byte < 0x80, byte != 0x22, byte != 0x5C {
          target.storeBytes(of: byte, toByteOffset: written, as: UInt8.self)
          index &+= 1
          written &+= 1
        } else if byte >= 0x80 {
          let size = JSONText.sequenceByteCount(source + index, text.count &- index)
          guard size > 0 else {
            truncate(to: start)
            return false
          }
          Self.copy(source + index, size, to: target + written)
          index &+= size
          written &+= size
          if index &+ 8 <= text.count, source.load(fromByteOffset: index, as: UInt8.self) < 0x80 { break }
        } else {
          advance(written)
          appendEscaped(byte)
          target = reserve(text.count &- index &+ 16)
          written = 0
          index &+= 1
          break
        }
      }
      if index >= text.count { break }
    }
    target.storeBytes(of: 0x22, toByteOffset: written, as: UInt8.self)
    advance(written &+ 1)
    return true
  }

  /// Appends the decimal text of a number as a JSON string.
  @inline(__always)
  func appendJSON(integerText value: Int64) {
    let target = reserve(24)
    let magnitude = value.magnitude
    let digits = DecimalDigits.count(magnitude)
    let start = value < 0 ? 2 : 1
    // The sign is overwritten where there is none.
    target.storeBytes(of: UInt16(0x2D22).littleEndian, as: UInt16.self)
    DecimalDigits.write(magnitude, digits, to: target + start)
    target.storeBytes(of: 0x22, toByteOffset: start &+ digits, as: UInt8.self)
    advance(start &+ digits &+ 1)
  }

  /// Appends the escape of a quote, a backslash or a control character.
  @inline(never)
  private func appendEscaped(_ byte: UInt8) {
    switch byte {
    case 0x22: append("\\\"")
    case 0x5C: append("\\\\")
    case 0x0A: append("\\n")
    case 0x0D: append("\\r")
    case 0x09: append("\\t")
    case 0x08: append("\\b")
    case 0x0C: append("\\f")
    default:
      append("\\u00")
      append(hexadecimal: byte)
    }
  }

  /// Appends two hexadecimal digits.
  func append(hexadecimal byte: UInt8) {
    for digit in [byte >> 4, byte & 15] { append(digit < 10 ? 0x30 + digit : 0x57 + digit) }
  }

  /// Appends a score as a JSON number, or as a string where JSON has no number for it.
  func appendJSON(score: Double) {
    if score.isFinite {
      append(score: score)
    } else {
      append(0x22)
      append(score: score)
      append(0x22)
    }
  }

  /// Appends the id of a stream entry as a JSON string.
  func appendJSON(_ id: StreamEntryID) {
    append(0x22)
    append(id)
    append(0x22)
  }

  /// Appends bytes as a JSON string, or as `{"base64":"…"}` when they are not UTF-8.
  package func appendJSONOrBase64(_ bytes: UnsafeRawBufferPointer) {
    if !appendJSON(bytes) {
      append("{\"base64\":\"")
      var encoder = Base64Encoder()
      encoder.write(bytes, to: self)
      encoder.finish(self)
      append("\"}")
    }
  }
}

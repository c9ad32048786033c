import RDBFormats

extension OutputBuffer {
  /// Appends a bulk string: `$3\r\nabc\r\n`.
  @inline(__always)
  func appendArgument(_ bytes: UnsafeRawBufferPointer) {
    let target = reserve(bytes.count &+ 25)
    var written = Self.writeHeader(0x24, UInt64(truncatingIfNeeded: bytes.count), to: target)
    if let source = bytes.baseAddress {
      Self.copy(source, bytes.count, to: target + written)
      written &+= bytes.count
    }
    (target + written).storeBytes(of: UInt16(0x0A0D).littleEndian, as: UInt16.self)
    advance(written &+ 2)
  }

  /// Appends a bulk string.
  @inline(__always)
  func appendArgument(_ bytes: RawSpan) { bytes.withUnsafeBytes { appendArgument($0) } }

  /// Appends a number as a bulk string.
  @inline(__always)
  func appendArgument(decimal value: Int64) { appendArgument(isNegative: value < 0, value.magnitude) }

  /// Appends a number as a bulk string.
  func appendArgument(decimal value: UInt64) { appendArgument(isNegative: false, value) }

  private func appendArgument(isNegative: Bool, _ magnitude: UInt64) {
    let target = reserve(48)
    let digits = DecimalDigits.count(magnitude)
    let sign = isNegative ? 1 : 0
    let start = Self.writeHeader(0x24, UInt64(truncatingIfNeeded: digits &+ sign), to: target)
    // Overwritten by the first digit where there is no sign.
    target.storeBytes(of: 0x2D, toByteOffset: start, as: UInt8.self)
    DecimalDigits.write(magnitude, digits, to: target + (start &+ sign))
    (target + (start &+ sign &+ digits)).storeBytes(of: UInt16(0x0A0D).littleEndian, as: UInt16.self)
    advance(start &+ sign &+ digits &+ 2)
  }

  /// Appends the id of a stream entry as a bulk string.
  func appendArgument(_ id: StreamEntryID) {
    append(header: 0x24, UInt64(DecimalDigits.count(id.milliseconds) + 1 + DecimalDigits.count(id.sequence)))
    append(id)
    append("\r\n")
  }

  /// Appends a score as a bulk string; every server reads it back as the same score.
  ///
  /// Servers write 17 digits into an AOF, which `printf` takes three times as long for as all the rest takes.
  @inline(__always)
  func appendArgument(score: Double) {
    var text = InlineArray<32, UInt8>(repeating: 0)
    var span = text.mutableSpan
    span.withUnsafeMutableBytes { buffer in
      appendArgument(UnsafeRawBufferPointer(rebasing: buffer[..<ScoreText.grisu2(score, into: buffer)]))
    }
  }

  /// Appends `*2\r\n` or `$3\r\n`.
  @inline(__always)
  func append(header: UInt8, _ number: UInt64) {
    advance(Self.writeHeader(header, number, to: reserve(23)))
  }

  /// Appends the command that changes the database.
  func appendSelect(_ database: UInt64) {
    append("*2\r\n$6\r\nSELECT\r\n")
    appendArgument(decimal: database)
  }

  /// - Returns: bytes written, at most 23.
  @inline(__always)
  private static func writeHeader(_ kind: UInt8, _ number: UInt64, to target: UnsafeMutableRawPointer) -> Int {
    let digits = DecimalDigits.count(number)
    target.storeBytes(of: kind, as: UInt8.self)
    DecimalDigits.write(number, digits, to: target + 1)
    (target + (digits &+ 1)).storeBytes(of: UInt16(0x0A0D).littleEndian, as: UInt16.self)
    return digits &+ 3
  }
}

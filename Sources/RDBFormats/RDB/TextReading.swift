extension ByteReading where Self: ~Copyable {
  /// Reads a string whole: a key, a name, a library.
  ///
  /// - Parameters:
  ///   - buffer: holds the text where it cannot be lent from the input.
  ///   - prefixOnly: of longer strings only that many bytes are returned; all are consumed.
  /// - Returns: bytes that are valid until the next read or the next use of `buffer`.
  /// - Throws: `.lzf` behind the string, so that the walk can go on; framing faults;
  ///   `.unsupported` for strings over ``ByteWindow/maximumContiguousByteCount``.
  mutating func readText(into buffer: TextBuffer, prefixOnly: Int? = nil) throws(DecodeFault) -> UnsafeRawBufferPointer {
    let start = offset
    return try readText(try readStringToken(), start, into: buffer, prefixOnly: prefixOnly)
  }

  /// The same behind the front of the string, which began at `start`.
  @inline(__always)
  mutating func readText(
    _ token: StringToken, _ start: Int, into buffer: TextBuffer, prefixOnly: Int? = nil
  ) throws(DecodeFault) -> UnsafeRawBufferPointer {
    switch token {
    case .raw(let count):
      let wanted = min(count, UInt64(prefixOnly ?? .max))
      guard wanted <= UInt64(ByteWindow.maximumContiguousByteCount) else {
        // Whether they are there at all comes first.
        try skip(count)
        throw fault(.unsupported("a name of \(count) bytes"), at: start)
      }
      let size = Int(wanted)
      try need(size)
      let text = isStream ? buffer.copy(peekUnsafe(size)) : peekUnsafe(size)
      advance(size)
      try skip(count - wanted)
      return text
    case .integer(let value): return buffer.decimal(value)
    case .compressed(let count, let uncompressed):
      guard LZF.claimIsPlausible(compressed: count, uncompressed: uncompressed) else {
        try skip(count)
        throw fault(.lzf(.claimTooLarge), at: start)
      }
      let limit = UInt64(ByteWindow.maximumContiguousByteCount)
      guard count <= limit, uncompressed <= limit else {
        try skip(count)
        throw fault(.unsupported("a name of \(uncompressed) bytes"), at: start)
      }
      try need(Int(count))
      let room = buffer.reserve(Int(uncompressed))
      let problem = LZF.decompress(peekUnsafe(Int(count)), into: room)
      advance(Int(count))
      if let problem { throw fault(.lzf(problem), at: start) }
      return UnsafeRawBufferPointer(rebasing: room[..<min(room.count, prefixOnly ?? .max)])
    }
  }
}

extension DecodeFault {
  /// Where the input ends inside a long string, the string is what is wrong.
  func inString(of count: UInt64, startingAt offset: Int, left: UInt64) -> DecodeFault {
    guard case .truncated = reason else { return self }
    return DecodeFault(.truncated(needed: count, available: count - left), at: offset)
  }

  /// The same for an end that was met while the last `left` bytes of the string were stepped over.
  func inString(of count: UInt64, startingAt offset: Int, skipping left: UInt64) -> DecodeFault {
    guard case .truncated(_, let available) = reason else { return self }
    return inString(of: count, startingAt: offset, left: left - min(left, available))
  }
}

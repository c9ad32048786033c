import RDBFormats

extension Word {
  /// An id as servers read one: milliseconds, `-`, sequence.
  ///
  /// - Parameter sequence: what it is when only milliseconds are given.
  /// - Throws: the error of servers, also for `-` and `+`.
  func streamID(orSequence sequence: UInt64 = 0) throws(CommandError) -> StreamEntryID {
    guard let id = StreamIDText(bytes), !id.wantsSequence else { throw StreamIDText.invalid }
    return StreamEntryID(milliseconds: id.milliseconds, sequence: id.sequence ?? sequence)
  }

  /// The same, where `-` and `+` stand for the lowest and highest id.
  func streamIDOrEdge(orSequence sequence: UInt64 = 0) throws(CommandError) -> StreamEntryID {
    switch [UInt8](StreamIDText.cString(bytes)) {
    case [UInt8(ascii: "-")]: .zero
    case [UInt8(ascii: "+")]: .highest
    default: try streamID(orSequence: sequence)
    }
  }

  /// The lower end of a range; `(` in front leaves the id itself out.
  func streamRangeStart() throws(CommandError) -> StreamEntryID {
    guard let open = openEnd else { return try streamIDOrEdge() }
    guard let next = try open.streamID().next else { throw CommandError("ERR invalid start ID for the interval") }
    return next
  }

  /// The upper end of a range.
  func streamRangeEnd() throws(CommandError) -> StreamEntryID {
    guard let open = openEnd else { return try streamIDOrEdge(orSequence: .max) }
    guard let previous = try open.streamID(orSequence: .max).previous else { throw CommandError("ERR invalid end ID for the interval") }
    return previous
  }

  private var openEnd: Word? {
    bytes.count > 1 && bytes[0] == UInt8(ascii: "(") ? Word(UnsafeRawBufferPointer(rebasing: bytes[1...])) : nil
  }

  /// Whether it is exactly this character.
  func isCharacter(_ character: Unicode.Scalar) -> Bool { bytes.count == 1 && bytes[0] == UInt8(ascii: character) }
}

/// The text of an id.
struct StreamIDText {
  let milliseconds: UInt64
  /// nil when it is not given.
  let sequence: UInt64?
  /// Whether the sequence is `*`: the next one.
  let wantsSequence: Bool

  static let invalid = CommandError("ERR Invalid stream ID specified as stream command argument")

  init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count <= 127 else { return nil }
    let text = Self.cString(bytes)
    let dash = text.firstIndex(of: UInt8(ascii: "-"))
    guard let milliseconds = Self.number(text[..<(dash ?? text.endIndex)]) else { return nil }
    self.milliseconds = milliseconds
    guard let dash else {
      sequence = nil
      wantsSequence = false
      return
    }
    let rest = text[(dash + 1)...]
    wantsSequence = rest.elementsEqual([UInt8(ascii: "*")])
    sequence = wantsSequence ? nil : Self.number(rest)
    if sequence == nil, !wantsSequence { return nil }
  }

  /// What C takes for the text.
  static func cString(_ bytes: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer> {
    bytes[..<(bytes.firstIndex(of: 0) ?? bytes.endIndex)]
  }

  /// A number as `strtoull` reads one, all of the text: with spaces in front, a sign, zeros. A negative one counts back from 2^64,
  /// but not in its canonical form.
  private static func number(_ text: Slice<UnsafeRawBufferPointer>) -> UInt64? {
    let text = UnsafeRawBufferPointer(rebasing: text)
    if let canonical = Decimal.canonicalInteger(text) { return canonical < 0 ? nil : UInt64(canonical) }
    var index = 0
    while index < text.count, text[index] == 0x20 || (0x09...0x0D).contains(text[index]) { index += 1 }
    var isNegative = false
    if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
      isNegative = text[index] == UInt8(ascii: "-")
      index += 1
    }
    guard index < text.count else { return nil }
    var value: UInt64 = 0
    while index < text.count {
      let digit = text[index] &- 0x30
      guard digit < 10 else { return nil }
      let (product, overflows) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowsToo) = product.addingReportingOverflow(UInt64(digit))
      guard !overflows, !overflowsToo else { return nil }
      value = sum
      index += 1
    }
    return isNegative ? 0 &- value : value
  }
}

extension StreamEntryID {
  /// Above every other.
  static let highest = StreamEntryID(milliseconds: .max, sequence: .max)

  /// The next one; nil behind the highest.
  var next: StreamEntryID? {
    if sequence < .max { return StreamEntryID(milliseconds: milliseconds, sequence: sequence + 1) }
    return milliseconds < .max ? StreamEntryID(milliseconds: milliseconds + 1, sequence: 0) : nil
  }

  /// The one before; nil before 0-0.
  var previous: StreamEntryID? {
    if sequence > 0 { return StreamEntryID(milliseconds: milliseconds, sequence: sequence - 1) }
    return milliseconds > 0 ? StreamEntryID(milliseconds: milliseconds - 1, sequence: .max) : nil
  }
}

extension ReplyBuffer {
  /// An id, as a string.
  func bulk(_ id: StreamEntryID) {
    guard !isDiscarding else { return }
    bulk(id.description)
  }
}

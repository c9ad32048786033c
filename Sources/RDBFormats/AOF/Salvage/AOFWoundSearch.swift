// Where sound commands go on behind a wound, and whether the command in front of it is sound at all.
//
// A value can hold commands as text, so that a header alone proves nothing. What counts:
//  - an argument whose frame ends as it should is stepped over with all that is in it;
//  - a candidate is a whole command that servers write, and the commands behind it are followed: a chain that ends in
//    CR LF and a header is the inside of a value, whose own line end that is;
//  - a chain that begins inside the command in front and passes its end proves that one wrong.

/// Finds where sound commands begin again.
struct AOFWoundSearch {
  /// What came of a search.
  struct Outcome {
    /// Where sound commands go on; nil when there are none up to the end.
    var resumesAt: Int?
    /// Whether what stands directly in front of the fault is part of the wound.
    var takesLast = false
  }

  /// What stands directly in front of a fault.
  struct Last {
    let range: Range<Int>
    /// Whether it is an annotation.
    let isAnnotation: Bool
    /// Whether it is framed as servers write it, or is a timestamp.
    let isRegular: Bool
  }

  private let probe: AOFProbe
  private let pages: PagedBytes

  init(_ bytes: any RandomAccessBytes, probe: AOFProbe) {
    self.probe = probe
    pages = PagedBytes(bytes, end: probe.end, pageByteCount: 64 << 10)
  }

  /// Searches behind a fault.
  ///
  /// - Parameters:
  ///   - fault: what the scanner met.
  ///   - last: what ends where the fault begins.
  func search(behind fault: AOFFault, last: Last?) throws -> Outcome {
    if let last {
      if let inside = try commandPassing(fault.offset, in: last.range) { return Outcome(resumesAt: inside, takesLast: true) }
      if !last.isAnnotation, let next = try surplusArguments(fault.offset, of: last.range) { return Outcome(resumesAt: next, takesLast: true) }
    }
    var resumesAt = try next(from: fault.offset + 1)
    if let place = resumesAt, try isTornValue(fault, place) { resumesAt = nil }
    return Outcome(resumesAt: resumesAt, takesLast: !(last?.isRegular ?? true))
  }

  /// Whether the file ends inside of a value that holds commands, rather than that a wounded length swallowed some.
  ///
  /// Torn ends are what happens most. A few commands in one count only where a length with one other digit would end in front.
  private func isTornValue(_ fault: AOFFault, _ place: Int) throws -> Bool {
    if case .terminatorCut = fault.kind { return try probe.chain(place).count < 8 }
    guard case .argumentCut(let declared, let available) = fault.kind, let declared = Int(exactly: declared), declared < 1 << 20,
      place >= fault.position - Int(clamping: available), try probe.chain(place).count < 8
    else { return false }
    let payload = fault.position - Int(clamping: available)
    for length in AOFProbe.neighbours(declared) where payload + length + 2 <= place {
      let behind = try probe.bytes(payload + length, 2)
      if behind.count == 2, behind[0] == 0x0D, behind[1] == 0x0A { return false }
    }
    return true
  }

  /// Where sound commands go on when some begin inside of what was read as one and pass its end.
  private func commandPassing(_ end: Int, in range: Range<Int>) throws -> Int? {
    var at = range.lowerBound + 1
    while at < range.upperBound, !probe.isExhausted {
      let bytes = try pages.rest(at)
      guard !bytes.isEmpty else { return nil }
      let piece = UnsafeRawBufferPointer(rebasing: bytes.prefix(range.upperBound - at))
      guard let star = piece.firstIndex(of: 0x2A) else {
        at += piece.count
        continue
      }
      at += star
      if try probe.plausibleCommand(at) != nil {
        let chain = try probe.chain(at)
        if chain.end > end {
          // A value of commands that has become longer than its header says: what it holds is no evidence.
          return try isInside(chain) ? chain.end + 2 : at
        }
        at = max(at, chain.end - 1)
      }
      at += 1
    }
    return nil
  }

  /// Whether a chain is the inside of a value: the value's own line end follows it.
  ///
  /// So it does when the last command of a sound chain is such a value that has grown; and nobody keeps long logs of commands in
  /// a value as often as a long chain is what it seems.
  private func isInside(_ chain: AOFProbe.Chain) throws -> Bool {
    guard chain.count < 8, try isLineEndAndStart(chain.end) else { return false }
    guard chain.count > 1 else { return true }
    var from = chain.last + 1
    var tries = 0
    while tries < 4, let star = try star(from, chain.end) {
      from = star + 1
      guard try probe.plausibleCommand(star) != nil else { continue }
      tries += 1
      if try probe.chain(star, upTo: chain.end).end == chain.end { return false }
    }
    return true
  }

  /// Whether the line end of an argument stands there, and something that may follow one.
  private func isLineEndAndStart(_ offset: Int) throws -> Bool {
    let bytes = try probe.bytes(offset, 2)
    guard bytes.count == 2, bytes[0] == 0x0D, bytes[1] == 0x0A else { return false }
    return try probe.start(offset + 2) != .nothing
  }

  /// Where the next command begins when the one in front has more arguments than its header says.
  ///
  /// Only where one bit of that header explains it: otherwise the next command has lost its own header.
  private func surplusArguments(_ offset: Int, of last: Range<Int>) throws -> Int? {
    guard let (count, _) = try probe.number(0x2A, last.lowerBound) else { return nil }
    var surplus = 1
    guard var frame = try probe.frame(offset) else { return nil }
    let name = try probe.bytes(frame.payload.lowerBound, min(64, frame.payload.count))
    let isName = frame.payload.count <= 64 && CommandTable.shared.lookup(name) != nil
    while true {
      switch try probe.start(frame.next) {
      case .end, .whole, .head: return isName || !Self.differByOneBit(count, count &+ surplus) ? nil : frame.next
      case .argument:
        surplus += 1
        guard !probe.isExhausted, let next = try probe.frame(frame.next) else { return nil }
        frame = next
      case .nothing: return nil
      }
    }
  }

  /// Whether the digits of two numbers differ in one bit.
  private static func differByOneBit(_ one: Int, _ other: Int) -> Bool {
    let (a, b) = (Array(String(one).utf8), Array(String(other).utf8))
    return a.count == b.count && zip(a, b).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount } == 1
  }

  /// The next place, from an offset on, where sound commands begin.
  ///
  /// - Complexity: O(bytes) up to there; the looks ahead are bounded by a constant for each byte.
  func next(from offset: Int) throws -> Int? {
    var at = offset
    var before = try offset > 0 ? pages.byte(offset - 1) ?? 0 : 0x0A
    while true {
      let bytes = try pages.rest(at)
      guard !bytes.isEmpty else { return nil }
      probe.earn(bytes.count)
      var index = 0
      var jump: Int?
      while index < bytes.count {
        let byte = bytes[index]
        if byte == 0x2A || byte == 0x24 || byte == 0x23 {
          let place = at + index
          switch try look(byte, place, before: index > 0 ? bytes[index - 1] : before) {
          case .sound: return place
          case .skip(let next): jump = next
          case .nothing: break
          }
          if jump != nil { break }
        }
        index += 1
      }
      if let jump {
        at = jump
        before = 0x0A
      } else {
        before = bytes[bytes.count - 1]
        at += bytes.count
      }
    }
  }

  private enum Look { case sound, nothing, skip(to: Int) }

  private func look(_ byte: UInt8, _ offset: Int, before: UInt8) throws -> Look {
    switch byte {
    case 0x24: return before == 0x0A ? try argument(offset) : .nothing
    case 0x23:
      guard before == 0x0A, let next = try probe.timestamp(offset) else { return .nothing }
      if next >= probe.end { return .sound }
      return try candidate(next, isBehindLine: true) == .sound ? .sound : .nothing
    default:
      switch try candidate(offset, isBehindLine: before == 0x0A) {
      case .sound: return .sound
      case .nothing: return .nothing
      case .inside(let next): return .skip(to: next)
      }
    }
  }

  /// Steps over an argument whose frame is right, unless commands begin inside of it that it cannot hold.
  private func argument(_ offset: Int) throws -> Look {
    guard let frame = try probe.frame(offset) else { return .nothing }
    let start = try probe.start(frame.next)
    guard start != .nothing else { return .nothing }
    var from = frame.payload.lowerBound
    var tries = 0
    while tries < 8, let star = try star(from, frame.payload.upperBound) {
      from = star + 1
      guard let command = try probe.plausibleCommand(star) else { continue }
      tries += 1
      if command.range.upperBound > frame.next { return .nothing }
      let chain = try probe.chain(star, upTo: frame.next)
      if chain.end > frame.next { return .nothing }
      // Whole commands up to the very end, which a length with one other digit would have left alone.
      if chain.end == frame.next, AOFProbe.neighbours(frame.payload.count).contains(where: { frame.payload.lowerBound + $0 + 2 <= star }) {
        let lengths = AOFProbe.neighbours(frame.payload.count)
        for length in lengths where frame.payload.lowerBound + length + 2 <= star {
          let behind = try probe.bytes(frame.payload.lowerBound + length, 3)
          if behind.count == 3, behind[0] == 0x0D, behind[1] == 0x0A, behind[2] == 0x24 || behind[2] == 0x2A { return .nothing }
        }
      }
      from = max(from, chain.end)
    }
    return .skip(to: frame.next)
  }

  /// The next `*` behind a line end.
  private func star(_ from: Int, _ to: Int) throws -> Int? {
    var at = from
    while at < to {
      let bytes = try probe.bytes(at, 4096)
      guard !bytes.isEmpty else { return nil }
      guard let found = bytes.prefix(to - at).firstIndex(of: 0x2A) else {
        at += bytes.count
        continue
      }
      at += found
      if try probe.byte(at - 1) == 0x0A { return at }
      at += 1
    }
    return nil
  }

  private enum Candidate: Equatable { case sound, nothing, inside(to: Int) }

  private func candidate(_ offset: Int, isBehindLine: Bool) throws -> Candidate {
    guard try probe.plausibleCommand(offset) != nil else { return .nothing }
    let chain = try probe.chain(offset)
    if chain.end >= probe.end || chain.isCutShort { return .sound }
    // The line end of the value that all this is in.
    if try isInside(chain) { return .inside(to: chain.end + 2) }
    if chain.count > 1 { return isBehindLine || chain.count > 2 ? .sound : .nothing }
    return try isBehindLine && isWound(chain.end) ? .sound : .nothing
  }

  /// Whether what stands behind a lone command is another wound, and not the rest of a text that the command is part of.
  private func isWound(_ offset: Int) throws -> Bool {
    switch try probe.start(offset) {
    case .end, .whole, .head: return true
    case .argument, .nothing: break
    }
    let bytes = try probe.bytes(offset, 96)
    let head = bytes.prefix(8)
    // Something that is no text, or the header of an argument not far away.
    if head.contains(where: { ($0 < 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09) || $0 > 0x7E }) { return true }
    var index = 0
    while index + 2 < head.count + 2, index + 2 < bytes.count {
      if bytes[index] == 0x0D, bytes[index + 1] == 0x0A, bytes[index + 2] == 0x24 { return true }
      index += 1
    }
    let length = min(80, bytes.count)
    for index in 1..<max(2, length) {
      guard try probe.byte(offset + index) == 0x2A, try probe.start(offset + index) == .whole else { continue }
      return try probe.byte(offset + index - 1) != 0x0A
    }
    return false
  }
}

// Where sound commands go on behind a wound, and whether the command in front of it is sound at all.
//
// A value can hold commands as text, so that a header alone proves nothing. What counts:
//  - an argument whose frame ends as it should is stepped over with all that is in it, unless its command is known to have
//    swallowed others;
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

  let probe: AOFProbe
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
      if let inside = try firstInside(last.range, passing: fault.offset) { return Outcome(resumesAt: inside, takesLast: true) }
      if !last.isAnnotation, let next = try surplusArguments(fault.offset, of: last.range) { return Outcome(resumesAt: next, takesLast: true) }
    }
    var resumesAt: Int?
    if case .argumentMarker(0x2A, let present) = fault.kind, let arguments = try arguments(from: fault.offset, to: fault.position, present) {
      let isShort = try isShort(fault.offset, arguments)
      resumesAt = try next(from: fault.offset + 1, doubting: isShort ? fault.offset..<fault.position : 0..<0, boundary: fault.position)
    } else {
      resumesAt = try next(from: fault.offset + 1)
    }
    if let place = resumesAt, try isTornValue(fault, place) { resumesAt = nil }
    return Outcome(resumesAt: resumesAt, takesLast: !(last?.isRegular ?? true))
  }

  /// Where the first sound commands begin that a command has swallowed which cannot be whole, if some begin inside of it and
  /// pass its end.
  func firstInside(_ range: Range<Int>, passing end: Int) throws -> Int? {
    guard let place = try commandPassing(end, in: range) else { return nil }
    return try firstInside(range, before: place)
  }

  /// The same when it is known that commands begin at a place inside: another wound can be in front of that.
  func firstInside(_ range: Range<Int>, before place: Int) throws -> Int {
    try next(from: range.lowerBound + 1, before: place, doubting: range) ?? place
  }

  /// How many arguments the command at an offset should have, and the last of those that stand in front of a place, which are so
  /// many and framed as servers write them; nil when they are not.
  private func arguments(from offset: Int, to end: Int, _ present: Int) throws -> (declared: Int, present: Int, last: AOFProbe.Frame)? {
    guard let (declared, first) = try probe.number(0x2A, offset), var last = try probe.frame(first) else { return nil }
    for _ in 1..<max(1, present) {
      guard let frame = try probe.frame(last.next) else { return nil }
      last = frame
    }
    return last.next == end && declared > present ? (declared, present, last) : nil
  }

  /// Whether a command has too few arguments because one may have swallowed others, so that what they hold counts.
  ///
  /// Not so where one bit of the header explains it, unless those that are missing stand at the front of the last one, with
  /// commands behind them.
  private func isShort(_ offset: Int, _ arguments: (declared: Int, present: Int, last: AOFProbe.Frame)) throws -> Bool {
    guard try Self.differByOneBit(arguments.declared, arguments.present) && probe.isPlausible(offset, argumentCount: arguments.present)
    else { return true }
    let payload = arguments.last.payload
    var at = payload.lowerBound
    for _ in arguments.present..<arguments.declared {
      guard let frame = try probe.frame(at), frame.next < payload.upperBound else { return false }
      at = frame.next
    }
    return try probe.start(at) == .whole
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
  /// Only where one bit of that header explains it and servers take so many: otherwise the next command has lost its own header.
  private func surplusArguments(_ offset: Int, of last: Range<Int>) throws -> Int? {
    guard let (count, _) = try probe.number(0x2A, last.lowerBound) else { return nil }
    var surplus = 1
    guard var frame = try probe.frame(offset) else { return nil }
    let name = try probe.bytes(frame.payload.lowerBound, min(64, frame.payload.count))
    let isName = frame.payload.count <= 64 && CommandTable.shared.lookup(name) != nil
    while true {
      switch try probe.start(frame.next) {
      case .end, .whole, .head:
        guard !isName, Self.differByOneBit(count, count &+ surplus) else { return nil }
        return try probe.isPlausible(last.lowerBound, argumentCount: count &+ surplus) ? frame.next : nil
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
  /// - Parameters:
  ///   - limit: where not to look any more.
  ///   - doubted: a command that may have swallowed others: its arguments are not stepped over, whatever their frames. A wound
  ///     in a value of commands looks much the same, so that only those count which reach its end, or many.
  ///   - boundary: where a command is likely to begin because whole arguments end there.
  /// - Complexity: O(bytes) up to there; the looks ahead are bounded by a constant for each byte.
  func next(from offset: Int, before limit: Int = .max, doubting doubted: Range<Int> = 0..<0, boundary: Int? = nil) throws -> Int? {
    var at = offset
    var before = try offset > 0 ? pages.byte(offset - 1) ?? 0 : 0x0A
    while at < limit {
      let bytes = UnsafeRawBufferPointer(rebasing: try pages.rest(at).prefix(limit - at))
      guard !bytes.isEmpty else { return nil }
      probe.earn(bytes.count)
      var index = 0
      var jump: Int?
      while index < bytes.count {
        let byte = bytes[index]
        if byte == 0x2A || byte == 0x24 || byte == 0x23 {
          let place = at + index
          let isDoubted = doubted.contains(place)
          if byte == 0x24, isDoubted {
            index += 1
            continue
          }
          let reach = isDoubted ? doubted.upperBound : nil
          switch try look(byte, place, before: index > 0 ? bytes[index - 1] : before, reach: reach, isBoundary: place == boundary) {
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
    return nil
  }

  private enum Look { case sound, nothing, skip(to: Int) }

  private func look(_ byte: UInt8, _ offset: Int, before: UInt8, reach: Int?, isBoundary: Bool) throws -> Look {
    switch byte {
    case 0x24: return before == 0x0A ? try argument(offset) : .nothing
    case 0x23:
      guard before == 0x0A, let next = try probe.timestamp(offset) else { return .nothing }
      if next >= probe.end { return .sound }
      return try candidate(next, isBehindLine: true, reach: reach) == .sound ? .sound : .nothing
    default:
      switch try candidate(offset, isBehindLine: before == 0x0A, reach: reach, isBoundary: isBoundary) {
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
      guard let end = try probe.plausibleCommand(star) else { continue }
      tries += 1
      if end > frame.next { return .nothing }
      let chain = try probe.chain(star, upTo: frame.next)
      if chain.end > frame.next { return .nothing }
      from = max(from, chain.end)
    }
    return .skip(to: frame.next)
  }

  /// The next `*` in front of a digit.
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
      if let digit = try probe.byte(at + 1), digit &- 0x31 < 9 { return at }
      at += 1
    }
    return nil
  }

  private enum Candidate: Equatable { case sound, nothing, inside(to: Int) }

  /// - Parameters:
  ///   - reach: where the commands have to get to, unless there are many.
  ///   - isBoundary: whether it cannot be the inside of a value.
  private func candidate(_ offset: Int, isBehindLine: Bool, reach: Int?, isBoundary: Bool = false) throws -> Candidate {
    guard try probe.plausibleCommand(offset) != nil else { return .nothing }
    let chain = try probe.chain(offset)
    if chain.end >= probe.end || chain.isCutShort { return .sound }
    // The line end of the value that all this is in.
    if try !isBoundary && isInside(chain) { return .inside(to: chain.end + 2) }
    if let reach, chain.end < reach, chain.count < 8 { return .nothing }
    if chain.count > (isBehindLine ? 1 : 2) { return .sound }
    // A wound on either side: behind it stands a command that is damaged, or what is left of one.
    let isBetween = try probe.number(0x2A, chain.end) != nil || probe.start(chain.end) == .head
    return try isBetween || (isBehindLine && isWound(chain.end)) ? .sound : .nothing
  }

  /// Whether what stands behind a lone command is another wound, and not the rest of a text that the command is part of.
  private func isWound(_ offset: Int) throws -> Bool {
    switch try probe.start(offset) {
    case .end, .whole, .head: return true
    case .argument, .nothing: break
    }
    let bytes = try probe.bytes(offset, 96)
    let head = bytes.prefix(8)
    // A header or a timestamp that is damaged.
    if head.count > 1, head[0] == 0x2A, head[1] &- 0x30 < 10 { return true }
    if head.starts(with: [0x23, 0x54, 0x53, 0x3A]) { return true }
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

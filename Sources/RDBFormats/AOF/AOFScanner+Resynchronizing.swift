// A wound can do three things to a command: break its framing at once, make a length too small (the next header is no
// header), or make it too large (whole commands are swallowed before anything looks wrong). The last is why the search
// begins one byte behind the start of the command that failed and not where the fault was seen; and when the command
// before it has something else than CR LF behind an argument, behind the start of that one. That means reading
// bytes twice, and a hostile file could make every byte be read again and again: so each new byte earns credit for
// four, what is read twice is paid from it, and when there is none left the search begins at the fault.

extension AOFScanner {
  /// How much of a candidate is looked at before it is judged by what was seen, in bytes.
  private static var candidateByteCount: Int { 64 << 10 }
  /// Credit for each byte that is read for the first time, in bytes.
  private static var creditPerByte: Int { 4 }

  /// Goes to the next place where a whole command plausibly begins, with the timestamp in front of it if there is one.
  ///
  /// Call it after a scan ended with a fault; the next scan goes on there. Plausible is a command that is framed as servers
  /// write it, behind a line end or followed by another, and named by letters; of a long one the first 64 KiB are looked at.
  /// A value that itself holds commands can deceive it.
  ///
  /// - Returns: the offset; nil when there is none up to the end or the input failed. It is below ``AOFFault/offset`` when the
  ///   command told last, which reaches up to there, was itself wounded and had swallowed what begins here.
  /// - Complexity: O(bytes) over all calls together.
  package mutating func resynchronize() -> Int? {
    earn()
    if let failure {
      var start = failure.lowerBound
      if suspect.upperBound == start, !suspect.isEmpty { start = suspect.lowerBound }
      goBack(to: start, from: failure.upperBound)
      if window.offset == start, !skipByte() { return nil }
    }
    failure = nil
    suspect = 0..<0
    return search()
  }

  /// The same from an offset at or behind ``offset``.
  package mutating func resynchronize(from offset: Int) -> Int? {
    failure = nil
    suspect = 0..<0
    earn()
    if offset > window.offset {
      do throws(DecodeFault) { try window.skip(UInt64(offset - window.offset)) } catch { return nil }
    }
    return search()
  }

  private mutating func earn() {
    let new = window.offset + window.available - creditedOffset
    guard new > 0 else { return }
    lookCredit = min(Int.max / 2, lookCredit) &+ (new &* Self.creditPerByte)
    creditedOffset += new
  }

  /// Makes `start` the next byte when there is credit for that and the input can be had again; `reached` otherwise.
  private mutating func goBack(to start: Int, from reached: Int) {
    let cost = reached - start
    if cost <= lookCredit {
      // In the buffer still: a refill would have moved it away.
      if start >= window.baseOffset, start <= window.offset {
        lookCredit -= cost
        window.position = start - window.baseOffset
        return
      }
      if start < window.offset, let source = reopen?(start) {
        lookCredit -= cost
        window = ByteWindow(source: source, capacity: windowByteCount, baseOffset: start)
        return
      }
    }
    window.advance(min(max(0, reached - window.offset), window.available))
  }

  private mutating func skipByte() -> Bool {
    do throws(DecodeFault) { try window.need(1) } catch { return false }
    window.advance(1)
    return true
  }

  private mutating func search() -> Int? {
    var before: UInt8 = 0
    while true {
      // A candidate may need to be seen up to its end.
      do throws(DecodeFault) { try window.need(Self.candidateByteCount) } catch {
        guard case .truncated = error.reason else { return nil }
      }
      guard window.available > 0 else { return nil }
      earn()
      let bytes = window.peekUnsafe(window.available)
      // The last candidates of a window wait for the next one, unless there is none.
      let stop = window.hasWholeInput ? bytes.count : max(1, bytes.count - Self.candidateByteCount + 1)
      var index = 0
      while index < stop {
        let byte = bytes[index]
        if byte == 0x2A || byte == 0x23, isPlausible(bytes, index, before: index > 0 ? bytes[index - 1] : before) {
          window.advance(index)
          return window.offset
        }
        index += 1
      }
      before = bytes[stop - 1]
      window.advance(stop)
    }
  }

  private mutating func isPlausible(_ bytes: UnsafeRawBufferPointer, _ index: Int, before: UInt8) -> Bool {
    var at = index
    if bytes[at] == 0x23 {
      guard before == 0x0A, let next = Self.timestampEnd(bytes, at) else { return false }
      at = next
      // The last line of a file: nothing is lost by stopping at the timestamp's own command not being there.
      guard at < bytes.count, bytes[at] == 0x2A else { return false }
      return looksLikeCommand(bytes, at, isBehindLine: true)
    }
    return looksLikeCommand(bytes, at, isBehindLine: before == 0x0A)
  }

  /// `#TS:` and digits and CR LF, from `at` on; the index behind it.
  private static func timestampEnd(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Int? {
    guard bytes.count - at >= 7, bytes[at + 1] == 0x54, bytes[at + 2] == 0x53, bytes[at + 3] == 0x3A else { return nil }
    var index = at + 4
    while index < bytes.count, bytes[index] &- 0x30 < 10, index - at < 24 { index += 1 }
    guard index > at + 4, bytes.count - index >= 2, bytes[index] == 0x0D, bytes[index + 1] == 0x0A else { return nil }
    return index + 2
  }

  private mutating func looksLikeCommand(_ bytes: UnsafeRawBufferPointer, _ at: Int, isBehindLine: Bool) -> Bool {
    guard bytes.count - at >= 4, bytes[at + 1] &- 0x31 < 9, let base = bytes.baseAddress else { return false }
    // Without credit only headers are looked at: those of a name and no more.
    let look = min(bytes.count - at, Self.candidateByteCount, max(256, lookCredit))
    let reachesEnd = look == bytes.count - at && window.hasWholeInput
    let start = base + at
    let limit = start + look
    var ahead = AOFFraming()
    ahead.lineByteCount = framing.lineByteCount
    switch ahead.measure(start, limit, inputEnds: reachesEnd) {
    case .complete:
      lookCredit -= min(lookCredit, ahead.next - start)
      guard ahead.isRegular, Self.isName(ahead.name, ahead.nameByteCount) else { return false }
      if isBehindLine { return true }
      guard ahead.next < limit else { return reachesEnd }
      let follower = ahead.next.load(as: UInt8.self)
      return follower == 0x2A || follower == 0x23
    case .malformed:
      lookCredit -= min(lookCredit, max(0, ahead.problemAt - start))
      return false
    case .more:
      lookCredit -= min(lookCredit, look)
      // Longer than what is looked at: the name must be there at least, and a bound that any server holds to.
      if reachesEnd || !isBehindLine { return false }
      return Self.beginsWithName(start, limit)
    }
  }

  /// Whether a count, a length and a name stand there as servers write them.
  private static func beginsWithName(_ start: UnsafeRawPointer, _ limit: UnsafeRawPointer) -> Bool {
    var p = start + 1
    guard AOFFraming.number(&p, limit) > 0, limit - p > 1, p.load(as: UInt8.self) == 0x24 else { return false }
    p += 1
    let length = AOFFraming.number(&p, limit)
    return length > 0 && limit - p > length && isName(p, length)
  }

  /// Whether these bytes could name a command: a letter, then letters, digits and `.`, `_`, `-`, `|`, at most 64.
  static func isName(_ start: UnsafeRawPointer, _ count: Int) -> Bool {
    guard (1...64).contains(count) else { return false }
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    guard (bytes[0] | 0x20) &- 0x61 < 26 else { return false }
    return bytes.allSatisfy { byte in
      (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2E || byte == 0x5F || byte == 0x2D || byte == 0x7C
    }
  }
}

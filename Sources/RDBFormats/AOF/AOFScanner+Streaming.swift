extension AOFScanner {
  /// Reads a command that is longer than the window may get, and hands out the first bytes of its arguments.
  ///
  /// - Returns: nil when the scan goes on.
  mutating func streamCommand<V: AOFVisitor & ~Copyable>(_ visitor: inout V) -> AOFEnding? {
    let start = window.offset
    condensed.removeAll()
    var tolerances: [AOFTolerance] = []
    do throws(StreamFailure) {
      let count = try streamHeader(start, &tolerances)
      var nameByteCount = 0
      for index in 0..<count {
        let first = try byte(start, .argumentsMissing(present: index, declared: count))
        guard first == 0x24 else { throw wrongMarker(first, from: start, present: index) }
        let length = UInt64(try streamHeader(start, &tolerances))
        let kept = try streamArgument(length, from: start)
        if index == 0 { nameByteCount = kept }
        try streamTerminator(start, &tolerances)
      }
      return tell(start, count, nameByteCount: nameByteCount, tolerances, &visitor)
    } catch {
      return error.ending
    }
  }

  private struct StreamFailure: Error { let ending: AOFEnding }

  private mutating func tell<V: AOFVisitor & ~Copyable>(
    _ start: Int, _ count: Int, nameByteCount: Int, _ tolerances: [AOFTolerance], _ visitor: inout V
  ) -> AOFEnding? {
    for tolerance in tolerances { visitor.tolerance(tolerance) }
    if tolerances.contains(where: { $0.kind == .argumentTerminator }) { suspect = start..<window.offset }
    let cursor = condensed.cursor
    let name = UnsafeRawBufferPointer(start: cursor.at + min(CondensedArguments.headByteCount, cursor.end - cursor.at), count: nameByteCount)
    let goesOn = visitor.command(
      AOFCommand(
        offset: start, byteCount: window.offset - start, argumentCount: count, isWhole: false, isRegular: tolerances.isEmpty,
        name: name, cursor: cursor))
    return goesOn ? nil : .stopped(offset: window.offset)
  }

  /// Reads `*N` or `$N`.
  private mutating func streamHeader(_ start: Int, _ tolerances: inout [AOFTolerance]) throws(StreamFailure) -> Int {
    let isEnd = try fill(framing.lineByteCount)
    let p = window.base + window.position
    let line = AOFLine(p, p + window.available, inputEnds: isEnd, maximum: framing.lineByteCount)
    let marker = p.load(as: UInt8.self)
    if !line.hasLineFeed, line.byteCount < framing.lineByteCount {
      throw StreamFailure(ending: .torn(AOFFault(.headerCut, from: start, at: window.offset + line.byteCount)))
    }
    let value = marker == 0x2A ? Int64(Int32(truncatingIfNeeded: line.value)) : line.value
    guard value >= (marker == 0x2A ? 1 : 0) else {
      let kind = marker == 0x2A ? AOFFault.Kind.argumentCount(line.value) : .argumentLength(line.value)
      throw StreamFailure(ending: .malformed(AOFFault(kind, from: start, at: window.offset)))
    }
    note(line.tolerance, &tolerances)
    window.advance(line.byteCount)
    return Int(value)
  }

  /// - Returns: how many bytes of it were kept.
  private mutating func streamArgument(_ length: UInt64, from start: Int) throws(StreamFailure) -> Int {
    // Where the size of the input is known, a length that goes beyond needs no reading to its end.
    let limit = window.remainingLimit
    if length > limit {
      throw StreamFailure(
        ending: .torn(
          AOFFault(.argumentCut(declared: length, available: limit), from: start, at: window.offset &+ Int(clamping: limit))))
    }
    let kept = condensed.begin(length) ?? 0
    var left = length
    var toKeep = kept
    while left > 0 {
      if window.available == 0, try fill(1) {
        throw StreamFailure(
          ending: .torn(AOFFault(.argumentCut(declared: length, available: length - left), from: start, at: window.offset)))
      }
      let step = Int(min(left, UInt64(window.available)))
      if toKeep > 0 {
        let piece = min(step, toKeep)
        condensed.append(window.peekUnsafe(piece))
        toKeep -= piece
      }
      window.advance(step)
      left -= UInt64(step)
    }
    return kept
  }

  private mutating func streamTerminator(_ start: Int, _ tolerances: inout [AOFTolerance]) throws(StreamFailure) {
    if window.available < 2, try fill(2) {
      throw StreamFailure(ending: .torn(AOFFault(.terminatorCut, from: start, at: window.offset + window.available)))
    }
    let bytes = window.peekUnsafe(2)
    note(bytes[0] == 0x0D && bytes[1] == 0x0A ? nil : .argumentTerminator, &tolerances)
    window.advance(2)
  }

  private func note(_ kind: AOFTolerance.Kind?, _ tolerances: inout [AOFTolerance]) {
    // A command of millions of irregular arguments says so a thousand times.
    if let kind, tolerances.count < 1000 { tolerances.append(AOFTolerance(kind, at: window.offset)) }
  }

  private mutating func wrongMarker(_ byte: UInt8, from start: Int, present: Int) -> StreamFailure {
    StreamFailure(
      ending: .malformed(
        byte == 0 ? zeros(from: start, ahead: 0) : AOFFault(.argumentMarker(byte, present: present), from: start, at: window.offset)))
  }

  private mutating func byte(_ start: Int, _ missing: AOFFault.Kind) throws(StreamFailure) -> UInt8 {
    if window.available == 0, try fill(1) { throw StreamFailure(ending: .torn(AOFFault(missing, from: start, at: window.offset))) }
    return window.base.load(fromByteOffset: window.position, as: UInt8.self)
  }

  /// Brings bytes in hand.
  ///
  /// - Returns: whether the input ends before there are `count`.
  private mutating func fill(_ count: Int) throws(StreamFailure) -> Bool {
    do throws(DecodeFault) {
      try window.need(count)
      return false
    } catch {
      guard case .truncated = error.reason else { throw StreamFailure(ending: .inputFailed(offset: window.offset)) }
      return true
    }
  }
}

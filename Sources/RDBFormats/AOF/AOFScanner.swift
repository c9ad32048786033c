// What is true is what servers load (`loadSingleAppendOnlyFile` in aof.c), not what redis-check-aof takes: aof.md §1.
// The hot loop works on commands that lie in the window; one that does not is moved to its front, and one that is too
// long for it goes through AOFScanner+Streaming.swift.

/// Reads the commands of an AOF, from any offset on, in bounded memory.
///
/// Memory: a window of 1 MiB that grows to ``defaultWholeByteCount`` when a command needs it, and 1 MiB more when a command
/// is longer than that.
package struct AOFScanner: ~Copyable {
  /// The longest command that is handed out whole, in bytes.
  package static var defaultWholeByteCount: Int { 4 << 20 }
  /// The longest annotation that servers read, in bytes without its LF; 127 before 7.0, where any is fatal.
  package static var defaultLineByteCount: Int { 1023 }

  var window: ByteWindow
  var framing = AOFFraming()
  var condensed = CondensedArguments()
  let wholeByteCount: Int
  let windowByteCount: Int
  /// Gives the input from an offset on, for going back; nil where that cannot be.
  let reopen: ((Int) -> (any ByteSource)?)?
  /// From where the command began that the last scan could not read to how far it was read.
  var failure: Range<Int>?
  /// The last command with something else than CR LF behind an argument: when a fault follows directly, a wounded length
  /// made it swallow what it should not.
  var suspect = 0..<0
  /// How many bytes may still be read twice; see ``resynchronize()``.
  var lookCredit = 16 << 20
  /// Up to where new bytes have earned credit.
  var creditedOffset: Int

  /// - Parameters:
  ///   - source: the bytes of the file from `baseOffset` on, decompressed.
  ///   - baseOffset: where in the file the first of them lies; a command or annotation begins there.
  ///   - byteCount: how many there are, when known.
  ///   - windowByteCount: bytes per read.
  ///   - wholeByteCount: the longest command that is handed out whole; at most 16 MiB.
  ///   - reopen: gives the bytes from an offset on once more, so that ``resynchronize()`` can look into what a wounded length
  ///     swallowed.
  package init(
    _ source: any ByteSource, baseOffset: Int = 0, byteCount: UInt64? = nil, windowByteCount: Int = 1 << 20,
    wholeByteCount: Int = AOFScanner.defaultWholeByteCount, reopen: ((Int) -> (any ByteSource)?)? = nil
  ) {
    self.init(
      ByteWindow(source: source, capacity: windowByteCount, baseOffset: baseOffset, byteCount: byteCount),
      windowByteCount: windowByteCount, wholeByteCount: wholeByteCount, reopen: reopen)
  }

  /// Goes on in a window, as ``RDBFramer/takeWindow()`` gives it behind the preamble of a hybrid file.
  package init(
    _ window: consuming ByteWindow, windowByteCount: Int = 1 << 20, wholeByteCount: Int = AOFScanner.defaultWholeByteCount,
    reopen: ((Int) -> (any ByteSource)?)? = nil
  ) {
    creditedOffset = window.offset
    self.window = window
    self.windowByteCount = windowByteCount
    self.wholeByteCount = max(64, min(wholeByteCount, ByteWindow.maximumContiguousByteCount))
    self.reopen = reopen
    framing.lineByteCount = Self.defaultLineByteCount
  }

  /// Bytes from the start of the file to what is read next.
  package var offset: Int { window.offset }

  /// What kept the input from being read, when a scan ended with ``AOFEnding/inputFailed(offset:)``.
  package var sourceFailure: (any Error)? { window.sourceFailure }

  /// Sets how much of a line a server reads at once: 127 bytes for servers before 7.0.
  package mutating func setLineByteCount(_ count: Int) { framing.lineByteCount = max(16, count) }

  /// Reads on to the end, the first fault, or where the visitor has enough.
  ///
  /// After a fault the scanner stands where ``resynchronize()`` begins to look.
  ///
  /// - Complexity: O(bytes); per command O(arguments), whatever their lengths.
  package mutating func scan<V: AOFVisitor & ~Copyable>(_ visitor: inout V) -> AOFEnding {
    let ending = scanToEnding(&visitor)
    switch ending {
    case .torn(let fault), .malformed(let fault):
      failure = fault.offset..<max(window.offset, min(fault.position, window.offset + window.available))
    case .complete, .stopped, .inputFailed: failure = nil
    }
    return ending
  }

  @inline(__always)
  private mutating func scanToEnding<V: AOFVisitor & ~Copyable>(_ visitor: inout V) -> AOFEnding {
    while true {
      switch scanWindow(&visitor) {
      case .stopped: return .stopped(offset: window.offset)
      case .malformed: return malformed()
      case .long:
        if let ending = streamCommand(&visitor) { return ending }
      case .more:
        if window.available >= wholeByteCount, !window.hasWholeInput {
          if let ending = streamCommand(&visitor) { return ending }
          continue
        }
        if window.hasWholeInput { return ended() }
        do throws(DecodeFault) {
          // Doubling, so that a command which arrives in small pieces is measured a few times and not once a piece.
          try window.need(min(wholeByteCount, max(64, window.available &* 2)))
        } catch {
          guard case .truncated = error.reason else { return .inputFailed(offset: window.offset) }
        }
      }
    }
  }

  private enum Pause { case more, long, stopped, malformed }

  /// Hands out what lies complete in the window.
  @inline(__always)
  private mutating func scanWindow<V: AOFVisitor & ~Copyable>(_ visitor: inout V) -> Pause {
    let base = window.base
    let limit = base + window.end
    let inputEnds = window.hasWholeInput
    let baseOffset = window.baseOffset
    let lineByteCount = framing.lineByteCount
    var p = base + window.position
    defer { window.position = p - base }
    while p < limit {
      let first = p.load(as: UInt8.self)
      let offset = baseOffset &+ (p - base)
      if first == 0x2A {
        var command = AOFFraming.regular(p, limit)
        var isRegular = true
        if command.next == p {
          switch framing.measure(p, limit, inputEnds: inputEnds) {
          case .complete: command = framing.command
          case .more: return .more
          case .malformed: return .malformed
          }
          isRegular = framing.isRegular
        }
        let byteCount = command.next - p
        // Over the limit, as it may be in a window that has grown: told as it would be in a smaller one.
        if byteCount > wholeByteCount { return .long }
        if !isRegular, framing.tellTolerances(p, offset: offset, &visitor) { suspect = offset..<offset &+ byteCount }
        let goesOn = visitor.command(
          AOFCommand(
            offset: offset, byteCount: byteCount, argumentCount: command.argumentCount, isWhole: true, isRegular: isRegular,
            name: UnsafeRawBufferPointer(start: command.name, count: command.nameByteCount),
            cursor: AOFArguments.Cursor(
              at: command.firstArgument, end: command.next, left: command.argumentCount, isCondensed: false,
              lineByteCount: lineByteCount)))
        p = command.next
        if !goesOn { return .stopped }
      } else if first == 0x23 {
        guard let count = annotation(p, limit, offset, lineByteCount, &visitor) else { return .more }
        p += count
      } else {
        return .malformed
      }
    }
    return .more
  }

  /// - Returns: how many bytes it takes; nil when it does not end in hand.
  @inline(never)
  private func annotation<V: AOFVisitor & ~Copyable>(
    _ p: UnsafeRawPointer, _ limit: UnsafeRawPointer, _ offset: Int, _ maximum: Int, _ visitor: inout V
  ) -> Int? {
    let bytes = UnsafeRawBufferPointer(start: p, count: min(limit - p, maximum))
    var text = bytes.count
    var count = bytes.count
    if let feed = bytes.firstIndex(of: 0x0A) {
      count = feed + 1
      text = feed
      if feed > 0, bytes[feed - 1] == 0x0D { text = feed - 1 } else { visitor.tolerance(AOFTolerance(.bareLineFeed, at: offset)) }
    } else if count < maximum {
      return nil
    } else {
      visitor.tolerance(AOFTolerance(.longLine, at: offset))
    }
    visitor.annotation(AOFAnnotation(offset: offset, byteCount: count, bytes: UnsafeRawBufferPointer(rebasing: bytes[..<text])))
    return count
  }

  /// The ending when no byte follows those in hand, which are less than a command.
  private mutating func ended() -> AOFEnding {
    let offset = window.offset
    guard window.available > 0 else { return .complete(offset: offset) }
    if window.base.load(fromByteOffset: window.position, as: UInt8.self) == 0x23 {
      return .torn(AOFFault(.annotationCut, from: offset, at: offset + window.available))
    }
    return .torn(AOFFault(framing.problem, from: offset, at: window.baseOffset + (framing.problemAt - window.base)))
  }

  private mutating func malformed() -> AOFEnding {
    let offset = window.offset
    let first = window.base.load(fromByteOffset: window.position, as: UInt8.self)
    guard first == 0x2A else {
      return .malformed(first == 0 ? zeros(from: offset, ahead: 0) : AOFFault(.unexpectedByte(first), from: offset, at: offset))
    }
    let position = window.baseOffset + (framing.problemAt - window.base)
    if case .argumentMarker(0, _) = framing.problem { return .malformed(zeros(from: offset, ahead: position - offset)) }
    return .malformed(AOFFault(framing.problem, from: offset, at: position))
  }

  /// Counts a run of zero bytes.
  ///
  /// - Parameters:
  ///   - unit: where the command around it begins, at most the window's offset.
  ///   - ahead: bytes from the window's offset to the first zero, in hand.
  mutating func zeros(from unit: Int, ahead: Int) -> AOFFault {
    let position = window.offset + ahead
    var count = 0
    // Short runs leave the window where it is, so that what stands before them can be searched.
    let inHand = window.peekUnsafe(window.available)
    var index = ahead
    while index < inHand.count, inHand[index] == 0 { index += 1 }
    count = index - ahead
    if index < inHand.count { return AOFFault(.zeros(byteCount: UInt64(count), reachesEnd: false), from: unit, at: position) }
    window.advance(index)
    var reachesEnd = false
    do throws(DecodeFault) {
      while true {
        if try window.isAtEnd() {
          reachesEnd = true
          break
        }
        let piece = window.peekUnsafe(window.available)
        let run = piece.firstIndex { $0 != 0 } ?? piece.count
        count += run
        window.advance(run)
        if run < piece.count { break }
      }
    } catch {
      // The source failed behind zeros: the next scan says so.
      reachesEnd = false
    }
    return AOFFault(.zeros(byteCount: UInt64(count), reachesEnd: reachesEnd), from: unit, at: position)
  }
}

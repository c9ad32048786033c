// A command (aof.md §1):
//
//   *3\r\n  $3\r\nSET\r\n  $1\r\nk\r\n  $1\r\nv\r\n
//
// What a server loads is wider: see AOFLine. Everything here stays between two pointers and allocates nothing.

/// The extent of one command in memory.
struct AOFFraming {
  /// What came of looking at a command.
  enum Outcome { case complete, more, malformed }

  /// The most that servers read of a line at once, in bytes.
  var lineByteCount = 1023

  /// Behind the command.
  private(set) var next = MemoryCursor.nowhere
  /// At the `$` of the first argument.
  private(set) var firstArgument = MemoryCursor.nowhere
  private(set) var argumentCount = 0
  private(set) var name = MemoryCursor.nowhere
  private(set) var nameByteCount = 0
  private(set) var isRegular = true
  /// The command that was measured last.
  var command: Regular {
    Regular(next: next, firstArgument: firstArgument, argumentCount: argumentCount, name: name, nameByteCount: nameByteCount)
  }
  /// What is wrong, or missing should the input end here, and where.
  private(set) var problem = AOFFault.Kind.headerCut
  private(set) var problemAt = MemoryCursor.nowhere

  /// A command that is framed as servers write it.
  struct Regular {
    /// Behind the command; where it begins when it is not regular or does not end in hand.
    var next: UnsafeRawPointer
    var firstArgument: UnsafeRawPointer
    var argumentCount: Int
    var name: UnsafeRawPointer
    var nameByteCount: Int
  }

  /// Measures the command that begins at `start`, which holds `*`, when it is framed as servers write it and lies whole, with
  /// some bytes behind it, in front of `limit`: nearly always. All of it stays in registers.
  ///
  /// - Complexity: O(arguments).
  @inline(__always)
  static func regular(_ start: UnsafeRawPointer, _ limit: UnsafeRawPointer) -> Regular {
    let none = Regular(next: start, firstArgument: start, argumentCount: 0, name: start, nameByteCount: 0)
    var p = start
    let count = number(behind: 0x2A, &p, limit)
    guard count > 0 else { return none }
    let first = p
    let nameByteCount = number(behind: 0x24, &p, limit)
    guard nameByteCount >= 0, limit - p - 2 >= nameByteCount else { return none }
    let name = p
    p += nameByteCount
    guard p.loadUnaligned(as: UInt16.self) == UInt16(littleEndian: 0x0A0D) else { return none }
    p += 2
    var left = count &- 1
    while left > 0 {
      let length = number(behind: 0x24, &p, limit)
      guard length >= 0, limit - p - 2 >= length else { return none }
      p += length
      guard p.loadUnaligned(as: UInt16.self) == UInt16(littleEndian: 0x0A0D) else { return none }
      p += 2
      left &-= 1
    }
    return Regular(next: p, firstArgument: first, argumentCount: count, name: name, nameByteCount: nameByteCount)
  }

  /// Reads a marker, a number and their line end as servers write them: one load and one comparison for one digit, two for two.
  ///
  /// - Returns: negative as ``number(_:_:)``, and for another marker.
  @inline(__always)
  static func number(behind marker: UInt64, _ p: inout UnsafeRawPointer, _ limit: UnsafeRawPointer) -> Int {
    guard limit - p >= 13 else { return -1 }
    let word = UInt64(littleEndian: p.loadUnaligned(as: UInt64.self))
    let digit = (word >> 8 & 0xFF) &- 0x30
    guard digit < 10 else { return -1 }
    if word & 0xFFFF_00FF == 0x0A0D_0000 | marker {
      p += 4
      return Int(truncatingIfNeeded: digit)
    }
    let second = (word >> 16 & 0xFF) &- 0x30
    if word & 0xFF_FF00_00FF == 0x0A_0D00_0000 | marker, second < 10, digit > 0 {
      p += 5
      return Int(truncatingIfNeeded: digit &* 10 &+ second)
    }
    guard word & 0xFF == marker else { return -1 }
    var behind = p + 1
    let value = number(&behind, limit)
    if value >= 0 { p = behind }
    return value
  }

  /// Measures the command that begins at `start`, which holds `*`, however it is framed.
  ///
  /// - Parameters:
  ///   - limit: behind the bytes in hand.
  ///   - inputEnds: whether nothing follows those.
  /// - Returns: `.more` when it does not end in front of `limit`; when the input ends there, ``problem`` says what is missing.
  /// - Complexity: O(arguments).
  @inline(never)
  mutating func measure(_ start: UnsafeRawPointer, _ limit: UnsafeRawPointer, inputEnds: Bool) -> Outcome {
    isRegular = true
    var p = start + 1
    var count = Self.number(&p, limit)
    if count <= 0 {
      p = start
      let outcome = header(&p, limit, inputEnds, &count)
      if outcome != .complete { return outcome }
    }
    firstArgument = p
    argumentCount = count
    var left = count
    while true {
      guard p < limit else { return missing(p, left) }
      guard p.load(as: UInt8.self) == 0x24 else { return wrongMarker(p, left) }
      let at = p
      p += 1
      var length = Self.number(&p, limit)
      if length < 0 {
        p = at
        let outcome = header(&p, limit, inputEnds, &length)
        if outcome != .complete { return outcome }
      }
      guard limit - p - 2 >= length else { return cut(p, length, limit) }
      if left == count {
        name = p
        nameByteCount = length
      }
      p += length
      if p.loadUnaligned(as: UInt16.self) != UInt16(littleEndian: 0x0A0D) { isRegular = false }
      p += 2
      left &-= 1
      if left == 0 { break }
    }
    next = p
    return .complete
  }

  /// Reads a number and its line end as servers write them.
  ///
  /// - Parameter p: behind the marker; moved behind the line end.
  /// - Returns: negative for everything that is not one to nine digits and CR LF, or stands near the end of the bytes in
  ///   hand; `p` has not moved then.
  @inline(never)
  static func number(_ p: inout UnsafeRawPointer, _ limit: UnsafeRawPointer) -> Int {
    guard limit - p >= 12 else { return -1 }
    let first = p.load(as: UInt8.self) &- 0x30
    guard first < 10 else { return -1 }
    var value = Int(first)
    var index = 1
    while true {
      let digit = p.load(fromByteOffset: index, as: UInt8.self) &- 0x30
      if digit >= 10 { break }
      value = value &* 10 &+ Int(digit)
      index &+= 1
      if index > 9 { return -1 }
    }
    // "007" is left to the obvious version, which says that it is odd.
    if p.loadUnaligned(fromByteOffset: index, as: UInt16.self) != UInt16(littleEndian: 0x0A0D) || (first == 0 && index > 1) { return -1 }
    p += index &+ 2
    return value
  }

  /// Reads a header line of any spelling.
  @inline(never)
  private mutating func header(_ p: inout UnsafeRawPointer, _ limit: UnsafeRawPointer, _ inputEnds: Bool, _ number: inout Int) -> Outcome {
    let marker = p.load(as: UInt8.self)
    let line = AOFLine(p, limit, inputEnds: inputEnds, maximum: lineByteCount)
    problemAt = p
    guard line.isComplete else {
      problem = .headerCut
      return .more
    }
    if marker == 0x2A {
      // Servers look for this one before the number: a lone `*` at the end, or a zero byte behind it, is a cut.
      if inputEnds, !line.hasLineFeed, line.byteCount < lineByteCount, line.byteCount < 2 || p.load(fromByteOffset: 1, as: UInt8.self) == 0 {
        problem = .headerCut
        return .more
      }
      // `atoi` keeps the low 32 bits.
      number = Int(Int32(truncatingIfNeeded: line.value))
      guard number >= 1 else {
        problem = .argumentCount(line.value)
        return .malformed
      }
    } else {
      guard line.value >= 0 else {
        problem = .argumentLength(line.value)
        return .malformed
      }
      number = Int(line.value)
    }
    if !line.hasLineFeed, line.byteCount < lineByteCount {
      problem = .headerCut
      problemAt = p + line.byteCount
      return .more
    }
    if line.tolerance != nil { isRegular = false }
    p += line.byteCount
    return .complete
  }

  @inline(never)
  private mutating func missing(_ p: UnsafeRawPointer, _ left: Int) -> Outcome {
    problem = .argumentsMissing(present: argumentCount - left, declared: argumentCount)
    problemAt = p
    return .more
  }

  @inline(never)
  private mutating func wrongMarker(_ p: UnsafeRawPointer, _ left: Int) -> Outcome {
    problem = .argumentMarker(p.load(as: UInt8.self), present: argumentCount - left)
    problemAt = p
    return .malformed
  }

  @inline(never)
  private mutating func cut(_ p: UnsafeRawPointer, _ length: Int, _ limit: UnsafeRawPointer) -> Outcome {
    problemAt = limit
    problem = limit - p < length ? .argumentCut(declared: UInt64(length), available: UInt64(max(0, limit - p))) : .terminatorCut
    return .more
  }

  /// Tells what is irregular in a command that ``measure(_:_:inputEnds:)`` found complete.
  ///
  /// - Returns: whether something else than CR LF stands behind an argument, as a wounded length makes it.
  @inline(never)
  func tellTolerances<V: AOFVisitor & ~Copyable>(_ start: UnsafeRawPointer, offset: Int, _ visitor: inout V) -> Bool {
    var isWounded = false
    let head = AOFLine(start, next, inputEnds: true, maximum: lineByteCount)
    if let kind = head.tolerance { visitor.tolerance(AOFTolerance(kind, at: offset)) }
    var p = start + head.byteCount
    while p < next {
      let line = AOFLine(p, next, inputEnds: true, maximum: lineByteCount)
      if let kind = line.tolerance { visitor.tolerance(AOFTolerance(kind, at: offset + (p - start))) }
      p += line.byteCount
      guard line.value >= 0, next - p - 2 >= Int(line.value) else { return isWounded }
      p += Int(line.value)
      if p.loadUnaligned(as: UInt16.self) != UInt16(littleEndian: 0x0A0D) {
        visitor.tolerance(AOFTolerance(.argumentTerminator, at: offset + (p - start)))
        isWounded = true
      }
      p += 2
    }
    return isWounded
  }
}

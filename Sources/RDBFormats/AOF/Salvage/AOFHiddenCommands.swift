extension AOFProbe {
  /// Where commands begin that an argument with a wounded length has swallowed, although the command around it looks right.
  ///
  /// `$12` that became `$52` can end exactly where a later argument ends: no framing is wrong then. It shows only in the bytes
  /// that were swallowed: whole commands up to the very end of the outer one, and in front of them exactly the arguments that
  /// the outer one would have with another length, one that differs by one digit. A value that somebody filled with commands
  /// ends otherwise: with a line end of its own, or at a length that no wounded digit explains.
  ///
  /// - Parameters:
  ///   - outer: the command.
  ///   - index: the argument that has a header of a command in it, 0 being the name.
  func hidden(in outer: Range<Int>, argument index: Int) throws -> Int? {
    guard let (count, first) = try number(0x2A, outer.lowerBound), index < count else { return nil }
    var at = first
    for _ in 0..<index {
      guard let frame = try frame(at) else { return nil }
      at = frame.next
    }
    guard let frame = try frame(at) else { return nil }
    var tries = 0
    var from = frame.payload.lowerBound
    while tries < 4, let candidate = try header(from, frame.payload.upperBound) {
      from = candidate + 1
      guard try plausibleCommand(candidate) != nil else { continue }
      tries += 1
      let chain = try chain(candidate, upTo: outer.upperBound)
      guard chain.end == outer.upperBound else { continue }
      if try explains(frame, headerAt: at, argumentsLeft: count - index - 1, upTo: candidate) { return candidate }
    }
    return nil
  }

  /// The first place in a range where a command begins that a server would have written.
  func firstCommand(in range: Range<Int>) throws -> Int? {
    for offset in range where try byte(offset) == 0x2A {
      if try plausibleCommand(offset) != nil { return offset }
    }
    return nil
  }

  /// The next `*` and digit behind CR LF.
  private func header(_ from: Int, _ to: Int) throws -> Int? {
    var at = from
    while at < to {
      let bytes = try bytes(at, 4096)
      guard !bytes.isEmpty else { return nil }
      if let star = bytes.firstIndex(of: 0x2A) {
        let place = at + star
        guard place < to else { return nil }
        let around = try self.bytes(place - 2, 4)
        if around.count == 4, around[0] == 0x0D, around[1] == 0x0A, around[3] &- 0x31 < 9 { return place }
        at = place + 1
      } else {
        at += bytes.count
      }
    }
    return nil
  }

  /// Whether another length of an argument leaves exactly so many arguments up to a place, and differs by one digit.
  private func explains(_ frame: Frame, headerAt: Int, argumentsLeft: Int, upTo candidate: Int) throws -> Bool {
    let written = frame.payload.count
    for length in Self.neighbours(written) where frame.payload.lowerBound + length + 2 <= candidate {
      let behind = try bytes(frame.payload.lowerBound + length, 2)
      guard behind.count == 2, behind[0] == 0x0D, behind[1] == 0x0A else { continue }
      var at = frame.payload.lowerBound + length + 2
      var left = argumentsLeft
      while left > 0, at < candidate, let next = try self.frame(at) {
        at = next.next
        left -= 1
      }
      if left == 0, at == candidate { return true }
    }
    return false
  }

  /// Smaller numbers from which one wounded, one added or one doubled digit makes a number.
  static func neighbours(_ number: Int) -> [Int] {
    let digits = Array(String(number).utf8)
    var found: Set<Int> = []
    for place in digits.indices {
      for digit in UInt8(0x30)...0x39 where digit < digits[place] {
        var other = digits
        other[place] = digit
        if other.count > 1, other[0] == 0x30 { continue }
        if let value = Int(String(decoding: other, as: UTF8.self)) { found.insert(value) }
      }
      var shorter = digits
      shorter.remove(at: place)
      if let value = Int(String(decoding: shorter, as: UTF8.self)) { found.insert(value) }
    }
    return found.sorted()
  }
}

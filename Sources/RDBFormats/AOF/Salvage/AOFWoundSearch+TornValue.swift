extension AOFWoundSearch {
  /// Whether the file ends inside of a value that holds commands, rather than that a wounded length swallowed some.
  ///
  /// Torn ends are what happens most. A few commands in one count only up to the very end, and where a length with one other
  /// digit would end in front of them.
  func isTornValue(_ fault: AOFFault, _ place: Int) throws -> Bool {
    if case .terminatorCut = fault.kind { return try probe.chain(place).count < 8 }
    guard case .argumentCut(let declared, let available) = fault.kind, let declared = Int(exactly: declared), declared < 1 << 20,
      place >= fault.position - Int(clamping: available)
    else { return false }
    let chain = try probe.chain(place)
    if chain.count >= 8 { return false }
    let payload = fault.position - Int(clamping: available)
    for length in Self.neighbours(declared) where chain.end >= probe.end && payload + length + 2 <= place {
      let behind = try probe.bytes(payload + length, 2)
      if behind.count == 2, behind[0] == 0x0D, behind[1] == 0x0A { return false }
    }
    return true
  }

  /// Smaller numbers from which one wounded, one added or one doubled digit makes a number.
  private static func neighbours(_ number: Int) -> [Int] {
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

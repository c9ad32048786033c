extension RDBResemblance {
  /// A replication stream, which begins
  ///
  ///     [+FULLRESYNC …\r\n] \n* $<size>\r\n <rdb>
  ///     [+FULLRESYNC …\r\n] \n* $EOF:<40 bytes>\r\n <rdb> <the same 40 bytes>
  init?(capture head: [UInt8]) {
    var rest = head[...]
    if head.startsWith("+FULLRESYNC") {
      guard let lineEnd = rest.firstIndex(of: 0x0A) else { return nil }
      rest = rest[(lineEnd + 1)...]
    }
    // Line ends keep the link alive while the master saves.
    rest = rest.drop { $0 == 0x0A }
    guard rest.first == UInt8(ascii: "$") else { return nil }
    rest = rest.dropFirst()
    if rest.startsWith("EOF:") {
      guard rest.count >= 46, rest.dropFirst(44).startsWith("\r\n") else { return nil }
      self = .disklessReplication(prefixByteCount: rest.startIndex + 46)
      return
    }
    let digits = rest.prefix(20).prefix(while: \.isDigit)
    guard let size = UInt64(String(decoding: digits, as: UTF8.self)) else { return nil }
    rest = rest.dropFirst(digits.count)
    guard rest.startsWith("\r\n"), rest.dropFirst(2).startsWithMagic else { return nil }
    self = .replication(prefixByteCount: rest.startIndex + 2, payloadByteCount: size)
  }

  /// A magic that is cut off, in the wrong case, or has one wrong letter.
  init?(damagedMagic head: [UInt8]) {
    if head.startsWith("VCS") && head.dropFirst(3).first.map({ $0 < 0x20 }) == true || head.startsWith("VKCS") {
      self = .unknownEnvelope
      return
    }
    for (letters, digitCount) in [("REDIS", 4), ("VALKEY", 3)] {
      let magic = Array(letters.utf8)
      if head.count >= 2, head.count < magic.count, magic.starts(with: head) {
        self = .magicCut
        return
      }
      let digits = head.dropFirst(magic.count).prefix(digitCount)
      guard digits.count == digitCount, digits.allSatisfy(\.isDigit) else { continue }
      let wrong = zip(magic, head).filter { $0 != $1 }
      // Upper and lower case of an ASCII letter differ in bit 5.
      if wrong.allSatisfy({ $0 ^ $1 == 0x20 }) {
        self = .magicCase
        return
      }
      if wrong.count == 1 {
        self = .magicDamaged
        return
      }
    }
    return nil
  }

  /// A magic with a version somewhere in the first bytes.
  init?(searching head: [UInt8]) {
    guard let found = head.indices.first(where: { head[$0...].startsWithMagic }) else { return nil }
    self = .preceded(prefixByteCount: found)
  }
}

extension Collection<UInt8> {
  /// Whether it begins with these ASCII characters.
  func startsWith(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { self.starts(with: $0) }
  }

  /// Whether it begins with the magic and version of an RDB.
  var startsWithMagic: Bool {
    startsWith("REDIS") && dropFirst(5).prefix(4).count == 4 && dropFirst(5).prefix(4).allSatisfy(\.isDigit)
      || startsWith("VALKEY") && dropFirst(6).prefix(3).count == 3 && dropFirst(6).prefix(3).allSatisfy(\.isDigit)
  }
}

extension UInt8 {
  /// Whether it is one of the ASCII digits.
  var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
}

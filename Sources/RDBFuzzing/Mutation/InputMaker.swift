/// Makes inputs: the same generator and pool, the same bytes.
package struct InputMaker {
  private let pool: SeedPool
  private var random: FuzzRandom

  package init(_ pool: SeedPool, seed: UInt64) {
    self.pool = pool
    random = FuzzRandom(seed: seed)
  }

  package mutating func make(_ input: FuzzEntry.Input) -> [UInt8] {
    switch input {
    case .rdb: return rdb()
    case .gzip: return mutated(random.pick(pool.gzip), atMost: 6)
    case .lz4: return mutated(random.pick(pool.lz4), atMost: 6)
    case .lzf: return lzf()
    case .text: return text()
    case .aof: return aof()
    case .manifest: return manifest()
    }
  }

  // MARK: RDB

  private mutating func rdb() -> [UInt8] {
    var bytes: [UInt8]
    switch random.below(20) {
    case 0..<10: bytes = composed()
    case 10..<19 where !pool.small.isEmpty: bytes = random.pick(pool.small)
    default: bytes = random.pick(pool.files)
    }
    if !random.oneIn(16) { bytes = mutated(bytes, atMost: random.oneIn(3) ? 16 : 3) }
    // Half of them get past the checksum.
    if random.oneIn(2) { RDBFooter.fix(&bytes) }
    return bytes
  }

  /// A header and a few values of other files, each type as likely as any.
  private mutating func composed() -> [UInt8] {
    var bytes = Array((random.oneIn(4) ? "VALKEY080" : random.pick(["REDIS0009", "REDIS0011", "REDIS0012", "REDIS0015", "REDIS0006"])).utf8)
    bytes += [0xFE, 0]
    for index in 0..<1 + random.below(4) {
      if random.oneIn(4) { bytes += opcode() }
      guard !pool.pieces.isEmpty else { break }
      let piece = random.pick(random.pick(pool.pieces))
      bytes += [random.oneIn(30) ? UInt8(random.below(34)) : piece.type]
      bytes += random.oneIn(8) ? string() : [2, 0x6B, UInt8(0x30 + index)]
      bytes += piece.value
    }
    bytes.append(0xFF)
    RDBFooter.append(&bytes)
    return bytes
  }

  /// What may stand between keys.
  private mutating func opcode() -> [UInt8] {
    switch random.below(14) {
    case 0: [0xFC] + word(8)
    case 1: [0xFD] + word(4)
    case 2: [0xFE] + length()
    case 3: [0xFB] + length() + length()
    case 4: [0xFA] + string() + string()
    case 5: [0xF9, UInt8(random.below(256))]
    case 6: [0xF8] + length()
    case 7: [0xF7] + length() + [2, UInt8(random.below(4))] + moduleItems()
    case 8: [0xF5] + (random.oneIn(2) ? [0x11] + Array("#!lua name=lib1\nx".utf8) : string())
    case 9: [0xF4] + length() + length() + length()
    case 10: [0xF3, 1] + word(4) + moduleItems()
    case 11: [0xF2, UInt8(random.below(3)), 2] + string() + string()
    case 12: [0xF3, 0x28] + [UInt8](repeating: 0x61, count: 40) + [1, 0, 5]
    default: [UInt8(random.below(256))]
    }
  }

  private mutating func moduleItems() -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<random.below(3) {
      switch random.below(4) {
      case 0: bytes += [2] + length()
      case 1: bytes += [3] + word(4)
      case 2: bytes += [4] + word(8)
      default: bytes += [5] + string()
      }
    }
    return bytes + [0]
  }

  private mutating func word(_ count: Int) -> [UInt8] {
    if random.oneIn(3) { return [UInt8](repeating: random.pick([0, 0xFF, 0x7F, 0x80]), count: count) }
    return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }

  private mutating func length() -> [UInt8] {
    switch random.below(8) {
    case 0: [0x81] + (random.oneIn(2) ? word(8) : [0, 0, 0, 0, 0] + word(3))
    case 1: [0x80] + (random.oneIn(2) ? word(4) : [0, 0] + word(2))
    case 2: [UInt8(0x40 + random.below(64)), UInt8(random.below(256))]
    case 3: [UInt8(0x82 + random.below(0x7E))]
    default: [UInt8(random.below(64))]
    }
  }

  private mutating func string() -> [UInt8] {
    switch random.below(9) {
    case 0: return [0xC0, UInt8(random.below(256))]
    case 1: return [0xC1] + word(2)
    case 2: return [0xC2] + word(4)
    case 3:
      // A run of one letter, most often as long as it claims to be.
      let runs = 1 + random.below(4)
      var data: [UInt8] = [0, 0x41]
      for _ in 0..<runs { data += [0xE0, 0xFF, 0] }
      let count = random.oneIn(4) ? random.below(2000) : 1 + 264 * runs
      return [0xC3, UInt8(data.count), UInt8(0x40 | count >> 8 & 63), UInt8(count & 255)] + data
    case 4: return [0xC3] + length() + length()
    case 5: return length()
    default:
      let count = random.below(20)
      return [UInt8(count)] + (0..<count).map { _ in UInt8(0x61 + random.below(3)) }
    }
  }

  // MARK: Others

  /// A size of two bytes and instructions, most often ones that fit together.
  private mutating func lzf() -> [UInt8] {
    var stream: [UInt8] = []
    var size = 0
    for _ in 0..<random.below(40) {
      if size == 0 || random.oneIn(3) {
        let count = 1 + random.below(32)
        stream += [UInt8(count - 1)] + (0..<count).map { _ in UInt8(random.below(4)) }
        size += count
      } else {
        let distance = min(size, random.oneIn(2) ? 1 + random.below(20) : 1 + random.below(8192)) - 1
        if random.oneIn(2) {
          let more = random.below(256)
          stream += [UInt8(0xE0 | distance >> 8), UInt8(more), UInt8(distance & 255)]
          size += 9 + more
        } else {
          let count = 1 + random.below(6)
          stream += [UInt8(count << 5 | distance >> 8), UInt8(distance & 255)]
          size += count + 2
        }
      }
    }
    if random.oneIn(3) { stream = mutated(stream, atMost: 2) }
    if random.oneIn(6) { size += random.below(9) - 4 }
    size = max(0, min(size, 0xFFFF))
    return [UInt8(size & 255), UInt8(size >> 8)] + stream
  }

  private mutating func text() -> [UInt8] {
    let seeds = [
      "redis-7.0", "valkey-9", "7.0.15|8.1.1", "255.255.255", "0", "-0", "9223372036854775807", "-9223372036854775808", "1e308", "4.9e-324", "0x1p-1074",
      "nan", "inf", "-infinity", "1.7976931348623157", "0.1", "123456789012345678", "#!lua name=mylib\n", "#!LUA name=a name=b\n", "1e22", "1e-22", " 1",
    ]
    var bytes = Array(random.pick(seeds).utf8)
    let alphabet = Array("0123456789.-+eExXnaif |\n#!\u{0}".utf8)
    for _ in 0..<random.below(6) {
      let at = random.below(bytes.count + 1)
      switch random.below(4) {
      case 0 where at < bytes.count: bytes.remove(at: at)
      case 1 where at < bytes.count: bytes[at] = random.pick(alphabet)
      case 2: bytes.insert(UInt8(random.below(256)), at: at)
      default: bytes.insert(random.pick(alphabet), at: at)
      }
    }
    return bytes
  }

  // MARK: AOF

  private mutating func aof() -> [UInt8] {
    var bytes: [UInt8] = random.oneIn(8) ? random.pick(pool.files) : []
    for _ in 0..<random.below(12) {
      if random.oneIn(4) { bytes += Array("#TS:\(random.below(3000))\r\n".utf8) }
      var arguments = [Array(random.pick(["SET", "SELECT", "MULTI", "EXEC", "del", "RPUSH", ""]).utf8)]
      for _ in 0..<random.below(random.oneIn(20) ? 200 : 4) { arguments.append([UInt8](repeating: 0x61, count: random.below(random.oneIn(8) ? 6000 : 20))) }
      bytes += Array("*\(arguments.count)\r\n".utf8)
      for argument in arguments { bytes += Array("$\(argument.count)\r\n".utf8) + argument + [13, 10] }
    }
    let pieces = ["*", "$", "\r\n", "\n", "#", "#TS:", "*3\r\n", "$-1\r\n", "$99999999999999999999\r\n", "*9\r\n$9\r\n", " ", "+", "\0\0\0\0", "0", "9"]
    for _ in 0..<(random.oneIn(8) ? 0 : 1 + random.below(5)) {
      let at = random.below(bytes.count + 1)
      switch random.below(6) {
      case 0: bytes.insert(contentsOf: Array(random.pick(pieces).utf8), at: at)
      case 1: overwrite(&bytes, at, Array(random.pick(pieces).utf8))
      case 2: overwrite(&bytes, at, [UInt8(0x30 + random.below(10))])
      case 3: overwrite(&bytes, at, [UInt8](repeating: 0, count: random.below(2000)))
      default: bytes = mutated(bytes, atMost: 2)
      }
    }
    return bytes
  }

  private mutating func manifest() -> [UInt8] {
    var bytes: [UInt8] = []
    for index in 0..<random.below(5) {
      let name = random.pick(["a.1.base.rdb", "\"a b\"", "'x'", "../x", "\"\\x00\\n\""])
      bytes += Array("file \(name) seq \(random.below(4) + index) type \(random.pick(["b", "i", "h", "incr"]))\(random.oneIn(4) ? " startoffset 5 x y" : "")\n".utf8)
    }
    let alphabet = Array("file seq type bih \"'\\ \t\r\n#-1/.x\u{0}".utf8)
    for _ in 0..<random.below(5) {
      let at = random.below(bytes.count + 1)
      switch random.below(4) {
      case 0 where at < bytes.count: bytes.remove(at: at)
      case 1 where at < bytes.count: bytes[at] = random.pick(alphabet)
      case 2 where random.oneIn(10): bytes.insert(contentsOf: [UInt8](repeating: 0x78, count: 1100), at: at)
      default: bytes.insert(random.pick(alphabet), at: at)
      }
    }
    return bytes
  }

  // MARK: Damage

  private mutating func mutated(_ bytes: [UInt8], atMost limit: Int) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<1 + random.below(limit) { damage(&bytes) }
    if bytes.count > SeedPool.maximumByteCount { bytes.removeLast(bytes.count - SeedPool.maximumByteCount) }
    return bytes
  }

  private mutating func block(_ bytes: [UInt8]) -> Range<Int> {
    let start = random.below(bytes.count)
    return start..<min(bytes.count, start + 1 + random.below(random.oneIn(4) ? 400 : 12))
  }

  private mutating func damage(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else {
      bytes = string()
      return
    }
    let at = random.below(bytes.count)
    switch random.below(18) {
    case 0, 1: bytes[at] ^= 1 << UInt8(random.below(8))
    case 2: bytes[at] = random.pick([0, 1, 2, 0x3F, 0x40, 0x7F, 0x80, 0x81, 0xC0, 0xC3, 0xE0, 0xF0, 0xF4, 0xFE, 0xFF])
    case 3: bytes[at] = UInt8(truncatingIfNeeded: random.next())
    case 4: bytes[at] &+= UInt8(truncatingIfNeeded: random.below(9) - 4)
    case 5: overwrite(&bytes, at, length())
    case 6: bytes.insert(contentsOf: length(), at: at)
    case 7: bytes.removeSubrange(block(bytes))
    case 8: bytes.insert(contentsOf: bytes[block(bytes)], at: at)
    case 9:
      let other = random.oneIn(4) ? random.pick(pool.files) : pool.small.isEmpty ? bytes : random.pick(pool.small)
      if !other.isEmpty { bytes.insert(contentsOf: other[block(other)], at: at) }
    case 10: if random.oneIn(3) { bytes.removeLast(bytes.count - at) } else { bytes.removeLast(min(bytes.count, 1 + random.below(20))) }
    case 11:
      guard !pool.pieces.isEmpty else { return }
      let piece = random.pick(random.pick(pool.pieces))
      bytes.insert(contentsOf: [piece.type, 1, 0x7A] + piece.value, at: at)
    case 12: bytes.insert(contentsOf: opcode(), at: at)
    case 13:
      // A number of two, four or eight bytes, as containers hold them.
      let width = random.pick([2, 4, 8])
      overwrite(&bytes, at, word(width))
    case 14: bytes.insert(contentsOf: string(), at: at)
    case 15: overwrite(&bytes, at, Array(bytes[block(bytes)]))
    case 16: bytes[at] = UInt8(random.below(34))
    default:
      // A length that is a little too large or too small.
      if bytes[at] < 0x40 { bytes[at] = UInt8(max(0, min(0x3F, Int(bytes[at]) + random.below(7) - 3))) } else { bytes[at] ^= 0x80 }
    }
  }

  private func overwrite(_ bytes: inout [UInt8], _ at: Int, _ with: [UInt8]) {
    for (index, byte) in with.enumerated() where at + index < bytes.count { bytes[at + index] = byte }
  }
}

/// What the keys of a file look like: how they begin, how long they are, which characters they have.
///
/// Learned from records that are sound, it tells a name that fits the others from bytes that merely parse. Counts of
/// hashes, so a stranger can pass for a friend one time in a few hundred.
struct KeyShapes {
  private var prefixes = [UInt32](repeating: 0, count: 4096)
  private var forms = [UInt32](repeating: 0, count: 4096)
  private var encodings = [UInt32](repeating: 0, count: 256)
  private(set) var count: UInt32 = 0
  private var binaryCount: UInt32 = 0

  /// From so many keys on a key unlike all of them counts against a place.
  private static let enoughKeys: UInt32 = 32
  /// Whether so many were seen.
  var knowsEnough: Bool { count >= Self.enoughKeys }

  /// Takes a sound record in.
  mutating func learn(_ key: UnsafeRawBufferPointer, _ encoding: ValueEncoding) {
    guard count < UInt32.max / 2, !key.isEmpty else { return }
    count += 1
    prefixes[Self.prefix(key)] += 1
    forms[Self.form(key)] += 1
    encodings[Int(encoding.rawValue)] += 1
    if !Self.isText(key) { binaryCount += 1 }
  }

  /// How much a key speaks for (or, negative, against) a record being one, in bits.
  ///
  /// - Parameter isLearned: whether it was taken in itself, which must not speak for it.
  func evidence(_ key: UnsafeRawBufferPointer, _ encoding: ValueEncoding, isLearned: Bool = false) -> Int {
    // What is left of an auxiliary field behind its opcode reads as a key of that name.
    if key.isEmpty || Self.isAuxiliaryName(key) { return -20 }
    var bits = 0
    let isText = Self.isText(key)
    if isText {
      // A number is a name too, but so are two bytes in the middle of a set of numbers.
      bits += Decimal.canonicalInteger(key) != nil ? 0 : min(6, 2 + key.count / 2)
    } else if binaryCount * 20 < count || count == 0 {
      bits -= 12
    }
    let own: UInt32 = isLearned ? 1 : 0
    let prefix = prefixes[Self.prefix(key)] &- own
    let form = forms[Self.form(key)] &- own
    let alike = encodings[Int(encoding.rawValue)] &- own
    if count >= Self.enoughKeys {
      // The shortest names have nothing in common with others.
      if key.count >= 3 { bits += prefix == 0 ? -5 : min(10, Self.log2(prefix, 1024, of: count)) }
      bits += form == 0 ? -3 : min(8, Self.log2(form, 256, of: count))
      bits += alike == 0 ? -4 : 3
    } else {
      if prefix > 0 { bits += 6 }
      if form > 0 { bits += 3 }
      if alike > 0 { bits += 2 }
    }
    return bits
  }

  /// Whether servers write an auxiliary field of this name.
  static func isAuxiliaryName(_ name: UnsafeRawBufferPointer) -> Bool {
    guard (3...14).contains(name.count) else { return false }
    return auxiliaryNames.contains { $0.utf8.elementsEqual(name) }
  }

  private static let auxiliaryNames = [
    "redis-ver", "valkey-ver", "redis-bits", "ctime", "used-mem", "aof-base", "aof-preamble", "repl-id", "repl-offset", "repl-stream-db", "lua",
  ]

  private static func log2(_ part: UInt32, _ scale: UInt64, of whole: UInt32) -> Int {
    let ratio = 1 + UInt64(part) * scale / UInt64(whole)
    return 63 - ratio.leadingZeroBitCount
  }

  /// Its first three bytes.
  private static func prefix(_ key: UnsafeRawBufferPointer) -> Int {
    var hash: UInt32 = 2_166_136_261
    for byte in key.prefix(3) { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return Int((hash ^ hash >> 15) & 4095)
  }

  /// Its length, and which classes of characters are in it.
  private static func form(_ key: UnsafeRawBufferPointer) -> Int {
    var classes: UInt32 = 0
    for byte in key.prefix(64) {
      switch byte {
      case 0x30...0x39: classes |= 1
      case 0x41...0x5A: classes |= 2
      case 0x61...0x7A: classes |= 4
      case 0x3A, 0x2E, 0x2F, 0x2D, 0x5F: classes |= 8
      case 0x20...0x7E: classes |= 16
      default: classes |= 32
      }
    }
    return Int((UInt32(min(key.count, 255)) &* 64 &+ classes) & 4095)
  }

  /// Whether it is UTF-8 without control characters.
  static func isText(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var left = 0
    for byte in bytes.prefix(256) {
      if left > 0 {
        guard byte & 0xC0 == 0x80 else { return false }
        left -= 1
      } else if byte >= 0x80 {
        switch byte {
        case 0xC2...0xDF: left = 1
        case 0xE0...0xEF: left = 2
        case 0xF0...0xF4: left = 3
        default: return false
        }
      } else if byte < 0x20 || byte == 0x7F {
        return false
      }
    }
    return left == 0 || bytes.count > 256
  }
}

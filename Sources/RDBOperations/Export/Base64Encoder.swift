/// Base64 of bytes that come in pieces of any size.
struct Base64Encoder {
  private var kept: UInt32 = 0
  private var keptCount = 0

  /// Writes what whole groups of three bytes give; up to two bytes wait.
  mutating func write(_ bytes: UnsafeRawBufferPointer, to output: OutputBuffer) {
    guard var source = bytes.baseAddress else { return }
    var left = bytes.count
    while keptCount > 0, left > 0 {
      kept = kept << 8 | UInt32(source.load(as: UInt8.self))
      keptCount += 1
      source += 1
      left -= 1
      if keptCount == 3 {
        Self.group(kept, output.reserve(4))
        output.advance(4)
        keptCount = 0
        kept = 0
      }
    }
    let groups = left / 3
    let target = output.reserve(groups * 4)
    for index in 0..<groups {
      let place = source + index &* 3
      let first = UInt32(place.load(as: UInt8.self)) << 16
      let second = UInt32(place.load(fromByteOffset: 1, as: UInt8.self)) << 8
      Self.group(first | second | UInt32(place.load(fromByteOffset: 2, as: UInt8.self)), target + index &* 4)
    }
    output.advance(groups * 4)
    for index in (groups * 3)..<left {
      kept = kept << 8 | UInt32(source.load(fromByteOffset: index, as: UInt8.self))
      keptCount += 1
    }
  }

  /// Writes the bytes that waited, filled up with `=`.
  mutating func finish(_ output: OutputBuffer) {
    if keptCount > 0 {
      Self.group(kept << UInt32(8 * (3 - keptCount)), output.reserve(4))
      output.advance(keptCount + 1)
      for _ in keptCount..<3 { output.append(0x3D) }
    }
    kept = 0
    keptCount = 0
  }

  @inline(__always)
  private static func group(_ bits: UInt32, _ target: UnsafeMutableRawPointer) {
    let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    let digits = alphabet.utf8Start
    let first = UInt32(digits[Int(bits >> 18)])
    let second = UInt32(digits[Int(bits >> 12 & 63)]) << 8
    let third = UInt32(digits[Int(bits >> 6 & 63)]) << 16
    target.storeBytes(of: first | second | third | UInt32(digits[Int(bits & 63)]) << 24, as: UInt32.self)
  }
}

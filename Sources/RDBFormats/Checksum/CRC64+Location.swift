// A checksum that does not agree says more than "wrong": the difference is what
// the wrong bits left behind after every byte that came later. Undone a byte at
// a time, it becomes small exactly where one wrong byte would explain it. Of
// 2^64 differences 255 a byte do, so that a place found by chance is a matter of
// 1 : 2^26 in a file of 1 GB. (CRC-64 is linear: a difference does not depend on
// what the right bytes are.)

extension CRC64 {
  /// Where bytes are wrong, by what a checksum says of them.
  package struct Wound: Hashable, Sendable {
    /// Bytes from the start of what was summed.
    package let offset: Int
    /// What makes the bytes from there on right, by exclusive or; the first byte is the lowest.
    package let difference: UInt64
  }

  /// Looks for the only few bytes in a row that can be wrong if nothing else is.
  ///
  /// - Parameters:
  ///   - difference: exclusive or of the checksum that is right and the one that was computed, not 0.
  ///   - byteCount: how many bytes were summed.
  ///   - range: where the first of them may stand.
  ///   - width: how many bytes in a row may be wrong, 1 to 4; a find means something while 2^(8 · width) · bytes is far below 2^64.
  /// - Returns: nil when there is no such place, or more than one.
  /// - Complexity: O(bytes behind the start of `range`), about 3 GB/s, in eight lanes.
  package static func locate(_ difference: UInt64, byteCount: Int, in range: Range<Int>, width: Int = 1) -> Wound? {
    let range = range.clamped(to: 0..<byteCount)
    guard difference != 0, !range.isEmpty else { return nil }
    let limit: UInt64 = 1 << UInt64(8 * min(4, max(1, width)))
    // The state behind the range, from which it is undone backwards.
    let state = product(difference, inversePower(byteCount - range.upperBound))
    let lanes = range.count >= 4096 ? 8 : 1
    let size = range.count / lanes
    var states = [UInt64](repeating: 0, count: lanes)
    var ends = [Int](repeating: 0, count: lanes)
    for lane in 0..<lanes {
      ends[lane] = range.upperBound - lane * size
      states[lane] = product(state, inversePower(lane * size))
    }
    var found: [Wound] = []
    undoing.withUnsafeBufferPointer { table in
      if lanes == 8 {
        var (a, b, c, d) = (states[0], states[1], states[2], states[3])
        var (e, f, g, h) = (states[4], states[5], states[6], states[7])
        for step in 0..<size {
          a = a << 8 ^ table[Int(a >> 56)]
          b = b << 8 ^ table[Int(b >> 56)]
          c = c << 8 ^ table[Int(c >> 56)]
          d = d << 8 ^ table[Int(d >> 56)]
          e = e << 8 ^ table[Int(e >> 56)]
          f = f << 8 ^ table[Int(f >> 56)]
          g = g << 8 ^ table[Int(g >> 56)]
          h = h << 8 ^ table[Int(h >> 56)]
          if min(min(min(a, b), min(c, d)), min(min(e, f), min(g, h))) < limit {
            for (lane, value) in [a, b, c, d, e, f, g, h].enumerated() where value < limit && found.count < 64 {
              found.append(Wound(offset: ends[lane] - step - 1, difference: value))
            }
          }
        }
        states[7] = h
      }
      // What the division left over, or all of a short range.
      var last = states[lanes - 1]
      var offset = lanes == 8 ? ends[7] - size : range.upperBound
      while offset > range.lowerBound {
        offset -= 1
        last = last << 8 ^ table[Int(last >> 56)]
        if last < limit, found.count < 64 { found.append(Wound(offset: offset, difference: last)) }
      }
    }
    // A wound of fewer bytes than allowed shows from several places: each is the same bytes.
    guard let first = found.max(by: { $0.offset < $1.offset }) else { return nil }
    let isOne = found.allSatisfy { other in
      let shift = UInt64(first.offset - other.offset) * 8
      return shift < 64 && first.difference << shift == other.difference && (first.difference << shift) >> shift == first.difference
    }
    return isOne ? first : nil
  }

  /// By the highest byte of a state: what a step over one byte has to be undone with.
  private static let undoing: [UInt64] = {
    var table = [UInt64](repeating: 0, count: 256)
    for byte in 0..<256 {
      var crc = CRC64()
      withUnsafeBytes(of: UInt8(byte)) { crc.update($0.bytes) }
      table[Int(crc.value >> 56)] = crc.value << 8 | UInt64(byte)
    }
    return table
  }()

  /// What a state has to be multiplied with to undo so many bytes.
  private static func inversePower(_ byteCount: Int) -> UInt64 {
    var result = UInt64(1) << 63
    // One byte undone, of the state that stands for 1.
    var power = result << 8 ^ undoing[Int(result >> 56)]
    var count = byteCount
    while count > 0 {
      if count & 1 == 1 { result = product(result, power) }
      power = product(power, power)
      count >>= 1
    }
    return result
  }
}

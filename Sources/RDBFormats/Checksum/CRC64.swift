// CRC-64/Jones, the checksum of RDB files and DUMP payloads (rdb.md §9):
// polynomial 0xAD93D23594C935A9, bits reflected on the way in and out, initial
// value and final xor 0. "123456789" gives E9C6D914C4B8D9CA.

/// The running CRC-64/Jones of a stream of bytes.
///
/// It has no initial value to undo, so the ``value`` after some bytes is all the
/// state there is, and the sum of nothing is 0.
public struct CRC64: Sendable {
  /// The checksum of everything up to now.
  public private(set) var value: UInt64

  /// - Parameter value: the checksum of the bytes before those to come.
  public init(resuming value: UInt64 = 0) { self.value = value }

  /// Adds bytes, in any division into pieces.
  ///
  /// - Complexity: O(n). On Zen 4, out of the cache: 58 GB/s with AVX-512, 14.7 with
  ///   carry-less multiplication alone, 1.9 with tables.
  public mutating func update(_ bytes: RawSpan) {
    update(bytes, with: .fastest)
  }

  /// Adds bytes by the tables, whatever the processor can do.
  package mutating func updatePortably(_ bytes: RawSpan) {
    update(bytes, with: .portable)
  }

  package mutating func update(_ bytes: RawSpan, with engine: Engine) {
    // Below this a fold is no faster than its beginning and end.
    guard engine != .portable, bytes.byteCount >= 32 else {
      value = Self.sliced(value, bytes)
      return
    }
    let whole = bytes.byteCount & ~15
    value = engine.fold(value, bytes.extracting(0..<whole))
    if whole < bytes.byteCount {
      value = Self.sliced(value, bytes.extracting(whole..<bytes.byteCount))
    }
  }

  /// Eight bytes a step, each looked up in the table of its distance.
  private static func sliced(_ start: UInt64, _ bytes: RawSpan) -> UInt64 {
    let tables = CRC64.tables.span
    var crc = start
    var index = 0
    while index &+ 8 <= bytes.byteCount {
      crc ^= UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
      let near = tables[7 &* 256 &+ Int(crc & 0xFF)] ^ tables[6 &* 256 &+ Int(crc >> 8 & 0xFF)]
        ^ tables[5 &* 256 &+ Int(crc >> 16 & 0xFF)] ^ tables[4 &* 256 &+ Int(crc >> 24 & 0xFF)]
      let far = tables[3 &* 256 &+ Int(crc >> 32 & 0xFF)] ^ tables[2 &* 256 &+ Int(crc >> 40 & 0xFF)]
        ^ tables[256 &+ Int(crc >> 48 & 0xFF)] ^ tables[Int(crc >> 56)]
      crc = near ^ far
      index &+= 8
    }
    while index < bytes.byteCount {
      crc = crc >> 8 ^ tables[Int((crc ^ UInt64(bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self))) & 0xFF)]
      index &+= 1
    }
    return crc
  }

  /// The polynomial without its x^64, bits reversed.
  private static let polynomial: UInt64 = 0x95AC_9329_AC4B_C9B5

  /// Eight tables in a row: entry b of table k is the checksum of byte b and k zeros after it.
  private static let tables: [UInt64] = {
    var tables = [UInt64](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      tables[byte] = (0..<8).reduce(UInt64(byte)) { crc, _ in timesX(crc) }
    }
    for index in 256..<8 * 256 {
      let before = tables[index - 256]
      tables[index] = before >> 8 ^ tables[Int(before & 0xFF)]
    }
    return tables
  }()

  // MARK: Sums of parts

  /// The checksum of two runs of bytes in a row, from the checksums of each.
  ///
  /// - Parameters:
  ///   - first: checksum of the first run.
  ///   - second: checksum of the second, begun at 0.
  ///   - secondByteCount: bytes in the second run.
  /// - Complexity: one multiplication of 64 steps for every bit set in the count.
  public static func combine(_ first: UInt64, _ second: UInt64, secondByteCount: UInt64) -> UInt64 {
    var carried = first
    var count = secondByteCount
    while count != 0 {
      carried = product(carried, powers[count.trailingZeroBitCount])
      count &= count &- 1
    }
    return carried ^ second
  }

  /// Entry k carries a checksum over 2^k bytes: x^(8 · 2^k) mod P.
  private static let powers: [UInt64] = {
    var power = (0..<8).reduce(UInt64(1) << 63) { power, _ in timesX(power) }
    return (0..<64).map { _ in
      defer { power = product(power, power) }
      return power
    }
  }()

  /// The highest bit is the coefficient of x^0.
  private static func timesX(_ value: UInt64) -> UInt64 {
    value >> 1 ^ (value & 1 == 0 ? 0 : polynomial)
  }

  static func product(_ a: UInt64, _ b: UInt64) -> UInt64 {
    var result: UInt64 = 0
    var shifted = b
    var left = a
    while left != 0 {
      result ^= shifted & UInt64(bitPattern: Int64(bitPattern: left) >> 63)
      shifted = timesX(shifted)
      left <<= 1
    }
    return result
  }
}

/// Hashes of names, for finding duplicates: fast, seeded once a process since
/// names come from outside, and good enough to be trusted.
///
/// Built like wyhash: 64×64→128-bit multiplications of 16 bytes at a time.
package struct KeyHash: Sendable {
  private let seed: UInt64

  /// - Parameter seed: a random number; the same for all hashes that are compared.
  package init(seed: UInt64) { self.seed = seed }

  private static let first: UInt64 = 0xa076_1d64_78bd_642f
  private static let second: UInt64 = 0xe703_7ed1_a0b4_28db
  private static let third: UInt64 = 0x8ebc_6af0_9c88_c6e3

  @inline(__always)
  private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }

  /// What is left of a hash before its last mixing step: two words.
  @inline(__always)
  private func absorb(_ bytes: UnsafeRawBufferPointer, _ salt: UInt64) -> (UInt64, UInt64) {
    guard let base = bytes.baseAddress else { return (0, seed ^ salt) }
    let count = bytes.count
    var state = seed ^ salt
    func word(_ offset: Int) -> UInt64 { base.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
    func half(_ offset: Int) -> UInt64 { UInt64(base.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) }
    if count > 16 {
      var offset = 0
      while count &- offset > 16 {
        state = Self.fold(word(offset) ^ Self.first, word(offset &+ 8) ^ state)
        offset &+= 16
      }
      return (word(count &- 16), word(count &- 8) ^ state)
    }
    if count >= 8 { return (word(0), word(count &- 8) ^ state) }
    if count >= 4 { return (half(0), half(count &- 4) ^ state) }
    if count > 0 {
      return (UInt64(bytes[0]) << 16 | UInt64(bytes[count >> 1]) << 8 | UInt64(bytes[count &- 1]), state)
    }
    return (0, state)
  }

  /// 64 bits; never 0, which tables use for "nothing".
  @inline(__always)
  package func element(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    let (a, b) = absorb(bytes, 0)
    return max(1, Self.fold(Self.fold(a ^ Self.first, b ^ Self.second), UInt64(bytes.count) ^ Self.third))
  }

  /// The hash of a number's decimal text, without the text: where one is used the other has to be mapped to it first.
  @inline(__always)
  func number(_ value: Int64) -> UInt64 {
    max(1, Self.fold(UInt64(bitPattern: value) ^ Self.second ^ seed, Self.third ^ (seed &<< 1 | 1)))
  }

  /// 128 bits for a key in a database: where it is looked for, and what is kept (never 0).
  @inline(__always)
  func key(_ bytes: UnsafeRawBufferPointer, database: UInt64) -> (place: UInt64, mark: UInt64) {
    let (a, b) = absorb(bytes, database &* Self.third)
    let size = UInt64(bytes.count)
    let place = Self.fold(Self.fold(a ^ Self.first, b ^ Self.second), size ^ Self.third)
    return (place, max(1, Self.fold(Self.fold(a ^ Self.third, b ^ Self.first), size ^ Self.second)))
  }

  /// The same for the key of a record, however long it is.
  @inline(__always)
  func key(_ head: RecordHead, _ bytes: UnsafeRawBufferPointer) -> (place: UInt64, mark: UInt64) {
    guard let large = head.largeKey else { return key(bytes, database: head.database) }
    // Not the text of any other key: those are told apart by the database.
    return withUnsafeBytes(of: (large.checksum, large.byteCount)) { key($0, database: ~head.database) }
  }
}

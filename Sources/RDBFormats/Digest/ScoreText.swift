import CAcceleration

// How servers write a score as text; both are hashed by DEBUG DIGEST, so every
// byte counts (digest.md):
//
//   up to 7.0            C's %.17g: 0.1 → 0.10000000000000001
//   7.2 on, and Valkey   Grisu2, almost the shortest that reads back: 0.1 → 0.1

/// The text of scores as servers print them; a namespace.
package enum ScoreText {
  /// Writes a score as Redis 7.2 and newer, and Valkey, hash it.
  ///
  /// - Parameter buffer: room for 32 bytes.
  /// - Returns: bytes written, at most 25.
  package static func grisu2(_ value: Double, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    precondition(buffer.count >= 32)
    // Digits and zeros come out the same for these; every one up to 10^8 was compared.
    if let integer = smallInteger(value, below: 100_000_000) { return writeInteger(integer, into: buffer) }
    return grisu2Digits(value, into: buffer)
  }

  /// Writes a score as Redis up to 7.0 hashes it: C's `%.17g`.
  ///
  /// - Parameter buffer: room for 32 bytes.
  /// - Returns: bytes written, at most 24.
  package static func g17(_ value: Double, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    precondition(buffer.count >= 32)
    // Seventeen digits hold every integer below 10^17.
    if let integer = smallInteger(value, below: 1e17) { return writeInteger(integer, into: buffer) }
    guard let text = buffer.baseAddress else { return 0 }
    return Int(rdb_print_g17(value, text.assumingMemoryBound(to: CChar.self)))
  }

  /// The value as an integer if it is one, smaller than `limit` and not −0.
  @inline(__always)
  private static func smallInteger(_ value: Double, below limit: Double) -> Int64? {
    guard value.magnitude < limit else { return nil }
    let integer = Int64(value)
    return Double(integer).bitPattern == value.bitPattern ? integer : nil
  }

  /// - Returns: bytes written, at most 18.
  private static func writeInteger(_ value: Int64, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    var count = value < 0 ? 2 : 1
    var ceiling: UInt64 = 10
    while value.magnitude >= ceiling {
      count += 1
      ceiling *= 10
    }
    if value < 0 { buffer[0] = UInt8(ascii: "-") }
    var left = value.magnitude
    var index = count
    repeat {
      index -= 1
      buffer[index] = 48 + UInt8(truncatingIfNeeded: left % 10)
      left /= 10
    } while left > 0
    return count
  }
}

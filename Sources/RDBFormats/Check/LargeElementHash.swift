/// A hash over an element that comes in pieces, which does not depend on where it was cut: CRC-64, then mixed.
///
/// Two elements over 16 MiB of one collection that differ and agree in it would be called duplicates: one chance in 2⁶⁴
/// where nobody tries, and somebody who can choose 16 MiB twice can have that.
struct LargeElementHash {
  func update(_ state: UInt64, _ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var crc = CRC64(resuming: state)
    crc.update(bytes.bytes)
    return crc.value
  }

  func finish(_ state: UInt64, _ hash: KeyHash) -> UInt64 { hash.number(Int64(truncatingIfNeeded: state)) }
}

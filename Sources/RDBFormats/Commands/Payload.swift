/// The end of a serialised value, as `DUMP` and `FUNCTION DUMP` write it: two bytes RDB version, eight bytes CRC-64 over
/// all before them (both little-endian).
enum Payload {
  /// Whether a server of that version would read on.
  static func isSound(_ bytes: UnsafeRawBufferPointer, _ version: ServerVersion) -> Bool {
    guard bytes.count >= 10 else { return false }
    let written = Int(bytes[bytes.count - 10]) | Int(bytes[bytes.count - 9]) << 8
    guard written <= version.newestRDBVersion else { return false }
    let stored = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self))
    // A checksum of 0 means that none was taken.
    if stored == 0 { return true }
    var checksum = CRC64()
    checksum.update(UnsafeRawBufferPointer(rebasing: bytes.dropLast(8)).bytes)
    return checksum.value == stored
  }
}

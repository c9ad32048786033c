import RDBFormats

/// The eight bytes at the end of an RDB.
package enum RDBFooter {
  /// Makes the last eight bytes the checksum of what stands before them.
  package static func fix(_ bytes: inout [UInt8]) {
    guard bytes.count > 17 else { return }
    bytes.removeLast(8)
    append(&bytes)
  }

  /// Adds the checksum of all bytes.
  package static func append(_ bytes: inout [UInt8]) {
    var crc = CRC64()
    crc.update(bytes.span.bytes)
    let value = crc.value
    for place in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * place))) }
  }
}

/// The pieces an RDB is made of, as bytes. Every lie a test needs is a parameter.
package enum RDBBytes {
  /// `REDIS0011`, `VALKEY080`.
  package static func header(version: Int, isValkey: Bool = false) -> [UInt8] {
    let digits = String(version)
    let width = isValkey ? 3 : 4
    return [UInt8](((isValkey ? "VALKEY" : "REDIS") + String(repeating: "0", count: max(0, width - digits.count)) + digits).utf8)
  }

  /// A length in the shortest of its forms.
  package static func length(_ count: Int) -> [UInt8] {
    switch count {
    case 0..<64: [UInt8(count)]
    case 64..<16384: [0x40 | UInt8(count >> 8), UInt8(count & 0xff)]
    case 16384...0xffff_ffff: length32(UInt32(count))
    default: length64(UInt64(bitPattern: Int64(count)))
    }
  }

  /// A length in its five-byte form, whatever its size.
  package static func length32(_ count: UInt32) -> [UInt8] { [0x80] + bigEndian(count) }

  /// A length in its nine-byte form, whatever its size.
  package static func length64(_ count: UInt64) -> [UInt8] { [0x81] + bigEndian(count) }

  /// A string with its length before it.
  package static func string(_ bytes: [UInt8]) -> [UInt8] { length(bytes.count) + bytes }

  /// A text with its length before it.
  package static func string(_ text: String) -> [UInt8] { string([UInt8](text.utf8)) }

  /// A string stored as an integer of 8, 16 or 32 bits.
  package static func integerString(_ number: Int32) -> [UInt8] {
    if let small = Int8(exactly: number) { return [0xc0, UInt8(bitPattern: small)] }
    if let middle = Int16(exactly: number) { return [0xc1] + littleEndian(middle) }
    return [0xc2] + littleEndian(number)
  }

  /// A compressed string: `C3`, compressed length, length, data.
  ///
  /// - Parameters:
  ///   - compressedLength: what the file claims of `data`; its true count when nil.
  ///   - uncompressedLength: the bytes of the second length, which may be any lie.
  package static func compressed(_ data: [UInt8], uncompressedLength: [UInt8], compressedLength: Int? = nil) -> [UInt8] {
    [0xc3] + length(compressedLength ?? data.count) + uncompressedLength + data
  }

  /// LZF that only copies: runs of at most 32 literal bytes.
  package static func lzfLiteral(_ bytes: [UInt8]) -> [UInt8] {
    stride(from: 0, to: bytes.count, by: 32).reduce(into: []) { result, start in
      let run = bytes[start..<min(start + 32, bytes.count)]
      result += [UInt8(run.count - 1)] + run
    }
  }

  /// LZF of `count` equal bytes, at least 1, with the best ratio there is: 3 bytes for 264.
  package static func lzfRun(_ count: Int, of byte: UInt8 = UInt8(ascii: "A")) -> [UInt8] {
    var result: [UInt8] = [0, byte]
    var left = count - 1
    while left >= 3 {
      var run = min(left, 264)
      if (1...2).contains(left - run) { run -= 3 }
      guard run >= 3 else { break }
      result += run - 2 < 7 ? [UInt8((run - 2) << 5), 0] : [0xe0, UInt8(run - 9), 0]
      left -= run
    }
    return left > 0 ? result + [UInt8(left - 1)] + [UInt8](repeating: byte, count: left) : result
  }

  /// CRC-64 as RDB footers use it (Jones, reflected, no inversion), a byte at a time.
  package static func crc64(_ bytes: [UInt8], from start: UInt64 = 0) -> UInt64 {
    bytes.reduce(start) { crc, byte in crcTable[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ (crc >> 8) }
  }

  private static let crcTable: [UInt64] = (0..<256).map { index in
    (0..<8).reduce(UInt64(index)) { value, _ in (value >> 1) ^ (value & 1 == 1 ? 0x95ac_9329_ac4b_c9b5 : 0) }
  }

  /// A file with its last eight bytes replaced by the checksum of what stands before them.
  package static func fixingChecksum(_ file: [UInt8]) -> [UInt8] {
    let content = [UInt8](file.dropLast(8))
    return content + littleEndian(crc64(content))
  }

  /// The id of a module type: nine characters of six bits and ten bits of version, as a nine-byte length.
  package static func moduleID(_ name: String, version: UInt64) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    let bits = name.reduce(UInt64(0)) { $0 << 6 | UInt64(alphabet.firstIndex(of: $1) ?? 0) }
    return length64(bits << 10 | version)
  }

  /// The bytes of a number, lowest first.
  package static func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> Number($0 * 8)) }
  }

  /// The bytes of a number, highest first.
  package static func bigEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    littleEndian(number).reversed()
  }

  /// The eight bytes of a score, lowest first.
  package static func double(_ score: Double) -> [UInt8] { littleEndian(score.bitPattern) }
}

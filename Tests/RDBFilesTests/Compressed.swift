import CLZ4
import CZlib
import Testing

/// Compressed data made by the system libraries, so that the decoders are
/// compared with the encoders people have.
enum Compressed {
  /// One gzip member.
  static func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
    var stream = z_stream()
    try #require(
      deflateInit2_(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK)
    defer { deflateEnd(&stream) }
    var input = bytes + [0]
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
    let count = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(bytes.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        return deflate(&stream, Z_FINISH) == Z_STREAM_END ? output.count - Int(stream.avail_out) : 0
      }
    }
    try #require(count > 0)
    return Array(output.prefix(count))
  }

  /// One LZ4 frame with a content checksum, in blocks of 64 KiB.
  static func lz4(_ bytes: [UInt8]) throws -> [UInt8] {
    var preferences = LZ4F_preferences_t()
    preferences.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled
    preferences.frameInfo.blockSizeID = LZ4F_max64KB
    preferences.frameInfo.contentSize = UInt64(bytes.count)
    var output = [UInt8](repeating: 0, count: LZ4F_compressFrameBound(bytes.count, &preferences))
    let count = LZ4F_compressFrame(&output, output.count, bytes, bytes.count, &preferences)
    try #require(LZ4F_isError(count) == 0)
    return Array(output.prefix(count))
  }

  /// A frame that decoders skip.
  static func skippable(_ bytes: [UInt8]) -> [UInt8] {
    [0x53, 0x2A, 0x4D, 0x18] + withUnsafeBytes(of: UInt32(bytes.count).littleEndian, Array.init) + bytes
  }

  /// The envelope of Valkey 9.2.
  static func vcs(_ bytes: [UInt8]) throws -> [UInt8] { [0x56, 0x43, 0x53, 1, 1, 0, 1] + (try lz4(bytes)) }
}

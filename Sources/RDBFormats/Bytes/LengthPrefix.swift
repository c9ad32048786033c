// The length encoding of RDB (rdb.md §4):
//
//   00xxxxxx              6-bit length
//   01xxxxxx + 1 byte     14-bit, big-endian
//   80 + 4 bytes          32-bit, big-endian
//   81 + 8 bytes          64-bit, big-endian (RDB 8 and newer)
//   C0 C1 C2 C3           not a length: an int8, int16, int32 or LZF string
//   82–BF, C4–FF          never given out

/// A decoded length prefix.
enum LengthPrefix: Equatable {
  case count(UInt64)
  /// The low six bits of a byte 0xC0–0xFF.
  case encoded(UInt8)
}

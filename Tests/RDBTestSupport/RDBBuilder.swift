/// Puts RDB files together byte by byte, right ones and deliberately wrong ones.
///
/// Slow and obvious on purpose: it shares nothing with the code under test, so
/// the two cannot be wrong in the same way.
///
/// ```swift
/// var file = RDBBuilder(version: 10)
/// file.select(0)
/// file.record(type: 0, key: "k", value: RDBBytes.string("v"))
/// let bytes = file.finished()
/// ```
package struct RDBBuilder {
  /// What the eight bytes after the end opcode are.
  package enum Footer: Sendable {
    case right
    /// All zero: the writer had checksums switched off.
    case zero
    case wrong
    case missing
  }

  /// Everything so far, header included.
  package private(set) var bytes: [UInt8]
  private let version: Int

  /// Begins with `REDIS0011`, or `VALKEY080`.
  package init(version: Int = 11, isValkey: Bool = false) {
    self.version = version
    bytes = RDBBytes.header(version: version, isValkey: isValkey)
  }

  /// Offset at which the next thing will stand.
  package var offset: Int { bytes.count }

  /// Any bytes at all.
  package mutating func raw(_ more: [UInt8]) { bytes += more }

  /// An auxiliary field (opcode FA).
  package mutating func aux(_ name: String, _ value: String) {
    raw([0xfa] + RDBBytes.string(name) + RDBBytes.string(value))
  }

  /// Selects a database (opcode FE).
  package mutating func select(_ database: Int) { raw([0xfe] + RDBBytes.length(database)) }

  /// The sizes of the tables to come (opcode FB).
  package mutating func resize(keys: Int, expires: Int) { raw([0xfb] + RDBBytes.length(keys) + RDBBytes.length(expires)) }

  /// An expiry in milliseconds for the next key (opcode FC).
  package mutating func expire(milliseconds: Int64) { raw([0xfc] + RDBBytes.littleEndian(milliseconds)) }

  /// A function library (opcode F5).
  package mutating func function(_ code: String) { raw([0xf5] + RDBBytes.string(code)) }

  /// A key with the bytes of its value.
  package mutating func record(type: UInt8, key: [UInt8], value: [UInt8]) {
    raw([type] + RDBBytes.string(key) + value)
  }

  /// A key whose name is text.
  package mutating func record(type: UInt8, key: String, value: [UInt8]) {
    record(type: type, key: [UInt8](key.utf8), value: value)
  }

  /// The whole file: what was built, the end opcode, and the checksum for versions that have one (5 on).
  package func finished(_ footer: Footer = .right) -> [UInt8] {
    let content = bytes + [0xff]
    guard version >= 5 else { return content }
    switch footer {
    case .right: return content + RDBBytes.littleEndian(RDBBytes.crc64(content))
    case .wrong: return content + RDBBytes.littleEndian(~RDBBytes.crc64(content))
    case .zero: return content + [UInt8](repeating: 0, count: 8)
    case .missing: return content
    }
  }
}

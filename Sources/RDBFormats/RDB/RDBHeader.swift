// The first nine bytes of an RDB:
//
//   "REDIS" + 4 digits       every Redis; Valkey up to 8.1
//   "VALKEY" + 3 digits      Valkey 9.0 and newer

/// The magic and version at the start of an RDB.
public struct RDBHeader: Hashable, Sendable {
  /// Whose opcodes and types follow.
  public let dialect: RDBDialect
  /// The number behind the magic: 1 … 15 for Redis, 80 and 81 for Valkey; 12–79 are no version of Valkey.
  public let version: Int
  /// The nine bytes as they stand, for messages.
  public let text: String
  /// How many bytes the header takes.
  public static var byteCount: Int { 9 }

  /// The newest versions that the reader knows.
  public static let newestRedis = 15, newestValkey = 81

  /// Whether eight bytes of checksum follow the end opcode.
  public var hasChecksum: Bool { version >= 5 }

  /// A header to be written, or to be taken for one that cannot be read.
  package init(dialect: RDBDialect, version: Int) {
    self.dialect = dialect
    self.version = version
    let digits = String(version)
    let (magic, width) = dialect == .valkey ? ("VALKEY", 3) : ("REDIS", 4)
    text = magic + String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  /// What stands there, and what it is taken for.
  package init(dialect: RDBDialect, version: Int, text: String) {
    self.dialect = dialect
    self.version = version
    self.text = text
  }

  /// Redis reads the digits with `atoi`, so `REDIS 009` loads and `REDISabcd` is version 0; we keep what stands there.
  package static func parse(_ bytes: UnsafeRawBufferPointer) -> RDBHeader? {
    func has(_ magic: StaticString) -> Bool {
      bytes.count >= magic.utf8CodeUnitCount
        && (0..<magic.utf8CodeUnitCount).allSatisfy { bytes[$0] == magic.utf8Start[$0] }
    }
    guard bytes.count >= byteCount else { return nil }
    let dialect: RDBDialect
    let digits: UnsafeRawBufferPointer.SubSequence
    if has("VALKEY") {
      dialect = .valkey
      digits = bytes[6..<9]
    } else if has("REDIS") {
      dialect = .redis
      digits = bytes[5..<9]
    } else {
      return nil
    }
    var value = 0
    var rest = digits.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
    while let digit = rest.first, (0x30...0x39).contains(digit) {
      value = value * 10 + Int(digit - 0x30)
      rest = rest.dropFirst()
    }
    return RDBHeader(dialect: dialect, version: value, text: String(decoding: bytes[0..<9], as: UTF8.self))
  }
}

package import RDBFormats

// A record in the arena of a keyspace:
//
//   value length (u32) key length (u32) encoding (u8) flags (u8) [expiry (i64)] key value
//
// A packed value is what stands behind the key in an RDB. A live one is the
// address of its object, which the record owns.

/// A key with its value, where it stands in memory. Lent until the keyspace changes.
package struct KeyRecord {
  let start: UnsafeMutableRawPointer

  struct Flags: OptionSet {
    let rawValue: UInt8
    static let hasExpiry = Flags(rawValue: 1)
    /// The value is an object.
    static let isLive = Flags(rawValue: 2)
    /// The text of a number that a server holds as text all the same.
    static let isText = Flags(rawValue: 4)
  }

  static let headByteCount = 10

  static func byteCount(key: Int, value: Int, hasExpiry: Bool) -> Int { headByteCount + (hasExpiry ? 8 : 0) + key + value }

  var byteCount: Int { Self.headByteCount + (hasExpiry ? 8 : 0) + keyByteCount + valueByteCount }

  func write(_ key: UnsafeRawBufferPointer, encoding: ValueEncoding, flags: Flags, valueByteCount: Int) {
    start.storeBytes(of: UInt32(truncatingIfNeeded: valueByteCount), as: UInt32.self)
    start.storeBytes(of: UInt32(truncatingIfNeeded: key.count), toByteOffset: 4, as: UInt32.self)
    start.storeBytes(of: encoding.rawValue, toByteOffset: 8, as: UInt8.self)
    start.storeBytes(of: flags.rawValue, toByteOffset: 9, as: UInt8.self)
    if let base = key.baseAddress { (start + keyOffset).copyMemory(from: base, byteCount: key.count) }
  }

  private var valueByteCount: Int { Int(start.loadUnaligned(as: UInt32.self)) }
  private var keyByteCount: Int { Int(start.loadUnaligned(fromByteOffset: 4, as: UInt32.self)) }
  var flags: Flags { Flags(rawValue: start.load(fromByteOffset: 9, as: UInt8.self)) }
  private var hasExpiry: Bool { flags.contains(.hasExpiry) }
  private var keyOffset: Int { Self.headByteCount + (hasExpiry ? 8 : 0) }

  /// How a packed value is written; for a live one the plain encoding of its kind.
  package var encoding: ValueEncoding { ValueEncoding(rawValue: start.load(fromByteOffset: 8, as: UInt8.self)) ?? .string }
  package var kind: ValueKind { encoding.kind }
  package var isLive: Bool { flags.contains(.isLive) }

  package var key: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start + keyOffset, count: keyByteCount) }

  /// A packed value, as an RDB has it.
  package var value: UnsafeRawBufferPointer { UnsafeRawBufferPointer(mutableValue) }
  var mutableValue: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(start: start + keyOffset + keyByteCount, count: valueByteCount) }

  /// When it expires, in milliseconds since 1970; nil for never.
  package internal(set) var expiresAt: Int64? {
    get { hasExpiry ? start.loadUnaligned(fromByteOffset: Self.headByteCount, as: Int64.self) : nil }
    nonmutating set { if let newValue, hasExpiry { start.storeBytes(of: newValue, toByteOffset: Self.headByteCount, as: Int64.self) } }
  }

  /// The object of a live value.
  package var object: LiveValue? {
    guard isLive, let address = UnsafeRawPointer(bitPattern: value.loadUnaligned(as: UInt.self)) else { return nil }
    return Unmanaged<LiveValue>.fromOpaque(address).takeUnretainedValue()
  }

  func own(_ object: LiveValue) {
    let address = UInt(bitPattern: Unmanaged.passRetained(object).toOpaque())
    mutableValue.storeBytes(of: address, as: UInt.self)
  }

  func release() {
    guard isLive, let address = UnsafeRawPointer(bitPattern: value.loadUnaligned(as: UInt.self)) else { return }
    Unmanaged<LiveValue>.fromOpaque(address).release()
  }
}

/// Writes an RDB front to back: header, items, end opcode and checksum.
///
/// Whoever drives it decides what stands where; it knows the bytes. Records that are to stay as they are pass through
/// ``items(_:)`` unchanged.
package final class RDBWriter {
  private let sink: any RDBByteSink
  private let header: RDBHeader
  private var crc = CRC64()
  /// Bytes written up to now.
  package private(set) var byteCount: UInt64 = 0

  /// Writes the header.
  ///
  /// - Throws: what the sink throws, as every other method.
  package init(_ sink: any RDBByteSink, header: RDBHeader) throws {
    self.sink = sink
    self.header = header
    try emit([UInt8](header.text.utf8))
  }

  /// An auxiliary field (RDB 7 and newer).
  package func auxiliary(_ name: [UInt8], _ value: [UInt8]) throws {
    var bytes = [RDBOpcode.auxiliary]
    name.withUnsafeBytes { bytes.appendRDBString($0) }
    value.withUnsafeBytes { bytes.appendRDBString($0) }
    try emit(bytes)
  }

  /// The keys to come belong to this database.
  package func selectDatabase(_ number: UInt64) throws {
    var bytes = [RDBOpcode.selectDatabase]
    bytes.appendRDBLength(number)
    try emit(bytes)
  }

  /// How many keys and expiries the database will have (RDB 7 and newer).
  package func sizeHint(keys: UInt64, expires: UInt64) throws {
    var bytes = [RDBOpcode.resizeDatabase]
    bytes.appendRDBLength(keys)
    bytes.appendRDBLength(expires)
    try emit(bytes)
  }

  /// Attributes of the key to come.
  package func attributes(_ attributes: KeyAttributes) throws {
    var bytes: [UInt8] = []
    bytes.appendRDBAttributes(attributes)
    try emit(bytes)
  }

  /// A key with its value in one of the plain encodings.
  package func record(key: [UInt8], _ value: PlainValue) throws {
    var bytes = [value.encoding.typeByte]
    key.withUnsafeBytes { bytes.appendRDBString($0) }
    try emit(bytes)
    try emit(value.bytes)
  }

  /// Whole items, or pieces of them in order, as they stand in another file of the same dialect.
  package func items(_ bytes: UnsafeRawBufferPointer) throws {
    crc.update(bytes.bytes)
    byteCount &+= UInt64(bytes.count)
    try sink.write(bytes)
  }

  /// The end opcode and, in versions that have one, the checksum.
  package func end() throws {
    try emit([RDBOpcode.end])
    guard header.hasChecksum else { return }
    var bytes: [UInt8] = []
    bytes.appendLittleEndian(crc.value)
    try emit(bytes)
  }

  private func emit(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try items($0) } }
}

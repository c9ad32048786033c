/// The RDB in front of the commands of a hybrid AOF, stepped over.
package struct AOFPreamble: Sendable {
  /// Magic and version.
  package let header: RDBHeader
  /// The auxiliary fields in their order: `redis-ver`, `ctime`, `aof-base`, ….
  package let auxiliary: [(name: [UInt8], value: [UInt8])]
  /// Keys in it, expired ones included.
  package let keyCount: UInt64
  /// Bytes from the start of the file to behind its checksum, where the commands begin.
  package let endOffset: Int

  /// The value of an auxiliary field; of several the last, as servers take it.
  package func auxiliaryText(_ name: String) -> String? {
    auxiliary.last { $0.name.elementsEqual(name.utf8) }.map { String(decoding: $0.value, as: UTF8.self) }
  }

  /// When the RDB was written, in seconds since 1970.
  package var writtenAtSeconds: Int64? { auxiliaryText("ctime").flatMap { Int64($0) } }

  /// Whether a file with these first bytes has an RDB in front.
  package static func begins(_ head: some Collection<UInt8>) -> Bool {
    head.starts(with: Array("REDIS".utf8)) || head.starts(with: Array("VALKEY".utf8))
  }

  /// Whether the RDB with these first bytes says of itself that commands follow: `aof-preamble` is 1 (4.0 to 6.2).
  ///
  /// The bases of multi-part sets say `aof-base`, and are RDB files for themselves.
  package static func isMarked(_ head: [UInt8]) -> Bool {
    guard let framer = try? RDBFramer(HeadSource(head)) else { return false }
    return framer.leadingAuxiliary().contains { $0.name.elementsEqual("aof-preamble".utf8) && $0.value == [0x31] }
  }

  /// Steps over the RDB by its lengths; values are not looked at, the checksum is not compared.
  ///
  /// ```swift
  /// let framer = try RDBFramer(source, trailing: .aof)
  /// let preamble = try AOFPreamble.skip(framer)
  /// var scanner = AOFScanner(framer.takeWindow())
  /// ```
  ///
  /// - Parameters:
  ///   - framer: made with ``RDBFramer/Trailing/aof``, nothing read of it yet.
  ///   - other: told everything instead; keys and auxiliary fields are not counted then.
  /// - Throws: what is wrong with the framing; a checksum that is not all there is `.checksumMissing`.
  /// - Complexity: O(items), and a checksum over their bytes.
  package static func skip(_ framer: RDBFramer, telling other: RecordSink? = nil) throws(DecodeFault) -> AOFPreamble {
    let sink = PreambleSink()
    while true {
      let item = framer.streamItem(other ?? sink)
      if let fault = item.fault { throw fault }
      guard let ending = item.ending else { continue }
      if framer.header.hasChecksum, ending.storedChecksum == nil {
        throw DecodeFault(.checksumMissing(available: ending.checksumByteCount), at: ending.offset + 1)
      }
      return AOFPreamble(header: framer.header, auxiliary: sink.auxiliary, keyCount: sink.keyCount, endOffset: framer.offset)
    }
  }
}

private final class PreambleSink: RecordSink {
  var keyCount: UInt64 = 0
  var auxiliary: [(name: [UInt8], value: [UInt8])] = []

  override func record(_ head: RecordHead, key: RawSpan) -> Bool {
    keyCount &+= 1
    return false
  }

  override func auxiliary(_ name: RawSpan, _ value: RawSpan, at offset: Int) {
    // Servers write ten; what a hostile file has in thousands is of no use.
    guard auxiliary.count < 256, name.byteCount <= 256, value.byteCount <= 4096 else { return }
    auxiliary.append((name.withUnsafeBytes { [UInt8]($0) }, value.withUnsafeBytes { [UInt8]($0) }))
  }
}

/// The first bytes of a file as a source of their own.
private final class HeadSource: ByteSource {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, rest.count)
    buffer.copyBytes(from: rest.prefix(count))
    rest = rest.dropFirst(count)
    return count
  }
}

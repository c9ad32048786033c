// An RDB file (rdb.md §1):
//
//   "REDIS0011" or "VALKEY080"
//   ( opcode payload | [expiry] [idle] [frequency] type key value )*
//   FF, and from version 5 on the CRC-64 of everything before it
//
// Where to go from here: RDBParser reads what frames an item, ValueWalker what is
// in a value, RDBFramer cuts a file into chunks for several threads.

/// Reads an RDB from front to end, one item at a time, in bounded memory.
///
/// ```swift
/// final class Lengths: RecordSink {
///   override func record(_ head: RecordHead, key: RawSpan) -> Bool { head.encoding.kind == .string }
///   override func element(_ role: ElementRole, _ bytes: RawSpan) { print(bytes.byteCount) }
/// }
/// try RDBReader(source).readAll(Lengths())
/// ```
///
/// Names and elements are lent for the length of a call and not copied. A value of which ``RecordSink/record(_:key:)`` says that it is
/// of no interest is stepped over by its lengths.
///
/// Memory: a window of 1 MiB, up to 16 MiB for an element of that size twice; what is larger comes in pieces.
public final class RDBReader {
  private let framer: RDBFramer
  private var checksum: UInt64
  private var isFinished = false

  /// Magic and version of the file.
  public var header: RDBHeader { framer.header }
  /// Bytes read so far.
  public var offset: Int { framer.offset }
  /// What kept the source from being read, when ``DecodeFault/Reason/inputFailed`` was thrown.
  public var sourceFailure: (any Error)? { framer.sourceFailure }

  /// Reads the header.
  ///
  /// - Parameters:
  ///   - source: the bytes of the file, decompressed.
  ///   - byteCount: how many those are, when known: counts that go beyond are not believed.
  /// - Throws: `.notAnRDB`; `.truncated` in a file that ends within nine bytes; `.inputFailed`.
  public init(_ source: any ByteSource, byteCount: UInt64? = nil) throws(DecodeFault) {
    framer = try RDBFramer(source, byteCount: byteCount)
    checksum = framer.headerChecksum
  }

  /// Reads the next item and tells `sink` of it.
  ///
  /// - Returns: false at the end of the file, when the checksum was right or there is none.
  /// - Throws: what is wrong with the framing or the checksum, after which there is no more to read. What is wrong inside a
  ///   value goes to ``ValueVisitor/defect(_:)`` instead.
  /// - Complexity: O(bytes of the item).
  public func readItem(_ sink: RecordSink) throws(DecodeFault) -> Bool {
    guard !isFinished else { return false }
    let item = framer.streamItem(sink)
    checksum = CRC64.combine(checksum, item.checksum, secondByteCount: UInt64(item.byteCount))
    if let fault = item.fault {
      isFinished = true
      throw fault
    }
    guard let ending = item.ending else { return true }
    isFinished = true
    guard header.hasChecksum else { return false }
    guard let stored = ending.storedChecksum else {
      throw DecodeFault(.checksumMissing(available: ending.checksumByteCount), at: ending.offset + 1)
    }
    if stored != 0, stored != checksum {
      throw DecodeFault(.checksumMismatch(stored: stored, computed: checksum), at: ending.offset + 1)
    }
    return false
  }

  /// Reads to the end of the file.
  ///
  /// - Throws: as ``readItem(_:)``.
  public func readAll(_ sink: RecordSink) throws(DecodeFault) {
    while try readItem(sink) {}
  }
}

/// Where a key stands and what the file says of it besides name and value.
public struct RecordHead: Sendable {
  /// Offset of the record's first byte: its first attribute, or its type byte.
  public var offset = 0
  /// Offset of the type byte.
  public var typeOffset = 0
  /// Offset of the first byte of the value.
  public var valueOffset = 0
  /// The database it is in.
  public var database: UInt64 = 0
  /// How the value is written.
  public var encoding = ValueEncoding.string
  /// Expiry, idle time, frequency.
  public var attributes = KeyAttributes()
  /// Bytes that the value takes in the file, when the visitor asked for it and all of them are in hand.
  public var valueByteCount: Int?
  /// The whole of a name over 16 MiB, of which the visitor gets the first 64 KiB.
  public var largeKey: LargeKey?

  /// A string in database 0 at offset 0.
  public init() {}
}

/// Told everything that is in an RDB, in the order of the file.
///
/// For a record: ``record(_:key:)``, the calls of ``ValueVisitor`` when that asked for the value, ``recordEnd(at:)``.
public protocol RecordVisitor: ValueVisitor, ~Copyable {
  /// Whether ``RecordHead/valueByteCount`` is of interest; finding it out is a second look at every length.
  var wantsValueByteCount: Bool { get }
  /// A key begins.
  ///
  /// - Parameter key: borrowed for this call.
  /// - Returns: whether its value is of interest.
  mutating func record(_ head: RecordHead, key: RawSpan) -> Bool
  /// The end of a record whose value was of interest; `offset` is the first byte behind it.
  mutating func recordEnd(at offset: Int)
  /// A key whose name cannot be read; its value is skipped.
  mutating func unreadableKey(_ head: RecordHead, _ fault: DecodeFault)
  /// An auxiliary field; of long values the first 64 KiB.
  mutating func auxiliary(_ name: RawSpan, _ value: RawSpan, at offset: Int)
  /// A function library.
  mutating func function(_ source: RawSpan, at offset: Int)
  /// Everything else that stands between keys; strings and module items in it are skipped.
  mutating func item(_ item: RDBItem, at offset: Int)
}

/// A ``RecordVisitor`` to inherit from: every call does nothing until it is overridden.
open class RecordSink: ValueSink, RecordVisitor {
  /// Says whether sizes of values are of interest: no, until overridden.
  open var wantsValueByteCount: Bool { false }
  /// Says whether the value of a key is of interest: no, until overridden.
  open func record(_ head: RecordHead, key: RawSpan) -> Bool { false }
  /// See ``RecordVisitor/recordEnd(at:)``.
  open func recordEnd(at offset: Int) {}
  /// See ``RecordVisitor/unreadableKey(_:_:)``.
  open func unreadableKey(_ head: RecordHead, _ fault: DecodeFault) {}
  /// See ``RecordVisitor/auxiliary(_:_:at:)``.
  open func auxiliary(_ name: RawSpan, _ value: RawSpan, at offset: Int) {}
  /// See ``RecordVisitor/function(_:at:)``.
  open func function(_ source: RawSpan, at offset: Int) {}
  /// See ``RecordVisitor/item(_:at:)``.
  open func item(_ item: RDBItem, at offset: Int) {}
}

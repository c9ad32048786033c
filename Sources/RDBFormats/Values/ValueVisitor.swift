/// Told what is in a value, element by element, while it is walked.
///
/// Nothing is copied for it: bytes are borrowed for the length of a call.
/// Elements over ``ValueWalker/wholeElementByteCount`` arrive in pieces
/// (``largeElement(_:byteCount:)``, ``piece(_:)`` …, ``largeElementEnd()``).
///
/// By kind of value, in this order:
/// - string, list, set: elements of one role
/// - sorted set: member, then ``score(_:)``
/// - hash: field, value, and for encodings that can hold it ``fieldExpiry(_:)``
/// - stream: ``streamEntry(_:)``, fields and values, …; ``streamEnd(_:)``; groups with their pending entries and consumers
/// - module: ``module(_:)``, then items
/// - array: ``arrayIndex(_:)``, element
public protocol ValueVisitor: ~Copyable {
  /// Whether the bytes of elements of a role are looked at. Of those that are not, compressed ones are checked and not
  /// told of: decompressing them would be work for nothing.
  func wantsText(_ role: ElementRole) -> Bool
  /// An element, whole.
  mutating func element(_ role: ElementRole, _ bytes: RawSpan)
  /// An element, whole, that stands in the file once and belongs here too: a field of a stream node or of a hash template.
  mutating func sharedElement(_ role: ElementRole, _ bytes: RawSpan, _ name: SharedName)
  /// An element stored as a number; it stands for its decimal text.
  mutating func integer(_ role: ElementRole, _ value: Int64)
  /// The start of an element that comes in pieces.
  mutating func largeElement(_ role: ElementRole, byteCount: UInt64)
  /// The next bytes of a large element.
  mutating func piece(_ bytes: RawSpan)
  /// The end of a large element.
  mutating func largeElementEnd()
  /// The score of the member before it.
  mutating func score(_ value: Double)
  /// When the hash field before it expires, in milliseconds since 1970; nil for never.
  mutating func fieldExpiry(_ milliseconds: Int64?)
  /// A live stream entry; its fields and values follow.
  mutating func streamEntry(_ id: StreamEntryID, fieldCount: Int)
  /// Everything of a stream but entries and groups.
  mutating func streamEnd(_ properties: StreamProperties)
  /// A consumer group; its name came before as an element.
  mutating func group(_ group: StreamGroup)
  /// A pending entry of the group.
  mutating func pending(_ id: StreamEntryID, deliveredAt: Int64, deliveryCount: UInt64)
  /// A consumer of the group; its name came before as an element.
  mutating func consumer(seenAt: Int64, activeAt: Int64?, pendingCount: UInt64)
  /// A pending entry of the group that belongs to the consumer before it.
  mutating func owned(_ id: StreamEntryID)
  /// The end of the groups and with them of the stream.
  mutating func groupsEnd()
  /// The id of a module value or of module aux data.
  mutating func module(_ id: ModuleID)
  /// A number of a module value: its opcode (1 signed, 2 unsigned) and bits.
  mutating func moduleInteger(opcode: UInt8, _ bits: UInt64)
  /// A floating-point number of a module value.
  mutating func moduleDouble(_ value: Double)
  /// Where the next element of an array stands.
  mutating func arrayIndex(_ index: UInt64)
  /// Something is wrong inside the value; the walk goes on behind the damaged part.
  mutating func defect(_ fault: DecodeFault)
}

extension ValueVisitor where Self: ~Copyable {
  /// Yes, of every role.
  public func wantsText(_ role: ElementRole) -> Bool { true }
  /// Takes it for an element like others.
  @inline(__always)
  public mutating func sharedElement(_ role: ElementRole, _ bytes: RawSpan, _ name: SharedName) { element(role, bytes) }
}

/// Everything of a stream that is neither entry nor group.
public struct StreamProperties: Hashable, Sendable {
  /// Live entries, as the file says.
  public var length: UInt64 = 0
  /// The id given out last.
  public var last = StreamEntryID.zero
  /// The first live entry; nil in RDB types that do not have it (15).
  public var first: StreamEntryID?
  /// The highest id that was deleted; nil in type 15.
  public var maxDeleted: StreamEntryID?
  /// How many entries were ever added; nil in type 15.
  public var entriesAdded: UInt64?

  /// All zero.
  public init() {}
}

/// A consumer group, as the file has it.
public struct StreamGroup: Hashable, Sendable {
  /// The last id that was delivered.
  public var last = StreamEntryID.zero
  /// How many entries the group has read; nil in type 15 or when the server did not know.
  public var entriesRead: UInt64?
  /// How many pending entries follow.
  public var pendingCount: UInt64 = 0

  /// All zero.
  public init() {}
}

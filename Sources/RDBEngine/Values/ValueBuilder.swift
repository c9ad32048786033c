import RDBFormats

/// Makes an object of what a walk through a packed value tells. One subclass a kind.
class ValueBuilder: ValueSink {
  /// The object; whole when everything was told.
  let value: LiveValue
  /// What was wrong inside, the first of it.
  private(set) var fault: DecodeFault?
  private var large: (role: ElementRole, bytes: [UInt8])?

  init(_ value: LiveValue) { self.value = value }

  override final func defect(_ fault: DecodeFault) {
    // Entries of such a size are written in two ways, and both are read (rdb.md §6).
    if case .listpackBoundary = fault.reason { return }
    self.fault = self.fault ?? fault
  }

  /// Shown the packed value before it is walked, for kinds whose nodes are kept as they stand.
  func begin(_ encoding: ValueEncoding, _ bytes: UnsafeRawBufferPointer, _ reader: SerializedValueReader) throws(DecodeFault) {}

  override final func largeElement(_ role: ElementRole, byteCount: UInt64) { large = (role, []) }
  override final func piece(_ bytes: RawSpan) { bytes.withUnsafeBytes { large?.bytes.append(contentsOf: $0) } }
  override final func largeElementEnd() {
    guard let (role, bytes) = large else { return }
    large = nil
    bytes.withUnsafeBytes { add(role, $0) }
  }

  override final func element(_ role: ElementRole, _ bytes: RawSpan) { bytes.withUnsafeBytes { add(role, $0) } }

  override final func integer(_ role: ElementRole, _ value: Int64) {
    withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { room in
      add(role, UnsafeRawBufferPointer(rebasing: room[Decimal.write(value, into: room)]))
    }
  }

  /// An element, whole; lent for the call.
  func add(_ role: ElementRole, _ bytes: UnsafeRawBufferPointer) {}

  /// Everything was told.
  func finish(_ encoding: ValueEncoding) {}
}

/// A builder for a kind of value; a namespace.
enum ValueBuilders {
  /// - Returns: nil for kinds that stay packed.
  static func builder(_ kind: ValueKind) -> ValueBuilder? {
    switch kind {
    case .sortedSet: SortedSetBuilder()
    case .string: StringBuilder()
    case .set: SetBuilder()
    case .hash: HashBuilder()
    case .list: ListBuilder()
    case .stream: StreamBuilder()
    default: nil
    }
  }
}

/// Makes a string.
private final class StringBuilder: ValueBuilder {
  private let string = StringValue(UnsafeRawBufferPointer(start: nil, count: 0))

  init() { super.init(string) }

  override func add(_ role: ElementRole, _ bytes: UnsafeRawBufferPointer) { string.append(bytes) }
}

/// A value in the oldest encoding of its kind, which every server reads: types 0 to 5.
package struct PlainValue: Sendable {
  /// `.string`, `.list`, `.set`, `.sortedSet2` or `.hash`.
  package let encoding: ValueEncoding
  /// The value as it stands behind the key.
  package let bytes: [UInt8]
  /// Its elements: pairs of a hash, members of a sorted set.
  package let count: UInt64

  /// - Parameter bytes: right for `encoding`.
  package init(encoding: ValueEncoding, bytes: [UInt8], count: UInt64) {
    self.encoding = encoding
    self.bytes = bytes
    self.count = count
  }
}

/// Collects what can be read of a value up to its first wound, as a ``PlainValue``.
///
/// Memory: the elements, up to ``maximumByteCount``; what goes beyond counts as lost.
final class PlainValueCollector: ValueSink {
  /// The most bytes that are collected.
  static let maximumByteCount = 16 << 20

  private let kind: ValueKind
  private var content: [UInt8] = []
  private var count: UInt64 = 0
  /// End of the last whole element, pair or member with score.
  private var wholeByteCount = 0
  private var isOver = false
  /// Elements that must not come twice.
  private var seen: Set<[UInt8]> = []
  /// Fields of which the value is still to come.
  private var isOpen = false

  /// - Returns: nil for kinds that have no plain encoding.
  init?(_ kind: ValueKind) {
    switch kind {
    case .string, .list, .set, .sortedSet, .hash: self.kind = kind
    default: return nil
    }
    super.init()
  }

  /// What was collected; nil when it is nothing.
  var value: PlainValue? {
    guard count > 0 else { return nil }
    let whole = content.prefix(wholeByteCount)
    switch kind {
    case .string: return PlainValue(encoding: .string, bytes: Array(whole), count: 1)
    default:
      var bytes: [UInt8] = []
      bytes.appendRDBLength(count)
      let encoding: ValueEncoding = kind == .list ? .list : kind == .set ? .set : kind == .hash ? .hash : .sortedSet2
      return PlainValue(encoding: encoding, bytes: bytes + whole, count: count)
    }
  }

  override func element(_ role: ElementRole, _ bytes: RawSpan) { bytes.withUnsafeBytes { add(role, $0) } }

  override func integer(_ role: ElementRole, _ value: Int64) {
    var text = String(value)
    text.withUTF8 { add(role, UnsafeRawBufferPointer($0)) }
  }

  private func add(_ role: ElementRole, _ bytes: UnsafeRawBufferPointer) {
    guard !isOver else { return }
    guard content.count + bytes.count <= Self.maximumByteCount else { return isOver = true }
    switch role {
    case .string, .listElement: append(bytes, isWhole: true)
    case .setMember:
      guard seen.insert([UInt8](bytes)).inserted else { return isOver = true }
      append(bytes, isWhole: true)
    case .sortedSetMember, .hashField:
      guard seen.insert([UInt8](bytes)).inserted else { return isOver = true }
      append(bytes, isWhole: false)
      isOpen = true
    case .hashValue where isOpen: append(bytes, isWhole: true)
    default: break
    }
  }

  private func append(_ bytes: UnsafeRawBufferPointer, isWhole: Bool) {
    content.appendRDBString(bytes)
    if isWhole { finishElement() }
  }

  private func finishElement() {
    wholeByteCount = content.count
    count += 1
    isOpen = false
  }

  override func score(_ value: Double) {
    guard !isOver, isOpen else { return }
    guard !value.isNaN else { return isOver = true }
    content.appendLittleEndian(value.bitPattern)
    finishElement()
  }

  // An element over 16 MiB is no part that would be kept in memory.
  override func largeElement(_ role: ElementRole, byteCount: UInt64) { isOver = true }

  override func defect(_ fault: DecodeFault) { isOver = true }
}

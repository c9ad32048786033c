import RDBFormats

/// Makes a sorted set of what a walk through a packed one tells.
final class SortedSetBuilder: ValueBuilder {
  private let set: SortedSetValue
  private var member: [UInt8] = []

  init() {
    set = SortedSetValue()
    super.init(set)
  }

  override func add(_ role: ElementRole, _ bytes: UnsafeRawBufferPointer) {
    member.removeAll(keepingCapacity: true)
    member.append(contentsOf: bytes)
  }

  override func score(_ value: Double) {
    // NaN is a defect that the walk tells of.
    if !value.isNaN { member.withUnsafeBytes { set.load($0, value) } }
  }

  /// Compact forms stay what they are up to the number of members, whatever their length; plain ones become what a command
  /// would have made.
  override func finish(_ encoding: ValueEncoding) {
    guard encoding == .sortedSet || encoding == .sortedSet2 else { return }
    set.settle(EncodingLimits())
  }
}

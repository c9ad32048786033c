/// What a walk through the nodes of one stream has seen so far.
final class StreamWalk {
  /// Master id of the node under way.
  @exclusivity(unchecked) var nodeID = StreamEntryID.zero
  /// The highest id of any entry, deleted ones included.
  @exclusivity(unchecked) var highest: StreamEntryID?
  /// The first live entry.
  @exclusivity(unchecked) var firstLive: StreamEntryID?
  /// Live entries.
  @exclusivity(unchecked) var live: UInt64 = 0
  /// Whether every node could be walked, so that the sums above are right.
  @exclusivity(unchecked) var isComplete = true
  /// Names of the node's fields, one behind the other, and where each ends.
  @exclusivity(unchecked) private var names: [UInt8] = []
  @exclusivity(unchecked) private var ends: [Int] = []

  /// The most bytes of field names that are kept.
  static let maximumNameByteCount = 8 << 20

  /// Offset in the file of the node under way.
  @exclusivity(unchecked) private var nodeOffset = 0

  /// Forgets the names of the node before.
  ///
  /// - Parameter offset: where in the file the new one lies.
  func startFields(at offset: Int) {
    nodeOffset = offset
    names.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  /// - Returns: whether there was room.
  func addField(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard names.count + bytes.count + 8 * ends.count <= Self.maximumNameByteCount else { return false }
    names.append(contentsOf: bytes)
    ends.append(names.count)
    return true
  }

  var fieldCount: Int { ends.count }

  /// Tells `visitor` the name of a field of the node.
  @inline(__always)
  func field<V: ValueVisitor & ~Copyable>(_ index: Int, _ visitor: inout V) {
    guard index < ends.count else { return }
    let start = index == 0 ? 0 : ends[index - 1]
    names.withUnsafeBytes {
      visitor.sharedElement(
        .streamField, UnsafeRawBufferPointer(rebasing: $0[start..<ends[index]]).bytes, SharedName(node: nodeOffset, index: index))
    }
  }
}

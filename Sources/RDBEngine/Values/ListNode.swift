/// A node of a list: packed elements, or a single one that is larger than a node may be.
struct ListNode {
  private(set) var elements: PackedElements
  /// Whether it is a single large element, kept as it is.
  let isPlain: Bool

  /// An empty node.
  init() {
    elements = PackedElements()
    isPlain = false
  }

  init(_ elements: PackedElements) {
    self.elements = elements
    isPlain = false
  }

  /// A node of one element, as one is made in the middle of a list.
  init(_ element: UnsafeRawBufferPointer, isPlain: Bool) {
    elements = PackedElements()
    elements.append(element)
    elements.trimCapacity()
    self.isPlain = isPlain
  }

  var count: Int { elements.count }
  /// The bytes of its listpack; of no interest for a plain one.
  var size: Int { elements.byteCount }

  /// Changes the packed elements.
  mutating func change<Result>(_ body: (inout PackedElements) -> Result) -> Result { body(&elements) }

  /// Cuts off the elements from an index on.
  mutating func split(at index: Int) -> ListNode {
    var tail = elements
    tail.remove(0..<index)
    change { $0.remove(index..<$0.count) }
    return ListNode(tail)
  }

  /// Gives back memory that is there for growth: nobody pushes here any more.
  mutating func trimCapacity() { elements.trimCapacity() }
}

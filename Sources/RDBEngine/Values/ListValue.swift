package import RDBFormats

/// An end of a list.
package enum ListEnd { case head, tail }

/// A list: nodes of packed elements, cut as servers cut theirs.
///
/// Complexity: pushing and popping at both ends O(1); finding by index O(nodes). Memory: that of a server's listpacks.
package final class ListValue: LiveValue {
  private(set) var nodes = NodeQueue<ListNode>()
  /// How many elements there are.
  package private(set) var count = 0
  /// How many nodes there are.
  package var nodeCount: Int { nodes.count }
  /// Whether it is one listpack; otherwise a quicklist. A listpack has one node, at times an empty one.
  private var isListpack = true
  /// The bytes that a node may have.
  private let nodeLimit: Int
  /// What a server counts for an element besides its text when it asks whether a node has room.
  private static let overhead = 8

  package init(nodeLimit: Int) {
    self.nodeLimit = nodeLimit
    nodes.append(ListNode())
    super.init(.list)
  }

  private init(_ other: ListValue) {
    nodes = other.nodes
    count = other.count
    isListpack = other.isListpack
    nodeLimit = other.nodeLimit
    super.init(.list)
  }

  override package var isEmpty: Bool { count == 0 }
  override package func copy() -> LiveValue { ListValue(self) }
  override package func encodingName(_ limits: EncodingLimits) -> StaticString { isListpack ? "listpack" : "quicklist" }

  override package func walk(_ sink: ValueSink) {
    forEach(0..<count) { element in
      switch element {
      case .text(let text): sink.element(.listElement, text.bytes)
      case .integer(let value): sink.integer(.listElement, value)
      }
      return true
    }
  }

  // MARK: Reading

  /// An element, lent.
  package enum Element {
    case text(UnsafeRawBufferPointer)
    case integer(Int64)
  }

  private struct Place {
    let node: Int
    /// Within the node.
    let index: Int
  }

  /// Where an element is.
  private func place(_ index: Int) -> Place {
    if index <= count / 2 {
      var left = index
      for node in nodes.indices {
        if left < nodes[node].count { return Place(node: node, index: left) }
        left -= nodes[node].count
      }
      return Place(node: nodes.count, index: 0)
    }
    var end = count
    for node in nodes.indices.reversed() {
      end -= nodes[node].count
      if end <= index { return Place(node: node, index: index - end) }
    }
    return Place(node: 0, index: 0)
  }

  /// Lends elements in order, or in reverse, until `body` says no.
  package func forEach(_ range: Range<Int>, reversed: Bool = false, _ body: (Element) -> Bool) {
    guard let last = range.last, last < count, range.lowerBound >= 0 else { return }
    var left = range.count
    let place = place(reversed ? last : range.lowerBound)
    var node = place.node
    var index: Int? = place.index
    while left > 0, nodes.indices.contains(node) {
      let elements = nodes[node].elements
      var offset = index.map { elements.offset(of: reversed ? $0 + 1 : $0) } ?? (reversed ? elements.end : 0)
      while left > 0, reversed ? offset > 0 : offset < elements.end {
        let element = elements.element(at: reversed ? elements.start(before: offset) : offset)
        let goesOn: Bool
        switch element.content {
        case .integer(let value): goesOn = body(.integer(value))
        case .text: goesOn = elements.lend(element) { body(.text($0)) }
        }
        guard goesOn else { return }
        offset = reversed ? element.start : element.end
        left -= 1
      }
      index = nil
      node += reversed ? -1 : 1
    }
  }

  // MARK: Encodings

  /// To be called before elements are added, with the bytes of their texts.
  ///
  /// - Complexity: O(1).
  package func willAdd(_ byteCount: Int) {
    guard isListpack, nodes[0].size + byteCount > nodeLimit else { return }
    isListpack = false
    if nodes[0].count == 0 { nodes.removeAll() }
  }

  /// To be called when elements were removed.
  package func didShrink() { packIfSmall(nodeLimit / 2) }

  private func packIfSmall(_ limit: Int) {
    if !isListpack, nodes.count == 1, !nodes[0].isPlain, nodes[0].size <= limit { isListpack = true }
  }

  // MARK: At the ends

  /// Adds an element; ``willAdd(_:)`` was called.
  package func push(_ text: UnsafeRawBufferPointer, _ end: ListEnd) {
    count += 1
    let isLarge = text.count > nodeLimit
    let last = end == .head ? 0 : nodes.count - 1
    if isListpack || hasRoom(last, text.count) {
      nodes[last].change { $0.insert(text, at: end == .head ? 0 : $0.end) }
      return
    }
    if nodes.indices.contains(last) { nodes[last].trimCapacity() }
    let node = ListNode(text, isPlain: isLarge)
    if end == .head { nodes.prepend(node) } else { nodes.append(node) }
  }

  /// Whether an element goes into a node.
  private func hasRoom(_ node: Int, _ byteCount: Int) -> Bool {
    guard nodes.indices.contains(node), !nodes[node].isPlain, byteCount <= nodeLimit else { return false }
    return nodes[node].size + byteCount + Self.overhead <= nodeLimit
  }

  /// Removes an element; the list is not empty.
  package func pop(_ end: ListEnd) {
    let last = end == .head ? 0 : nodes.count - 1
    count -= 1
    removeFrom(last) { elements in
      elements.remove(elements.element(at: end == .head ? 0 : elements.start(before: elements.end)))
    }
  }

  /// The first or last element, copied, and whether it is kept as text.
  package func edge(_ end: ListEnd) -> (bytes: [UInt8], isText: Bool) {
    var found: (bytes: [UInt8], isText: Bool) = ([], true)
    let index = end == .head ? 0 : count - 1
    forEach(index..<index + 1) { element in
      switch element {
      case .text(let text): found = ([UInt8](text), true)
      // A listpack hands its numbers out as text, a quicklist as numbers: their digits are not counted when they are added elsewhere.
      case .integer(let value): found = (Array(String(value).utf8), self.isListpack)
      }
      return true
    }
    return found
  }

  /// Changes a node by removing; an empty one goes.
  private func removeFrom(_ node: Int, _ body: (inout PackedElements) -> Void) {
    nodes[node].change(body)
    if nodes[node].count == 0, !isListpack { nodes.remove(at: node) }
  }

  // MARK: In the middle

  /// Removes elements by their numbers.
  package func remove(_ range: Range<Int>) {
    let range = range.clamped(to: 0..<count)
    guard !range.isEmpty else { return }
    let place = place(range.lowerBound)
    var left = range.count
    var node = place.node
    var start = place.index
    count -= left
    while left > 0, nodes.indices.contains(node) {
      let size = min(left, nodes[node].count - start)
      let before = nodes.count
      removeFrom(node) { $0.remove(start..<start + size) }
      left -= size
      if nodes.count == before { node += 1 }
      start = 0
    }
  }

  /// Removes elements that are equal to one: the first ones, or from the end the last ones.
  ///
  /// - Returns: how many.
  package func remove(_ text: UnsafeRawBufferPointer, atMost limit: Int, fromEnd: Bool) -> Int {
    let number = Decimal.canonicalInteger(text)
    var removed = 0
    var node = fromEnd ? nodes.count - 1 : 0
    while removed < limit, nodes.indices.contains(node) {
      let before = nodes.count
      removeFrom(node) { elements in
        var offset = fromEnd ? elements.end : 0
        while removed < limit, fromEnd ? offset > 0 : offset < elements.end {
          let element = elements.element(at: fromEnd ? elements.start(before: offset) : offset)
          if elements.isEqual(element, text, number) {
            elements.remove(element)
            removed += 1
            offset = element.start
          } else {
            offset = fromEnd ? element.start : element.end
          }
        }
      }
      if fromEnd { node -= 1 } else if nodes.count == before { node += 1 }
    }
    count -= removed
    return removed
  }

  /// Adds an element next to the first one that is equal to `pivot`; ``willAdd(_:)`` was called.
  ///
  /// - Returns: whether there is one.
  package func insert(_ text: UnsafeRawBufferPointer, nextTo pivot: UnsafeRawBufferPointer, after: Bool) -> Bool {
    let number = Decimal.canonicalInteger(pivot)
    for node in nodes.indices {
      let elements = nodes[node].elements
      var offset = 0
      var index = 0
      while offset < elements.end {
        let element = elements.element(at: offset)
        if elements.isEqual(element, pivot, number) {
          insert(text, Place(node: node, index: index), after ? element.end : element.start, after: after)
          return true
        }
        offset = element.end
        index += 1
      }
    }
    return false
  }

  /// Adds an element before or after another, which begins or ends at `offset` of its node.
  private func insert(_ text: UnsafeRawBufferPointer, _ place: Place, _ offset: Int, after: Bool) {
    count += 1
    let node = place.node
    if isListpack || hasRoom(node, text.count) { return nodes[node].change { $0.insert(text, at: offset) } }
    let isAtEdge = after ? place.index == nodes[node].count - 1 : place.index == 0
    let neighbour = after ? node + 1 : node - 1
    if isAtEdge, hasRoom(neighbour, text.count) {
      return nodes[neighbour].change { $0.insert(text, at: after ? 0 : $0.end) }
    }
    let isLarge = text.count > nodeLimit
    if isAtEdge || isLarge && nodes[node].isPlain { return nodes.insert(ListNode(text, isPlain: isLarge), at: after ? node + 1 : node) }
    // In the middle of a full node: it is cut, and the new element goes to the part that is new.
    var tail = nodes[node].split(at: after ? place.index + 1 : place.index)
    if isLarge {
      nodes.insert(tail, at: node + 1)
      return nodes.insert(ListNode(text, isPlain: true), at: node + 1)
    }
    if after { tail.change { $0.insert(text, at: 0) } } else { nodes[node].change { $0.append(text) } }
    nodes.insert(tail, at: node + 1)
    merge(around: after ? node : node + 1)
  }

  /// Puts another element in the place of one; ``willAdd(_:)`` was called.
  package func replace(_ index: Int, _ text: UnsafeRawBufferPointer) {
    let place = place(index)
    let node = place.node
    let isLarge = text.count > nodeLimit
    if isListpack || !nodes[node].isPlain && !isLarge {
      nodes[node].change { $0.replace($0.element(at: $0.offset(of: place.index)), text) }
    } else if nodes[node].isPlain {
      if isLarge {
        nodes.remove(at: node)
        nodes.insert(ListNode(text, isPlain: true), at: node)
      } else {
        insert(text, place, 0, after: true)
        count -= 1
        nodes.remove(at: node)
      }
    } else {
      if place.index < nodes[node].count - 1 { nodes.insert(nodes[node].split(at: place.index + 1), at: node + 1) }
      nodes.insert(ListNode(text, isPlain: true), at: node + 1)
      let before = nodes.count
      removeFrom(node) { $0.remove($0.count - 1..<$0.count) }
      if nodes.count == before { merge(around: node + 1) }
    }
  }

  /// Joins small nodes around one: those before it, those behind it, then it with both sides.
  private func merge(around node: Int) {
    var center = node
    if join(center - 2) { center -= 1 }
    _ = join(center + 1)
    if join(center - 1) { center -= 1 }
    _ = join(center)
  }

  /// Joins a node and the next one if both fit into one.
  private func join(_ node: Int) -> Bool {
    guard node >= 0, node + 1 < nodes.count, !nodes[node].isPlain, !nodes[node + 1].isPlain,
      nodes[node].size + nodes[node + 1].size - PackedElements.frameByteCount <= nodeLimit
    else { return false }
    let next = nodes.remove(at: node + 1)
    nodes[node].change { $0.append(contentsOf: next.elements) }
    return true
  }

  // MARK: Building

  /// Makes an empty list a quicklist, as servers load one.
  func begin() {
    isListpack = false
    nodes.removeAll()
  }

  /// Adds a node as it was found in a file, behind the others.
  func append(_ node: ListNode) {
    guard node.count > 0 else { return }
    nodes.append(node)
    count += node.count
  }

  /// Settles the encoding when everything is there.
  func finish() {
    if nodes.isEmpty {
      isListpack = true
      nodes.append(ListNode())
    } else {
      packIfSmall(nodeLimit)
    }
  }
}

/// Nodes in order, quick at both ends.
///
/// Complexity: reading O(1); adding and removing at both ends O(1) in the mean, in the middle O(n).
struct NodeQueue<Node> {
  /// The first ones, from the last of them on.
  private var front: [Node] = []
  /// Those behind.
  private var back: [Node] = []

  init() {}

  var count: Int { front.count + back.count }
  var isEmpty: Bool { front.isEmpty && back.isEmpty }
  var indices: Range<Int> { 0..<count }

  subscript(index: Int) -> Node {
    get { index < front.count ? front[front.count - 1 - index] : back[index - front.count] }
    _modify {
      if index < front.count { yield &front[front.count - 1 - index] } else { yield &back[index - front.count] }
    }
  }

  mutating func append(_ node: Node) { back.append(node) }

  mutating func prepend(_ node: Node) { front.append(node) }

  mutating func insert(_ node: Node, at index: Int) {
    if index < front.count { front.insert(node, at: front.count - index) } else { back.insert(node, at: index - front.count) }
  }

  @discardableResult
  mutating func remove(at index: Int) -> Node {
    // An end that ran dry takes half of what the other has, so that the next ones are near.
    if index == 0, front.isEmpty, back.count > 1 {
      let half = (back.count + 1) / 2
      front = back[..<half].reversed()
      back.removeFirst(half)
    } else if index == count - 1, back.isEmpty, front.count > 1 {
      let half = (front.count + 1) / 2
      back = front[..<half].reversed()
      front.removeFirst(half)
    }
    return index < front.count ? front.remove(at: front.count - 1 - index) : back.remove(at: index - front.count)
  }

  mutating func removeAll() {
    front.removeAll()
    back.removeAll()
  }

  /// The first index from which on a condition holds, when it holds for all behind one; ``count`` when for none.
  ///
  /// - Complexity: O(log n).
  func firstIndex(_ condition: (Node) -> Bool) -> Int {
    var low = 0, high = count
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

package import RDBFormats

/// A stream: entries in nodes, cut as servers cut theirs, and groups of consumers.
///
/// Complexity: adding O(fields); finding O(log nodes) and a walk through a node. Memory: that of a server's listpacks.
package final class StreamValue: LiveValue {
  private(set) var nodes = NodeQueue<StreamNode>()
  /// Live entries.
  private(set) var length = 0
  /// The id given out last.
  var last = StreamEntryID.zero
  /// The first live entry; 0-0 without one.
  private(set) var first = StreamEntryID.zero
  /// The highest id that was deleted one by one.
  var maxDeleted = StreamEntryID.zero
  /// How many entries were ever added.
  var entriesAdded: UInt64 = 0
  /// In the order of their names.
  private(set) var groups: [ConsumerGroup] = []
  /// The lowest last id of the groups, when it was asked for. A group that is removed does not change it, there as here.
  private var lowestRead: StreamEntryID?
  private let nodeByteCount: Int
  private let nodeEntries: Int

  init(_ limits: EncodingLimits) {
    nodeByteCount = limits.streamNodeByteCount
    nodeEntries = limits.streamNodeEntries
    super.init(.stream3)
  }

  private init(_ other: StreamValue) {
    nodes = other.nodes
    length = other.length
    last = other.last
    first = other.first
    maxDeleted = other.maxDeleted
    entriesAdded = other.entriesAdded
    groups = other.groups.map { $0.copy() }
    nodeByteCount = other.nodeByteCount
    nodeEntries = other.nodeEntries
    super.init(.stream3)
  }

  override package func copy() -> LiveValue { StreamValue(self) }
  override package func encodingName(_ limits: EncodingLimits) -> StaticString { "stream" }

  override package func walk(_ sink: ValueSink) { tell(sink) }

  // MARK: Reading

  /// An entry, lent.
  struct Entry {
    let node: StreamNode
    let entry: StreamNode.Entry
    let head: StreamNode.Head

    var id: StreamEntryID { entry.id }
  }

  /// The live entries of a range in order, or in reverse, until `body` says no.
  func forEach(from start: StreamEntryID = .zero, to end: StreamEntryID = .highest, reversed: Bool = false, _ body: (Entry) -> Bool) {
    guard start <= end else { return }
    let edge = reversed ? end : start
    var index = max(0, nodes.firstIndex { $0.id > edge } - 1)
    while nodes.indices.contains(index) {
      let node = nodes[index]
      let goesOn = node.forEach(reversed: reversed) { entry, head in
        if reversed ? entry.id > end : entry.id < start { return true }
        guard reversed ? entry.id >= start : entry.id <= end else { return false }
        return entry.isDeleted || body(Entry(node: node, entry: entry, head: head))
      }
      guard goesOn else { return }
      index += reversed ? -1 : 1
    }
  }

  /// Whether a live entry has an id.
  func contains(_ id: StreamEntryID) -> Bool { find(id) != nil }

  func find(_ id: StreamEntryID) -> Entry? {
    guard let node = node(of: id), let found = nodes[node].find(id) else { return nil }
    return Entry(node: nodes[node], entry: found.entry, head: found.head)
  }

  /// The node in which an id would be.
  private func node(of id: StreamEntryID) -> Int? {
    let index = nodes.firstIndex { $0.id > id } - 1
    return index < 0 ? nil : index
  }

  /// The first or last live entry.
  func edge(last: Bool) -> StreamEntryID? {
    var found: StreamEntryID?
    forEach(reversed: last) { entry in
      found = entry.id
      return false
    }
    return found
  }

  // MARK: Changing

  /// Adds an entry; its id is above ``last``.
  ///
  /// - Parameter words: fields and values in turn.
  func append(_ id: StreamEntryID, _ words: Arguments) {
    let tail = nodes.count - 1
    let byteCount = (0..<words.count).reduce(0) { $0 + words[$1].count }
    if tail >= 0, nodes[tail].byteCount + byteCount < nodeByteCount, nodes[tail].counts.live + nodes[tail].counts.deleted < Int64(nodeEntries) {
      nodes[tail].append(id, words)
    } else {
      if tail >= 0 { nodes[tail].trimCapacity() }
      nodes.append(StreamNode(id, words))
    }
    length += 1
    entriesAdded &+= 1
    last = id
    if length == 1 { first = id }
  }

  /// Deletes an entry.
  ///
  /// - Returns: whether it was there.
  func delete(_ id: StreamEntryID) -> Bool {
    guard let index = node(of: id), let found = nodes[index].find(id) else { return false }
    if found.head.live <= 1 { nodes.remove(at: index) } else { nodes[index].delete(found.entry) }
    length = max(0, length - 1)
    maxDeleted = max(maxDeleted, id)
    if length == 0 { first = .zero } else if id == first { updateFirst() }
    return true
  }

  private func updateFirst() { first = length == 0 ? .zero : edge(last: false) ?? .highest }

  /// Removes entries from the front.
  ///
  /// - Returns: how many.
  func trim(_ trim: StreamTrim) -> Int {
    var removed = 0
    var index = 0
    while index < nodes.count {
      if trim.isSatisfied(length: length) { break }
      let counts = nodes[index].counts
      if trim.limit > 0, removed + Int(clamping: counts.live) > trim.limit { break }
      let wholeNode = isTrimmed(nodes[index], counts.live, trim)
      if wholeNode, trim.references == .kept {
        nodes.remove(at: index)
        length = max(0, length - Int(clamping: counts.live))
        removed += Int(clamping: counts.live)
        continue
      }
      if trim.isApproximate { break }
      let gone = trimEntries(index, trim)
      removed += gone
      // Even if entries had to stay that are referenced, servers do not go on behind a node of which not all was to go.
      guard wholeNode else { break }
      if Int64(gone) == counts.live { nodes.remove(at: index) } else { index += 1 }
    }
    if removed > 0 { updateFirst() }
    return removed
  }

  /// Whether all of a node goes.
  private func isTrimmed(_ node: StreamNode, _ live: Int64, _ trim: StreamTrim) -> Bool {
    switch trim.strategy {
    case .length(let wanted): return Int64(length) - live >= wanted
    case .id(let lowest):
      var highest = node.id
      node.forEach(reversed: true) { entry, _ in
        highest = entry.id
        return false
      }
      return highest < lowest
    }
  }

  /// Deletes entries of a node one by one.
  ///
  /// - Returns: how many.
  private func trimEntries(_ index: Int, _ trim: StreamTrim) -> Int {
    var chosen: [StreamNode.Entry] = []
    nodes[index].forEach { entry, _ in
      switch trim.strategy {
      case .length(let wanted): if Int64(length - chosen.count) <= wanted { return false }
      case .id(let lowest): if entry.id >= lowest { return false }
      }
      if !entry.isDeleted, trim.references != .acknowledged || !isReferenced(entry.id) { chosen.append(entry) }
      return true
    }
    let counts = nodes[index].counts
    for entry in chosen {
      nodes[index].mark(entry)
      if trim.references == .deleted { deleteReferences(entry.id) }
    }
    nodes[index].setCounts(live: counts.live - Int64(chosen.count), deleted: counts.deleted + Int64(chosen.count))
    length = max(0, length - chosen.count)
    return chosen.count
  }

  // MARK: Groups

  func group(_ name: Word) -> ConsumerGroup? {
    let at = groups.firstIndex(notBelow: name.array, \.name)
    return at < groups.count && groups[at].name == name.array ? groups[at] : nil
  }

  /// Adds a group.
  ///
  /// - Returns: whether there was none of that name.
  @discardableResult
  func add(_ group: ConsumerGroup) -> Bool {
    let at = groups.firstIndex(notBelow: group.name, \.name)
    if at < groups.count, groups[at].name == group.name { return false }
    groups.insert(group, at: at)
    forgetLowestRead(.zero, group.last)
    return true
  }

  /// Moves a group to another last id.
  func setLast(_ id: StreamEntryID, of group: ConsumerGroup) {
    forgetLowestRead(group.last, id)
    group.last = id
  }

  /// When a group moves from one id to another; a new one comes from 0-0.
  private func forgetLowestRead(_ old: StreamEntryID, _ new: StreamEntryID) {
    if let lowest = lowestRead, old == lowest || new < lowest { lowestRead = nil }
  }

  func remove(_ group: ConsumerGroup) { groups.removeAll { $0 === group } }

  /// Whether a group has not read an entry yet, or not acknowledged it.
  ///
  /// - Complexity: O(groups).
  func isReferenced(_ id: StreamEntryID) -> Bool {
    guard let lowest = lowestRead ?? groups.lazy.map(\.last).min(), !groups.isEmpty else { return false }
    lowestRead = lowest
    return id > lowest || groups.contains { $0.pending.contains(id) }
  }

  /// Makes all groups forget that an entry is pending.
  func deleteReferences(_ id: StreamEntryID) { for group in groups { group.acknowledge(id) } }

  // MARK: Building

  /// Adds a node as it was found in a file; only while the stream is built.
  func append(_ node: StreamNode) { nodes.append(node) }

  /// Takes over what a file says of the stream, when all nodes are there.
  func finish(_ properties: StreamProperties) {
    length = Int(clamping: properties.length)
    last = properties.last
    maxDeleted = properties.maxDeleted ?? .zero
    entriesAdded = properties.entriesAdded ?? properties.length
    if let first = properties.first { self.first = first } else { updateFirst() }
  }
}

/// The id of a stream entry.
package struct StreamID: Hashable, Sendable {
  package let milliseconds: UInt64
  package let sequence: UInt64

  package init(_ milliseconds: UInt64, _ sequence: UInt64) {
    self.milliseconds = milliseconds
    self.sequence = sequence
  }

  /// Sixteen bytes, highest first, as node keys and pending lists hold it.
  package var bytes: [UInt8] { RDBBytes.bigEndian(milliseconds) + RDBBytes.bigEndian(sequence) }

  /// Two lengths, as a stream's header holds it.
  package var lengths: [UInt8] { RDBBytes.length(Int(milliseconds)) + RDBBytes.length(Int(sequence)) }
}

extension RDBBytes {
  /// One entry of a stream node: how far its id is from the node's, and a value for every field.
  package struct StreamEntry: Sendable {
    let milliseconds: Int64
    let sequence: Int64
    let values: [ListpackElement]

    package init(_ milliseconds: Int64, _ sequence: Int64, _ values: [ListpackElement]) {
      self.milliseconds = milliseconds
      self.sequence = sequence
      self.values = values
    }
  }

  /// The listpack of a stream node whose entries all have the node's fields (flag 2).
  package static func streamListpack(
    _ entries: [StreamEntry], fields: [ListpackElement] = ["f"], count: Int64? = nil, deleted: Int64 = 0
  ) -> [UInt8] {
    var elements = [ListpackElement.integer(count ?? Int64(entries.count)), .integer(deleted), .integer(Int64(fields.count))]
    elements += fields
    elements.append(0)
    for entry in entries {
      elements += [ListpackElement.integer(2), .integer(entry.milliseconds), .integer(entry.sequence)]
      elements += entry.values
      elements.append(.integer(Int64(fields.count + 3)))
    }
    return listpack(elements)
  }

  /// The value of a stream: nodes, length, ids, groups.
  ///
  /// - Parameters:
  ///   - groups: with their count before them; none by default.
  ///   - type: 15, 19 or 21; the ids and the count of additions are there from 19 on.
  ///   - nodeCount: bytes that stand for the number of nodes; the truth when nil.
  package static func stream(
    nodes: [(key: [UInt8], listpack: [UInt8])], length count: Int, last: StreamID = StreamID(5, 0), groups: [UInt8] = [0],
    first: StreamID = StreamID(1, 0), maximumDeleted: StreamID = StreamID(0, 0), added: Int? = nil, type: UInt8 = 19,
    nodeCount: [UInt8]? = nil
  ) -> [UInt8] {
    var bytes = nodeCount ?? length(nodes.count)
    for node in nodes { bytes += string(node.key) + string(node.listpack) }
    bytes += length(count) + last.lengths
    if type >= 19 { bytes += first.lengths + maximumDeleted.lengths + length(added ?? count) }
    return bytes + groups
  }

  /// A consumer of a group: its name, when it was seen (milliseconds), the pending ids it owns.
  package struct StreamConsumer: Sendable {
    let name: String
    let seen: Int64
    let active: Int64?
    let owned: [StreamID]

    /// - Parameter active: when it last got something, in type 21 only.
    package init(_ name: String, seen: Int64, active: Int64? = nil, owned: [StreamID]) {
      self.name = name
      self.seen = seen
      self.active = active
      self.owned = owned
    }
  }

  /// A consumer group of a stream of type 19 or 21.
  ///
  /// - Parameters:
  ///   - pending: id, time of delivery in milliseconds, deliveries.
  ///   - pendingCount: bytes that stand for their number; the truth when nil. The same for `consumerCount`.
  package static func streamGroup(
    _ name: String, last: StreamID, read: Int, pending: [(id: StreamID, time: Int64, deliveries: Int)],
    consumers: [StreamConsumer], pendingCount: [UInt8]? = nil, consumerCount: [UInt8]? = nil
  ) -> [UInt8] {
    var bytes = string(name) + last.lengths + length(read) + (pendingCount ?? length(pending.count))
    for item in pending { bytes += item.id.bytes + littleEndian(item.time) + length(item.deliveries) }
    bytes += consumerCount ?? length(consumers.count)
    for consumer in consumers {
      bytes += string(consumer.name) + littleEndian(consumer.seen)
      if let active = consumer.active { bytes += littleEndian(active) }
      bytes += length(consumer.owned.count) + consumer.owned.flatMap(\.bytes)
    }
    return bytes
  }
}

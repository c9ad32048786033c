import RDBFormats

extension StreamValue {
  /// Tells entries, properties and groups in the order of the file.
  func tell(_ sink: ValueSink) {
    forEach { entry in
      sink.streamEntry(entry.id, fieldCount: Int(clamping: entry.entry.fieldCount))
      entry.node.forEachField(entry.entry, entry.head) { field, value in
        Self.tell(sink, .streamField, entry.node.elements, field)
        Self.tell(sink, .streamValue, entry.node.elements, value)
      }
      return true
    }
    var properties = StreamProperties()
    properties.length = UInt64(length)
    properties.last = last
    properties.first = first
    properties.maxDeleted = maxDeleted
    properties.entriesAdded = entriesAdded
    sink.streamEnd(properties)
    for group in groups { tell(sink, group) }
    sink.groupsEnd()
  }

  private static func tell(_ sink: ValueSink, _ role: ElementRole, _ elements: PackedElements, _ element: PackedElements.Element) {
    switch element.content {
    case .integer(let value): sink.integer(role, value)
    case .text: elements.lend(element) { sink.element(role, $0.bytes) }
    }
  }

  private func tell(_ sink: ValueSink, _ group: ConsumerGroup) {
    group.name.withUnsafeBytes { sink.element(.groupName, $0.bytes) }
    var properties = StreamGroup()
    properties.last = group.last
    properties.entriesRead = group.entriesRead
    properties.pendingCount = UInt64(group.pending.count)
    sink.group(properties)
    group.pending.forEach { id, row in
      sink.pending(id, deliveredAt: row.deliveredAt, deliveryCount: row.deliveryCount)
      return true
    }
    for consumer in group.consumers {
      consumer.name.withUnsafeBytes { sink.element(.consumerName, $0.bytes) }
      sink.consumer(seenAt: consumer.seenAt, activeAt: consumer.activeAt, pendingCount: UInt64(consumer.pending.count))
      consumer.pending.forEach { id, _ in
        sink.owned(id)
        return true
      }
    }
    // Entries that were given back and wait for any consumer.
    guard group.consumers.reduce(0, { $0 + $1.pending.count }) < group.pending.count else { return }
    group.pending.forEach { id, row in
      if row.consumer == nil { sink.owned(id) }
      return true
    }
  }
}

package import RDBFormats

/// A group of consumers that share the entries of a stream.
package final class ConsumerGroup {
  let name: [UInt8]
  /// The last id that was delivered.
  var last: StreamEntryID
  /// How many entries were read; nil when nobody knows.
  var entriesRead: UInt64?
  /// What was delivered and not acknowledged.
  package internal(set) var pending = StreamIDTable<Pending>()
  /// In the order of their names.
  package private(set) var consumers: [Consumer] = []

  /// An entry that was delivered and not acknowledged.
  package struct Pending {
    /// Whose it is; nil when it was given back and waits for any.
    package var consumer: Consumer?
    /// In milliseconds since 1970.
    var deliveredAt: Int64
    /// How often it was delivered.
    var deliveryCount: UInt64

    package init(consumer: Consumer?, deliveredAt: Int64, deliveryCount: UInt64) {
      self.consumer = consumer
      self.deliveredAt = deliveredAt
      self.deliveryCount = deliveryCount
    }
  }

  /// A consumer of a group.
  package final class Consumer {
    let name: [UInt8]
    /// When it last tried to read, in milliseconds since 1970.
    var seenAt: Int64
    /// When it last got something, in milliseconds since 1970; −1 for never.
    var activeAt: Int64
    /// Its part of what is pending.
    package internal(set) var pending = StreamIDTable<Void>()

    init(_ name: [UInt8], seenAt: Int64, activeAt: Int64 = -1) {
      self.name = name
      self.seenAt = seenAt
      self.activeAt = activeAt
    }
  }

  package init(_ name: [UInt8], last: StreamEntryID, entriesRead: UInt64?) {
    self.name = name
    self.last = last
    self.entriesRead = entriesRead
  }

  // MARK: Consumers

  func consumer(_ name: Word) -> Consumer? {
    let at = consumers.firstIndex(notBelow: name.array, \.name)
    return at < consumers.count && consumers[at].name == name.array ? consumers[at] : nil
  }

  /// A consumer; a new one when there is none of that name.
  ///
  /// - Returns: also whether it is new.
  package func consumer(orNew name: [UInt8], now: Int64) -> (consumer: Consumer, isNew: Bool) {
    let at = consumers.firstIndex(notBelow: name, \.name)
    if at < consumers.count, consumers[at].name == name { return (consumers[at], false) }
    let consumer = Consumer(name, seenAt: now)
    consumers.insert(consumer, at: at)
    return (consumer, true)
  }

  /// Removes a consumer with all that is pending for it.
  package func remove(_ consumer: Consumer) {
    consumer.pending.forEach { id, _ in
      pending.remove(id)
      return true
    }
    consumers.removeAll { $0 === consumer }
  }

  // MARK: Pending entries

  /// Forgets that an entry is pending.
  ///
  /// - Returns: whether it was.
  @discardableResult
  package func acknowledge(_ id: StreamEntryID) -> Bool {
    guard let row = pending.remove(id) else { return false }
    row.consumer?.pending.remove(id)
    return true
  }

  /// Makes an entry pending for a consumer, whoever had it.
  package func assign(_ id: StreamEntryID, _ row: Pending) {
    if let old = pending[id]?.consumer, old !== row.consumer { old.pending.remove(id) }
    pending[id] = row
    row.consumer?.pending[id] = ()
  }

  /// A group of its own with the same consumers and pending entries.
  package func copy() -> ConsumerGroup {
    let copy = ConsumerGroup(name, last: last, entriesRead: entriesRead)
    var copies: [ObjectIdentifier: Consumer] = [:]
    for consumer in consumers {
      let other = Consumer(consumer.name, seenAt: consumer.seenAt, activeAt: consumer.activeAt)
      other.pending = consumer.pending
      copies[ObjectIdentifier(consumer)] = other
      copy.consumers.append(other)
    }
    pending.forEach { id, row in
      var row = row
      row.consumer = row.consumer.flatMap { copies[ObjectIdentifier($0)] }
      copy.pending[id] = row
      return true
    }
    return copy
  }
}

extension Array {
  /// Where a name belongs among sorted ones.
  func firstIndex(notBelow name: [UInt8], _ key: (Element) -> [UInt8]) -> Int {
    var low = 0, high = count
    while low < high {
      let middle = (low + high) / 2
      if key(self[middle]).lexicographicallyPrecedes(name) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

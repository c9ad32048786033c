import RDBFormats

/// What has to be remembered between the parts of a stream.
struct StreamCommands {
  /// An entry that a group has pending.
  struct Pending {
    var id: StreamEntryID
    var deliveredAt: Int64
    var deliveryCount: UInt64
  }

  /// Pending entries of one group that are kept; those of a consumer come later and name only ids.
  static let pendingLimit = 1 << 20

  /// Live entries so far.
  var entryCount: UInt64 = 0
  /// The names of group and consumer as arguments.
  let group = OutputBuffer(capacity: 256)
  let consumer = OutputBuffer(capacity: 256)
  /// Ids to come that belong to the consumer.
  var ownedLeft: UInt64 = 0
  private var pending: [Pending] = []
  private var isSorted = true

  mutating func begin() {
    entryCount = 0
    ownedLeft = 0
    beginGroup()
  }

  mutating func beginGroup() {
    pending.removeAll(keepingCapacity: pending.count <= 4096)
    isSorted = true
    ownedLeft = 0
  }

  mutating func add(_ item: Pending) {
    guard pending.count < Self.pendingLimit else { return }
    if let last = pending.last, item.id < last.id { isSorted = false }
    pending.append(item)
  }

  /// When and how often an entry was delivered; servers write the entries in order.
  mutating func find(_ id: StreamEntryID) -> Pending? {
    if !isSorted {
      pending.sort { $0.id < $1.id }
      isSorted = true
    }
    var low = 0
    var high = pending.count
    while low < high {
      let middle = (low + high) / 2
      if pending[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low < pending.count && pending[low].id == id ? pending[low] : nil
  }
}

extension RESPWorker {
  func beginEntry(_ id: StreamEntryID, fieldCount: Int) {
    stream.entryCount += 1
    if isSkipped { return }
    beginCommand()
    output.append(header: 0x2A, 3 + 2 * UInt64(clamping: fieldCount))
    output.append("$4\r\nXADD\r\n")
    output.append(keyArgument)
    output.appendArgument(id)
  }

  func append(_ properties: StreamProperties) {
    if isSkipped { return }
    beginCommand()
    if stream.entryCount == 0 {
      // The only way to a stream without entries and without groups.
      output.append("*7\r\n$4\r\nXADD\r\n")
      output.append(keyArgument)
      output.append("$6\r\nMAXLEN\r\n$1\r\n0\r\n")
      output.appendArgument(max(properties.last, StreamEntryID(milliseconds: 0, sequence: 1)))
      output.append("$1\r\nx\r\n$1\r\ny\r\n")
    }
    let counters = target.hasStreamCounters ? properties.entriesAdded.flatMap { Int64(exactly: max($0, stream.entryCount)) } : nil
    output.append(header: 0x2A, counters == nil ? 3 : 7)
    output.append("$6\r\nXSETID\r\n")
    output.append(keyArgument)
    output.appendArgument(properties.last)
    if let counters {
      output.append("$12\r\nENTRIESADDED\r\n")
      output.appendArgument(decimal: counters)
      output.append("$12\r\nMAXDELETEDID\r\n")
      // A server refuses what is beyond the last id, though files can say it.
      output.appendArgument(min(properties.maxDeleted ?? .zero, properties.last))
    }
  }

  func append(_ group: StreamGroup) {
    stream.beginGroup()
    stream.group.truncate(to: 0)
    stream.group.append(name)
    if isSkipped { return }
    let read = target.hasStreamCounters ? group.entriesRead.flatMap { Int64(exactly: $0) } : nil
    output.append(header: 0x2A, read == nil ? 5 : 7)
    output.append("$6\r\nXGROUP\r\n$6\r\nCREATE\r\n")
    output.append(keyArgument)
    output.append(stream.group)
    output.appendArgument(group.last)
    if let read {
      output.append("$11\r\nENTRIESREAD\r\n")
      output.appendArgument(decimal: read)
    }
    rested()
  }

  func appendPending(_ id: StreamEntryID, deliveredAt: Int64, deliveryCount: UInt64) {
    stream.add(StreamCommands.Pending(id: id, deliveredAt: deliveredAt, deliveryCount: deliveryCount))
  }

  func appendConsumer(pendingCount: UInt64) {
    stream.consumer.truncate(to: 0)
    stream.consumer.append(name)
    stream.ownedLeft = pendingCount
    if isSkipped || !target.hasCreateConsumer { return }
    output.append("*5\r\n$6\r\nXGROUP\r\n$14\r\nCREATECONSUMER\r\n")
    output.append(keyArgument)
    output.append(stream.group)
    output.append(stream.consumer)
    rested()
  }

  func appendOwned(_ id: StreamEntryID) {
    if isSkipped { return }
    guard stream.ownedLeft > 0 else {
      // Given back by its consumer (Redis 8.8): no command leaves an entry pending without one.
      counts.skippedPending += 1
      return
    }
    stream.ownedLeft -= 1
    let known = stream.find(id)
    if known == nil { counts.pendingWithoutTime += 1 }
    output.append(header: 0x2A, known == nil ? 8 : 12)
    output.append("$6\r\nXCLAIM\r\n")
    output.append(keyArgument)
    output.append(stream.group)
    output.append(stream.consumer)
    output.append("$1\r\n0\r\n")
    output.appendArgument(id)
    if let known {
      output.append("$4\r\nTIME\r\n")
      output.appendArgument(decimal: known.deliveredAt)
      output.append("$10\r\nRETRYCOUNT\r\n")
      output.appendArgument(decimal: min(known.deliveryCount, UInt64(Int64.max)))
    }
    output.append("$6\r\nJUSTID\r\n$5\r\nFORCE\r\n")
    rested()
  }
}

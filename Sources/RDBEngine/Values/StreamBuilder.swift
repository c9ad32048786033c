import RDBFormats

/// Makes a stream of a packed value; nodes stay as the file has them, with what is marked as deleted inside.
final class StreamBuilder: ValueBuilder {
  private let stream: StreamValue
  private var name: [UInt8] = []
  /// Whether the file is from before Redis 7.0 and does not say how many entries were added and read.
  private var isOld = false
  private var group: ConsumerGroup?
  private var consumer: ConsumerGroup.Consumer?
  /// How many entries of the consumer are still to come. Those behind the last one's were given back and belong to nobody.
  private var ownedLeft: UInt64 = 0

  init(_ limits: EncodingLimits = EncodingLimits()) {
    stream = StreamValue(limits)
    super.init(stream)
  }

  override func begin(_ encoding: ValueEncoding, _ bytes: UnsafeRawBufferPointer, _ reader: SerializedValueReader) throws(DecodeFault) {
    try reader.nodes(encoding, bytes) { kind, content in
      guard case .stream(let id) = kind, let elements = PackedElements(listpack: content) else { return }
      self.stream.append(StreamNode(id, elements))
    }
  }

  override func add(_ role: ElementRole, _ bytes: UnsafeRawBufferPointer) {
    switch role {
    case .groupName, .consumerName: name = [UInt8](bytes)
    default: break
    }
  }

  override func streamEnd(_ properties: StreamProperties) {
    isOld = properties.entriesAdded == nil
    stream.finish(properties)
  }

  override func group(_ properties: StreamGroup) {
    let read = isOld ? stream.position(of: properties.last) : properties.entriesRead
    let group = ConsumerGroup(name, last: properties.last, entriesRead: read)
    self.group = group
    consumer = nil
    ownedLeft = 0
    stream.add(group)
  }

  override func pending(_ id: StreamEntryID, deliveredAt: Int64, deliveryCount: UInt64) {
    group?.pending[id] = ConsumerGroup.Pending(consumer: nil, deliveredAt: deliveredAt, deliveryCount: deliveryCount)
  }

  override func consumer(seenAt: Int64, activeAt: Int64?, pendingCount: UInt64) {
    let consumer = group?.consumer(orNew: name, now: seenAt).consumer
    consumer?.activeAt = activeAt ?? seenAt
    self.consumer = consumer
    ownedLeft = pendingCount
  }

  override func owned(_ id: StreamEntryID) {
    guard ownedLeft > 0 else { return }
    ownedLeft -= 1
    guard let group, let consumer, var row = group.pending[id] else { return }
    row.consumer = consumer
    group.assign(id, row)
  }
}

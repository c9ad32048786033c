extension DigestVisitor {
  mutating func streamEntry(_ id: StreamEntryID, fieldCount: Int) {
    // Two numbers of twenty digits, a dot between.
    var text = InlineArray<41, UInt8>(repeating: 0)
    let hash = withUnsafeMutableBytes(of: &text) { buffer in
      var start = buffer.count
      writeDecimal(id.sequence, endingAt: &start, in: buffer)
      start -= 1
      buffer[start] = UInt8(ascii: ".")
      writeDecimal(id.milliseconds, endingAt: &start, in: buffer)
      return SHA1.hash(UnsafeRawBufferPointer(rebasing: buffer[start...]))
    }
    mix(hash)
  }

  /// Writes in front of `end` and moves it there. Ids are unsigned, other numbers of a server are not.
  private func writeDecimal(_ number: UInt64, endingAt end: inout Int, in buffer: UnsafeMutableRawBufferPointer) {
    var rest = number
    repeat {
      end -= 1
      buffer[end] = 48 + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
  }

  mutating func streamEnd(_ properties: StreamProperties) {
    guard dialect.isFull else { return }
    mix(LabelledHash("last", properties.last.milliseconds, properties.last.sequence).hash)
    if let id = properties.maxDeleted { mix(LabelledHash("deleted", id.milliseconds, id.sequence).hash) }
    if let added = properties.entriesAdded { mix(LabelledHash("added", added).hash) }
  }

  mutating func beginGroup(_ name: Digest) {
    finishGroup()
    groups.begin(name)
  }

  mutating func group(_ group: StreamGroup) {
    if dialect.isFull { groups.properties(group) }
  }

  mutating func pending(_ id: StreamEntryID, deliveredAt: Int64, deliveryCount: UInt64) {
    if dialect.isFull { groups.pending(id, deliveredAt: deliveredAt, deliveryCount: deliveryCount) }
  }

  mutating func consumer(seenAt: Int64, activeAt: Int64?, pendingCount: UInt64) {
    if dialect.isFull { groups.consumerOwns(pendingCount) }
  }

  mutating func owned(_ id: StreamEntryID) {
    if dialect.isFull { groups.owned(id) }
  }

  mutating func groupsEnd() {
    if dialect.isFull { finishGroup() }
  }

  private mutating func finishGroup() {
    if let digest = groups.finish() { xor(SHA1.hash(digest)) }
  }
}

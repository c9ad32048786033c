/// Consumer groups as our own digest sees them; servers leave them out.
///
/// A group: e = 0, M(e, "group"), M(e, name), M(e, "last" ms seq), M(e, "read" count) if known;
/// every pending entry X(e, "pending" ms seq time deliveries); every consumer X(e, c).
/// A consumer: c = 0, M(c, "consumer"), M(c, name), every entry it owns X(c, "owned" ms seq);
/// entries given back X(e, "nack" ms seq). When consumers were last seen is not covered.
struct GroupDigest {
  private var group: Digest?
  private var consumer: Digest?
  private var ownedLeft: UInt64 = 0

  mutating func begin(_ name: Digest) {
    var digest = Digest()
    digest.mixHash(Digest.hash(of: "group"))
    digest.mixHash(name)
    group = digest
  }

  mutating func properties(_ properties: StreamGroup) {
    group?.mixHash(LabelledHash("last", properties.last.milliseconds, properties.last.sequence).hash)
    if let read = properties.entriesRead { group?.mixHash(LabelledHash("read", read).hash) }
  }

  mutating func pending(_ id: StreamEntryID, deliveredAt: Int64, deliveryCount: UInt64) {
    let hash = LabelledHash("pending", id.milliseconds, id.sequence, UInt64(bitPattern: deliveredAt), deliveryCount).hash
    group?.formXOR(hash)
  }

  mutating func beginConsumer(_ name: Digest) {
    finishConsumer()
    var digest = Digest()
    digest.mixHash(Digest.hash(of: "consumer"))
    digest.mixHash(name)
    consumer = digest
  }

  mutating func consumerOwns(_ count: UInt64) { ownedLeft = count }

  mutating func owned(_ id: StreamEntryID) {
    if ownedLeft > 0 {
      ownedLeft -= 1
      consumer?.formXOR(LabelledHash("owned", id.milliseconds, id.sequence).hash)
    } else {
      // Behind the last consumer's: entries that were given back (Redis 8.8).
      group?.formXOR(LabelledHash("nack", id.milliseconds, id.sequence).hash)
    }
  }

  private mutating func finishConsumer() {
    if let consumer { group?.xor(accumulated: consumer) }
    consumer = nil
    ownedLeft = 0
  }

  /// The digest of the group in hand, if there is one; forgets it.
  mutating func finish() -> Digest? {
    finishConsumer()
    defer { group = nil }
    return group
  }
}

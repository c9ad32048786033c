/// Finds the second and later records of keys of which only the hashes are known to be there twice.
package final class RepeatedKeys: RecordSink {
  private let hash: KeyHash
  private let marks: DuplicateMarks
  private var first: [UInt64: [UInt64]] = [:]
  /// The record that was met last, when its key was there before.
  package private(set) var repeated: SalvageLoss?

  /// - Parameter seed: that of the walk that wrote the hashes down.
  package init(_ marks: DuplicateMarks, seed: UInt64) {
    self.marks = marks
    hash = KeyHash(seed: seed)
  }

  /// Steps over the next item; afterwards ``repeated`` tells whether it has to go.
  package func next(_ framer: RDBFramer) -> RDBFramer.StreamedItem {
    repeated = nil
    let item = framer.streamItem(self)
    repeated?.range = item.offset..<item.offset + item.byteCount
    return item
  }

  override package func record(_ head: RecordHead, key: RawSpan) -> Bool {
    key.withUnsafeBytes { bytes in
      let (place, mark) = hash.key(bytes, database: head.database)
      guard marks.contains(place, mark) else { return }
      guard first[mark]?.contains(place) == true else {
        first[mark, default: []].append(place)
        return
      }
      var loss = SalvageLoss(head.offset..<head.offset, why: "a key that its database holds already: servers refuse the second, the first was kept", isKey: true)
      loss.database = head.database
      loss.key = [UInt8](bytes.prefix(64 << 10))
      loss.encoding = head.encoding
      loss.attributes = head.attributes
      repeated = loss
    }
    return false
  }
}

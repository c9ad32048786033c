/// Finds all but one record of keys of which only the hashes are known to be there more than once.
///
/// The one that stays is the first, unless it stands in a shorter stretch between two wounds than the other: a page that a
/// disk wrote to the wrong place brings old records of sound keys with it.
package final class RepeatedKeys: RecordSink {
  private let hash: KeyHash
  private let marks: DuplicateMarks
  private var kept: [Place: (loss: SalvageLoss, weight: Int)] = [:]
  private var met: (place: Place, loss: SalvageLoss)?

  private struct Place: Hashable {
    let database: UInt64
    let place: UInt64
    let mark: UInt64
  }

  /// Where the keys to come will be, when that is not the database they were walked in; until the next SELECTDB.
  package var actualDatabase: UInt64?

  /// - Parameter seed: that of the walk that wrote the hashes down.
  package init(_ marks: DuplicateMarks, seed: UInt64) {
    self.marks = marks
    hash = KeyHash(seed: seed)
  }

  /// Steps over the next item.
  ///
  /// - Parameter weight: bytes of the stretch between two wounds that it stands in.
  /// - Returns: the item; and the record that has to go for it, which may be an earlier one.
  package func next(_ framer: RDBFramer, weight: Int) -> (item: RDBFramer.StreamedItem, loss: SalvageLoss?) {
    met = nil
    let item = framer.streamItem(self)
    guard case (let place, var loss)? = met else { return (item, nil) }
    loss.range = item.offset..<item.offset + item.byteCount
    guard let first = kept[place] else {
      kept[place] = (loss, weight)
      return (item, nil)
    }
    guard first.weight < weight else {
      loss.why = "a key that its database holds already: servers refuse the second, the first was kept"
      return (item, loss)
    }
    kept[place] = (loss, weight)
    var other = first.loss
    other.why = "a key that its database holds once more, in a longer stretch without a wound: that one was kept"
    return (item, other)
  }

  override package func record(_ head: RecordHead, key: RawSpan) -> Bool {
    key.withUnsafeBytes { bytes in
      let (place, mark) = hash.key(bytes, database: head.database)
      guard marks.contains(place, mark) else { return }
      var loss = SalvageLoss(head.offset..<head.offset, why: "", isKey: true)
      loss.key = [UInt8](bytes.prefix(64 << 10))
      loss.encoding = head.encoding
      loss.attributes = head.attributes
      loss.database = actualDatabase ?? head.database
      met = (Place(database: actualDatabase ?? head.database, place: place, mark: mark), loss)
    }
    return false
  }

  override package func item(_ item: RDBItem, at offset: Int) { if case .database = item { actualDatabase = nil } }
}

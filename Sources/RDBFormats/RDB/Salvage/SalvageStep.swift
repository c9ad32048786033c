/// What becomes of a stretch of a damaged RDB. Steps follow each other in the order of the file and cover it.
package enum SalvageStep: Sendable {
  /// Whole items that go into the new file as they stand.
  case keep(Range<Int>)
  /// A function library; servers refuse a second one of the same name.
  case function(name: [UInt8], Range<Int>)
  /// A RESIZEDB, to be written again with the truth.
  case sizeHint(database: UInt64, announcedKeys: UInt64, Range<Int>)
  /// Attributes that something separates from the key that follows: they are written again in front of it.
  case attributes(KeyAttributes)
  /// Left out without a loss: hints, or attributes that are written again elsewhere.
  case leave(Range<Int>)
  /// Something that cannot be kept.
  case lose(SalvageLoss)
}

/// Something of a damaged RDB that cannot be kept.
package struct SalvageLoss: Sendable {
  /// Where it stands, in bytes from the start of the file.
  package var range: Range<Int>
  /// The database of the key; nil for what is no key.
  package var database: UInt64?
  /// The key, when its name survived; of very long ones the first 64 KiB.
  package var key: [UInt8]?
  /// How its value is written; nil for what is no key.
  package var encoding: ValueEncoding?
  /// Where its value begins.
  package var valueOffset: Int?
  /// Where what is wrong was met.
  package var faultOffset: Int?
  /// Whether it had an expiry, and what else.
  package var attributes = KeyAttributes()
  /// What is wrong, in a sentence without its place and without a full stop.
  package var why: String
  /// Whether a key was lost, be it one without a name.
  package var isKey: Bool

  package init(_ range: Range<Int>, why: String, isKey: Bool) {
    self.range = range
    self.why = why
    self.isKey = isKey
  }

  /// A key that was looked at once more.
  package init(_ item: RecordSearch.Reviewed, why: String) {
    self.init(item.range, why: why, isKey: true)
    key = item.key
    encoding = item.encoding
    attributes = item.attributes
    database = item.database
  }
}

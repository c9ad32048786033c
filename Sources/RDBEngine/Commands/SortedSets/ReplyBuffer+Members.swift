extension ReplyBuffer {
  /// The head of a reply of so many members. With scores these are pairs in RESP3 and follow each other in RESP2.
  func memberCount(_ count: Int, withScores: Bool) { array(withScores && version == 2 ? count * 2 : count) }

  /// A member, with its score unless that is nil.
  func member(_ name: UnsafeRawBufferPointer, _ score: Double?) {
    if score != nil, version == 3 { array(2) }
    bulk(name)
    if let score { double(score) }
  }

  /// The members of some ranks.
  func members(_ set: SortedSetValue, _ ranks: Range<Int>, reversed: Bool, withScores: Bool) {
    memberCount(ranks.count, withScores: withScores)
    set.forEach(ranks, reversed: reversed) { member($0, withScores ? $1 : nil) }
  }
}

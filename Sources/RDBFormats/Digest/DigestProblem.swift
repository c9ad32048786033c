/// Why there is no digest: what is wrong, and the key it is in.
package struct DigestProblem: Hashable, Sendable {
  package let fault: DecodeFault
  /// The database of the record; nil outside of records.
  package let database: UInt64?
  /// The name of the key; nil outside of records and when it cannot be read.
  package let key: [UInt8]?

  package init(_ fault: DecodeFault, database: UInt64?, key: [UInt8]?) {
    self.fault = fault
    self.database = database
    self.key = key
  }
}

extension DecodeFault {
  /// Whether servers load the value with this as if nothing were wrong, so that the digest means what it says.
  var leavesDigestAlone: Bool {
    switch reason {
    case .emptyCollection, .quicklistEmptyNode, .quicklistOnlyEmptyNodes, .listpackBoundary, .lzfEmpty, .scoreOrder,
      .scoreText, .streamFirstID, .streamMaxDeletedID, .streamEntriesAdded, .streamNodeDeletedCount:
      true
    default: false
    }
  }
}

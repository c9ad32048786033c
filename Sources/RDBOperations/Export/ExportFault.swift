package import RDBFormats

/// Which faults an export goes on after.
package enum ExportFault {
  /// Whether a server takes the value as it is, and holds everything that is exported of it.
  package static func isBenign(_ reason: DecodeFault.Reason) -> Bool {
    switch reason {
    case .emptyCollection, .quicklistOnlyEmptyNodes, .quicklistEmptyNode, .listpackBoundary, .lzfEmpty, .scoreOrder,
      .streamFirstID, .streamMaxDeletedID, .streamEntriesAdded, .streamNodeOrder, .streamNodeDeletedCount:
      true
    default: false
    }
  }
}

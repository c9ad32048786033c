/// Digests of single keys, waiting to be told in the order of the file. Names stand in one run of bytes.
package struct DigestRows: Sendable {
  private struct Row {
    let database: UInt64
    let nameEnd: Int
    let digest: Digest
  }

  private var rows: [Row] = []
  private var names: [UInt8] = []

  mutating func append(_ name: RawSpan, in database: UInt64, _ digest: Digest) {
    name.withUnsafeBytes { names.append(contentsOf: $0) }
    rows.append(Row(database: database, nameEnd: names.count, digest: digest))
  }

  /// Tells every row and forgets them.
  ///
  /// - Parameter body: told database, name and `DEBUG DIGEST-VALUE`; the name is borrowed for the call.
  package mutating func drain(_ body: (UInt64, RawSpan, Digest) throws -> Void) rethrows {
    var start = 0
    for row in rows {
      try body(row.database, names.span.bytes.extracting(start..<row.nameEnd), row.digest)
      start = row.nameEnd
    }
    rows.removeAll(keepingCapacity: true)
    names.removeAll(keepingCapacity: true)
  }
}

/// One thread's share of looking for keys of which only the hashes are known.
package final class DuplicateFinder: RecordSink {
  private let hash: KeyHash
  private let marks: DuplicateMarks
  private var hits: [Hit] = []

  private struct Hit {
    let place: UInt64
    let mark: UInt64
    let offset: Int
    let database: UInt64
    let key: [UInt8]
  }

  /// The keys that have been met, by any thread.
  package final class Seen {
    private var first: [UInt64: [UInt64]] = [:]
    fileprivate(set) package var findings: [RecordFinding] = []
    package init() {}

    /// - Returns: whether the key was there before.
    fileprivate func insert(_ place: UInt64, _ mark: UInt64) -> Bool {
      if first[mark]?.contains(place) == true { return true }
      first[mark, default: []].append(place)
      return false
    }
  }

  /// - Parameter seed: that of the check that found the hashes.
  package init(_ marks: DuplicateMarks, seed: UInt64) {
    self.marks = marks
    hash = KeyHash(seed: seed)
  }

  override package func record(_ head: RecordHead, key: RawSpan) -> Bool {
    key.withUnsafeBytes { bytes in
      let (place, mark) = hash.key(head, bytes)
      if marks.contains(place, mark), hits.count < CheckVisitor.maximumOfPiece {
        hits.append(Hit(place: place, mark: mark, offset: head.offset, database: head.database, key: [UInt8](bytes.prefix(64 << 10))))
      }
    }
    return false
  }

  /// Adds what was met since the last merge. Called in the order of the file.
  package func merge(into seen: Seen) {
    for hit in hits where seen.insert(hit.place, hit.mark) {
      guard seen.findings.count < CheckResults.maximumFindingCount else { break }
      seen.findings.append(RecordFinding(DecodeFault(.duplicateKey, at: hit.offset), database: hit.database, key: hit.key))
    }
    hits.removeAll(keepingCapacity: true)
  }
}

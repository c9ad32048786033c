/// Finds keys of one RDB that an earlier one has too: a server that loads both, as parts of one AOF, exits on them.
///
/// Memory: 16 bytes a key of the earlier ones.
package final class KeyPresence: RecordSink {
  private let hash = KeyHash(seed: UInt64.random(in: 1 ... .max))
  private var known: Set<UInt64> = []
  private var isComparing = false
  /// Keys that were there before, the first hundred of them.
  package private(set) var duplicates: [RecordFinding] = []
  /// How many there are.
  package private(set) var duplicateCount: UInt64 = 0

  override package init() {}

  /// Remembers the keys of an RDB.
  ///
  /// - Throws: what is wrong with its framing; what stands before that is remembered.
  package func remember(_ framer: RDBFramer) throws(DecodeFault) {
    isComparing = false
    _ = try AOFPreamble.skip(framer, telling: self)
  }

  /// Looks for the keys of another one.
  ///
  /// - Throws: what is wrong with its framing.
  package func compare(_ framer: RDBFramer) throws(DecodeFault) {
    isComparing = true
    _ = try AOFPreamble.skip(framer, telling: self)
  }

  override package func record(_ head: RecordHead, key: RawSpan) -> Bool {
    key.withUnsafeBytes { bytes in
      let (place, mark) = hash.key(head, bytes)
      let both = place ^ mark
      if !isComparing {
        known.insert(both)
      } else if known.contains(both) {
        duplicateCount &+= 1
        guard duplicates.count < 100 else { return }
        duplicates.append(
          RecordFinding(DecodeFault(.duplicateKey, at: head.offset), database: head.database, key: [UInt8](bytes.prefix(4096)), encoding: head.encoding))
      }
    }
    return false
  }
}

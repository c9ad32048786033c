/// Computes digests of the keys of an RDB: what `DEBUG DIGEST` and `DEBUG DIGEST-VALUE` say, or our own.
///
/// One a thread; what they have seen is merged (``DatasetDigest/merge(_:)``). The walk is
/// specialised for it in this module, so an element costs no dynamic call.
///
/// The servers' algorithm is in digest.md, the differences between servers in ``DigestDialect``.
/// Expired keys count. Whether a key or element is there twice is not looked at: servers refuse such files.
///
/// **Our own digest** (``DigestDialect/full``) is the servers' with these changes. H is SHA-1, X and M are
/// those of ``Digest``, numbers behind a label are eight bytes each, the most significant first, and no byte
/// stands between label and number:
/// - a score is those eight bytes of the double, −0 as 0: M(e, score);
/// - a hash field with an expiry: X(e, "!!hexpire!!" milliseconds), since 1970; expired ones count;
/// - a key with an expiry: X(d, "!!expire!!" milliseconds);
/// - a stream, after its entries: M(d, "last" ms seq); M(d, "deleted" ms seq) and M(d, "added" count) where the
///   encoding has them (type 19 on); each group X(d, e) as in `GroupDigest`;
/// - a module value: M(d, "module" id); r = 0, for each item in order M(r, "integer" bits), M(r, "double" bits) or
///   M(r, string); M(d, r). A vector set (id of version 0) has X(d, x) in place of the last step, where x is what its
///   callback accumulates for servers: the graph in its items is another one after every load;
/// - an array (type number 7): for each element M(d, index), M(d, element);
/// - lists, sets, sorted sets and hashes without elements are no keys;
/// - function libraries, if there are any, after the last database: M(f, "functions"), then X(f, source) for each.
///
/// Not covered: LRU and LFU, when consumers were last seen, producers of idempotent streams (Redis 8.6), key
/// metadata, auxiliary fields, module data outside of keys.
package final class DatasetDigester {
  /// Says which keys count, by head and name; called on every thread.
  package typealias Filter = @Sendable (RecordHead, RawSpan) -> Bool

  private var visitor: DigestVisitor

  /// - Parameters:
  ///   - keepsRows: whether the digest of every single key is wanted too.
  ///   - filter: which keys count; all when nil. Values of others are not looked at.
  ///   - wantsValueByteCount: whether the filter looks at sizes of values.
  package init(_ dialect: DigestDialect, keepsRows: Bool = false, filter: Filter? = nil, wantsValueByteCount: Bool = false) {
    visitor = DigestVisitor(dialect, keepsRows: keepsRows, filter: filter, wantsValueByteCount: wantsValueByteCount)
  }

  /// Takes in the keys of a chunk.
  ///
  /// - Returns: what is wrong with the framing, which ``problem`` says too.
  package func walk(_ chunk: RecordChunk) -> DecodeFault? {
    do throws(DecodeFault) {
      try chunk.walk(&visitor)
      return nil
    } catch {
      visitor.fail(error)
      return error
    }
  }

  /// Takes in the next item of the stream.
  package func streamItem(_ framer: RDBFramer) -> RDBFramer.StreamedItem {
    let item = framer.streamItem(&visitor)
    if let fault = item.fault { visitor.fail(fault) }
    return item
  }

  /// What the keys so far add up to; means nothing once there is a ``problem``.
  package var totals: DatasetDigest { visitor.totals }

  /// The first thing in the way of a digest.
  package var problem: DigestProblem? { visitor.problem }

  /// Tells the digests of single keys seen since the last call, in the order of the file.
  package func drainRows(_ body: (UInt64, RawSpan, Digest) throws -> Void) rethrows {
    try visitor.rows.drain(body)
  }
}

package import RDBFiles
package import RDBFormats

/// The way from a source to the items of an RDB, for commands that need one.
package enum RDBOpening {
  /// Why there are no items.
  package enum Failure: Error {
    /// The source is no RDB at all: what it is, and what to do.
    case notAnRDB(message: String, hint: String?)
    /// Its header is damaged.
    case damaged(DecodeFault)
    /// It cannot be read.
    case source(any Error)
  }

  /// Reads the header of a source.
  ///
  /// - Throws: ``Failure``.
  package static func framer(_ source: OpenedSource) throws(Failure) -> RDBFramer {
    if let defect = ContentDefect.of(source.content) { throw .notAnRDB(message: defect.message, hint: defect.hint) }
    let tracked = CountedSource(source.source)
    do throws(DecodeFault) {
      let framer = try RDBFramer(tracked, byteCount: source.uncompressedByteCount)
      guard framer.header.version > 0 else { throw DecodeFault(.version(framer.header.text), at: 0) }
      return framer
    } catch {
      if let failure = tracked.failure { throw .source(failure) }
      throw .damaged(error)
    }
  }
}

package import RDBFiles
package import RDBFormats

/// Where an AOF will be cut, and what that keeps.
package struct TruncatePlan {
  /// Why the cut is where it is.
  package enum Cause: Hashable, Sendable {
    /// As it was asked for.
    case request
    /// Nothing lies behind what was asked for; the file ends in the middle of a command, or an annotation, which goes.
    case tornTail
    /// Nothing lies behind what was asked for; the file ends inside a transaction, which goes.
    case openTransaction
    /// Nothing is cut.
    case nothing
  }

  /// What is cut.
  package let input: TruncateInput
  /// The last file that stays, as its place in ``TruncateInput/files``.
  package let fileIndex: Int
  /// Where it ends from then on, and what stays.
  package let cut: AOFMoment
  /// Why there.
  package let cause: Cause
  /// How many commands fit ``TruncateRequest/command(glob:_:sinceSeconds:)``, as far as they were looked for.
  package let matchCount: UInt64
  /// The first timestamp that was seen.
  package let firstSeconds: Int64?
  /// When the RDB in front was written, in seconds since 1970.
  package let baseSeconds: Int64?

  /// The name of the last file that stays.
  package var fileName: String { input.files[fileIndex].name }

  /// The last second that is kept, whole when the cut is by time; nil when nothing says what time it was.
  package var recoveredSeconds: Int64? { cut.seconds ?? baseSeconds }

  /// Files of which nothing stays.
  package var droppedFiles: ArraySlice<TruncateInput.File> { input.files[(fileIndex + 1)...] }

  /// Bytes that stay.
  package var keptByteCount: UInt64 {
    input.files[..<fileIndex].reduce(UInt64(clamping: cut.offset)) { $0 &+ $1.byteCount }
  }

  /// Bytes that go.
  package var droppedByteCount: UInt64 { input.byteCount &- min(input.byteCount, keptByteCount) }

  /// What the last file consists of from then on.
  package func pieces() throws(TruncateError) -> [FilePiece] {
    [.range(of: try input.files[fileIndex].content.get(), 0..<UInt64(clamping: cut.offset))]
  }

  /// The files of the set from then on.
  package func parts() throws(TruncateError) -> [AOFOutputPart] {
    var parts: [AOFOutputPart] = []
    for (index, file) in input.files[...fileIndex].enumerated() {
      guard var entry = file.entry else { continue }
      let content = try file.content.get()
      let isCut = index == fileIndex && UInt64(clamping: cut.offset) < content.byteCount
      // The replication offset of an end that is no more.
      if isCut { entry.endOffset = nil }
      parts.append(AOFOutputPart(entry: entry, pieces: index == fileIndex ? try pieces() : [content.whole], attributes: content.attributes))
    }
    return parts
  }
}

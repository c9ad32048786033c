package import RDBFiles
package import RDBFormats

/// Finds everything that can be saved of a damaged RDB and writes it as a new one.
///
/// In two steps, so that what was found can be told before anything is written: ``prepare(_:_:progress:)``, then
/// ``PreparedRepair/write(to:quarantine:progress:)``.
package enum RepairOperation {
  /// Looks at all of a source.
  ///
  /// - Parameter progress: told of the bytes that have been walked.
  /// - Throws: ``RepairError``.
  package static func prepare(
    _ source: OpenedSource, _ options: RepairOptions, progress: ((UInt64) -> Void)? = nil
  ) throws(RepairError) -> PreparedRepair {
    if let defect = unrepairable(source.content) { throw .notAnRDB(message: defect.message, hint: defect.hint) }
    var early: (any Error)?
    let bytes: any RandomAccessBytes
    do throws(SinkError) {
      bytes = try source.randomAccess(directory: options.temporaryDirectory) { early = $0 }
    } catch { throw .sink(error) }
    // A compressed file of which nothing comes out is no RDB that could be repaired.
    if let early, bytes.byteCount < 64 { throw .source(early) }
    var repair = try prepare(bytes, source.content, options, progress: progress)
    if let early { repair.report.notes.insert("the source could be read only so far: \(early)", at: 0) }
    if source.hasChanged() { throw .changed }
    return repair
  }

  /// Looks at all of some bytes that were recognised as `content`.
  ///
  /// - Throws: ``RepairError``.
  package static func prepare(
    _ bytes: any RandomAccessBytes, _ content: SourceContent, _ options: RepairOptions, progress: ((UInt64) -> Void)? = nil
  ) throws(RepairError) -> PreparedRepair {
    do { return try RepairJob(content, bytes, options, progress).run() } catch let error as RepairError { throw error } catch { throw .source(error) }
  }

  /// What is no RDB, nor anything that may have been one.
  private static func unrepairable(_ content: SourceContent) -> Defect? {
    switch content {
    case .rdb, .unknown, .zeros: return nil
    case .rdbLike(let resemblance):
      switch resemblance {
      case .unknownEnvelope: return ContentDefect.of(content)
      default: return nil
      }
    case .aof, .manifest, .empty, .text, .compressedOtherwise: return ContentDefect.of(content)
    }
  }
}

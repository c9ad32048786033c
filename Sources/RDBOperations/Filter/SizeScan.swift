package import RDBFormats

/// Finds out how large the values are that do not fit into a window, in a walk of its own.
///
/// Everything else is only framed, so this takes a fraction of a second a gigabyte. To be run on a second opening of
/// the source, with the same window as the walk that needs the sizes.
package final class SizeScan: RecordSink, PipelineWorker {
  /// What is known of the values that are larger than a window, by ``RecordHead/offset``.
  package struct LargeValues: Sendable {
    /// Bytes in the file.
    package var byteCounts: [Int: UInt64] = [:]
    /// Elements, where they were asked for: members, fields, entries; of a string its bytes.
    package var elementCounts: [Int: UInt64] = [:]
  }

  private var found = LargeValues()
  private let countsElements: Bool
  private let windowByteCount: Int
  private var head: RecordHead?
  private var elementCount: UInt64 = 0

  private init(countsElements: Bool, windowByteCount: Int) {
    self.countsElements = countsElements
    self.windowByteCount = windowByteCount
  }

  /// Sizes of large values by ``RecordHead/offset``, for ``KeyFilter/largeValueSizes``.
  package static func largeSizes(_ framer: RDBFramer, chunkByteCount: Int = 1 << 20) throws -> [Int: UInt64] {
    try largeValues(framer, chunkByteCount: chunkByteCount).byteCounts
  }

  /// Sizes of large values and, if asked for, how many elements are in them, for which they have to be walked.
  ///
  /// Damage is no matter here: the walk that needs the sizes meets it again.
  package static func largeValues(
    _ framer: RDBFramer, countsElements: Bool = false, chunkByteCount: Int = 1 << 20
  ) throws -> LargeValues {
    let scan = SizeScan(countsElements: countsElements, windowByteCount: chunkByteCount)
    let pipeline = RecordPipeline<SizeScan>(framer, checksums: false, chunkByteCount: chunkByteCount)
    _ = try pipeline.run([scan])
    return scan.found
  }

  /// In a chunk there is nothing large, unless counting elements has made the window grow for a large element.
  package func walk(_ chunk: RecordChunk) -> DecodeFault? {
    guard countsElements, chunk.byteCount > windowByteCount else { return nil }
    do throws(DecodeFault) {
      try chunk.walk(self)
      return nil
    } catch {
      return error
    }
  }

  package func streamItem(_ framer: RDBFramer) -> RDBFramer.StreamedItem {
    head = nil
    let item = framer.streamItem(self)
    if item.fault == nil { note(endingAt: item.offset + item.byteCount) }
    return item
  }

  private func note(endingAt end: Int) {
    guard let head else { return }
    found.byteCounts[head.offset] = UInt64(end - head.valueOffset)
    if countsElements { found.elementCounts[head.offset] = elementCount }
  }

  package func merge() {}

  package override func record(_ head: RecordHead, key: RawSpan) -> Bool {
    self.head = head
    elementCount = 0
    return countsElements
  }

  package override func recordEnd(at offset: Int) {
    if let head, offset - head.offset > windowByteCount { note(endingAt: offset) }
  }

  package override func element(_ role: ElementRole, _ bytes: RawSpan) {
    elementCount &+= ElementCount.of(role, byteCount: UInt64(bytes.byteCount))
  }
  package override func integer(_ role: ElementRole, _ value: Int64) {
    elementCount &+= ElementCount.of(role, integer: value)
  }
  package override func largeElement(_ role: ElementRole, byteCount: UInt64) {
    elementCount &+= ElementCount.of(role, byteCount: byteCount)
  }
  package override func streamEntry(_ id: StreamEntryID, fieldCount: Int) { elementCount &+= 1 }
}

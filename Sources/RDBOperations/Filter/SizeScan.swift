package import RDBFormats

/// Finds out how large the values are that do not fit into a window, or unfold to much more than they take, in a walk
/// of its own.
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
    /// Whether anybody has looked: what comes through a pipe is read once only.
    package var areKnown = false
  }

  private var found = LargeValues()
  private let countsElements: Bool
  private let windowByteCount: Int
  private var head: RecordHead?
  private var isStreaming = false
  private var elementCount: UInt64 = 0
  /// Bytes of all elements, unfolded.
  private var unfolded: UInt64 = 0

  /// Bytes of elements over which a value counts as large wherever it lies; and bytes in the file under which it cannot
  /// have so many, as LZF makes 264 bytes of three at most.
  private static let largeByteCount: UInt64 = 1 << 20, compressedByteCount = 12 << 10

  private init(countsElements: Bool, windowByteCount: Int) {
    self.countsElements = countsElements
    self.windowByteCount = windowByteCount
  }

  /// Sizes of large values by ``RecordHead/offset``, for ``KeyFilter/largeValueSizes``.
  package static func largeSizes(_ framer: RDBFramer, chunkByteCount: Int? = nil) throws -> [Int: UInt64] {
    try largeValues(framer, chunkByteCount: chunkByteCount).byteCounts
  }

  /// Sizes of large values and, if asked for, how many elements are in them, for which they have to be walked.
  ///
  /// Damage is no matter here: the walk that needs the sizes meets it again.
  package static func largeValues(
    _ framer: RDBFramer, countsElements: Bool = false, chunkByteCount: Int? = nil
  ) throws -> LargeValues {
    let scan = SizeScan(countsElements: countsElements, windowByteCount: chunkByteCount ?? framer.windowByteCount)
    let pipeline = RecordPipeline<SizeScan>(framer, checksums: false, chunkByteCount: chunkByteCount)
    _ = try pipeline.run([scan])
    scan.found.areKnown = true
    return scan.found
  }

  /// In a chunk nothing is large but what unfolds.
  package func walk(_ chunk: RecordChunk) -> DecodeFault? {
    guard countsElements else { return nil }
    do throws(DecodeFault) {
      try chunk.walk(self)
      return nil
    } catch {
      return error
    }
  }

  package func streamItem(_ framer: RDBFramer) -> RDBFramer.StreamedItem {
    head = nil
    isStreaming = true
    defer { isStreaming = false }
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
    unfolded = 0
    guard countsElements, let byteCount = head.valueByteCount else { return countsElements }
    return byteCount > Self.compressedByteCount || head.encoding.sharesNames
      || head.valueOffset - head.offset + byteCount > windowByteCount
  }

  package override var wantsValueByteCount: Bool { countsElements && !isStreaming }

  package override func recordEnd(at offset: Int) {
    if let head, offset - head.offset > windowByteCount || unfolded > Self.largeByteCount { note(endingAt: offset) }
  }

  package override func element(_ role: ElementRole, _ bytes: RawSpan) {
    elementCount &+= ElementCount.of(role, byteCount: UInt64(bytes.byteCount))
    unfolded &+= UInt64(bytes.byteCount)
  }
  package override func integer(_ role: ElementRole, _ value: Int64) {
    elementCount &+= ElementCount.of(role, integer: value)
  }
  package override func largeElement(_ role: ElementRole, byteCount: UInt64) {
    elementCount &+= ElementCount.of(role, byteCount: byteCount)
    unfolded &+= byteCount
  }
  package override func streamEntry(_ id: StreamEntryID, fieldCount: Int) { elementCount &+= 1 }
}

/// Bytes of which some in a row are read as others, or not at all.
package final class EditedBytes: RandomAccessBytes {
  private let original: any RandomAccessBytes
  private let range: Range<Int>
  private let replacement: [UInt8]

  package var byteCount: Int { original.byteCount - range.count + replacement.count }

  /// - Parameters:
  ///   - range: what is replaced, within the bytes.
  ///   - replacement: what stands there instead; may be empty.
  package init(_ original: any RandomAccessBytes, replacing range: Range<Int>, with replacement: [UInt8]) {
    self.original = original
    self.range = range
    self.replacement = replacement
  }

  package func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var count = 0
    while count < buffer.count {
      let got = try readPiece(at: offset + count, into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
      if got == 0 { break }
      count += got
    }
    return count
  }

  /// Reads as far as the bytes come from one place.
  private func readPiece(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let end = range.lowerBound + replacement.count
    if offset >= end { return try original.read(at: offset - replacement.count + range.count, into: buffer) }
    if offset >= range.lowerBound {
      let part = replacement[(offset - range.lowerBound)...].prefix(buffer.count)
      buffer.copyBytes(from: part)
      return part.count
    }
    return try original.read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, range.lowerBound - offset)]))
  }
}

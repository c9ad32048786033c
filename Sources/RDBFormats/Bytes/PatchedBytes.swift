/// Bytes of which a few in a row are read as others.
package final class PatchedBytes: RandomAccessBytes {
  private let original: any RandomAccessBytes
  private let offset: Int
  private let difference: [UInt8]

  package var byteCount: Int { original.byteCount }

  /// - Parameters:
  ///   - offset: where the first of them stands.
  ///   - difference: by exclusive or, one a byte.
  package init(_ original: any RandomAccessBytes, at offset: Int, difference: [UInt8]) {
    self.original = original
    self.offset = offset
    self.difference = difference
  }

  package func read(at start: Int, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = try original.read(at: start, into: buffer)
    for (index, byte) in difference.enumerated() {
      let place = offset + index - start
      if place >= 0, place < count { buffer[place] ^= byte }
    }
    return count
  }
}

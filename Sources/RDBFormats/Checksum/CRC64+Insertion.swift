// Bytes that were put in between others move everything behind them, and still the
// checksum tells where they are: summed forward from the front, the state in
// front of them is the one that, undone backward from the checksum that is
// right, stands behind them. So the two lists of states meet in one pair, for
// any number of bytes put in. (A pair by chance: window² / 2^65.)

extension CRC64 {
  /// Looks for bytes in a window without which a checksum would be right.
  ///
  /// - Parameters:
  ///   - before: checksum of everything in front of the window.
  ///   - behind: checksum of everything behind it, begun at 0, and how many bytes that are.
  ///   - stored: the checksum that is right.
  /// - Returns: the bytes from the start of the window that do not belong there; nil when there are none, or the checksum is right as it is.
  /// - Complexity: O(window), 40 bytes of memory a byte.
  package static func locateInsertion(
    in window: UnsafeRawBufferPointer, before: UInt64, behind: (checksum: UInt64, byteCount: Int), stored: UInt64
  ) -> Range<Int>? {
    var places: [UInt64: Int] = [:]
    places.reserveCapacity(window.count + 1)
    var crc = CRC64(resuming: before)
    places[before] = 0
    for (index, byte) in window.enumerated() {
      withUnsafeBytes(of: byte) { crc.update($0.bytes) }
      // The first of those that are equal: zeros behind a state of zero.
      if places[crc.value] == nil { places[crc.value] = index + 1 }
    }
    var state = undone(stored ^ behind.checksum, byteCount: behind.byteCount)
    for end in stride(from: window.count, through: 0, by: -1) {
      if let start = places[state], start < end { return start..<end }
      guard end > 0 else { break }
      state = undone(state) ^ UInt64(window[end - 1])
    }
    return nil
  }
}

/// What happens to files: one wound, and which bytes of the file it was done to are not in it any more as they were.
package struct Wound: Sendable, CustomStringConvertible {
  /// How the bytes were hurt.
  package enum Kind: String, CaseIterable, Sendable {
    /// One bit.
    case flip
    /// Up to 16 bytes of anything.
    case overwrite
    /// A run of zeros, up to 64 bytes.
    case zero
    /// A sector of zeros at its place on the disk.
    case sector
    /// A page of something else at its place on the disk.
    case page
    /// The end is missing.
    case cut
    /// Up to 64 bytes too many.
    case insert
    /// Up to 64 bytes too few.
    case remove
    /// Up to 16 bytes of anything inside a value whose length says where it ends.
    case framed
    /// Only the checksum.
    case checksum
  }

  package let kind: Kind
  /// Bytes of the file that was whole which are gone or changed; empty for an insertion, which stands in front of its bound.
  package let range: Range<Int>
  package let bytes: [UInt8]

  package var description: String { "\(kind) at \(range)" }

  /// Wounds a file at a random place.
  ///
  /// - Parameter framed: where values stand whose length says where they end.
  package init(_ kind: Kind, _ whole: [UInt8], framed: [Range<Int>] = [], _ random: inout SeededGenerator) {
    self.kind = kind
    var bytes = whole
    let place = random.below(whole.count)
    func end(_ count: Int) -> Int { min(whole.count, place + count) }
    switch kind {
    case .flip:
      bytes[place] ^= 1 << UInt8(random.below(8))
      range = place..<place + 1
    case .overwrite:
      range = place..<end(1 + random.below(16))
      for index in range { bytes[index] = UInt8(truncatingIfNeeded: random.next()) }
    case .zero:
      range = place..<end(1 + random.below(64))
      for index in range { bytes[index] = 0 }
    case .sector:
      let start = place / 512 * 512
      range = start..<min(whole.count, start + 512)
      for index in range { bytes[index] = 0 }
    case .page:
      let start = place / 4096 * 4096
      range = start..<min(whole.count, start + 4096)
      // What stood on another page of the file, or noise.
      let other = random.below(max(1, whole.count / 4096)) * 4096
      let isNoise = random.below(2) == 0
      for index in range { bytes[index] = isNoise ? UInt8(truncatingIfNeeded: random.next()) : whole[(other + index - start) % whole.count] }
    case .cut:
      bytes.removeLast(whole.count - place)
      range = place..<whole.count
    case .insert:
      bytes.insert(contentsOf: random.bytes(1 + random.below(64)), at: place)
      range = place..<place
    case .remove:
      range = place..<end(1 + random.below(64))
      bytes.removeSubrange(range)
    case .framed:
      let value = framed.isEmpty ? 0..<whole.count : framed[random.below(framed.count)]
      let start = value.lowerBound + random.below(value.count)
      range = start..<min(value.upperBound, start + 1 + random.below(16))
      for index in range { bytes[index] = UInt8(truncatingIfNeeded: random.next()) }
    case .checksum:
      range = whole.count - 8 + random.below(8)..<whole.count
      for index in range { bytes[index] ^= UInt8(1 + random.below(255)) }
    }
    self.bytes = bytes
  }

  /// Whether a record that stood there was hurt.
  package func touches(_ record: Range<Int>) -> Bool {
    range.isEmpty ? record.lowerBound < range.lowerBound && range.lowerBound < record.upperBound : range.overlaps(record)
  }
}

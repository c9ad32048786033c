/// Some of the 16 384 hash slots of a cluster.
package struct SlotSet: Hashable, Sendable {
  /// How many slots there are.
  package static var slotCount: Int { 16384 }

  private var words = [UInt64](repeating: 0, count: 256)

  /// No slots.
  package init() {}

  /// Reads numbers and ranges: `0-5460`, `7,9-12`.
  ///
  /// - Throws: `.slots`.
  package static func parse(_ text: String) throws(FilterError) -> SlotSet {
    var set = SlotSet()
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map { number($0) }
      guard let first = ends[0], let last = ends[ends.count - 1], first <= last, last < slotCount else { throw .slots(text) }
      for slot in first...last { set.insert(slot) }
    }
    return set
  }

  private static func number(_ text: Substring) -> Int? {
    let text = text.filter { $0 != " " }
    return text.allSatisfy { $0.isASCII && $0.isNumber } ? Int(text) : nil
  }

  /// Adds a slot; those that no cluster has are left out.
  package mutating func insert(_ slot: Int) {
    if (0..<Self.slotCount).contains(slot) { words[slot >> 6] |= 1 << UInt64(slot & 63) }
  }

  /// Whether the slot belongs to it.
  package func contains(_ slot: Int) -> Bool {
    (0..<Self.slotCount).contains(slot) && words[slot >> 6] >> UInt64(slot & 63) & 1 == 1
  }

  /// The slot of a key: CRC-16 of the key, or of its tag, the first `{…}` in it that is not empty.
  package static func slot(of key: RawSpan) -> Int {
    key.withUnsafeBytes { key in
      var hashed = key[...]
      if let open = key.firstIndex(of: UInt8(ascii: "{")),
        let close = key[(open + 1)...].firstIndex(of: UInt8(ascii: "}")), close > open + 1
      {
        hashed = key[(open + 1)..<close]
      }
      return Int(crc16(UnsafeRawBufferPointer(rebasing: hashed))) & (slotCount - 1)
    }
  }

  /// CRC-16/XMODEM: polynomial 0x1021, nothing reflected, starts at 0; "123456789" gives 0x31C3.
  package static func crc16(_ bytes: UnsafeRawBufferPointer) -> UInt16 {
    table.withUnsafeBufferPointer { table in
      bytes.reduce(0) { crc, byte in crc << 8 ^ table[Int(UInt8(truncatingIfNeeded: crc >> 8) ^ byte)] }
    }
  }

  private static let table: [UInt16] = (0..<256).map { index in
    (0..<8).reduce(UInt16(index) << 8) { value, _ in value & 0x8000 == 0 ? value << 1 : value << 1 ^ 0x1021 }
  }
}

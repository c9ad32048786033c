/// An element of a listpack: text, bytes, or a number in its shortest form.
package enum ListpackElement: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, Sendable {
  case bytes([UInt8])
  case integer(Int64)

  package init(stringLiteral value: String) { self = .bytes([UInt8](value.utf8)) }
  package init(integerLiteral value: Int64) { self = .integer(value) }
}

extension RDBBytes {
  /// One listpack entry with its back length.
  package static func listpackEntry(_ element: ListpackElement) -> [UInt8] {
    let entry = encodedElement(element)
    return entry + backLength(entry.count)
  }

  private static func encodedElement(_ element: ListpackElement) -> [UInt8] {
    switch element {
    case .integer(let number) where (0...127).contains(number): return [UInt8(number)]
    case .integer(let number) where (-4096...4095).contains(number):
      let bits = Int(number) & 0x1fff
      return [0xc0 | UInt8(bits >> 8), UInt8(bits & 0xff)]
    case .integer(let number):
      if let short = Int16(exactly: number) { return [0xf1] + littleEndian(short) }
      if let middle = Int32(exactly: number) { return [0xf3] + littleEndian(middle) }
      return [0xf4] + littleEndian(number)
    case .bytes(let bytes):
      if bytes.count < 64 { return [0x80 | UInt8(bytes.count)] + bytes }
      if bytes.count < 4096 { return [0xe0 | UInt8(bytes.count >> 8), UInt8(bytes.count & 0xff)] + bytes }
      return [0xf0] + littleEndian(UInt32(bytes.count)) + bytes
    }
  }

  /// How long an entry is, so that it can be read from its end: seven bits a byte, highest first.
  private static func backLength(_ count: Int) -> [UInt8] {
    // The servers' own limits: 16383 takes three bytes, not two.
    let byteCount = count <= 127 ? 1 : count < 16383 ? 2 : count < 2_097_151 ? 3 : 4
    return (0..<byteCount).reversed().map { index in
      UInt8((count >> (7 * index)) & 127) | (index == byteCount - 1 ? 0 : 128)
    }
  }

  /// A listpack: bytes in all (4), elements (2), the elements, `FF`.
  ///
  /// - Parameters:
  ///   - totalByteCount: what the header claims; the truth when nil.
  ///   - count: what the header claims; the truth when nil.
  package static func listpack(
    _ elements: [ListpackElement], totalByteCount: UInt32? = nil, count: UInt16? = nil, end: [UInt8] = [0xff]
  ) -> [UInt8] {
    let body = elements.flatMap(listpackEntry)
    return littleEndian(totalByteCount ?? UInt32(6 + body.count + end.count))
      + littleEndian(count ?? UInt16(min(elements.count, 0xffff))) + body + end
  }

  /// An intset: width (4), count (4), numbers in the narrowest width that takes all of them.
  package static func intset(
    _ numbers: [Int64], width: Int? = nil, encoding: UInt32? = nil, count: UInt32? = nil
  ) -> [UInt8] {
    let fits16 = numbers.allSatisfy { Int16(exactly: $0) != nil }
    let fits32 = numbers.allSatisfy { Int32(exactly: $0) != nil }
    let width = width ?? (fits16 ? 2 : fits32 ? 4 : 8)
    return littleEndian(encoding ?? UInt32(width)) + littleEndian(count ?? UInt32(numbers.count))
      + numbers.flatMap { littleEndian($0).prefix(width) }
  }

  /// A ziplist of short strings (under 64 bytes): bytes (4), offset of the last entry (4), entries (2), entries, `FF`.
  package static func ziplist(
    _ values: [[UInt8]], byteCount: UInt32? = nil, tail: UInt32? = nil, count: UInt16? = nil
  ) -> [UInt8] {
    var body: [UInt8] = []
    var previous = 0
    var last = 10
    for value in values {
      let before = previous < 254 ? [UInt8(previous)] : [0xfe] + littleEndian(UInt32(previous))
      let entry = before + [UInt8(value.count & 0x3f)] + value
      last = 10 + body.count
      body += entry
      previous = entry.count
    }
    let header = littleEndian(byteCount ?? UInt32(10 + body.count + 1)) + littleEndian(tail ?? UInt32(last))
    return header + littleEndian(count ?? UInt16(values.count)) + body + [0xff]
  }

  /// A zipmap of short strings (under 254 bytes), as hashes were before 2.6: count, then field and value with
  /// one byte of free space before each value's bytes, then `FF`.
  package static func zipmap(_ pairs: [(field: [UInt8], value: [UInt8])], count: UInt8? = nil, free: Int = 0) -> [UInt8] {
    var bytes = [count ?? UInt8(min(pairs.count, 254))]
    for pair in pairs {
      bytes += [UInt8(pair.field.count)] + pair.field
      bytes += [UInt8(pair.value.count), UInt8(free)] + pair.value
      bytes += [UInt8](repeating: 0, count: free)
    }
    return bytes + [0xff]
  }
}

import RDBFormats

// Entries as in a listpack (rdb.md §6), without its head of 6 bytes and the
// byte that ends it:
//
//   0xxxxxxx   0 … 127               1110xxxx +1   string ≤ 4095, 12-bit length, big-endian
//   10xxxxxx   string ≤ 63           F0 + u32le    string
//   110xxxxx+1 13-bit signed         F1 F2 F3 F4   i16 i24 i32 i64, little-endian
//
// and behind each its size in base 128, to be read from the back.

/// Elements one behind the other, byte for byte as servers keep a node of a list or a stream: so that one is full when theirs is.
package struct PackedElements {
  /// The entries.
  package private(set) var bytes: [UInt8] = []
  /// How many there are.
  package private(set) var count = 0

  /// What a listpack has around its entries.
  static let frameByteCount = 7

  /// Of the listpack that a server would have.
  package var byteCount: Int { bytes.count + Self.frameByteCount }
  var isEmpty: Bool { count == 0 }
  /// Offset behind the last element.
  package var end: Int { bytes.count }

  package init() {}

  /// Takes over the entries of a listpack.
  ///
  /// - Returns: nil when it is not whole.
  package init?(listpack: UnsafeRawBufferPointer) {
    guard listpack.count >= Self.frameByteCount, listpack[listpack.count - 1] == 0xFF else { return nil }
    let entries = UnsafeRawBufferPointer(rebasing: listpack[6..<listpack.count - 1])
    bytes.reserveCapacity(entries.count)
    var at = 0
    while at < entries.count {
      guard let head = Self.head(entries, at) else { return nil }
      let tail = at + head.byteCount
      // Two widths are in use at three sizes (rdb.md §6); here there is one.
      var width = Self.backLengthWidth(head.byteCount)
      let isNewer = head.byteCount == 16383 || head.byteCount == 2_097_151 || head.byteCount == 268_435_455
      if isNewer, tail < entries.count, entries[tail] == 0x7F { width -= 1 }
      guard entries.count - tail >= width else { return nil }
      bytes.append(contentsOf: entries[at..<tail])
      appendBackLength(head.byteCount)
      count += 1
      at = tail + width
    }
  }

  /// Gives back memory that is there for growth.
  mutating func trimCapacity() {
    if bytes.capacity > bytes.count + bytes.count / 8 + 64 {
      bytes = bytes.withUnsafeBytes { [UInt8]($0) }
    }
  }

  // MARK: Reading

  /// What an element holds: text that stands in the bytes, or a number.
  package enum Content {
    case text(Range<Int>)
    case integer(Int64)
  }

  /// An element: good until the elements change.
  package struct Element {
    /// What it holds.
    package let content: Content
    /// Offset of its first byte.
    package let start: Int
    /// Where the next one begins.
    package let end: Int
  }

  private struct Head {
    let content: Content
    /// Of head and text.
    let byteCount: Int
  }

  /// The element at an offset. Behind the end there is a 0 without end.
  @inline(__always)
  package func element(at start: Int) -> Element {
    bytes.withUnsafeBytes { bytes in
      guard let head = Self.head(bytes, start) else { return Element(content: .integer(0), start: start, end: bytes.count) }
      return Element(content: head.content, start: start, end: start + head.byteCount + Self.backLengthWidth(head.byteCount))
    }
  }

  @inline(__always)
  private static func head(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Head? {
    let left = bytes.count - at
    guard left > 0, at >= 0 else { return nil }
    let first = bytes[at]
    func text(_ head: Int, _ count: Int) -> Head? {
      guard left - head >= count else { return nil }
      return Head(content: .text(at + head..<at + head + count), byteCount: head + count)
    }
    if first < 0x80 { return Head(content: .integer(Int64(first)), byteCount: 1) }
    if first < 0xC0 { return text(1, Int(first & 0x3F)) }
    if first < 0xF0 {
      guard left >= 2 else { return nil }
      if first >= 0xE0 { return text(2, Int(first & 0x0F) << 8 | Int(bytes[at + 1])) }
      let bits = Int64(first & 0x1F) << 8 | Int64(bytes[at + 1])
      return Head(content: .integer(bits >= 4096 ? bits - 8192 : bits), byteCount: 2)
    }
    let size: Int
    switch first {
    case 0xF0, 0xF3: size = 4
    case 0xF1: size = 2
    case 0xF2: size = 3
    case 0xF4: size = 8
    default: return nil
    }
    guard left > size else { return nil }
    var bits: UInt64 = 0
    for place in 0..<size { bits |= UInt64(bytes[at + 1 + place]) << UInt64(8 * place) }
    if first == 0xF0 { return text(5, Int(bits)) }
    let unused = UInt64(64 - 8 * size)
    return Head(content: .integer(Int64(bitPattern: bits << unused) >> Int64(unused)), byteCount: 1 + size)
  }

  /// Where the element begins that ends at an offset above 0.
  package func start(before end: Int) -> Int {
    var size = 0
    var at = end
    var shift = 0
    repeat {
      at -= 1
      guard at >= 0, shift < 35 else { return 0 }
      size |= Int(bytes[at] & 0x7F) << shift
      shift += 7
    } while bytes[at] & 0x80 != 0
    return max(0, at - size)
  }

  /// Where an element begins, from the nearer end; ``end`` for ``count``.
  ///
  /// - Complexity: O(elements).
  package func offset(of index: Int) -> Int {
    if index >= count { return end }
    if index <= count / 2 {
      var at = 0
      for _ in 0..<max(0, index) { at = element(at: at).end }
      return at
    }
    var at = end
    for _ in index..<count { at = start(before: at) }
    return at
  }

  /// The number at an offset, for elements that are numbers; text of one is taken too.
  func integer(at start: Int) -> (value: Int64, end: Int) {
    let element = element(at: start)
    switch element.content {
    case .integer(let value): return (value, element.end)
    case .text: return (lend(element) { Decimal.canonicalInteger($0) } ?? 0, element.end)
    }
  }

  /// Lends the text of an element, that of a number written out.
  @inline(__always)
  package func lend<Result>(_ element: Element, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    switch element.content {
    case .text(let range): return bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
    case .integer(let value):
      return withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { room in
        body(UnsafeRawBufferPointer(rebasing: room[Decimal.write(value, into: room)]))
      }
    }
  }

  /// Whether an element is this text. `number` is what the text stands for if it is the decimal text of a number.
  @inline(__always)
  func isEqual(_ element: Element, _ text: UnsafeRawBufferPointer, _ number: Int64?) -> Bool {
    switch element.content {
    case .integer(let value): return value == number
    case .text(let range):
      guard range.count == text.count else { return false }
      return bytes.withUnsafeBytes { UnsafeRawBufferPointer(rebasing: $0[range]).elementsEqualFast(text) }
    }
  }

  // MARK: Changing

  /// Puts an element in front of the one at an offset; canonical decimal text becomes a number.
  package mutating func insert(_ text: UnsafeRawBufferPointer, at offset: Int) {
    put(text, replacing: offset..<offset)
    count += 1
  }

  /// Adds an element at the end.
  package mutating func append(_ text: UnsafeRawBufferPointer) { insert(text, at: end) }
  mutating func append(_ value: Int64) {
    put(value, replacing: end..<end)
    count += 1
  }

  mutating func append(contentsOf other: PackedElements) {
    bytes.append(contentsOf: other.bytes)
    count += other.count
  }

  /// Puts another element in the place of one.
  package mutating func replace(_ element: Element, _ text: UnsafeRawBufferPointer) { put(text, replacing: element.start..<element.end) }
  mutating func replace(_ element: Element, _ value: Int64) { put(value, replacing: element.start..<element.end) }

  /// Removes an element.
  package mutating func remove(_ element: Element) {
    bytes.removeSubrange(element.start..<element.end)
    count -= 1
  }

  /// Removes elements by their numbers.
  package mutating func remove(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    let start = offset(of: range.lowerBound)
    let end = offset(of: range.upperBound)
    bytes.removeSubrange(start..<end)
    count -= range.count
  }

  private mutating func put(_ text: UnsafeRawBufferPointer, replacing range: Range<Int>) {
    if let value = Decimal.canonicalInteger(text) { return put(value, replacing: range) }
    let head = text.count < 64 ? 1 : text.count < 4096 ? 2 : 5
    let size = head + text.count
    let width = Self.backLengthWidth(size)
    bytes.replaceSubrange(range, with: repeatElement(0, count: size + width))
    bytes.withUnsafeMutableBytes { bytes in
      let room = UnsafeMutableRawBufferPointer(rebasing: bytes[range.lowerBound..<range.lowerBound + size + width])
      switch head {
      case 1: room[0] = 0x80 | UInt8(truncatingIfNeeded: text.count)
      case 2:
        room[0] = 0xE0 | UInt8(truncatingIfNeeded: text.count >> 8)
        room[1] = UInt8(truncatingIfNeeded: text.count)
      default:
        room[0] = 0xF0
        room.storeBytes(of: UInt32(truncatingIfNeeded: text.count).littleEndian, toByteOffset: 1, as: UInt32.self)
      }
      UnsafeMutableRawBufferPointer(rebasing: room[head...]).copyMemory(from: text)
      Self.writeBackLength(size, UnsafeMutableRawBufferPointer(rebasing: room[size...]))
    }
  }

  private mutating func put(_ value: Int64, replacing range: Range<Int>) {
    let size: Int
    switch value {
    case 0...127: size = 1
    case -4096...4095: size = 2
    case -32768...32767: size = 3
    case -8_388_608...8_388_607: size = 4
    case -2_147_483_648...2_147_483_647: size = 5
    default: size = 9
    }
    if range.count != size + 1 { bytes.replaceSubrange(range, with: repeatElement(0, count: size + 1)) }
    let at = range.lowerBound
    switch size {
    case 1: bytes[at] = UInt8(truncatingIfNeeded: value)
    case 2:
      bytes[at] = 0xC0 | UInt8(truncatingIfNeeded: value >> 8) & 0x1F
      bytes[at + 1] = UInt8(truncatingIfNeeded: value)
    default:
      bytes[at] = size == 9 ? 0xF4 : 0xF1 + UInt8(size - 3)
      for place in 1..<size { bytes[at + place] = UInt8(truncatingIfNeeded: value >> Int64(8 * (place - 1))) }
    }
    bytes[at + size] = UInt8(size)
  }

  private static func backLengthWidth(_ size: Int) -> Int {
    size <= 127 ? 1 : size < 16383 ? 2 : size < 2_097_151 ? 3 : size < 268_435_455 ? 4 : 5
  }

  private static func writeBackLength(_ size: Int, _ room: UnsafeMutableRawBufferPointer) {
    for index in 0..<room.count {
      let digit = UInt8(truncatingIfNeeded: size >> (7 * (room.count - 1 - index))) & 0x7F
      room[index] = index == 0 ? digit : digit | 0x80
    }
  }

  private mutating func appendBackLength(_ size: Int) {
    let width = Self.backLengthWidth(size)
    bytes.append(contentsOf: repeatElement(0, count: width))
    bytes.withUnsafeMutableBytes { Self.writeBackLength(size, UnsafeMutableRawBufferPointer(rebasing: $0[($0.count - width)...])) }
  }
}

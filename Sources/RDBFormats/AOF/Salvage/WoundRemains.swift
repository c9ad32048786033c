/// What can still be read of bytes that are no sound commands any more.
///
/// It decides what the sound commands around them mean: whether a MULTI, an EXEC or a SELECT was lost there.
struct WoundRemains {
  /// Whether a MULTI or an EXEC shines through.
  private(set) var showsMulti = false
  private(set) var showsExec = false
  /// Whether a SELECT does, be its number readable or not.
  private(set) var showsSelect = false
  /// The database of a SELECT of which the number can be read; of several the last.
  private(set) var selected: Int?
  /// Whether all there was is one command with a name that can be read and that is none of these three.
  private(set) var isOtherCommand = false
  /// The name of the first command, and its key, as far as they can be read.
  private(set) var name: [UInt8]?
  private(set) var key: [UInt8]?

  /// How many zeros follow each other.
  private var zeros = 0

  /// The most that is looked at from either end, in bytes.
  private static let lookByteCount = 4096

  init(_ range: Range<Int>, _ probe: AOFProbe) throws {
    let count = min(Self.lookByteCount, range.count)
    let head = [UInt8](try probe.bytes(range.lowerBound, count))
    let tail = range.count > count ? [UInt8](try probe.bytes(max(range.lowerBound + count, range.upperBound - count), count)) : []
    for bytes in [head, tail] where !bytes.isEmpty {
      showsMulti = showsMulti || Self.find("*1\r\n$5\r\nMULTI\r\n", in: bytes, mismatches: 4) != nil || Self.find("MULTI\r\n", in: bytes, mismatches: 1) != nil
      showsExec = showsExec || Self.find("*1\r\n$4\r\nEXEC\r\n", in: bytes, mismatches: 3) != nil || Self.find("EXEC\r\n", in: bytes, mismatches: 1) != nil
      zeros = max(zeros, Self.longestZeros(bytes))
      if Self.holdsLoneHeader(bytes) { (showsMulti, showsExec) = (true, true) }
      showsSelect = showsSelect || Self.find("SELECT\r\n", in: bytes, mismatches: 3) != nil
      if let number = Self.select(bytes) { selected = number }
    }
    readFirst(head, isAll: range.count <= Self.lookByteCount)
  }

  /// Takes over what shows only when these bytes are read together with those in front.
  mutating func join(_ whole: WoundRemains) {
    showsMulti = showsMulti || whole.showsMulti
    showsExec = showsExec || whole.showsExec
    showsSelect = showsSelect || whole.showsSelect
  }

  private static func longestZeros(_ bytes: [UInt8]) -> Int {
    var (longest, count) = (0, 0)
    for byte in bytes {
      count = byte == 0 ? count + 1 : 0
      longest = max(longest, count)
    }
    return longest
  }

  /// Where a text stands in bytes with at most so many of them different.
  private static func find(_ text: StaticString, in bytes: [UInt8], mismatches: Int) -> Int? {
    let count = text.utf8CodeUnitCount
    guard bytes.count >= count else { return nil }
    for start in 0...(bytes.count - count) {
      var wrong = 0
      for index in 0..<count where bytes[start + index] != text.utf8Start[index] {
        wrong += 1
        if wrong > mismatches { break }
      }
      if wrong <= mismatches { return start }
    }
    return nil
  }

  /// Whether the header of a command of one word stands there, and nothing that can be read behind it: MULTI and EXEC are nearly
  /// all there are.
  private static func holdsLoneHeader(_ bytes: [UInt8]) -> Bool {
    let header: [UInt8] = [0x2A, 0x31, 0x0D, 0x0A]
    for start in bytes.indices where bytes[start] == 0x2A && (start == 0 || bytes[start - 1] == 0x0A) {
      if bytes[start...].starts(with: header), start + 4 >= bytes.count || frame(bytes, start + 4) == nil { return true }
    }
    return false
  }

  /// The number of the last SELECT that shows it: its own line must be whole, the name nearly.
  private static func select(_ bytes: [UInt8]) -> Int? {
    var found: Int?
    var from = 0
    while from < bytes.count, let place = find("SELECT\r\n$", in: Array(bytes[from...]), mismatches: 2) {
      var index = from + place + 9
      from += place + 1
      guard index + 3 < bytes.count, (0x31...0x33).contains(bytes[index]), bytes[index + 1] == 0x0D, bytes[index + 2] == 0x0A else { continue }
      let digits = Int(bytes[index] - 0x30)
      index += 3
      guard index + digits + 2 <= bytes.count, bytes[index + digits] == 0x0D, bytes[index + digits + 1] == 0x0A else { continue }
      let number = Array(bytes[index..<index + digits]).withUnsafeBytes { Decimal.canonicalInteger($0) }
      if let number, (0..<10_000).contains(number) { found = Int(number) }
    }
    return found
  }

  /// Reads the frames at the front: a header of a command may be gone, its name must be there.
  private mutating func readFirst(_ bytes: [UInt8], isAll: Bool) {
    var frames: [ArraySlice<UInt8>] = []
    var at = 0
    var headers = 0
    while at < bytes.count, frames.count < 256 {
      guard let (payload, next) = Self.frame(bytes, at) else {
        // One that comes behind arguments without a header is another command.
        if bytes[at] == 0x2A, at + 1 < bytes.count, bytes[at + 1] &- 0x31 < 9 { headers += frames.isEmpty ? 1 : 2 }
        at += 1
        continue
      }
      frames.append(payload)
      at = next
    }
    let declared = Self.number(bytes)
    let table = CommandTable.shared
    for (index, frame) in frames.prefix(3).enumerated() {
      guard let id = frame.withUnsafeBytes({ table.lookup($0) }) else { continue }
      name = Array(frame)
      let word = String(decoding: frame, as: UTF8.self).uppercased()
      // A MULTI, an EXEC or a SELECT can have been in zeros beside the arguments that are missing.
      let isHidden = zeros >= 14 + 6 * max(0, declared - frames.count)
      isOtherCommand = isAll && !isHidden && headers <= 1 && !["MULTI", "EXEC", "SELECT"].contains(word) && !showsMulti && !showsExec && selected == nil
      if frames.count > index + 1, table[id].kind != .select, !table[id].flags.contains(.container) { key = Array(frames[index + 1].prefix(255)) }
      return
    }
  }

  /// How many arguments the header at the front says that there are; 0 when it cannot be read.
  private static func number(_ bytes: [UInt8]) -> Int {
    let line = bytes.prefix(8)
    guard line.first == 0x2A, let end = line.firstIndex(of: 0x0D) else { return 0 }
    return line[1..<end].withUnsafeBytes { Decimal.canonicalInteger($0) }.map { Int(clamping: $0) } ?? 0
  }

  private static func frame(_ bytes: [UInt8], _ at: Int) -> (payload: ArraySlice<UInt8>, next: Int)? {
    guard bytes[at] == 0x24 else { return nil }
    var index = at + 1
    var length = 0
    while index < bytes.count, bytes[index] &- 0x30 < 10, index - at <= 9 {
      length = length * 10 + Int(bytes[index] - 0x30)
      index += 1
    }
    guard index > at + 1, index + 2 + length <= bytes.count, bytes[index] == 0x0D, bytes[index + 1] == 0x0A else { return nil }
    let start = index + 2
    return (bytes[start..<start + length], min(bytes.count, start + length + 2))
  }
}

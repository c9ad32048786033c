// Strict, unlike AOFFraming: what servers write and nothing else. Where bytes are damaged, only that is evidence.

/// Looks at whether commands begin at places of a damaged AOF, of any length and in any order, in little memory.
final class AOFProbe {
  /// An argument: its bytes, and where the next line begins.
  struct Frame {
    let payload: Range<Int>
    let next: Int
  }

  /// What begins at a place.
  enum Start: Hashable {
    case end
    /// A whole command of a known name, or a timestamp.
    case whole
    /// The header of a command, or as much of one as there is at the end.
    case head
    /// The header of an argument.
    case argument
    case nothing
  }

  let end: Int
  let words = ProbedWords()
  private let pages: PagedBytes
  private let table = CommandTable.shared
  private let judges: AOFJudges
  /// How much may still be looked at: hostile files could make every byte be looked at from every other.
  private var credit = 64 << 20

  init(_ bytes: any RandomAccessBytes, end: Int, judges: AOFJudges) {
    self.end = end
    self.judges = judges
    pages = PagedBytes(bytes, end: end, pageByteCount: 16 << 10)
  }

  /// Adds to what may be looked at, for bytes that are seen for the first time.
  func earn(_ byteCount: Int) { credit = min(1 << 40, credit &+ byteCount &* 8) }

  /// Whether there is nothing left to look with.
  var isExhausted: Bool { credit <= 0 }

  // MARK: Lines

  /// Reads a marker, a number as servers write it and CR LF.
  func number(_ marker: UInt8, _ offset: Int) throws -> (value: Int, next: Int)? {
    credit &-= 16
    let line = try pages.stretch(offset, 24)
    guard line.count >= 4, line[0] == marker else { return nil }
    var value = 0
    var index = 1
    while index < line.count, line[index] &- 0x30 < 10, index <= 12 {
      value = value &* 10 &+ Int(line[index] &- 0x30)
      index += 1
    }
    guard index > 1, index <= 12, index + 1 < line.count, line[index] == 0x0D, line[index + 1] == 0x0A else { return nil }
    if line[1] == 0x30, index > 2 { return nil }
    return (value, offset + index + 2)
  }

  /// Reads `$N`, that many bytes and CR LF.
  func frame(_ offset: Int) throws -> Frame? {
    guard let (length, payload) = try number(0x24, offset), end - payload - 2 >= length else { return nil }
    let behind = try pages.stretch(payload + length, 2)
    guard behind.count == 2, behind[0] == 0x0D, behind[1] == 0x0A else { return nil }
    return Frame(payload: payload..<payload + length, next: payload + length + 2)
  }

  /// Reads `#TS:`, digits and a line end; where the next line begins.
  func timestamp(_ offset: Int) throws -> Int? {
    let line = try pages.stretch(offset, 28)
    guard line.count >= 7, line[0] == 0x23, line[1] == 0x54, line[2] == 0x53, line[3] == 0x3A else { return nil }
    var index = 4
    while index < line.count, line[index] &- 0x30 < 10 { index += 1 }
    guard index > 4, index + 1 < line.count, line[index] == 0x0D, line[index + 1] == 0x0A else { return nil }
    return offset + index + 2
  }

  // MARK: Commands

  /// Where the command ends that begins at an offset, if one does.
  ///
  /// - Parameter argumentCount: how many arguments it has when that is not what its header says.
  private func command(_ offset: Int, argumentCount: Int?) throws -> Int? {
    guard let (declared, first) = try number(0x2A, offset) else { return nil }
    let count = argumentCount ?? declared
    guard count >= 1, count <= 1 << 20 else { return nil }
    let loaded = pages.loadedByteCount
    defer { credit &-= pages.loadedByteCount &- loaded }
    words.removeAll(count: count)
    var at = first
    for index in 0..<count {
      // A hostile count is not followed for ever.
      if credit <= 0, index >= 64 { return nil }
      guard let frame = try frame(at) else { return nil }
      if index < ProbedWords.maximumCount {
        let prefix = try pages.stretch(frame.payload.lowerBound, min(frame.payload.count, ProbedWords.prefixByteCount))
        words.append(prefix, size: frame.payload.count)
        if index == 0, !Self.isName(prefix) { return nil }
      }
      at = frame.next
    }
    return at
  }

  /// Where the command ends that begins at an offset, if one does that a server would have written to its AOF. It is framed as
  /// servers frame it; its words are ``words`` until the next look.
  func plausibleCommand(_ offset: Int) throws -> Int? {
    guard let end = try command(offset, argumentCount: nil) else { return nil }
    return plausibleName() == nil ? nil : end
  }

  /// Whether the arguments behind a header are such a command when there are as many of them as are given, and not as many as
  /// the header says.
  func isPlausible(_ offset: Int, argumentCount: Int) throws -> Bool {
    guard try command(offset, argumentCount: argumentCount) != nil, let id = plausibleName() else { return false }
    return judges.impossibleArgument(id, words) == nil
  }

  /// What the ``words`` begin with, when servers load the command and log such ones.
  private func plausibleName() -> Command.ID? {
    let name = words.argument(0)
    guard name.size == name.prefix.count, let id = table.lookup(name.prefix), judges.refusal(id, words) == nil else { return nil }
    let row = table[id]
    if row.flags.contains(.readonly) || row.flags.contains(.admin) { return nil }
    // What talks about a connection is never logged, SELECT apart.
    return row.kind == .connection || row.kind == .pubsub ? nil : id
  }

  private static func isName(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let base = bytes.baseAddress else { return false }
    return AOFScanner.isName(base, bytes.count)
  }

  /// What begins at an offset.
  func start(_ offset: Int) throws -> Start {
    if offset >= end { return .end }
    switch try pages.byte(offset) {
    case 0x2A:
      if try plausibleCommand(offset) != nil { return .whole }
      if try isTornHeader(offset) { return .head }
      guard let (count, next) = try number(0x2A, offset), count >= 1, let (length, _) = try number(0x24, next), (1...64).contains(length)
      else { return .nothing }
      return .head
    case 0x24: return try number(0x24, offset) == nil ? .nothing : .argument
    case 0x23: return try timestamp(offset) == nil ? .nothing : .whole
    default: return .nothing
    }
  }

  /// Whether all that is left could be the first bytes of the headers of a command.
  private func isTornHeader(_ offset: Int) throws -> Bool {
    guard end - offset < 16 else { return false }
    return try pages.stretch(offset, end - offset).allSatisfy { [0x2A, 0x24, 0x0D, 0x0A].contains($0) || $0 &- 0x30 < 10 }
  }

  /// Whole commands and timestamps that follow each other.
  struct Chain {
    /// Behind the last of them.
    var end: Int
    /// Where the last of them begins.
    var last: Int
    var count = 0
    /// Whether there may be more: without a limit only 1 MiB or 4096 of them are followed.
    var isCutShort = false
    /// Whether a MULTI has no EXEC in it, and an EXEC no MULTI.
    var opens = false
    var closes = false
    /// Whether a SELECT is among them.
    var selects = false
  }

  /// How far whole commands and timestamps follow each other from an offset on, until one ends at a limit or behind it.
  func chain(_ offset: Int, upTo limit: Int? = nil) throws -> Chain {
    var chain = Chain(end: offset, last: offset)
    while chain.end < min(end, limit ?? end) {
      if credit <= 0 || (limit == nil && (chain.count >= 4096 || chain.end - offset > 1 << 20)) {
        chain.isCutShort = true
        break
      }
      let next: Int
      if let behind = try timestamp(chain.end) {
        next = behind
      } else if let behind = try plausibleCommand(chain.end) {
        next = behind
        noteBrackets(&chain)
      } else {
        break
      }
      (chain.last, chain.end) = (chain.end, next)
      chain.count += 1
    }
    return chain
  }

  /// Notes what the command that the ``words`` are of means for those around it.
  private func noteBrackets(_ chain: inout Chain) {
    let name = words.argument(0).prefix
    if name.equalsIgnoringCase("MULTI") {
      chain.opens = true
    } else if name.equalsIgnoringCase("EXEC") {
      if !chain.opens { chain.closes = true }
      chain.opens = false
    } else if name.equalsIgnoringCase("SELECT") {
      chain.selects = true
    }
  }

  func bytes(_ offset: Int, _ count: Int) throws -> UnsafeRawBufferPointer { try pages.stretch(offset, count) }
  func byte(_ offset: Int) throws -> UInt8? { try pages.byte(offset) }
}

/// The beginnings of the first words of a command that was looked at.
final class ProbedWords: CommandArguments {
  static let maximumCount = 64, prefixByteCount = 256

  private let storage = UnsafeMutableRawBufferPointer.allocate(byteCount: maximumCount * prefixByteCount, alignment: 16)
  private var sizes: [(kept: Int, size: Int)] = []
  private(set) var count = 0

  deinit { storage.deallocate() }

  func removeAll(count: Int) {
    sizes.removeAll(keepingCapacity: true)
    self.count = count
  }

  func append(_ prefix: UnsafeRawBufferPointer, size: Int) {
    let start = sizes.count * Self.prefixByteCount
    guard start + prefix.count <= storage.count else { return }
    UnsafeMutableRawBufferPointer(rebasing: storage[start..<start + prefix.count]).copyMemory(from: prefix)
    sizes.append((prefix.count, size))
  }

  func argument(_ index: Int) -> (prefix: UnsafeRawBufferPointer, size: Int) {
    guard sizes.indices.contains(index) else { return (UnsafeRawBufferPointer(start: nil, count: 0), 0) }
    let start = index * Self.prefixByteCount
    return (UnsafeRawBufferPointer(rebasing: storage[start..<start + sizes[index].kept]), sizes[index].size)
  }
}

/// Goes through the text of a manifest line by line.
struct AOFManifestParser {
  private let bytes: [UInt8]
  private(set) var entries: [AOFManifestEntry] = []
  private(set) var problems: [AOFManifestProblem] = []
  private var lineNumber = 0
  private var lineOffset = 0
  private var baseLine: Int?
  private var lastSequence: Int64 = 0
  private var lineOfName: [[UInt8]: Int] = [:]
  private var hasPart = false

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func run() {
    if bytes.isEmpty {
      lineNumber = 1
      return report(.empty)
    }
    var position = 0
    var isContinued = false
    while position < bytes.count {
      // As `fgets` cuts it: at an LF or after 1024 bytes, whichever comes first.
      let window = bytes[position..<min(bytes.count, position + AOFManifest.maximumLineByteCount)]
      let feed = window.firstIndex(of: 0x0A)
      let end = feed.map { $0 + 1 } ?? window.endIndex
      // The rest of a long comment is read as a line of its own.
      if !isContinued {
        lineNumber += 1
      }
      lineOffset = position
      isContinued = feed == nil
      let line = bytes[position..<end]
      position = end
      if line.first == 0x23 { continue }
      if let zero = line.firstIndex(of: 0), zero < end {
        report(.zeroByte)
      } else if feed == nil {
        report(end == bytes.count && line.count < AOFManifest.maximumLineByteCount ? .lineEndMissing : .lineTooLong)
        // What is left of the line is reported with it, and is no line.
        while position < bytes.count, bytes[position - 1] != 0x0A { position += 1 }
        isContinued = false
        if end == bytes.count { read(line) }
      } else {
        read(line)
      }
    }
    if !hasPart { report(.noParts) }
  }

  private mutating func report(_ kind: AOFManifestProblem.Kind) {
    problems.append(AOFManifestProblem(kind: kind, line: lineNumber, offset: lineOffset))
  }

  private mutating func read(_ line: ArraySlice<UInt8>) {
    let blanks: [UInt8] = [0x20, 0x09, 0x0D, 0x0A]
    let trimmed = line.drop { blanks.contains($0) }.reversed().drop { blanks.contains($0) }.reversed()
    guard !trimmed.isEmpty else { return report(.blankLine) }
    guard let words = ManifestWords.split(Array(trimmed)) else { return report(.quoting) }
    if words.count % 2 != 0 { return report(.oddWordCount(words.count)) }
    if words.count < 6 { return report(.tooFewWords(words.count)) }
    var fields = Fields()
    for index in stride(from: 0, to: words.count, by: 2) { take(words[index], words[index + 1], &fields) }
    finish(fields, spelled: line)
  }

  private struct Fields {
    var name: [UInt8]?
    var sequence: Int64 = 0
    var type: UInt8 = 0
    var startOffset: Int64?
    var endOffset: Int64?
    var others: [AOFManifestEntry.Field] = []
    var seen: Set<[UInt8]> = []
  }

  private mutating func take(_ key: [UInt8], _ value: [UInt8], _ fields: inout Fields) {
    let folded = key.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
    if !fields.seen.insert(folded).inserted { report(.repeatedKey(key)) }
    switch String(decoding: folded, as: UTF8.self) {
    case "file":
      // Servers copy the word as a C string.
      let name = Array(value.prefix { $0 != 0 })
      fields.name = name
      if name.contains(where: { $0 == 0x2F || $0 == 0x5C }) {
        report(.nameIsPath(name))
      } else if !AOFManifestEntry.isFileName(name) {
        report(.nameIsNoFile(name))
      }
    case "seq": fields.sequence = number(value)
    case "type":
      fields.type = value.first ?? 0
      if value.count > 1 { report(.typeSpelling(value)) }
    case "startoffset": fields.startOffset = number(value)
    case "endoffset": fields.endOffset = number(value)
    default:
      report(.unknownKey(key))
      // The last one of a kind counts, as everywhere.
      fields.others.removeAll { $0.key == key }
      fields.others.append(AOFManifestEntry.Field(key: key, value: value))
    }
  }

  /// `atoll`: 0 where there is no number.
  private mutating func number(_ text: [UInt8]) -> Int64 {
    if let number = text.withUnsafeBytes({ Decimal.canonicalInteger($0) }) { return number }
    report(.numberSpelling(text))
    // A header line without its marker is read the same way.
    return ([0x24] + text + [0x0A]).withUnsafeBytes { line in
      guard let start = line.baseAddress else { return 0 }
      return AOFLine(start, start + line.count, inputEnds: true, maximum: line.count).value
    }
  }

  private mutating func finish(_ fields: Fields, spelled line: ArraySlice<UInt8>) {
    if fields.name == nil { report(.nameMissing) }
    if fields.sequence == 0 { report(.sequenceMissing) }
    let type = AOFManifestEntry.FileType(rawValue: fields.type)
    if fields.type == 0 { report(.typeMissing) } else if type == nil { report(.typeUnknown(fields.type)) }
    guard let name = fields.name, let type,
      var entry = AOFManifestEntry(name: name, sequence: fields.sequence, type: type, lineNumber: lineNumber, lineOffset: lineOffset)
    else { return }
    entry.startOffset = fields.startOffset
    entry.endOffset = fields.endOffset
    entry.otherFields = fields.others
    // Where something was said of the line already, its spelling is no news.
    if problems.last?.offset != lineOffset, !line.elementsEqual(entry.line) { report(.spelling) }
    if fields.sequence != 0 { place(entry) }
    entries.append(entry)
    hasPart = hasPart || type != .history
  }

  /// Compares an entry with those before it.
  private mutating func place(_ entry: AOFManifestEntry) {
    switch entry.type {
    case .base:
      if let baseLine { report(.secondBase(firstLine: baseLine)) }
      if entry.sequence < 1 { report(.sequenceNegative(entry.sequence)) }
      baseLine = baseLine ?? lineNumber
    case .increment:
      if entry.sequence <= lastSequence {
        report(.sequenceNotAscending(previous: lastSequence, found: entry.sequence))
      } else if lastSequence > 0, entry.sequence - lastSequence > 1 {
        report(.sequenceGap(previous: lastSequence, found: entry.sequence))
      }
      lastSequence = max(lastSequence, entry.sequence)
    case .history: break
    }
    if let first = lineOfName[entry.name] { report(.repeatedName(entry.name, firstLine: first)) } else { lineOfName[entry.name] = lineNumber }
  }
}

extension SourceContent {
  /// How many bytes are looked at, if there are as many.
  static let headByteCount = 1024

  /// Recognises a stream by its first bytes.
  ///
  /// - Parameter head: the first ``headByteCount`` bytes, or all there are.
  /// - Complexity: O(`head.count`).
  init(recognizing head: [UInt8]) {
    self =
      if head.isEmpty { .empty }
      else if head.startsWith("REDIS") || head.startsWith("VALKEY") { .rdb }
      else if let capture = RDBResemblance(capture: head) { .rdbLike(capture) }
      else if Self.isAOF(head) { .aof }
      else if Self.isManifest(head) { .manifest }
      else if head.allSatisfy({ $0 == 0 }) { .zeros }
      else if let program = Self.foreignCompressor(head) { .compressedOtherwise(program: program) }
      else if let resemblance = RDBResemblance(damagedMagic: head) { .rdbLike(resemblance) }
      else if let line = Self.firstLine(ofText: head) { .text(firstLine: line) }
      else if let resemblance = RDBResemblance(searching: head) { .rdbLike(resemblance) }
      else { .unknown }
  }

  private static func isAOF(_ head: [UInt8]) -> Bool {
    head.startsWith("#TS:") || (head.count > 1 && head[0] == UInt8(ascii: "*") && head[1].isDigit)
  }

  /// A manifest: `file NAME seq N type T` after any comments. Servers take the
  /// keys in any order and letter case (aof.md §4), so `file` is looked for
  /// among the first three keys, and another key must be there too.
  private static func isManifest(_ head: [UInt8]) -> Bool {
    let lines = head.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
    guard let line = lines.first(where: { $0.first != UInt8(ascii: "#") }) else { return false }
    let words = line.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 }).map { String(decoding: $0, as: UTF8.self).lowercased() }
    let keys = stride(from: 0, to: words.count, by: 2).map { words[$0] }
    return keys.first.map(["file", "seq", "type"].contains) == true && keys.contains("file")
      && (keys.contains("seq") || keys.contains("type"))
  }

  private static func foreignCompressor(_ head: [UInt8]) -> String? {
    let magics: [(String, [UInt8])] = [
      ("zstd", [0x28, 0xB5, 0x2F, 0xFD]), ("xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]), ("bzip2", [0x42, 0x5A, 0x68]),
      // The format of lz4 before 2013; liblz4's frame functions do not read it.
      ("lz4", [0x02, 0x21, 0x4C, 0x18]), ("zip", [0x50, 0x4B, 3, 4]), ("snzip", [0xFF, 6, 0, 0, 0x73, 0x4E, 0x61, 0x50, 0x70, 0x59]),
      ("lzop", [0x89, 0x4C, 0x5A, 0x4F, 0]), ("7z", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
    ]
    return magics.first { head.starts(with: $0.1) }?.0
  }

  /// - Returns: nil when it is not text.
  private static func firstLine(ofText head: [UInt8]) -> String? {
    guard let text = decodeUTF8(head) else { return nil }
    let isText = text.unicodeScalars.allSatisfy { scalar in
      // U+FEFF, the mark some editors put first, and other format characters are part of texts.
      scalar.properties.generalCategory != .control || "\t\n\r\u{C}".unicodeScalars.contains(scalar)
    }
    guard isText else { return nil }
    let line = text.split(whereSeparator: \.isNewline).first ?? ""
    return PathText(String(line.unicodeScalars.prefix(60))).description
  }

  /// Text of which the last character may be cut off by the end of `head`.
  private static func decodeUTF8(_ head: [UInt8]) -> String? {
    if let text = String(validating: head, as: UTF8.self) { return text }
    guard head.count == headByteCount else { return nil }
    for cut in 1...3 {
      if let text = String(validating: head.dropLast(cut), as: UTF8.self) { return text }
    }
    return nil
  }
}

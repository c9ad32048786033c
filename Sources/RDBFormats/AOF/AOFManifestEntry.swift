/// One file of an AOF, as its line in the manifest names it.
public struct AOFManifestEntry: Hashable, Sendable {
  /// What a file is to the AOF; the raw value is the letter in the manifest.
  public enum FileType: UInt8, Hashable, Sendable {
    /// The data set at a moment, RDB or commands.
    case base = 0x62
    /// Of the past, to be deleted.
    case history = 0x68
    /// The commands since.
    case increment = 0x69
  }

  /// A key that this version has no name for, with its value.
  public struct Field: Hashable, Sendable {
    /// The key as it was spelled.
    public let key: [UInt8]
    /// The word behind it.
    public let value: [UInt8]
  }

  /// The name in the manifest's directory: never a path, never empty, `.` or `..`.
  public let name: [UInt8]
  /// Counts bases and increments separately, from 1 on.
  public var sequence: Int64
  /// What the file is.
  public var type: FileType
  /// The replication offset at which an increment begins (Redis 8.0 and newer).
  public var startOffset: Int64?
  /// The replication offset at which it ended, written on a clean shutdown and removed at the next start.
  public var endOffset: Int64?
  /// Fields that this version does not know, in their order; written back.
  public var otherFields: [Field] = []
  /// The line of the text that it comes from, counted from 1; 0 when it was put together.
  public let lineNumber: Int
  /// Bytes from the start of the text to that line.
  public let lineOffset: Int

  /// - Parameters:
  ///   - name: of the file.
  ///   - sequence: from 1 on.
  ///   - type: what the file is.
  /// - Returns: nil when the name is no name of a file in a directory.
  public init?(name: [UInt8], sequence: Int64, type: FileType) {
    self.init(name: name, sequence: sequence, type: type, lineNumber: 0, lineOffset: 0)
  }

  init?(name: [UInt8], sequence: Int64, type: FileType, lineNumber: Int, lineOffset: Int) {
    guard Self.isFileName(name) else { return nil }
    self.name = name
    self.sequence = sequence
    self.type = type
    self.lineNumber = lineNumber
    self.lineOffset = lineOffset
  }

  /// Whether bytes name something in a directory and nothing outside of it.
  public static func isFileName(_ name: [UInt8]) -> Bool {
    !name.isEmpty && name.count <= 255 && name != [0x2E] && name != [0x2E, 0x2E]
      && !name.contains { $0 == 0 || $0 == 0x2F || $0 == 0x5C }
  }

  /// The line as servers write it, with its LF.
  public var line: [UInt8] {
    var text = Array("file ".utf8) + ManifestWords.quoted(name)
    text += Array(" seq \(sequence) type ".utf8) + [type.rawValue]
    if let startOffset { text += Array(" startoffset \(startOffset)".utf8) }
    if let endOffset { text += Array(" endoffset \(endOffset)".utf8) }
    for field in otherFields { text += [0x20] + ManifestWords.quoted(field.key) + [0x20] + ManifestWords.quoted(field.value) }
    return text + [0x0A]
  }
}

extension AOFManifestEntry {
  /// The same line for a file of another name.
  ///
  /// - Returns: nil when the name is no name of a file in a directory.
  public func renamed(_ name: [UInt8], sequence: Int64) -> AOFManifestEntry? {
    guard var entry = AOFManifestEntry(name: name, sequence: sequence, type: type) else { return nil }
    entry.startOffset = startOffset
    entry.endOffset = endOffset
    entry.otherFields = otherFields
    return entry
  }
}

/// Something about the text of a manifest that is wrong or odd.
public struct AOFManifestProblem: Hashable, Sendable {
  /// What it is.
  public enum Kind: Hashable, Sendable {
    // Servers do not start.
    /// Not one byte.
    case empty
    /// A line of over 1024 bytes.
    case lineTooLong
    /// The last line has no LF, as after a cut: servers call it too long.
    case lineEndMissing
    /// A zero byte in a line: servers do not see its end.
    case zeroByte
    /// A line without a word.
    case blankLine
    /// A quote that does not end, or that a word goes on behind.
    case quoting
    /// A key without a value.
    case oddWordCount(Int)
    /// Fewer words than `file`, `seq` and `type` need.
    case tooFewWords(Int)
    /// No `file`.
    case nameMissing
    /// The name has a path separator in it.
    case nameIsPath([UInt8])
    /// No `seq`, or one that is 0 or no number.
    case sequenceMissing
    /// No `type`, or an empty one.
    case typeMissing
    /// The type begins with none of `b`, `h` and `i`.
    case typeUnknown(UInt8)
    /// A second base; the line of the first.
    case secondBase(firstLine: Int)
    /// The sequence of an increment is not above that of the one before, or not above 0.
    case sequenceNotAscending(previous: Int64, found: Int64)
    /// The name is empty, `.` or `..`, or over 255 bytes: no file can be there.
    case nameIsNoFile([UInt8])

    // Servers start.
    /// No line names a base or an increment: servers start empty, and write over files of these names.
    case noParts
    /// A key is there twice; the last one counts.
    case repeatedKey([UInt8])
    /// A key that this version does not know; servers step over it.
    case unknownKey([UInt8])
    /// A number with something behind it, which servers read up to there.
    case numberSpelling([UInt8])
    /// A type of more than one letter; the first counts.
    case typeSpelling([UInt8])
    /// Letter case, blanks, quotes or CR that servers do not write themselves.
    case spelling
    /// Increments are missing between two sequences; servers do not mind.
    case sequenceGap(previous: Int64, found: Int64)
    /// A base with a sequence below 1.
    case sequenceNegative(Int64)
    /// A file that another line names too.
    case repeatedName([UInt8], firstLine: Int)

    /// Whether servers do not start with it.
    public var isRefused: Bool {
      switch self {
      case .empty, .lineTooLong, .lineEndMissing, .zeroByte, .blankLine, .quoting, .oddWordCount, .tooFewWords, .nameMissing, .nameIsPath,
        .sequenceMissing, .typeMissing, .typeUnknown, .secondBase, .sequenceNotAscending, .nameIsNoFile:
        true
      case .noParts, .repeatedKey, .unknownKey, .numberSpelling, .typeSpelling, .spelling, .sequenceGap, .sequenceNegative, .repeatedName:
        false
      }
    }
  }

  /// What it is.
  public let kind: Kind
  /// The line, counted from 1; 1 for an empty text.
  public let line: Int
  /// Bytes from the start of the text to the line.
  public let offset: Int

  /// - Parameters:
  ///   - kind: what it is.
  ///   - line: counted from 1.
  ///   - offset: bytes from the start of the text to the line.
  public init(kind: Kind, line: Int, offset: Int) {
    self.kind = kind
    self.line = line
    self.offset = offset
  }
}

/// Who is told what an AOF holds, in the order of the file and only of what is complete.
public protocol AOFVisitor: ~Copyable {
  /// A command.
  ///
  /// - Returns: whether to go on; the scanner stops behind the command otherwise.
  mutating func command(_ command: borrowing AOFCommand) -> Bool
  /// A line that begins with `#`, between commands.
  mutating func annotation(_ annotation: borrowing AOFAnnotation)
  /// Something that servers read and a strict reader would not, told before the command or annotation it stands in.
  mutating func tolerance(_ tolerance: AOFTolerance)
}

extension AOFVisitor where Self: ~Copyable {
  /// Takes no notice.
  public mutating func annotation(_ annotation: borrowing AOFAnnotation) {}
  /// Takes no notice.
  public mutating func tolerance(_ tolerance: AOFTolerance) {}
}

/// An annotation, lent for the length of a call.
public struct AOFAnnotation: ~Escapable {
  /// Bytes from the start of the file to its `#`.
  public let offset: Int
  /// Bytes it takes, its line end included.
  public let byteCount: Int
  /// The seconds since 1970 of `#TS:<seconds>`; nil for every other annotation, a timestamp with anything but digits included.
  public let timestamp: Int64?
  /// Its bytes without the line end.
  package let bytes: UnsafeRawBufferPointer

  @_lifetime(immortal)
  init(offset: Int, byteCount: Int, bytes: UnsafeRawBufferPointer) {
    self.offset = offset
    self.byteCount = byteCount
    self.bytes = bytes
    timestamp = Self.timestamp(bytes)
  }

  /// Bytes from the start of the file to behind the annotation.
  public var endOffset: Int { offset &+ byteCount }

  /// Its bytes without the line end.
  public var span: RawSpan {
    @_lifetime(copy self) get { _overrideLifetime(unsafe RawSpan(_unsafeBytes: bytes), copying: self) }
  }

  /// Whether it begins as a timestamp does, readable or not.
  public var isTimestamp: Bool { Self.hasTimestampMark(bytes) }

  private static func hasTimestampMark(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count >= 4 && bytes[1] == 0x54 && bytes[2] == 0x53 && bytes[3] == 0x3A
  }

  private static func timestamp(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    guard hasTimestampMark(bytes), bytes.count > 4, bytes.count <= 4 + 18 else { return nil }
    var value: Int64 = 0
    for index in 4..<bytes.count {
      let digit = bytes[index] &- 0x30
      guard digit < 10 else { return nil }
      value = value &* 10 &+ Int64(digit)
    }
    return value
  }
}

/// Something that servers read and a strict reader would not.
public struct AOFTolerance: Hashable, Sendable {
  /// What it is.
  public enum Kind: Hashable, Sendable {
    /// A line ends with LF alone.
    case bareLineFeed
    /// Blanks, a sign or zeros in front of a number.
    case numberSpelling
    /// Something stands between a number and its line end.
    case textAfterNumber
    /// A header without any digit, which counts as 0.
    case numberMissing
    /// A line longer than servers read in one piece: they go on behind its first 1023 bytes.
    case longLine
    /// The two bytes behind an argument are not CR LF: servers step over them unseen.
    case argumentTerminator
  }

  /// What it is.
  public let kind: Kind
  /// Bytes from the start of the file to it.
  public let offset: Int

  /// - Parameters:
  ///   - kind: what it is.
  ///   - offset: bytes from the start of the file.
  public init(_ kind: Kind, at offset: Int) {
    self.kind = kind
    self.offset = offset
  }
}

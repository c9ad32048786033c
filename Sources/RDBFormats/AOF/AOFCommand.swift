/// A command of an AOF, lent for the length of a call.
///
/// What is not asked for is not paid for: the arguments are cut out of the bytes when ``arguments`` is walked.
public struct AOFCommand: ~Escapable {
  /// Bytes from the start of the file to its `*`.
  public let offset: Int
  /// Bytes it takes, from its `*` to behind its last line end.
  public let byteCount: Int
  /// How many arguments it has, its name included; at least 1.
  public let argumentCount: Int
  /// Whether all bytes are here. Of a command over ``AOFScanner/defaultWholeByteCount`` every argument is cut after
  /// ``CondensedArguments/argumentByteCount``, and arguments behind ``CondensedArguments/byteCount`` are left out.
  public let isWhole: Bool
  /// Whether it is framed as servers write it; otherwise each deviation was told to ``AOFVisitor/tolerance(_:)`` before.
  public let isRegular: Bool
  /// The first argument: the command's name in the letter case of the writer, at most ``CondensedArguments/argumentByteCount``
  /// bytes of it when not whole.
  package let name: UnsafeRawBufferPointer
  private let cursor: AOFArguments.Cursor

  /// - Parameters:
  ///   - name: alive for as long as the value.
  ///   - cursor: in front of the first argument, alive as well.
  @inline(__always) @_lifetime(immortal)
  init(
    offset: Int, byteCount: Int, argumentCount: Int, isWhole: Bool, isRegular: Bool, name: UnsafeRawBufferPointer,
    cursor: AOFArguments.Cursor
  ) {
    self.offset = offset
    self.byteCount = byteCount
    self.argumentCount = argumentCount
    self.isWhole = isWhole
    self.isRegular = isRegular
    self.name = name
    self.cursor = cursor
  }

  /// Bytes from the start of the file to behind the command.
  public var endOffset: Int { offset &+ byteCount }

  /// The first argument, as ``name``.
  public var nameSpan: RawSpan {
    @_lifetime(copy self) get { _overrideLifetime(unsafe RawSpan(_unsafeBytes: name), copying: self) }
  }

  /// The arguments in order, the name first.
  public var arguments: AOFArguments {
    @_lifetime(copy self) @inline(__always) get { _overrideLifetime(AOFArguments(cursor), copying: self) }
  }

  /// Whether the name is `upperCase` without regard to letter case; one comparison of lengths for most commands.
  ///
  /// - Parameter upperCase: ASCII, upper case.
  @inline(__always)
  package func isNamed(_ upperCase: StaticString) -> Bool { name.equalsIgnoringCase(upperCase) }
}

extension UnsafeRawBufferPointer {
  /// Whether these bytes are `upperCase` without regard to letter case.
  ///
  /// - Parameter upperCase: ASCII, upper case.
  @inline(__always)
  package func equalsIgnoringCase(_ upperCase: StaticString) -> Bool {
    guard count == upperCase.utf8CodeUnitCount else { return false }
    for index in 0..<count {
      let byte = self[index]
      let upper = byte &- 0x61 < 26 ? byte &- 0x20 : byte
      if upper != upperCase.utf8Start[index] { return false }
    }
    return true
  }
}

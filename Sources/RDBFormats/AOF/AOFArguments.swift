/// The arguments of a command, one after the other, cut out of bytes whose framing was found right.
///
/// ```swift
/// var arguments = command.arguments
/// while let argument = arguments.next() { … }
/// ```
public struct AOFArguments: ~Escapable {
  private var cursor: Cursor

  /// - Parameter cursor: in front of the first argument; what it points to lives as long as the value.
  @inline(__always) @_lifetime(immortal)
  init(_ cursor: Cursor) { self.cursor = cursor }

  /// How many are still to come; of a command that is not whole, how many of those that are here.
  public var remaining: Int { cursor.left }

  /// The next argument, or nil behind the last.
  @inline(__always) @_lifetime(copy self)
  public mutating func next() -> AOFArgument? {
    guard cursor.left > 0 else { return nil }
    let (bytes, count) = cursor.next()
    return _overrideLifetime(AOFArgument(bytes: bytes, byteCount: count), copying: self)
  }

  /// Where the next argument stands, and in which layout.
  struct Cursor {
    /// At the next `$`, or at the head of the next condensed argument.
    var at: UnsafeRawPointer
    /// Behind the last byte of the command.
    let end: UnsafeRawPointer
    var left: Int
    let isCondensed: Bool
    let lineByteCount: Int

    @inline(__always)
    mutating func next() -> (UnsafeRawBufferPointer, UInt64) {
      left &-= 1
      if isCondensed { return nextCondensed() }
      var p = at
      var count = AOFFraming.number(behind: 0x24, &p, end)
      if count < 0 {
        let line = AOFLine(at, end, inputEnds: true, maximum: lineByteCount)
        count = Int(clamping: line.value)
        p = at + line.byteCount
      }
      // The scanner has been here; a comparison more costs nothing that can be measured and keeps loads inside.
      guard count >= 0, count <= end - p else {
        left = 0
        return (UnsafeRawBufferPointer(start: nil, count: 0), 0)
      }
      at = p + min(count &+ 2, end - p)
      return (UnsafeRawBufferPointer(start: p, count: count), UInt64(count))
    }

    @inline(never)
    private mutating func nextCondensed() -> (UnsafeRawBufferPointer, UInt64) {
      let head = CondensedArguments.headByteCount
      guard end - at >= head else {
        left = 0
        return (UnsafeRawBufferPointer(start: nil, count: 0), 0)
      }
      let length = at.loadUnaligned(as: UInt64.self)
      let present = min(Int(clamping: at.loadUnaligned(fromByteOffset: 8, as: UInt64.self)), end - at - head)
      let bytes = UnsafeRawBufferPointer(start: at + head, count: present)
      at += head + present
      return (bytes, length)
    }
  }
}

/// One argument of a command, lent for the length of a call.
public struct AOFArgument: ~Escapable {
  /// Its bytes; the first of them only, when ``isWhole`` is false.
  package let bytes: UnsafeRawBufferPointer
  /// How many bytes it has in the file.
  public let byteCount: UInt64

  @inline(__always) @_lifetime(immortal)
  init(bytes: UnsafeRawBufferPointer, byteCount: UInt64) {
    self.bytes = bytes
    self.byteCount = byteCount
  }

  /// Whether all its bytes are here.
  public var isWhole: Bool { UInt64(bytes.count) == byteCount }

  /// Its bytes; the first of them only, when ``isWhole`` is false.
  public var span: RawSpan {
    @_lifetime(copy self) get { _overrideLifetime(unsafe RawSpan(_unsafeBytes: bytes), copying: self) }
  }
}

/// Whether a command is the one that is looked for: a class to inherit from, asked only of commands that may be.
open class AOFCommandTest {
  /// The first letter of every name that fits, upper case; nil when any may.
  let initial: UInt8?

  /// - Parameter initial: the first letter of every name that fits, in either case; nil when any may.
  public init(initial: UInt8?) { self.initial = initial.map(Self.uppercased) }

  /// Says whether a command is one of them; none is, until overridden.
  open func matches(_ command: borrowing AOFCommand) -> Bool { false }

  @inline(__always)
  func mayMatch(_ command: borrowing AOFCommand) -> Bool {
    guard let initial else { return true }
    guard let first = command.name.first else { return false }
    return Self.uppercased(first) == initial
  }

  static func uppercased(_ byte: UInt8) -> UInt8 { byte &- 0x61 < 26 ? byte &- 0x20 : byte }
}

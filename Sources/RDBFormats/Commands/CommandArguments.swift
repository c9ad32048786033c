/// A command as whoever reads it has it in hand: its words, of which long ones may be there in part only.
public protocol CommandArguments: ~Copyable {
  /// How many words it has, the name included.
  var count: Int { get }

  /// One of them, 0 being the name.
  ///
  /// - Parameter index: below ``count``.
  /// - Returns: its first bytes (all of them when it has no more than 255) and how many it has altogether. The bytes
  ///   need to last only until the next call.
  func argument(_ index: Int) -> (prefix: UnsafeRawBufferPointer, size: Int)
}

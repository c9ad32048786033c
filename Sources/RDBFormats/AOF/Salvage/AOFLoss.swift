/// Something of a damaged AOF that is not in the repaired one.
package struct AOFLoss: Sendable {
  /// What was there, as far as one can tell.
  package enum Kind: Hashable, Sendable {
    /// A command, or what is left of one or more.
    case command
    /// MULTI … EXEC, or what is left of it.
    case transaction
    /// A whole file of the set.
    case file
  }

  /// What was there.
  package var kind: Kind
  /// Where it stands, in bytes from the start of the file.
  package var range: Range<Int>
  /// How many whole commands are in it, for a transaction.
  package var commandCount: UInt64 = 0
  /// The name of the (first) command when it can be read, at most 64 bytes.
  package var command: [UInt8]?
  /// Its first key when that can be read; of very long ones the first 255 bytes.
  package var key: [UInt8]?
  /// The database it ran in, when that is known.
  package var database: Int?
  /// What is wrong, in a sentence without its place and without a full stop.
  package var why: String

  package init(_ kind: Kind, _ range: Range<Int>, why: String) {
    self.kind = kind
    self.range = range
    self.why = why
  }
}

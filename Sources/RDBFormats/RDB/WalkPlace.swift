/// A place between two items where a walk stopped, with all that was learned up to it.
package struct WalkPlace: Sendable {
  /// In bytes from the start of the file.
  package let offset: Int
  let parser: RDBParser
  /// Whether the item in front of it is a piece of an expiry: a longer value swallowed the front of the record that follows.
  package var isInsideExpiry = false
  /// The database of what follows.
  package var database: UInt64 { parser.database }
}

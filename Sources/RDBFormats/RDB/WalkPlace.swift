/// A place between two items where a walk stopped, with all that was learned up to it.
package struct WalkPlace: Sendable {
  /// In bytes from the start of the file.
  package let offset: Int
  let parser: RDBParser
  /// The database of what follows.
  package var database: UInt64 { parser.database }
}

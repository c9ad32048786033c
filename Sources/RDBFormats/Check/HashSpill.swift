/// Room outside memory for the hashes of collections that are too large for it.
///
/// A file below the temporary directory, for whoever has files; the formats do not.
public protocol HashSpill: AnyObject {
  /// Adds bytes at the end.
  func append(_ bytes: UnsafeRawBufferPointer) throws
  /// Reads bytes again; fewer than asked for only at the end.
  func read(at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int
  /// Forgets everything.
  func clear() throws
}

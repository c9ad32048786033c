/// Where bytes come from: a file, a pipe, a decompressor, a socket's queue.
///
/// The formats read through a ``ByteWindow`` that asks its source for more only
/// when the window runs dry, so one indirect call is paid per window and none
/// per byte.
public protocol ByteSource: AnyObject {
  /// Fills the front of `buffer` with the next bytes of the input.
  ///
  /// - Returns: how many bytes were written, at least 1, or 0 at the end of the
  ///   input. After 0 every further call returns 0 too.
  /// - Throws: what kept the bytes from being read: an I/O error, a damaged
  ///   compressed stream. The parser stops; the error reaches the caller as it is.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

import Glibc

/// Room on disk for what does not fit into memory; it has no name, so it is gone
/// with the process however that ends.
public final class ScratchFile {
  /// The directory it is in, named in messages.
  public let directory: String
  /// How many bytes were appended.
  public private(set) var byteCount: UInt64 = 0

  let descriptor: Descriptor

  /// - Parameter directory: where there is room, such as `$TMPDIR`.
  /// - Throws: ``SinkError``: `.noSuchDirectory`, `.permissionDenied`, ...
  public init(directory: String) throws(SinkError) {
    self.directory = directory
    let path = directory + "/" + TemporaryName.random()
    // Data of a database: for nobody else, in the moment before the name goes either.
    let number = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard number >= 0 else { throw SinkError(path: directory, action: "make a temporary file in", errno: errno) }
    descriptor = Descriptor(number, closes: true)
    if unlink(path) != 0 { throw SinkError(path: directory, action: "unlink a temporary file in", errno: errno) }
  }

  /// Adds bytes at the end. Not buffered: hand over large pieces.
  ///
  /// - Returns: the offset in bytes at which they begin.
  /// - Throws: ``SinkError``; what was appended before stays readable.
  @discardableResult
  public func append(_ bytes: UnsafeRawBufferPointer) throws(SinkError) -> UInt64 {
    var written = 0
    while written < bytes.count {
      let piece = UnsafeRawBufferPointer(rebasing: bytes[written...])
      let count = pwrite(descriptor.number, piece.baseAddress, piece.count, off_t(clamping: byteCount &+ UInt64(written)))
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        throw SinkError(path: directory, action: "write a temporary file in", errno: errno, written: byteCount)
      }
    }
    let offset = byteCount
    byteCount &+= UInt64(written)
    return offset
  }

  /// Reads from `offset` on until `buffer` is full or the appended bytes end.
  ///
  /// - Returns: how many bytes were read; 0 at and after the end.
  /// - Throws: ``SinkError`` when the disk fails.
  public func read(at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer) throws(SinkError) -> Int {
    // After a failed append there may be bytes past the count.
    let wanted = offset < byteCount ? Int(min(UInt64(buffer.count), byteCount - offset)) : 0
    var count = 0
    while count < wanted {
      let room = UnsafeMutableRawBufferPointer(rebasing: buffer[count..<wanted])
      let got = pread(descriptor.number, room.baseAddress, room.count, off_t(clamping: offset &+ UInt64(count)))
      if got == 0 { break }
      if got > 0 {
        count += got
      } else if errno != EINTR {
        throw SinkError(path: directory, action: "read a temporary file in", errno: errno)
      }
    }
    return count
  }
}

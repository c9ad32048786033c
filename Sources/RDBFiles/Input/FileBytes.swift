import Glibc
package import RDBFormats

/// A regular file, read in any order.
package final class FileBytes: RandomAccessBytes {
  package let byteCount: Int
  private let path: String
  private let descriptor: Descriptor
  private let startOffset: UInt64

  init(_ descriptor: Descriptor, path: String, startOffset: UInt64, byteCount: UInt64) {
    self.descriptor = descriptor
    self.path = path
    self.startOffset = startOffset
    self.byteCount = Int(clamping: byteCount)
  }

  /// - Throws: ``StreamError`` when the disk fails.
  package func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let wanted = min(buffer.count, max(0, byteCount - max(0, offset)))
    var count = 0
    while count < wanted {
      let place = startOffset &+ UInt64(clamping: offset) &+ UInt64(count)
      let got = pread(descriptor.number, buffer.baseAddress.map { $0 + count }, wanted - count, off_t(clamping: place))
      if got == 0 { break }
      if got > 0 {
        count += got
      } else if errno != EINTR {
        throw StreamError(path: path, .readFailed(errno: errno), at: place)
      }
    }
    return count
  }
}

/// What a pipe or a decompressor gave, kept in a file without a name.
package final class SpooledBytes: RandomAccessBytes {
  private let file: ScratchFile
  package var byteCount: Int { Int(clamping: file.byteCount) }

  /// Reads a source to its end.
  ///
  /// - Parameter onFailure: told of what ended the source early; what came before it is kept.
  /// - Throws: ``SinkError`` when there is no room.
  package init(_ source: any ByteSource, directory: String, onFailure: (any Error) -> Void) throws(SinkError) {
    file = try ScratchFile(directory: directory)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    while true {
      let got: Int
      do { got = try source.read(into: buffer) } catch {
        onFailure(error)
        return
      }
      guard got > 0 else { return }
      try file.append(UnsafeRawBufferPointer(rebasing: buffer[..<got]))
    }
  }

  package func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    try file.read(at: UInt64(clamping: offset), into: buffer)
  }
}

extension OpenedSource {
  /// The decompressed bytes, to be read in any order: the file itself where it is one, a copy outside memory otherwise.
  ///
  /// - Parameters:
  ///   - directory: where a copy goes.
  ///   - onFailure: told of damage that ended the source early; what came before it is there.
  /// - Throws: ``SinkError`` when there is no room for a copy.
  package func randomAccess(directory: String, onFailure: (any Error) -> Void) throws(SinkError) -> any RandomAccessBytes {
    if let origin, compression.isEmpty, let byteCount {
      return FileBytes(origin.descriptor, path: path, startOffset: origin.startOffset, byteCount: byteCount)
    }
    return try SpooledBytes(source, directory: directory, onFailure: onFailure)
  }

  /// Whether a path leads to the file that was opened.
  package func isFile(at path: String) -> Bool {
    guard let origin else { return false }
    var other = stat()
    return stat(path, &other) == 0 && other.st_dev == origin.status.st_dev && other.st_ino == origin.status.st_ino
  }
}

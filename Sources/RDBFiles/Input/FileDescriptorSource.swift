import Glibc
public import RDBFormats

/// The bytes of a file, a pipe, a terminal or a socket, as the kernel gives them.
///
/// Memory: none of its own; bytes go straight into the caller's buffer.
public final class FileDescriptorSource: ByteSource {
  /// What the file is called in messages.
  public let path: String
  /// How many bytes were read up to now; on disk, so compressed ones if they are.
  public private(set) var bytesRead: UInt64 = 0

  private let descriptor: Descriptor
  /// Where in the file reading began; nil reads at the descriptor's own position.
  private let startOffset: UInt64?
  /// Where in the file reading ends; nil at its end, wherever that is by then.
  private let endOffset: UInt64?
  private var hasEnded = false
  private var failure: StreamError?

  /// - Parameters:
  ///   - descriptor: open for reading.
  ///   - path: what it is called in messages.
  ///   - closesDescriptor: whether it is closed when the source goes away.
  ///   - startOffset: bytes from the start of a seekable file to the first one
  ///     read; the descriptor's own position is then neither used nor moved.
  public convenience init(descriptor: Int32, path: String, closesDescriptor: Bool, startOffset: UInt64? = nil) {
    self.init(Descriptor(descriptor, closes: closesDescriptor), path: path, startOffset: startOffset)
  }

  init(_ descriptor: Descriptor, path: String, startOffset: UInt64?, endOffset: UInt64? = nil) {
    self.endOffset = endOffset
    self.descriptor = descriptor
    self.path = path
    self.startOffset = startOffset
    // Advice: pipes refuse it, and nothing is lost.
    _ = posix_fadvise(descriptor.number, 0, 0, Int32(POSIX_FADV_SEQUENTIAL))
  }

  /// Reads once; waits for a pipe, and goes on after a signal.
  ///
  /// - Throws: `.readFailed` with the errno, now and at every later call.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
    if let failure { throw failure }
    guard !hasEnded, let start = buffer.baseAddress, buffer.count > 0 else { return 0 }
    var wanted = buffer.count
    if let startOffset, let endOffset {
      wanted = Int(clamping: min(UInt64(wanted), endOffset - min(endOffset, startOffset &+ bytesRead)))
      if wanted == 0 { return 0 }
    }
    while true {
      let got =
        if let startOffset {
          pread(descriptor.number, start, wanted, off_t(clamping: startOffset &+ bytesRead))
        } else {
          Glibc.read(descriptor.number, start, buffer.count)
        }
      if got > 0 {
        bytesRead &+= UInt64(got)
        return min(got, buffer.count)
      }
      if got == 0 {
        // A terminal would give more after its end; the contract says it does not.
        hasEnded = true
        return 0
      }
      switch errno {
      case EINTR: continue
      case EAGAIN: Descriptor.wait(for: Int32(POLLIN), on: descriptor.number)
      case let number:
        let error = StreamError(path: path, .readFailed(errno: number), at: bytesRead)
        failure = error
        throw error
      }
    }
  }
}

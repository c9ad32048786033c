import Glibc

/// Writes to standard output or another descriptor, through a buffer.
///
/// What is still in the buffer when it goes away is lost: call ``flush()``.
/// Memory: the buffer.
public final class DescriptorSink {
  /// What it is called in messages.
  public let path: String
  /// How many bytes the system took up to now; those in the buffer are not among them.
  public private(set) var bytesWritten: UInt64 = 0

  private let descriptor: Int32
  private let storage: UnsafeMutableRawBufferPointer
  private var used = 0
  private var failure: SinkError?

  /// - Parameters:
  ///   - descriptor: open for writing; it is never closed.
  ///   - path: what it is called in messages.
  ///   - capacity: size of the buffer in bytes.
  public init(descriptor: Int32, path: String, capacity: Int = 256 << 10) {
    self.descriptor = descriptor
    self.path = path
    storage = .allocate(byteCount: max(1, capacity), alignment: 16)
  }

  deinit { storage.deallocate() }

  /// Lets a reader that goes away show as ``SinkError/Reason/closedByReader``.
  ///
  /// Without it the system ends the process by SIGPIPE at such a write. It is a
  /// setting of the whole process, so the program makes it, and no sink by itself.
  public static func ignoreBrokenPipeSignal() { signal(SIGPIPE, SIG_IGN) }

  /// Takes bytes; passes them to the system when the buffer is full.
  ///
  /// - Throws: ``SinkError``, now and at every later call. What the system took
  ///   before it is ``bytesWritten``.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(SinkError) {
    if let failure { throw failure }
    if bytes.count > storage.count - used { try flush() }
    if bytes.count >= storage.count {
      try writeThrough(bytes)
    } else if bytes.count > 0 {
      UnsafeMutableRawBufferPointer(rebasing: storage[used...]).copyMemory(from: bytes)
      used += bytes.count
    }
  }

  /// Passes everything in the buffer to the system; does not make it durable.
  ///
  /// - Throws: ``SinkError``, now and at every later call.
  public func flush() throws(SinkError) {
    if let failure { throw failure }
    let pending = UnsafeRawBufferPointer(rebasing: storage[..<used])
    used = 0
    try writeThrough(pending)
  }

  private func writeThrough(_ bytes: UnsafeRawBufferPointer) throws(SinkError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = UnsafeRawBufferPointer(rebasing: rest)
      let count = Glibc.write(descriptor, piece.baseAddress, piece.count)
      if count >= 0 {
        bytesWritten &+= UInt64(count)
        rest = rest.dropFirst(count)
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN: Descriptor.wait(for: Int32(POLLOUT), on: descriptor)
      case let number:
        let error = SinkError(path: path, action: "write", errno: number, written: bytesWritten)
        failure = error
        throw error
      }
    }
  }
}

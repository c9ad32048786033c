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
  private let willBeFlushed: Bool
  /// Up to where the disk was asked to write.
  private var askedByteCount: UInt64 = 0
  /// Bytes after which it is asked again.
  private static let askingByteCount: UInt64 = 32 << 20

  /// - Parameters:
  ///   - descriptor: open for writing; it is never closed.
  ///   - path: what it is called in messages.
  ///   - capacity: size of the buffer in bytes.
  ///   - willBeFlushed: whether it is a new file that will be made durable: its disk begins early then.
  public init(descriptor: Int32, path: String, capacity: Int = 256 << 10, willBeFlushed: Bool = false) {
    self.willBeFlushed = willBeFlushed
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

  /// Takes bytes, as ``write(_:)``.
  public func write(_ bytes: [UInt8]) throws(SinkError) {
    var failed: SinkError?
    bytes.withUnsafeBytes { bytes in
      do throws(SinkError) { try write(bytes) } catch { failed = error }
    }
    if let failed { throw failed }
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

  /// Passes everything in the buffer on, then the bytes of a file: by the kernel alone where it can, in pieces through memory else.
  ///
  /// - Parameter progress: told bytes as they are copied.
  /// - Throws: ``SinkError``, now and at every later call; also when the file cannot be read or is shorter by now, with its path.
  /// - Complexity: O(bytes), or O(1) where the file system shares them; 1 MiB of memory.
  public func copy(_ range: Range<UInt64>, of content: FileContent, progress: (UInt64) -> Void = { _ in }) throws(SinkError) {
    try flush()
    do throws(SinkError) {
      var next = range.lowerBound
      try copyInKernel(&next, range.upperBound, content, progress)
      try copyThroughMemory(&next, range.upperBound, content, progress)
    } catch {
      failure = error
      throw error
    }
  }

  /// Has the disk begin with what it will be waited for in the end.
  private func askDisk() {
    guard willBeFlushed, bytesWritten &- askedByteCount >= Self.askingByteCount else { return }
    // A hint: a file system that does not know it writes at the flush.
    _ = syncFileRange(descriptor, Int64(clamping: askedByteCount), Int64(clamping: bytesWritten &- askedByteCount), startWritingFlag)
    askedByteCount = bytesWritten
  }

  /// Returns early where the kernel cannot copy between the two.
  private func copyInKernel(
    _ next: inout UInt64, _ end: UInt64, _ content: FileContent, _ progress: (UInt64) -> Void
  ) throws(SinkError) {
    while next < end {
      if WriteInterruption.isWished { throw SinkError(path: path, .interrupted) }
      var offset = Int64(clamping: next)
      let count = copyFileRange(content.descriptor.number, &offset, descriptor, nil, Int(clamping: min(end - next, 16 << 20)), 0)
      if count > 0 {
        next &+= UInt64(count)
        bytesWritten &+= UInt64(count)
        askDisk()
        progress(UInt64(count))
        continue
      }
      switch count == 0 ? 0 : errno {
      case EINTR: continue
      case ENOSPC, EDQUOT, EFBIG: throw SinkError(path: path, action: "write", errno: errno, written: bytesWritten)
      // Another file system, a pipe, an old kernel, or (0) a file that has no such bytes: the slow way says what is wrong.
      default: return
      }
    }
  }

  private func copyThroughMemory(
    _ next: inout UInt64, _ end: UInt64, _ content: FileContent, _ progress: (UInt64) -> Void
  ) throws(SinkError) {
    guard next < end else { return }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    while next < end {
      if WriteInterruption.isWished { throw SinkError(path: path, .interrupted) }
      let wanted = Int(min(end - next, UInt64(buffer.count)))
      let count = pread(content.descriptor.number, buffer.baseAddress, wanted, off_t(clamping: next))
      if count < 0, errno == EINTR { continue }
      if count < 0 { throw SinkError(path: content.path, action: "read", errno: errno) }
      if count == 0 { throw SinkError(path: content.path, .changedMeanwhile) }
      try writeThrough(UnsafeRawBufferPointer(rebasing: buffer[..<min(count, wanted)]))
      next &+= UInt64(count)
      progress(UInt64(count))
    }
  }

  private func writeThrough(_ bytes: UnsafeRawBufferPointer) throws(SinkError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = UnsafeRawBufferPointer(rebasing: rest)
      let count = Glibc.write(descriptor, piece.baseAddress, piece.count)
      if count >= 0 {
        bytesWritten &+= UInt64(count)
        askDisk()
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

import Glibc
public import RDBFormats

/// The bytes of a regular file that was opened once: read from any offset on, as often as wanted, and copied by the kernel.
///
/// What takes the file's name later does not matter; bytes that are appended later are not seen.
public struct FileContent: Sendable {
  /// What the file is called in messages.
  public let path: String
  /// How many bytes it had when it was opened.
  public let byteCount: UInt64
  /// Who owns it and who may read it; nil for a file without a name.
  public let attributes: FileAttributes?

  let descriptor: Descriptor
  private let status: stat

  init(descriptor: Descriptor, path: String, status: stat, isNamed: Bool = true) {
    self.descriptor = descriptor
    self.path = path
    self.status = status
    byteCount = UInt64(max(0, status.st_size))
    attributes = isNamed ? FileAttributes(status) : nil
  }

  /// All of it.
  public var whole: FilePiece { .range(of: self, 0..<byteCount) }

  /// Its bytes from an offset on, up to ``byteCount``.
  public func source(from offset: UInt64 = 0) -> any ByteSource {
    FileDescriptorSource(descriptor, path: path, startOffset: min(offset, byteCount), endOffset: byteCount)
  }

  /// Whether its first ``byteCount`` bytes may be others than when it was opened: it became shorter, or was written to without
  /// growing. That it only grew is no change: a server appends.
  public func hasChanged() -> Bool {
    var now = stat()
    guard fstat(descriptor.number, &now) == 0 else { return true }
    if now.st_size != status.st_size { return now.st_size < status.st_size }
    return now.st_mtim.tv_sec != status.st_mtim.tv_sec || now.st_mtim.tv_nsec != status.st_mtim.tv_nsec
  }

  /// Whether it has grown since it was opened: something is writing to it.
  public func hasGrown() -> Bool {
    var now = stat()
    return fstat(descriptor.number, &now) == 0 && now.st_size > status.st_size
  }

  /// Whether this is the file at a path, by whatever name.
  func isFile(_ other: stat) -> Bool { other.st_dev == status.st_dev && other.st_ino == status.st_ino }
}

/// A piece of a file that is to be written.
public enum FilePiece: Sendable {
  /// Bytes of another file, by their offsets in it.
  case range(of: FileContent, Range<UInt64>)
  /// These bytes.
  case bytes([UInt8])

  /// How many bytes it is.
  public var byteCount: UInt64 {
    switch self {
    case .range(_, let range): UInt64(range.count)
    case .bytes(let bytes): UInt64(bytes.count)
    }
  }
}

extension FilePiece {
  /// Makes sure that what was copied is what was read before: files may have grown, nothing else.
  ///
  /// - Throws: ``SinkError`` `.changedMeanwhile`.
  static func checkUnchanged(_ pieces: [FilePiece]) throws(SinkError) {
    for case .range(let content, _) in pieces where content.hasChanged() { throw SinkError(path: content.path, .changedMeanwhile) }
  }
}

extension OpenedSource {
  /// The file behind it, to read from any offset and to copy from; nil when it is compressed or no regular file.
  public var fileContent: FileContent? {
    guard compression.isEmpty, let origin, origin.startOffset == 0 else { return nil }
    return FileContent(descriptor: origin.descriptor, path: path, status: origin.status)
  }
}

extension ScratchFile {
  /// What was appended up to now, to read from any offset and to copy from.
  ///
  /// - Parameter path: what it is called in messages.
  /// - Throws: ``SinkError`` when the system cannot examine it.
  public func content(path: String) throws(SinkError) -> FileContent {
    var status = stat()
    guard fstat(descriptor.number, &status) == 0 else { throw SinkError(path: path, action: "examine", errno: errno) }
    return FileContent(descriptor: descriptor, path: path, status: status, isNamed: false)
  }

  /// Appends everything a source gives: what can be read only once becomes what can be read again.
  ///
  /// - Throws: ``SinkError`` for the disk, and what the source throws.
  /// - Complexity: O(bytes); 1 MiB of memory.
  public func append(all source: any ByteSource) throws {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = try source.read(into: buffer)
      guard count > 0 else { return }
      try append(UnsafeRawBufferPointer(rebasing: buffer[..<min(count, buffer.count)]))
    }
  }
}

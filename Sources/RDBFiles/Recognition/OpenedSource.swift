import Glibc
public import RDBFormats

/// An input that was opened and recognised, ready to be read from its start.
public struct OpenedSource {
  /// Gives the decompressed bytes, from the first on.
  public let source: any ByteSource
  /// What the decompressed bytes are.
  public let content: SourceContent
  /// What was undone to get at them, outermost first; empty when not compressed.
  public let compression: [Compression]
  /// Size on disk in bytes when it is a regular file, else nil.
  public let byteCount: UInt64?
  /// As it was given, or "standard input".
  public let path: String
  /// Whether it is a regular file, which ``reopened()`` reads once more.
  public var isSeekable: Bool { origin != nil }

  /// Whether it begins with an RDB that says of itself that commands follow, as hybrid files of 4.0 to 6.2 do.
  public let hasAOFPreambleMark: Bool

  /// Where a second pass begins, and how the file looked at the first.
  let origin: Origin?
  private let file: FileDescriptorSource?

  /// How many bytes of ``byteCount`` were read up to now: for progress.
  public var bytesRead: UInt64 { file?.bytesRead ?? 0 }

  struct Origin {
    let descriptor: Descriptor
    let startOffset: UInt64
    let status: stat
  }

  init(descriptor: Descriptor, path: String, origin: Origin?, byteCount: UInt64?) throws(SourceError) {
    let file = FileDescriptorSource(descriptor, path: path, startOffset: origin?.startOffset)
    try self.init(file, path: path, file: file, origin: origin, byteCount: byteCount)
  }

  /// Recognises what another source gives: a network stream, bytes in memory.
  ///
  /// - Parameters:
  ///   - source: gives the bytes as they are stored.
  ///   - path: what it is called in messages.
  /// - Throws: `.compressedTooOften`, `.unreadable`.
  public init(recognizing source: any ByteSource, path: String) throws(SourceError) {
    try self.init(source, path: path, file: nil, origin: nil, byteCount: nil)
  }

  private init(
    _ stored: any ByteSource, path: String, file: FileDescriptorSource?, origin: Origin?, byteCount: UInt64?
  ) throws(SourceError) {
    var source = stored
    var compression: [Compression] = []
    while true {
      let head = try Self.head(of: source, path: path)
      guard let layer = Compression(recognizing: head) else {
        self.source = PrefixedSource(head, then: source)
        content = SourceContent(recognizing: head)
        hasAOFPreambleMark = content == .rdb && AOFPreamble.isMarked(head)
        break
      }
      guard compression.count < InputFile.maximumCompressionDepth else {
        throw SourceError(path: path, .compressedTooOften)
      }
      compression.append(layer)
      do throws(StreamError) {
        source = try layer.decoder(over: source, after: head, path: path)
      } catch {
        throw SourceError(path: path, .unreadable(error))
      }
    }
    self.compression = compression
    self.byteCount = byteCount
    self.path = path
    self.origin = origin
    self.file = file
  }

  /// Opens the same file once more for a second pass from its start.
  ///
  /// It reads the file that was opened, even when another one has taken its name
  /// since, as every save of a server does. Both can be read at the same time.
  ///
  /// - Returns: nil when it is not a regular file.
  /// - Throws: what ``InputFile/open(_:standardInput:)`` throws.
  public func reopened() throws(SourceError) -> OpenedSource? {
    guard let origin else { return nil }
    return try OpenedSource(descriptor: origin.descriptor, path: path, origin: origin, byteCount: byteCount)
  }

  /// Gives the bytes of the same file from an offset on, for going back in it.
  ///
  /// - Returns: nil when it is not a regular file, or compressed.
  public func bytes(from offset: Int) -> (any ByteSource)? {
    guard let origin, compression.isEmpty, offset >= 0 else { return nil }
    return FileDescriptorSource(origin.descriptor, path: path, startOffset: origin.startOffset &+ UInt64(offset))
  }

  /// Whether the file was written to since it was opened, so that two passes may
  /// have seen different bytes. False when it is not a regular file.
  public func hasChanged() -> Bool {
    guard let origin else { return false }
    var now = stat()
    guard fstat(origin.descriptor.number, &now) == 0 else { return true }
    let then = origin.status
    return now.st_size != then.st_size || now.st_mtim.tv_sec != then.st_mtim.tv_sec
      || now.st_mtim.tv_nsec != then.st_mtim.tv_nsec
  }

  /// The first bytes of a source. An error after some of them waits: the
  /// source throws it again where the reader gets to it.
  private static func head(of source: any ByteSource, path: String) throws(SourceError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: SourceContent.headByteCount)
    var count = 0
    do {
      while count < bytes.count {
        let got = try bytes.withUnsafeMutableBytes { buffer in
          try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
        }
        if got <= 0 { break }
        count = min(count + got, bytes.count)
      }
    } catch {
      if count == 0 {
        throw SourceError(path: path, .unreadable(error as? StreamError ?? StreamError(path: path, .other("\(error)"), at: 0)))
      }
    }
    return Array(bytes.prefix(count))
  }
}

extension Compression {
  /// A decoder for a stream of which `head` was read already.
  fileprivate func decoder(
    over source: any ByteSource, after head: [UInt8], path: String
  ) throws(StreamError) -> any ByteSource {
    switch self {
    case .gzip: return try GzipSource(PrefixedSource(head, then: source), path: path)
    case .lz4: return try LZ4Source(PrefixedSource(head, then: source), path: path)
    case .vcs:
      let envelope = Self.vcsHeader.count
      return try LZ4Source(
        PrefixedSource(Array(head.dropFirst(envelope)), then: source), path: path, compression: .vcs,
        baseOffset: UInt64(envelope))
    }
  }
}

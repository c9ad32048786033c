import Glibc

/// The way in: from what a user typed to bytes that are decompressed and recognised.
public enum InputFile {
  /// How many layers of compression are undone.
  public static var maximumCompressionDepth: Int { 3 }

  /// Opens a file, a FIFO, a device, or standard input for `-`.
  ///
  /// Compression and content are recognised by the first bytes and never by the
  /// name. Reads up to 1 KiB of content; waits for a pipe to give as much or end.
  ///
  /// - Parameters:
  ///   - path: `-` is standard input; a file of that name is `./-`.
  ///   - standardInput: the descriptor that `-` means; it is never closed.
  /// - Throws: ``SourceError``. Damage after the first bytes is thrown by the
  ///   source while it is read.
  public static func open(_ path: String, standardInput: Int32 = 0) throws(SourceError) -> OpenedSource {
    let isStandardInput = path == "-"
    let name = isStandardInput ? "standard input" : path
    let descriptor =
      if isStandardInput { Descriptor(standardInput, closes: false) } else { Descriptor(try openToRead(path), closes: true) }

    var status = stat()
    guard fstat(descriptor.number, &status) == 0 else { throw SourceError(path: name, action: "examine", errno: errno) }
    switch status.st_mode & S_IFMT {
    case S_IFDIR:
      throw isStandardInput ? SourceError(path: name, .directoryAsStandardInput) : DirectoryListing.explain(path)
    case S_IFREG:
      // What a shell or a program before us read of standard input is not ours.
      let position = isStandardInput ? UInt64(max(0, lseek(descriptor.number, 0, SEEK_CUR))) : 0
      let size = UInt64(max(0, status.st_size))
      return try OpenedSource(
        descriptor: descriptor, path: name,
        origin: OpenedSource.Origin(descriptor: descriptor, startOffset: position, status: status),
        byteCount: size > position ? size - position : 0)
    default:
      return try OpenedSource(descriptor: descriptor, path: name, origin: nil, byteCount: nil)
    }
  }

  private static func openToRead(_ path: String) throws(SourceError) -> Int32 {
    // The system would read the path only up to a zero byte.
    if path.utf8.contains(0) { throw SourceError(path: path, .notFound) }
    while true {
      let number = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
      if number >= 0 { return number }
      if errno != EINTR { throw SourceError(path: path, action: "open", errno: errno) }
    }
  }
}

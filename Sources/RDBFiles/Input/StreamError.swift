/// What kept a stream from being read to its end, with the sentence a person needs.
public struct StreamError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong.
  public enum Reason: Hashable, Sendable {
    /// The system could not read; `errno` says why.
    case readFailed(errno: Int32)
    /// The compressed data ends before its end mark.
    case truncated(Compression)
    /// The compressed data contradicts itself; `detail` is the decoder's word for it.
    case damaged(Compression, detail: String)
    /// The decompressed data differs from the checksum stored with it.
    case checksumMismatch(Compression)
    /// There is more or less decompressed data than is stored with it.
    case lengthMismatch(Compression)
    /// Something that is neither compressed data nor zero padding follows the compressed data.
    case trailingBytes(Compression)
    /// The decoder got no memory.
    case outOfMemory(Compression)
    /// A source that is not of this module failed; its error in words.
    case other(String)
  }

  /// What the file is called.
  public let path: String
  /// What went wrong.
  public let reason: Reason
  /// Bytes from the start of the compressed stream to where its decoder stood;
  /// for `.readFailed`, how many bytes of the file had been read. In a stream
  /// compressed twice, the inner one counts what the outer one gave.
  public let compressedOffset: UInt64

  /// - Parameters:
  ///   - path: what the file is called.
  ///   - reason: what went wrong.
  ///   - compressedOffset: bytes from the start of the compressed stream.
  public init(path: String, _ reason: Reason, at compressedOffset: UInt64) {
    self.path = path
    self.reason = reason
    self.compressedOffset = compressedOffset
  }

  public var description: String { "\(PathText(path)): \(sentence)" }

  private var sentence: String {
    let offset = compressedOffset
    return switch reason {
    case .readFailed(let number):
      "reading failed after \(offset) bytes (\(SystemErrorText(number))); check the disk or the mount, then try again"
    case .truncated(let format):
      "the \(format) data ends after \(offset) of its compressed bytes; the copy was cut off, fetch it again"
    case .damaged(let format, let detail):
      "the \(format) data is damaged at compressed byte \(offset) (\(PathText(detail))); fetch it again"
    case .checksumMismatch(let format):
      "what the \(format) data decompresses to does not match its checksum at compressed byte \(offset); fetch it again"
    case .lengthMismatch(let format):
      "what the \(format) data decompresses to does not have the length stored at compressed byte \(offset); fetch it again"
    case .trailingBytes(let format):
      "from byte \(offset) on, something else follows the \(format) data; "
        + "fetch it again, or keep what `head -c \(offset)` gives of it"
    case .outOfMemory(let format):
      "there is no memory to decompress the \(format) data with; free some, then try again"
    case .other(let words):
      "reading failed after \(offset) bytes (\(PathText(words))); try again"
    }
  }
}

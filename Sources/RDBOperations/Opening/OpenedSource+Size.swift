package import RDBFiles

extension OpenedSource {
  /// Bytes that it gives, where its size on disk says that: not for pipes and compressed files.
  package var uncompressedByteCount: UInt64? { compression.isEmpty ? byteCount : nil }
}

package import RDBFormats

extension FileContent {
  /// Its bytes, read in any order.
  package var randomAccess: any RandomAccessBytes { FileBytes(descriptor, path: path, startOffset: 0, byteCount: byteCount) }

  /// Whether both are the same opened file.
  package func isSame(as other: FileContent) -> Bool { descriptor === other.descriptor }
}

package import RDBFormats

/// Why a file has no digest. There is never a wrong one instead.
package enum DigestError: Error {
  /// Something is damaged, or of a kind whose digest is not known; with the key it is in.
  case damaged(DigestProblem)
  /// The checksum of the file does not match.
  case checksum(stored: UInt64, computed: UInt64)
  /// The bytes could not be read.
  case source(any Error)
  /// Whoever was told of single keys failed.
  case consumer(any Error)
}

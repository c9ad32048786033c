package import RDBFormats

/// What digest is wanted, and of which keys.
package struct DigestOptions: Sendable {
  /// Whose digest; of the server that wrote the file when nil.
  package var server: ServerVersion?
  /// Our own digest, which no server computes and which is the same for all; see ``DatasetDigester``.
  package var full = false
  /// Whether single keys are told too.
  package var perKey = false
  /// Which keys count; all when nil.
  package var filter: DatasetDigester.Filter?
  /// Whether the filter looks at sizes of values.
  package var wantsValueByteCount = false
  /// The moment at which hash fields count as expired for a Valkey, in milliseconds since 1970; when the file
  /// was written, if nil. A server that loads the file later leaves out those that have expired since.
  package var fieldExpiryMoment: Int64?
  /// Threads to walk on.
  package var threads = 1
  /// Bytes that a thread takes at a time; nil for those of the framer's window.
  package var chunkByteCount: Int?

  package init() {}
}

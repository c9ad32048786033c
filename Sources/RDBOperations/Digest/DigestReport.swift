package import RDBFormats

/// The digest of a file.
package struct DigestReport: Sendable {
  /// 40 lower-case hexadecimal digits.
  package let digest: String
  /// Whose digest it is; nil for our own.
  package let server: ServerVersion?
  /// Keys that count: expired ones do, collections without elements only where the server keeps them.
  package let keyCount: Int
  /// How the walk ended.
  package let end: PipelineEnd
}

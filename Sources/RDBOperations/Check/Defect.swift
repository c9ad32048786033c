package import RDBFormats

/// Something wrong, odd or worth knowing, in words.
package struct Defect: Sendable {
  /// How bad it is.
  package enum Severity: String, Sendable {
    /// The file is refused or damaged by it.
    case error
    /// It loads, but something is lost or odd.
    case warning
    /// Worth knowing.
    case note
  }

  /// The stable name: `listpack.count`.
  package let code: String
  package let severity: Severity
  /// Bytes from the start of the file; inside a compressed string, where that string begins.
  package let offset: Int
  /// Inside a compressed string: bytes from the start of what it decompresses to.
  package let innerOffset: Int?
  package let database: UInt64?
  package let key: [UInt8]?
  /// How the key's value is written.
  package let encoding: ValueEncoding?
  /// A sentence without its place and without a full stop.
  package let message: String
  /// What to do about it.
  package let hint: String?
  /// The name of the file of an AOF that ``offset`` counts in; nil when the source is one file.
  package var file: String?
}

package import RDBFormats

/// Why an export ended before its end. What was written until then is whole, but not all.
package enum ExportError: Error, CustomStringConvertible {
  /// What is damaged, and in which key.
  package struct Damage: Hashable, Sendable {
    package let fault: DecodeFault
    /// The key around it; nil when it is in none, or in the name of one.
    package let key: [UInt8]?
    package let database: UInt64?
    /// Keys that were exported before it.
    package var keysBefore: UInt64
  }

  /// The source could not be read.
  case sourceFailed(any Error)
  /// A value, or the structure of the file.
  case damaged(Damage)
  /// Every value was exported, but the bytes are not those that were written.
  case checksum(stored: UInt64, computed: UInt64)

  package var description: String {
    switch self {
    case .sourceFailed(let problem): return "the source cannot be read: \(problem)"
    case .damaged(let damage):
      var text = "corrupt at byte \(damage.fault.offset): \(damage.fault.reason.message)"
      if let key = damage.key, let database = damage.database {
        text += "\n  key \(KeyText(key)) (db \(database))"
      }
      return text + "\n  \(damage.keysBefore) keys before it were exported; `rdbtool check` says more"
    case .checksum(let stored, let computed):
      return "the checksum of the file is \(String(stored, radix: 16)), that of its bytes \(String(computed, radix: 16)); "
        + "`rdbtool check` says more"
    }
  }
}

public import RDBFormats

/// Why a source could not be loaded.
public enum LoadError: Error, Hashable, Sendable {
  /// Something of the file is not as it should be; in a key where one is named.
  case damaged(DecodeFault, key: [UInt8], database: UInt64)
  /// The framing is broken: nobody knows how to go on.
  case framing(DecodeFault)
  /// A value so large, or of such a kind, that the engine cannot hold it.
  case undecodable(key: [UInt8], database: UInt64, offset: Int)
  /// A name over 16 MiB.
  case keyTooLong(byteCount: UInt64, offset: Int)
  /// A database that the engine was not given.
  case database(UInt64, count: Int, offset: Int)
  /// The bytes cannot be read.
  case unreadable(String)
}

extension LoadError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .damaged(let fault, let key, let database):
      "key \(String(decoding: key.prefix(200), as: UTF8.self)) (db \(database)) is damaged at byte \(fault.offset): \(fault.reason.message); `rdbtool check` says more"
    case .framing(let fault): "damaged at byte \(fault.offset): \(fault.reason.message); `rdbtool repair` saves what can be saved"
    case .undecodable(let key, let database, let offset):
      "key \(String(decoding: key.prefix(200), as: UTF8.self)) (db \(database)) at byte \(offset) holds a value that the engine cannot take apart; leave it out with --not-key"
    case .keyTooLong(let byteCount, let offset): "a key of \(byteCount) bytes at byte \(offset): the engine holds names up to 16 MiB"
    case .database(let number, let count, let offset): "database \(number) at byte \(offset), and the engine has \(count); give it more"
    case .unreadable(let why): why
    }
  }
}

/// A reply of a server, as RESP2 has them.
package enum RESPValue: Hashable, Sendable {
  case status(String)
  case error(String)
  case integer(Int)
  case bulk([UInt8])
  case array([RESPValue])
  /// The null bulk string and the null array, which no test tells apart.
  case null

  /// Text of a status, bulk string, error or number; nil for arrays and null.
  package var text: String? {
    switch self {
    case .status(let text), .error(let text): text
    case .bulk(let bytes): String(decoding: bytes, as: UTF8.self)
    case .integer(let number): String(number)
    case .array, .null: nil
    }
  }

  /// The elements of an array; empty for everything else.
  package var elements: [RESPValue] { if case .array(let values) = self { values } else { [] } }
}

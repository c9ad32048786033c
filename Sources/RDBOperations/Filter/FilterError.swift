/// A filter that was given as text and cannot be understood.
package enum FilterError: Error, Hashable, CustomStringConvertible {
  /// Not a type that `TYPE` answers.
  case type(String)
  /// Not a database number.
  case database(String)
  /// Not a regular expression, and why.
  case expression(String, problem: String)
  /// Not an expiry filter.
  case timeToLive(String)
  /// Not a size.
  case size(String)
  /// Not slots.
  case slots(String)

  package var description: String {
    switch self {
    case .type(let text):
      "no type is called \"\(text)\"; use string, list, set, zset, hash, stream, module or array, several with commas"
    case .database(let text): "\"\(text)\" is not a database; use its number, several with commas: 0,3"
    case .expression(let text, let problem): "\"\(text)\" is not a regular expression: \(problem)"
    case .timeToLive(let text):
      "\"\(text)\" says nothing of an expiry; use any, none, expired, or less or more time left: <1h, >2d (ms, s, m, h, d, w)"
    case .size(let text): "\"\(text)\" is not a size; use >1MiB, <10KB, >=, <= or an exact 64MiB (B, KB, KiB, MB, MiB, GB, GiB …)"
    case .slots(let text): "\"\(text)\" names no hash slots; use numbers and ranges from 0 to 16383: 0-5460 or 7,9-12"
    }
  }
}

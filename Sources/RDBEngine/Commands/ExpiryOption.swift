/// A time to live or a point in time as options and commands spell them: EX, PX, EXAT, PXAT.
struct ExpiryOption {
  var unit: Unit

  enum Unit {
    case seconds
    case milliseconds
  }

  var isRelative: Bool

  /// - Returns: nil when the word is none of the options.
  init?(_ word: Word) {
    if word.equals("EX") { self.init(.seconds, isRelative: true) }
    else if word.equals("PX") { self.init(.milliseconds, isRelative: true) }
    else if word.equals("EXAT") { self.init(.seconds, isRelative: false) }
    else if word.equals("PXAT") { self.init(.milliseconds, isRelative: false) }
    else { return nil }
  }

  init(_ unit: Unit, isRelative: Bool) {
    self.unit = unit
    self.isRelative = isRelative
  }

  /// The point in time, in milliseconds since 1970.
  ///
  /// - Parameter allowsPast: whether 0 and less is a time, as it is to EXPIRE and is not to SET.
  /// - Throws: when it is no number or does not fit, in the words of the command.
  func time(_ word: Word, now: Int64, command: String, allowsPast: Bool = false) throws(CommandError) -> Int64 {
    var value = try word.integer()
    if !allowsPast, value <= 0 { throw .invalidExpire(command) }
    if unit == .seconds {
      guard value <= Int64.max / 1000, value >= Int64.min / 1000 else { throw .invalidExpire(command) }
      value *= 1000
    }
    if isRelative {
      guard value <= Int64.max - now else { throw .invalidExpire(command) }
      value += now
    }
    return value
  }
}

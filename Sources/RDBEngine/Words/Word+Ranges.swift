extension Word {
  /// A number of a range.
  ///
  /// - Parameter message: what servers say of another one, and of what is none.
  /// - Throws: the message.
  func integer(in range: ClosedRange<Int64>, or message: String) throws(CommandError) -> Int64 {
    guard let value = integerOrNil, range.contains(value) else { throw CommandError("ERR " + message) }
    return value
  }

  /// A number that is not negative.
  func natural() throws(CommandError) -> Int64 { try integer(in: 0...Int64.max, or: "value is out of range, must be positive") }

  /// A number that has an opposite, as commands take that count from either end.
  func signedCount() throws(CommandError) -> Int64 {
    let value = try integer()
    guard value != .min else {
      throw CommandError("ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807")
    }
    return value
  }

  /// Looks at the time a blocking command would wait, in seconds; nobody waits here.
  func checkTimeout(now: Int64) throws(CommandError) {
    guard let seconds = LongDouble(bytes) else { throw CommandError("ERR timeout is not a float or out of range") }
    guard let wait = seconds.milliseconds else { throw CommandError("ERR timeout is out of range") }
    guard wait >= 0 else { throw CommandError("ERR timeout is negative") }
    guard wait <= Int64.max - now else { throw CommandError("ERR timeout is out of range") }
  }
}

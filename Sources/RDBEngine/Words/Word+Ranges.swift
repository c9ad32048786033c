/// Numbers with bounds, in the words of the servers' helpers.
extension Word {
  /// A count of which negative ones mean something too; the lowest number has no opposite and is refused.
  func signedCount() throws(CommandError) -> Int64 {
    let value = try integer()
    guard value > .min else { throw CommandError("ERR value is out of range, value must between \(-Int64.max) and \(Int64.max)") }
    return value
  }

  /// A number in a range; whatever else it is, the same words say so.
  func integer(in range: ClosedRange<Int64>, orElse text: String) throws(CommandError) -> Int64 {
    guard let value = integerOrNil, range.contains(value) else { throw CommandError("ERR \(text)") }
    return value
  }

  /// A number that is not negative.
  func natural() throws(CommandError) -> Int64 { try integer(in: 0...Int64.max, orElse: "value is out of range, must be positive") }

  /// Looks at the time a blocking command would wait, in seconds; nobody waits here.
  func checkTimeout(now: Int64) throws(CommandError) {
    guard let seconds = LongDouble(bytes) else { throw CommandError("ERR timeout is not a float or out of range") }
    guard let wait = seconds.milliseconds else { throw CommandError("ERR timeout is out of range") }
    guard wait >= 0 else { throw CommandError("ERR timeout is negative") }
    guard wait <= Int64.max - now else { throw CommandError("ERR timeout is out of range") }
  }
}

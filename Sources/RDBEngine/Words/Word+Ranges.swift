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
}

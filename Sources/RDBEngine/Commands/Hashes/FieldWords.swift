import RDBFormats

/// The words of commands on fields that expire: `FIELDS n field …`, and times.
///
/// Redis and Valkey tell mistakes in them in different words and look for them in a different order.
struct FieldWords {
  /// Where the fields stand.
  let range: Range<Int>

  private static let mismatch = CommandError("ERR The `numfields` parameter must match the number of arguments")
  private static let missing = CommandError("ERR Mandatory argument FIELDS is missing or not at the right position")
  static let valkeyMismatch = CommandError("ERR numfields should be greater than 0 and match the provided number of fields")

  /// Redis: FIELDS at an index, the fields up to the end.
  ///
  /// - Parameter notPositive: what is said of a number that is none.
  init(_ call: Call, at index: Int, notPositive: String = "Number of fields must be a positive integer") throws(CommandError) {
    guard index < call.count, call[index].equals("FIELDS") else { throw Self.missing }
    guard index + 1 < call.count else { throw Self.mismatch }
    guard try call[index + 1].integer(in: 1...Int64.max, orElse: notPositive) == call.count - index - 2 else { throw Self.mismatch }
    range = index + 2..<call.count
  }

  /// Valkey: FIELDS at an index that was found, or a mistake when it was not.
  ///
  /// - Parameters:
  ///   - wordsEach: 2 when a value stands behind every field.
  ///   - otherwise: what is said of a number that is not right.
  init(
    valkey call: Call, at index: Int?, wordsEach: Int64 = 1, otherwise: CommandError = valkeyMismatch
  ) throws(CommandError) {
    guard let index, index + 1 < call.count else { throw otherwise }
    let number = try call[index + 1].integer()
    let words = number.multipliedReportingOverflow(by: wordsEach)
    guard number != 0, !words.overflow, words.partialValue == call.count - index - 2 else { throw otherwise }
    range = index + 2..<call.count
  }

  /// Where FIELDS stands, from an index on; the last word is not looked at.
  static func find(_ call: Call, from index: Int) -> Int? { (index..<max(index, call.count - 1)).first { call[$0].equals("FIELDS") } }

  /// The fields of HTTL, HPERSIST, HGETDEL and their like, which stand at the same place always.
  static func plain(_ call: Call, valkeyOtherwise: CommandError = valkeyMismatch) throws(CommandError) -> FieldWords {
    guard call.version.family == .valkey else { return try FieldWords(call, at: 2) }
    guard call[2].equals("FIELDS") else { throw .syntax }
    return try FieldWords(valkey: call, at: 2, otherwise: valkeyOtherwise)
  }

  /// A point in time, in milliseconds since 1970.
  static func time(_ word: Word, _ option: ExpiryOption, _ call: Call, _ command: String) throws(CommandError) -> Int64 {
    let value = try word.integer()
    guard call.version.family == .redis else {
      guard value >= 0 else { throw .invalidExpire(command) }
      return try option.time(word, now: call.now, command: command, allowsPast: true)
    }
    guard value >= 0 else { throw CommandError("ERR invalid expire time, must be >= 0") }
    let factor: Int64 = option.unit == .seconds ? 1000 : 1, base = option.isRelative ? call.now : 0
    guard value <= latest / factor, value * factor <= latest - base else { throw .invalidExpire(command) }
    return value * factor + base
  }

  /// The latest that a field of Redis expires: 48 bits, of which two are kept for other things.
  private static let latest: Int64 = 1 << 46 - 1
}

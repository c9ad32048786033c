import RDBFormats

/// The options of HGETEX and HSETEX.
struct FieldOptions {
  /// When the fields are to expire, in milliseconds since 1970.
  private(set) var time: Int64?
  private(set) var persists = false, keepsExpiry = false
  private(set) var onlyNewFields = false, onlyOldFields = false
  /// Of the key; Valkey only.
  private(set) var onlyNewKey = false, onlyOldKey = false
  private(set) var fields = 0..<0

  /// Whether something is said of when fields expire.
  private var hasExpiry: Bool { time != nil || persists || keepsExpiry }

  /// Those of HGETEX.
  static func ofGet(_ call: Call) throws(CommandError) -> FieldOptions {
    var options = FieldOptions()
    guard call.version.family == .redis else { return try valkey(call, "hgetex", sets: false) }
    var index = 2
    if let option = ExpiryOption(call[2]) {
      options.time = try FieldWords.time(call[3], option, call, "hgetex")
      index = 4
    } else if call[2].equals("PERSIST") {
      options.persists = true
      index = 3
    }
    options.fields = try FieldWords(call, at: index).range
    return options
  }

  /// Those of HSETEX; behind every field stands its value.
  static func ofSet(_ call: Call) throws(CommandError) -> FieldOptions {
    guard call.version.family == .redis else { return try valkey(call, "hsetex", sets: true) }
    var options = FieldOptions()
    var index = 2
    while index < call.count {
      let word = call[index]
      if word.equals("FIELDS") {
        guard index < call.count - 3 else { throw .wrongArity("hsetex") }
        let number = try call[index + 1].integer(in: 1...Int64(Int32.max), orElse: "invalid number of fields")
        let left = call.count - index - 2
        guard left % 2 == 0, number == left / 2 else { throw .wrongArity("hsetex") }
        options.fields = index + 2..<call.count
        return options
      } else if word.equals("KEEPTTL") || ExpiryOption(word) != nil {
        guard !options.hasExpiry else { throw CommandError("ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified") }
        if let option = ExpiryOption(word) {
          index += 1
          guard index < call.count else { throw CommandError("ERR missing expire time") }
          options.time = try FieldWords.time(call[index], option, call, "hsetex")
        } else {
          options.keepsExpiry = true
        }
      } else if word.equals("FXX") || word.equals("FNX") {
        guard !options.onlyNewFields, !options.onlyOldFields else {
          throw CommandError("ERR Only one of FXX or FNX arguments can be specified")
        }
        if word.equals("FXX") { options.onlyOldFields = true } else { options.onlyNewFields = true }
      } else { throw CommandError("ERR unknown argument: \(word.text)") }
      index += 1
    }
    // Redis 8.2 stops working at such words.
    throw .wrongArity("hsetex")
  }

  /// Valkey: options in any order in front of FIELDS, of which only one says when fields expire.
  private static func valkey(_ call: Call, _ name: String, sets: Bool) throws(CommandError) -> FieldOptions {
    var options = FieldOptions()
    let end = FieldWords.find(call, from: 2)
    var time: (Word, ExpiryOption)?
    var index = 2
    while let end, index < end {
      let word = call[index]
      let hasExpiry = options.hasExpiry || time != nil
      if sets, word.equals("NX"), !options.onlyOldKey { options.onlyNewKey = true }
      else if sets, word.equals("XX"), !options.onlyNewKey { options.onlyOldKey = true }
      else if sets, word.equals("FNX"), !options.onlyOldFields { options.onlyNewFields = true }
      else if sets, word.equals("FXX"), !options.onlyNewFields { options.onlyOldFields = true }
      else if sets, word.equals("KEEPTTL"), !hasExpiry { options.keepsExpiry = true }
      else if !sets, word.equals("PERSIST"), !hasExpiry { options.persists = true }
      else if let option = ExpiryOption(word), !hasExpiry, index + 1 < end {
        index += 1
        time = (call[index], option)
      } else { throw .syntax }
      index += 1
    }
    options.fields = try FieldWords(valkey: call, at: end, wordsEach: sets ? 2 : 1).range
    if let (word, option) = time { options.time = try FieldWords.time(word, option, call, name) }
    return options
  }
}

import RDBFormats

/// The words of XADD in front of the fields, and those of XTRIM.
struct StreamAddOptions {
  /// nil for the next one by the clock.
  var id: StreamIDText?
  /// Whether a stream that is not there stays so.
  var onlyOld = false
  var trim: StreamTrim?
  /// Index behind the id.
  var end = 0

  private var limit: Int64?
  private var references: StreamReferences?

  init(_ call: Call, isTrim: Bool = false) throws(CommandError) {
    var index = 2
    var foundID = false
    while index < call.count, !foundID {
      let word = call[index]
      let hasMore = index + 1 < call.count
      if !isTrim, word.isCharacter("*") {
        foundID = true
      } else if word.equals("MAXLEN"), hasMore {
        index = try parse(call, index, isLength: true)
      } else if word.equals("MINID"), hasMore {
        index = try parse(call, index, isLength: false)
      } else if word.equals("LIMIT"), hasMore {
        index += 1
        let number = try call[index].integer()
        guard number >= 0 else { throw CommandError("ERR The LIMIT argument must be >= 0.") }
        limit = number
      } else if !isTrim, word.equals("NOMKSTREAM") {
        onlyOld = true
      } else if references == nil, let found = StreamReferences(word, call) {
        references = found
      } else if !isTrim {
        guard let text = StreamIDText(word.bytes) else { throw StreamIDText.invalid }
        id = text
        foundID = true
      } else { throw .syntax }
      index += 1
    }
    end = index
    try settle(call, isTrim)
  }

  /// Reads `MAXLEN [=|~] count` or `MINID [=|~] id`.
  ///
  /// - Returns: the index of its last word.
  private mutating func parse(_ call: Call, _ index: Int, isLength: Bool) throws(CommandError) -> Int {
    guard trim == nil else { throw CommandError("ERR syntax error, MAXLEN and MINID options at the same time are not compatible") }
    var index = index + 1
    var isApproximate = false
    if index + 1 < call.count, call[index].isCharacter("~") || call[index].isCharacter("=") {
      isApproximate = call[index].isCharacter("~")
      index += 1
    }
    if isLength {
      let length = try call[index].integer()
      guard length >= 0 else { throw CommandError("ERR The MAXLEN argument must be >= 0.") }
      trim = StreamTrim(strategy: .length(length), isApproximate: isApproximate)
    } else {
      trim = StreamTrim(strategy: .id(try call[index].streamID()), isApproximate: isApproximate)
    }
    return index
  }

  /// What the options mean together.
  private mutating func settle(_ call: Call, _ isTrim: Bool) throws(CommandError) {
    guard var trim else {
      if let limit, limit > 0 { throw CommandError("ERR syntax error, LIMIT cannot be used without specifying a trimming strategy") }
      if isTrim { throw CommandError("ERR syntax error, XTRIM must be called with a trimming strategy") }
      return
    }
    trim.references = references ?? .kept
    // A replay does not limit what its source had done already.
    if call.engine.options.expiresKeys {
      if let limit {
        guard trim.isApproximate else { throw CommandError("ERR syntax error, LIMIT cannot be used without the special ~ option") }
        trim.limit = Int(clamping: limit)
      } else if trim.isApproximate {
        let usual = call.limits.streamNodeEntries.multipliedReportingOverflow(by: 100)
        trim.limit = usual.partialValue <= 0 ? 10_000 : usual.overflow ? 1_000_000 : min(usual.partialValue, 1_000_000)
      }
    }
    self.trim = trim
  }
}

/// The words of XDELEX and XACKDEL behind key and group.
struct StreamDeleteOptions {
  private(set) var references = StreamReferences.kept
  /// Where the ids stand.
  private(set) var ids = 0..<0

  init(_ call: Call, from index: Int) throws(CommandError) {
    var index = index
    var hasReferences = false
    while index < call.count {
      if !hasReferences, let found = StreamReferences(call[index], call) {
        references = found
        hasReferences = true
        index += 1
      } else if call[index].equals("IDS"), index + 1 < call.count {
        let number = try call[index + 1].integer(in: 1...Int64.max, orElse: "Number of IDs must be a positive integer")
        guard number <= Int64(call.count - index - 2) else {
          throw CommandError("ERR The `numids` parameter must match the number of arguments")
        }
        ids = index + 2..<index + 2 + Int(number)
        index = ids.upperBound
      } else { throw .syntax }
    }
    guard !ids.isEmpty else { throw .syntax }
  }

  /// What is answered without a key or group.
  func replyMissing(_ call: Call) {
    call.reply.array(ids.count)
    for _ in ids { call.reply.integer(-1) }
  }
}

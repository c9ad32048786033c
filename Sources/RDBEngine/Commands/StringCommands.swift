import RDBFormats

/// Strings as a whole and in pieces; a namespace.
enum StringCommands {
  static let all: [(String, CommandImplementation)] = [
    ("SET", set), ("SETNX", setnx), ("SETEX", setex), ("PSETEX", psetex), ("GET", get), ("GETSET", getset), ("GETDEL", getdel),
    ("GETEX", getex), ("MGET", mget), ("MSET", mset), ("MSETNX", msetnx), ("APPEND", append), ("STRLEN", strlen),
    ("SETRANGE", setrange), ("GETRANGE", getrange), ("SUBSTR", getrange), ("LCS", lcs),
  ]

  /// The longest string that servers hold (`proto-max-bulk-len`), in bytes.
  static let maximumByteCount = 512 << 20
  static let tooLong = CommandError("ERR string exceeds maximum allowed size (proto-max-bulk-len)")

  @Sendable static func set(_ call: Call) throws(CommandError) {
    var onlyNew = false, onlyOld = false, keepsExpiry = false, returnsOld = false
    var expiresAt: Int64?
    var index = 3
    while index < call.count {
      let word = call[index]
      if word.equals("NX"), !onlyOld { onlyNew = true }
      else if word.equals("XX"), !onlyNew { onlyOld = true }
      else if word.equals("GET") { returnsOld = true }
      else if word.equals("KEEPTTL"), expiresAt == nil { keepsExpiry = true }
      else if let option = ExpiryOption(word), expiresAt == nil, !keepsExpiry, index + 1 < call.count {
        index += 1
        expiresAt = try option.time(call[index], now: call.now, command: "set")
      } else { throw .syntax }
      index += 1
    }
    let record = call.find(call[1])
    if returnsOld, let record, record.kind != .string { throw .wrongType }
    let keeps = keepsExpiry ? record?.expiresAt : nil
    let isRefused = onlyNew && record != nil || onlyOld && record == nil
    if returnsOld {
      if let record { call.reply.bulk(try call.keyspace.string(record)) } else { call.reply.null() }
    } else if isRefused {
      call.reply.null()
    } else {
      call.reply.ok()
    }
    guard !isRefused else { return }
    store(call, call[1], call[2].bytes, expiresAt ?? keeps)
  }

  /// Sets a string; one whose time is over already is none.
  private static func store(_ call: Call, _ key: Word, _ value: UnsafeRawBufferPointer, _ expiresAt: Int64?) {
    if let expiresAt, expiresAt <= call.now, call.engine.options.expiresKeys {
      call.keyspace.remove(key.bytes)
    } else {
      call.keyspace.setString(key.bytes, value, expiresAt: expiresAt)
    }
    call.changed(key)
  }

  @Sendable static func setnx(_ call: Call) throws(CommandError) {
    guard call.find(call[1]) == nil else { return call.reply.integer(0) }
    store(call, call[1], call[2].bytes, nil)
    call.reply.integer(1)
  }

  @Sendable static func setex(_ call: Call) throws(CommandError) { try setWithExpiry(call, .seconds, "setex") }
  @Sendable static func psetex(_ call: Call) throws(CommandError) { try setWithExpiry(call, .milliseconds, "psetex") }

  private static func setWithExpiry(_ call: Call, _ unit: ExpiryOption.Unit, _ name: String) throws(CommandError) {
    let time = try ExpiryOption(unit, isRelative: true).time(call[2], now: call.now, command: name)
    store(call, call[1], call[3].bytes, time)
    call.reply.ok()
  }

  @Sendable static func get(_ call: Call) throws(CommandError) {
    if let value = try call.string(call[1]) { call.reply.bulk(value) } else { call.reply.null() }
  }

  @Sendable static func getset(_ call: Call) throws(CommandError) {
    try get(call)
    store(call, call[1], call[2].bytes, nil)
  }

  @Sendable static func getdel(_ call: Call) throws(CommandError) {
    guard let value = try call.string(call[1]) else { return call.reply.null() }
    call.reply.bulk(value)
    call.keyspace.remove(call[1].bytes)
    call.changed(call[1])
  }

  @Sendable static func getex(_ call: Call) throws(CommandError) {
    var option: (unit: ExpiryOption, word: Word)?
    var persists = false
    var index = 2
    while index < call.count {
      if call[index].equals("PERSIST"), option == nil { persists = true }
      else if let unit = ExpiryOption(call[index]), option == nil, !persists, index + 1 < call.count {
        index += 1
        option = (unit, call[index])
      } else { throw .syntax }
      index += 1
    }
    guard let record = call.find(call[1]) else { return call.reply.null() }
    let value = try call.keyspace.string(record)
    var expiresAt: Int64?
    if let option { expiresAt = try option.unit.time(option.word, now: call.now, command: "getex") }
    call.reply.bulk(value)
    if let expiresAt {
      if expiresAt <= call.now, call.engine.options.expiresKeys {
        call.keyspace.remove(call[1].bytes)
      } else {
        call.keyspace.setExpiry(call[1].bytes, expiresAt)
      }
      call.changed(call[1])
    } else if persists, record.expiresAt != nil {
      call.keyspace.setExpiry(call[1].bytes, nil)
      call.changed(call[1])
    }
  }

  @Sendable static func mget(_ call: Call) throws(CommandError) {
    call.reply.array(call.count - 1)
    for index in 1..<call.count {
      if let record = call.find(call[index]), record.kind == .string, let value = try? call.keyspace.string(record) {
        call.reply.bulk(value)
      } else {
        call.reply.null()
      }
    }
  }

  @Sendable static func mset(_ call: Call) throws(CommandError) {
    try storePairs(call, "mset")
    call.reply.ok()
  }

  @Sendable static func msetnx(_ call: Call) throws(CommandError) {
    guard call.count % 2 == 1 else { throw .wrongArity("msetnx") }
    for index in stride(from: 1, to: call.count, by: 2) where call.find(call[index]) != nil { return call.reply.integer(0) }
    try storePairs(call, "msetnx")
    call.reply.integer(1)
  }

  private static func storePairs(_ call: Call, _ name: String) throws(CommandError) {
    guard call.count % 2 == 1 else { throw .wrongArity(name) }
    for index in stride(from: 1, to: call.count, by: 2) { store(call, call[index], call[index + 1].bytes, nil) }
  }

  @Sendable static func append(_ call: Call) throws(CommandError) {
    guard let record = call.find(call[1]) else {
      store(call, call[1], call[2].bytes, nil)
      return call.reply.integer(call[2].count)
    }
    let old = try call.keyspace.string(record)
    guard old.count + call[2].count <= maximumByteCount else { throw tooLong }
    let value = try writable(call, call[1])
    value.append(call[2].bytes)
    call.changed(call[1])
    call.reply.integer(value.bytes.count)
  }

  /// A string that can be changed in place; a new one when there is none.
  static func writable(_ call: Call, _ key: Word) throws(CommandError) -> StringValue {
    if let record = call.find(key) {
      if let object = record.object, record.kind == .string { return unsafeDowncast(object, to: StringValue.self) }
      let value = StringValue(try call.keyspace.string(record))
      call.keyspace.set(key.bytes, value, expiresAt: record.expiresAt)
      return value
    }
    let value = StringValue(UnsafeRawBufferPointer(start: nil, count: 0))
    call.keyspace.set(key.bytes, value, expiresAt: nil)
    return value
  }

  @Sendable static func strlen(_ call: Call) throws(CommandError) { call.reply.integer(try call.string(call[1])?.count ?? 0) }

  @Sendable static func setrange(_ call: Call) throws(CommandError) {
    let offset = try call[2].integer()
    guard offset >= 0 else { throw CommandError("ERR offset is out of range") }
    let old = try call.string(call[1])?.count
    guard call[3].count > 0 else { return call.reply.integer(old ?? 0) }
    guard offset <= Int64(maximumByteCount - call[3].count) else { throw tooLong }
    let value = try writable(call, call[1])
    let start = Int(offset)
    value.extend(to: start + call[3].count)
    UnsafeMutableRawBufferPointer(rebasing: value.mutableBytes[start...]).copyMemory(from: call[3].bytes)
    call.changed(call[1])
    call.reply.integer(value.bytes.count)
  }

  @Sendable static func getrange(_ call: Call) throws(CommandError) {
    let start = try call[2].integer(), end = try call[3].integer()
    guard let value = try call.string(call[1]), !value.isEmpty, !(start < 0 && end < 0 && start > end) else { return call.reply.bulk([]) }
    // Unlike in lists, an end in front of the first byte is the first byte.
    let count = Int64(value.count)
    let first = max(0, start < 0 ? count &+ start : start)
    let last = min(count - 1, max(0, end < 0 ? count &+ end : end))
    guard first <= last else { return call.reply.bulk([]) }
    call.reply.bulk(UnsafeRawBufferPointer(rebasing: value[Int(first)...Int(last)]))
  }

  @Sendable static func lcs(_ call: Call) throws(CommandError) {
    var wantsLength = false, wantsIndexes = false, wantsMatchLengths = false
    var minimum: Int64 = 0
    var index = 3
    while index < call.count {
      if call[index].equals("LEN") { wantsLength = true }
      else if call[index].equals("IDX") { wantsIndexes = true }
      else if call[index].equals("WITHMATCHLEN") { wantsMatchLengths = true }
      else if call[index].equals("MINMATCHLEN"), index + 1 < call.count {
        index += 1
        minimum = max(0, try call[index].integer())
      } else { throw .syntax }
      index += 1
    }
    if wantsLength, wantsIndexes {
      throw CommandError("ERR If you want both the length and indexes, please just use IDX.")
    }
    for key in 1...2 { if let record = call.find(call[key]), record.kind != .string { throw CommandError("ERR The specified keys must contain string values") } }
    let first = try call.string(call[1]).map { [UInt8]($0) } ?? []
    let second = try call.string(call[2]).map { [UInt8]($0) } ?? []
    let result = try LongestCommonSubsequence(first, second)
    if wantsLength { return call.reply.integer(result.length) }
    guard wantsIndexes else { return call.reply.bulk(result.text(of: first)) }
    let matches = result.matches.filter { Int64($0.count) >= minimum }
    call.reply.map(2)
    call.reply.bulk("matches")
    call.reply.array(matches.count)
    for match in matches {
      call.reply.array(wantsMatchLengths ? 3 : 2)
      for start in [match.first, match.second] {
        call.reply.array(2)
        call.reply.integer(start)
        call.reply.integer(start + match.count - 1)
      }
      if wantsMatchLengths { call.reply.integer(match.count) }
    }
    call.reply.bulk("len")
    call.reply.integer(result.length)
  }
}

import RDBFormats

/// Keys, whatever they hold; a namespace.
enum KeyCommands {
  static let all: [(String, CommandImplementation)] = [
    ("DEL", del), ("UNLINK", del), ("EXISTS", exists), ("TOUCH", exists), ("TYPE", type), ("RENAME", rename), ("RENAMENX", renamenx), ("COPY", copy),
    ("MOVE", move), ("RANDOMKEY", randomkey), ("KEYS", keys), ("SCAN", scan), ("OBJECT|ENCODING", encoding), ("OBJECT|REFCOUNT", refcount),
  ]

  @Sendable static func del(_ call: Call) throws(CommandError) {
    var count = 0
    for index in 1..<call.count where call.find(call[index]) != nil {
      call.keyspace.remove(call[index].bytes)
      call.changed(call[index])
      count += 1
    }
    call.reply.integer(count)
  }

  @Sendable static func exists(_ call: Call) throws(CommandError) {
    call.reply.integer((1..<call.count).count { call.find(call[$0]) != nil })
  }

  @Sendable static func type(_ call: Call) throws(CommandError) {
    guard let record = call.find(call[1]) else { return call.reply.simple("none") }
    switch record.kind {
    case .string: call.reply.simple("string")
    case .list: call.reply.simple("list")
    case .set: call.reply.simple("set")
    case .sortedSet: call.reply.simple("zset")
    case .hash: call.reply.simple("hash")
    case .stream: call.reply.simple("stream")
    case .array: call.reply.simple("array")
    case .module: call.reply.raw(Array("+\(ModuleName.type(call.keyspace, record))\r\n".utf8))
    }
  }

  @Sendable static func rename(_ call: Call) throws(CommandError) {
    guard call.find(call[1]) != nil else { throw .noSuchKey }
    if !call[1].bytes.elementsEqual(call[2].bytes) { moveRecord(call, to: call[2], in: call.keyspace) }
    call.reply.ok()
  }

  @Sendable static func renamenx(_ call: Call) throws(CommandError) {
    guard call.find(call[1]) != nil else { throw .noSuchKey }
    guard !call[1].bytes.elementsEqual(call[2].bytes), call.find(call[2]) == nil else { return call.reply.integer(0) }
    moveRecord(call, to: call[2], in: call.keyspace)
    call.reply.integer(1)
  }

  /// Puts what the first key holds under another name or into another database.
  private static func moveRecord(_ call: Call, to name: Word, in target: Keyspace) {
    guard let record = call.keyspace.find(call[1]) else { return }
    target.set(name.bytes, record, expiresAt: record.expiresAt)
    call.keyspace.remove(call[1].bytes)
    call.changed(call[1])
    target.generation &+= 1
    call.engine.changed(target.number, name.bytes)
  }

  @Sendable static func copy(_ call: Call) throws(CommandError) {
    var target = call.keyspace
    var replaces = false
    var index = 3
    while index < call.count {
      if call[index].equals("REPLACE") { replaces = true }
      else if call[index].equals("DB"), index + 1 < call.count {
        index += 1
        target = try DatabaseCommands.database(call, call[index])
      } else { throw .syntax }
      index += 1
    }
    guard target !== call.keyspace || !call[1].bytes.elementsEqual(call[2].bytes) else { throw .sameObject }
    guard let record = call.find(call[1]) else { return call.reply.integer(0) }
    guard replaces || call.find(call[2], in: target) == nil else { return call.reply.integer(0) }
    if let object = record.object {
      target.set(call[2].bytes, object.copy(), expiresAt: record.expiresAt)
    } else {
      target.set(call[2].bytes, record, expiresAt: record.expiresAt)
    }
    target.generation &+= 1
    call.engine.changed(target.number, call[2].bytes)
    call.reply.integer(1)
  }

  @Sendable static func move(_ call: Call) throws(CommandError) {
    let target = try DatabaseCommands.database(call, call[2])
    guard target !== call.keyspace else { throw .sameObject }
    guard call.find(call[1]) != nil, call.find(call[1], in: target) == nil else { return call.reply.integer(0) }
    moveRecord(call, to: call[1], in: target)
    call.reply.integer(1)
  }

  @Sendable static func randomkey(_ call: Call) throws(CommandError) {
    // Keys whose time is over are removed when they are met.
    while let record = call.keyspace.randomRecord(&call.engine.random) {
      let key = [UInt8](record.key)
      if key.withUnsafeBytes({ call.find(Word($0)) }) != nil { return call.reply.bulk(key) }
    }
    call.reply.null()
  }

  @Sendable static func keys(_ call: Call) throws(CommandError) {
    let pattern = Glob(call[1].bytes)
    call.reply.array {
      var count = 0
      call.keyspace.forEach { record in
        guard !call.isOver(record), pattern.matches(record.key) else { return }
        call.reply.bulk(record.key)
        count += 1
      }
      return count
    }
  }

  @Sendable static func scan(_ call: Call) throws(CommandError) {
    let options = try ScanOptions(call, cursorAt: 1, allowsType: true)
    var found: [[UInt8]] = []
    let next = call.keyspace.scan(options.cursor, count: options.count) { record in
      guard !call.isOver(record), options.accepts(record.key) else { return }
      if let kind = options.kind, record.kind.name != kind { return }
      found.append([UInt8](record.key))
    }
    call.reply.array(2)
    call.reply.bulk(String(next))
    call.reply.array(found.count)
    for key in found { call.reply.bulk(key) }
  }

  @Sendable static func encoding(_ call: Call) throws(CommandError) {
    guard let record = call.find(call[2]) else { return call.reply.null() }
    call.reply.bulk(String(describing: try EncodingName.of(record, call)))
  }

  @Sendable static func refcount(_ call: Call) throws(CommandError) {
    guard call.find(call[2]) != nil else { return call.reply.null() }
    call.reply.integer(1)
  }
}

extension Call {
  /// Whether the time of a key is over.
  func isOver(_ record: KeyRecord) -> Bool {
    guard engine.options.expiresKeys, let expiresAt = record.expiresAt else { return false }
    return expiresAt <= now
  }
}

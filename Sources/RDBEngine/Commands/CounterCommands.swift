import RDBFormats

/// Strings as numbers; a namespace.
enum CounterCommands {
  static let all: [(String, CommandImplementation)] = [
    ("INCR", incr), ("DECR", decr), ("INCRBY", incrby), ("DECRBY", decrby), ("INCRBYFLOAT", incrbyfloat),
  ]

  @Sendable static func incr(_ call: Call) throws(CommandError) { try add(call, 1) }
  @Sendable static func decr(_ call: Call) throws(CommandError) { try add(call, -1) }
  @Sendable static func incrby(_ call: Call) throws(CommandError) { try add(call, call[2].integer()) }

  @Sendable static func decrby(_ call: Call) throws(CommandError) {
    let value = try call[2].integer()
    guard value != .min else { throw CommandError("ERR decrement would overflow") }
    try add(call, -value)
  }

  private static func add(_ call: Call, _ step: Int64) throws(CommandError) {
    let record = call.find(call[1])
    var value: Int64 = 0
    if let record {
      guard let old = Decimal.canonicalInteger(try call.keyspace.string(record)) else { throw .notAnInteger }
      value = old
    }
    let (sum, overflows) = value.addingReportingOverflow(step)
    guard !overflows else { throw .overflow }
    let expiresAt = record?.expiresAt
    withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { room in
      let text = UnsafeRawBufferPointer(rebasing: room[Decimal.write(sum, into: room)])
      call.keyspace.setString(call[1].bytes, text, expiresAt: expiresAt)
    }
    call.changed(call[1])
    call.reply.integer(sum)
  }

  @Sendable static func incrbyfloat(_ call: Call) throws(CommandError) {
    let record = call.find(call[1])
    var value = LongDouble.zero
    if let record {
      guard let old = LongDouble(try call.keyspace.string(record)) else { throw .notAFloat }
      value = old
    }
    guard let step = LongDouble(call[2].bytes) else { throw .notAFloat }
    guard let text = value.adding(step) else { throw CommandError("ERR increment would produce NaN or Infinity") }
    call.keyspace.setString(call[1].bytes, text, expiresAt: record?.expiresAt, isText: true)
    call.changed(call[1])
    call.reply.bulk(text)
  }
}

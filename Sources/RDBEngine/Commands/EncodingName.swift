import RDBFormats

/// How servers say a value is encoded; a namespace.
enum EncodingName {
  /// - Throws: when a value that was loaded cannot be decoded.
  static func of(_ record: KeyRecord, _ call: Call) throws(CommandError) -> StaticString {
    if let object = record.object { return object.encodingName(call.limits) }
    if record.kind == .string {
      let text = try call.keyspace.string(record)
      if !record.flags.contains(.isText), Decimal.canonicalInteger(text) != nil { return "int" }
      return text.count <= longestEmbedded(record, call) ? "embstr" : "raw"
    }
    return try call.keyspace.decode(record).encodingName(call.limits)
  }
}

extension EncodingName {
  /// The longest string that stands in one piece of 64 bytes with its object, and from Redis 8.2 on with its key and expiry.
  private static func longestEmbedded(_ record: KeyRecord, _ call: Call) -> Int {
    guard call.version.isRedis(8, 2) else { return 44 }
    let key = record.key.count
    return 64 - 16 - 4 - 1 - key - (key < 32 ? 2 : 4) - (record.expiresAt == nil ? 0 : 8)
  }
}

/// The type names of module values; a namespace.
enum ModuleName {
  /// What TYPE says of one.
  static func type(_ keyspace: Keyspace, _ record: KeyRecord) -> String {
    let sink = Sink()
    do throws(DecodeFault) { try keyspace.walk(record, sink) } catch { return sink.name }
    return sink.name
  }

  private final class Sink: ValueSink {
    var name = "module"
    override func module(_ id: ModuleID) { name = id.name }
  }
}

import RDBFormats

/// How servers say a value is encoded; a namespace.
enum EncodingName {
  /// - Throws: when a value that was loaded cannot be decoded.
  static func of(_ record: KeyRecord, _ call: Call) throws(CommandError) -> StaticString {
    if let object = record.object { return object.encodingName(call.limits) }
    if record.kind == .string {
      let text = try call.keyspace.string(record)
      if Decimal.canonicalInteger(text) != nil { return "int" }
      return text.count <= 44 ? "embstr" : "raw"
    }
    return try call.keyspace.decode(record).encodingName(call.limits)
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

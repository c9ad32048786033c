import RDBOperations

/// A JSON document that keeps the order of its members.
indirect enum JSONValue {
  case null
  case bool(Bool)
  case integer(Int64)
  case unsigned(UInt64)
  case number(Double)
  case string(String)
  /// Bytes that may be text: a string, or `{"base64": "…"}` where they are not UTF-8.
  case bytes([UInt8])
  case array([JSONValue])
  case object([(String, JSONValue)])

  /// A value, or null.
  static func optional<Value>(_ value: Value?, _ make: (Value) -> JSONValue) -> JSONValue { value.map(make) ?? .null }

  /// The document on one line.
  var text: String {
    let output = OutputBuffer()
    write(output)
    return String(decoding: output.bytes, as: UTF8.self)
  }

  private func write(_ output: OutputBuffer) {
    switch self {
    case .null: output.append("null")
    case .bool(let value): output.append(value ? "true" : "false")
    case .integer(let value): output.append(text: "\(value)")
    case .unsigned(let value): output.append(text: "\(value)")
    case .number(let value): output.append(text: value.isFinite ? "\(value)" : "null")
    case .string(let value): Self.write(value, output)
    case .bytes(let value): value.withUnsafeBytes { output.appendJSONOrBase64($0) }
    case .array(let values):
      output.append("[")
      for (index, value) in values.enumerated() {
        if index > 0 { output.append(", ") }
        value.write(output)
      }
      output.append("]")
    case .object(let members):
      output.append("{")
      for (index, member) in members.enumerated() {
        if index > 0 { output.append(", ") }
        Self.write(member.0, output)
        output.append(": ")
        member.1.write(output)
      }
      output.append("}")
    }
  }

  private static func write(_ string: String, _ output: OutputBuffer) {
    var string = string
    string.withUTF8 { output.appendJSONOrBase64(UnsafeRawBufferPointer($0)) }
  }
}

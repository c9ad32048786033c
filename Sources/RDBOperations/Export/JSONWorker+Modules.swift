import RDBFormats

extension JSONWorker {
  func beginModule(_ id: ModuleID) {
    isJSONModule = id.isJSONDocument
    json.append(0x22)
    json.append(text: id.name)
    json.append("\",\"version\":")
    json.append(decimal: UInt64(id.encodingVersion))
    if isJSONModule { return }
    if let family = id.family {
      json.append(",\"family\":\"")
      json.append(text: family)
      json.append(0x22)
    }
    json.append(",\"items\":[")
    needsComma = false
  }

  func appendModuleInteger(opcode: UInt8, _ bits: UInt64) {
    if isJSONModule { return }
    comma()
    if opcode == 1 { json.append(decimal: Int64(bitPattern: bits)) } else { json.append(decimal: bits) }
    rest()
  }

  func appendModuleDouble(_ value: Double) {
    if isJSONModule { return }
    comma()
    json.appendJSON(score: value)
    rest()
  }

  /// Embeds the text of a RedisJSON document.
  func appendDocument(_ text: UnsafeRawBufferPointer) {
    let start = json.count
    json.append(",\"json\":")
    if CompactJSON.append(text, to: json) { return }
    json.truncate(to: start)
    json.append(",\"text\":")
    json.appendJSONOrBase64(text)
  }
}

extension ModuleID {
  /// RedisJSON as every release writes it: the value is one string with the text of the document.
  var isJSONDocument: Bool { name == "ReJSON-RL" && encodingVersion == 3 }
}

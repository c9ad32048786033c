import RDBFormats

/// What the auxiliary fields of a file say that its user should know.
enum AuxiliaryOddities {
  /// - Parameter isInAOF: whether it is read as the start of an AOF, so that what was written after it is there.
  static func of(_ tally: RecordTally, nowMilliseconds: Int64, isInAOF: Bool) -> [String] {
    var said: [String] = []
    var seen: [[UInt8]: [UInt8]] = [:]
    for (name, value) in tally.auxiliaryFields {
      let key = String(decoding: name, as: UTF8.self)
      let text = String(decoding: value, as: UTF8.self)
      // These come once a script, once a slot.
      if let before = seen.updateValue(value, forKey: name), before != value, key != "lua", key != "slot-info" {
        said.append("auxiliary field \(KeyText(name)) twice, with different values")
      }
      switch key {
      case "redis-bits" where text == "32": said.append("written by a 32-bit server: sizes and times in it have been limited")
      case "redis-bits" where text != "64": said.append("redis-bits is \(KeyText(value)), where 64 or 32 is usual")
      case "aof-base" where text == "1" && !isInAOF, "aof-preamble" where text == "1" && !isInAOF:
        said.append("the base of an AOF: what was written after it stands in the AOF, and a server that loads this file alone lacks that")
      case "ctime":
        // A day of grace, for clocks and time zones.
        if let seconds = Int64(text), seconds > nowMilliseconds / 1000 + 86_400 { said.append("its time of writing (ctime \(seconds)) is in the future") }
      default: break
      }
    }
    return said
  }
}

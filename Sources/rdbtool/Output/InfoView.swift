import RDBFiles
import RDBFormats
import RDBOperations

/// A report of `info`, as JSON and as text.
struct InfoView {
  let source: String
  let report: InfoReport
  /// Of an AOF what is not in its RDB.
  var aof: CheckReport?

  private var writer: String? {
    func field(_ name: String) -> String? {
      report.auxiliary.first { $0.name.elementsEqual(name.utf8) }.map { String(decoding: $0.value.prefix(64), as: UTF8.self) }
    }
    return field("valkey-ver").map { "valkey \($0)" } ?? field("redis-ver").map { "redis \($0)" }
  }

  var json: JSONValue {
    .object([
      ("schema", .string("rdbtool.info/1")),
      ("source", .bytes([UInt8](source.utf8))),
      ("kind", .string(aof?.kind ?? "rdb")),
      ("ok", .bool(report.fault == nil && aof?.verdict != .refused)),
      ("bytes", .unsigned(aof?.bytes ?? report.bytes)),
      ("format", FormatView.json(report.header, writer, report.checksum)),
      ("aux", .object(auxiliary)),
      ("keys", .unsigned(report.keys)),
      ("expires", .unsigned(report.expires)),
      ("expired", .unsigned(report.expiredKeys)),
      ("expiryRange", .optional(report.expiryRange) { .object([("from", .integer($0.lowerBound)), ("to", .integer($0.upperBound))]) }),
      (
        "databases",
        .array(
          report.databases.sorted { $0.key < $1.key }.map { number, counts in
            .object([("db", .unsigned(number)), ("keys", .unsigned(counts.keys)), ("expires", .unsigned(counts.expires))])
          })
      ),
      ("types", .object(ValueKind.allCases.compactMap { kind in report.types[kind].map { (kind.name, .unsigned($0)) } })),
      ("encodings", .object(report.encodings.sorted { $0.key < $1.key }.map { ($0.key, .unsigned($0.value)) })),
      ("hashesWithFieldExpiry", .unsigned(report.hashesWithFieldExpiry)),
      ("functions", .array(report.functions.map { .bytes($0) })),
      ("modules", .array(report.modules.keys.map(\.name).sorted().map { .string($0) })),
      ("commands", .unsigned(aof?.commands ?? 0)),
      ("timeRange", CheckView.json(aof?.timeRange)),
      ("parts", .array((aof?.parts ?? []).map(CheckView.json))),
    ])
  }

  /// Auxiliary fields by name; a name that comes again keeps its last value, as in a server.
  private var auxiliary: [(String, JSONValue)] {
    var members: [(String, JSONValue)] = []
    for (name, value) in report.auxiliary {
      let name = String(decoding: name, as: UTF8.self)
      members.removeAll { $0.0 == name }
      members.append((name, .bytes(value)))
    }
    return members
  }

  func text(_ style: TextStyle) -> String {
    var rows: [(String, String)] = []
    if let aof {
      rows.append(("kind", aof.kind == "multipart" ? "AOF in \(Numbers.count(UInt64(aof.parts.count), "file"))" : aof.kind == "hybrid" ? "AOF with an RDB in front" : "AOF"))
      for part in aof.parts {
        rows.append(("  \(PathText(part.name))", "\(Numbers.bytes(part.bytes)), \(Numbers.count(part.keys, "key")), \(Numbers.count(part.commands, "command"))"))
      }
      rows.append(("commands", grouped(aof.commands)))
      if let range = aof.timeRange, range.lowerBound >= 0, range.upperBound < 1 << 40 {
        rows.append(("time range", "\(Timestamp.text(range.lowerBound * 1000)) to \(Timestamp.text(range.upperBound * 1000))"))
      }
    }
    if report.header != nil || aof == nil { rows.append(("format", FormatView.format(report.header) + ", " + FormatView.checksum(report.checksum))) }
    rows.append(("size", Numbers.bytes(aof?.bytes ?? report.bytes)))
    if report.header == nil, aof != nil { return lines(rows, style) }
    if let writer { rows.append(("written by", plain([UInt8](writer.utf8)))) }
    for (name, value) in report.auxiliary.prefix(40) where !["redis-ver", "valkey-ver"].contains(String(decoding: name, as: UTF8.self)) {
      rows.append((plain(name), plain(value) + note(name, value)))
    }
    rows.append(("keys", grouped(report.keys)))
    for (number, counts) in report.databases.sorted(by: { $0.key < $1.key }) {
      rows.append(("  db \(number)", grouped(counts.keys) + (counts.expires > 0 ? ", \(grouped(counts.expires)) with an expiry" : "")))
    }
    if report.expires > 0 {
      rows.append(("expiry", "\(Numbers.count(report.expires, "key")), \(grouped(report.expiredKeys)) of them expired already"))
      if let range = report.expiryRange { rows.append(("", "first \(Timestamp.text(range.lowerBound)), last \(Timestamp.text(range.upperBound))")) }
    }
    if report.hashesWithFieldExpiry > 0 { rows.append(("field expiry", Numbers.count(report.hashesWithFieldExpiry, "hash", "hashes"))) }
    rows.append(("types", list(ValueKind.allCases.compactMap { kind in report.types[kind].map { (kind.name, $0) } })))
    rows.append(("encodings", list(report.encodings.sorted { $0.value > $1.value }.map { ($0.key, $0.value) })))
    if !report.functions.isEmpty { rows.append(("functions", report.functions.map(plain).joined(separator: ", "))) }
    if !report.modules.isEmpty {
      let modules = report.modules.sorted { $0.key.name < $1.key.name }.map { id, count in
        "\(id.name) v\(id.encodingVersion)" + (id.family.map { " (\($0))" } ?? "") + (count > 0 ? " \(grouped(count))" : ", aux data only")
      }
      rows.append(("modules", modules.joined(separator: ", ")))
    }
    return lines(rows, style)
  }

  private func lines(_ rows: [(String, String)], _ style: TextStyle) -> String {
    let width = rows.map(\.0.count).max() ?? 0
    let lines = rows.map { name, value in "  " + style.faint(name + String(repeating: " ", count: width - name.count)) + "  " + value }
    return "\(PathText(source))\n" + lines.joined(separator: "\n") + "\n"
  }

  private func list(_ counts: [(String, UInt64)]) -> String {
    counts.isEmpty ? "none" : counts.map { "\($0.0) \(grouped($0.1))" }.joined(separator: ", ")
  }

  /// Text of the file as a person may see it.
  private func plain(_ bytes: [UInt8]) -> String { String(KeyText(bytes).description.dropFirst().dropLast()) }

  /// What a number means.
  private func note(_ name: [UInt8], _ value: [UInt8]) -> String {
    guard let number = Int64(String(decoding: value, as: UTF8.self)) else { return "" }
    switch String(decoding: name, as: UTF8.self) {
    case "ctime": return number < 1 << 40 && number > 0 ? " (\(Timestamp.text(number * 1000)))" : ""
    case "used-mem": return number > 0 ? " (\(Numbers.bytes(UInt64(number))))" : ""
    default: return ""
    }
  }
}

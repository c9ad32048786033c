import RDBFormats
import RDBOperations

/// What `check` and `info` say alike of a file's format.
enum FormatView {
  static func json(_ header: RDBHeader?, _ writer: String?, _ checksum: PipelineEnd.Checksum) -> JSONValue {
    .object([
      ("rdbVersion", .optional(header) { .integer(Int64($0.version)) }),
      ("writer", .optional(writer) { .bytes([UInt8]($0.utf8)) }),
      ("checksum", .string(name(checksum))),
    ])
  }

  static func databases(_ tally: RecordTally) -> JSONValue {
    .array(
      tally.databases.filter { $0.value.keys > 0 }.sorted { $0.key < $1.key }.map { number, counts in
        .object([("db", .unsigned(number)), ("keys", .unsigned(counts.keys)), ("expires", .unsigned(counts.expires))])
      })
  }

  static func format(_ header: RDBHeader?) -> String {
    guard let header else { return "no RDB" }
    return header.dialect == .valkey ? "Valkey RDB \(header.version)" : "RDB \(header.version)"
  }

  static func checksum(_ checksum: PipelineEnd.Checksum) -> String {
    switch checksum {
    case .absent: "no checksum"
    default: "checksum \(name(checksum))"
    }
  }

  private static func name(_ checksum: PipelineEnd.Checksum) -> String {
    switch checksum {
    case .valid: "valid"
    case .invalid: "invalid"
    case .absent: "absent"
    case .unchecked: "unchecked"
    }
  }
}

import RDBFormats
import RDBOperations
import RDBTestSupport

/// Runs a digest over bytes.
enum DigestRun {
  struct Name: Hashable {
    let database: UInt64
    let key: [UInt8]
  }

  struct Row: Hashable {
    let database: UInt64
    let key: [UInt8]
    let digest: String
  }

  static func report(
    _ bytes: [UInt8], _ options: DigestOptions = DigestOptions(), pieceByteCount: Int = .max, windowByteCount: Int = 1 << 20,
    row: DigestOperation.RowConsumer? = nil
  ) throws -> DigestReport {
    let source = MemorySource(bytes, pieceByteCount: pieceByteCount)
    return try DigestOperation.run(RDBFramer(source, windowByteCount: windowByteCount), options, row: row)
  }

  static func rows(
    _ bytes: [UInt8], _ options: DigestOptions, pieceByteCount: Int = .max, windowByteCount: Int = 1 << 20
  ) throws -> [Row] {
    var rows: [Row] = []
    _ = try report(bytes, options, pieceByteCount: pieceByteCount, windowByteCount: windowByteCount) { database, key, digest in
      rows.append(Row(database: database, key: key.withUnsafeBytes { [UInt8]($0) }, digest: digest.hex))
    }
    return rows
  }
}

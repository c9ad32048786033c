import RDBFiles
package import RDBFormats
package import RDBOperations

/// `check` on bytes in memory.
package enum Checking {
  package static func check(
    _ bytes: [UInt8], for server: ServerVersion? = nil, threads: Int = 1, isFast: Bool = false, pieceByteCount: Int = .max
  ) throws -> CheckReport {
    let source = try OpenedSource(recognizing: MemorySource(bytes, pieceByteCount: pieceByteCount), path: "dump.rdb")
    var options = CheckOptions(nowMilliseconds: 1_800_000_000_000, temporaryDirectory: TemporaryDirectory.systemPath)
    options.server = server
    options.threads = threads
    options.isFast = isFast
    return try CheckOperation.run(source, options)
  }
}

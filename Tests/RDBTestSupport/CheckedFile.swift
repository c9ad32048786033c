import RDBFiles
package import RDBOperations

/// `check` on a file, as the command does it.
package enum CheckedFile {
  package static func check(_ path: String, threads: Int = 1) throws -> CheckReport {
    var options = CheckOptions(nowMilliseconds: 1_800_000_000_000, temporaryDirectory: TemporaryDirectory.systemPath)
    options.threads = threads
    return try CheckOperation.run(InputFile.open(path), options)
  }
}

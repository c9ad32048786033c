import RDBFiles
package import RDBOperations

/// `check` on a file, as the command does it.
package enum CheckedFile {
  package static func check(_ path: String) throws -> CheckReport {
    try CheckOperation.run(
      InputFile.open(path), CheckOptions(nowMilliseconds: 1_800_000_000_000, temporaryDirectory: TemporaryDirectory.systemPath))
  }
}

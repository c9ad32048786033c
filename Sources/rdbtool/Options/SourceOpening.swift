import RDBFiles

/// Opens what a user named.
enum SourceOpening {
  static func open(_ path: String) throws -> OpenedSource {
    do throws(SourceError) { return try InputFile.open(path) } catch { throw Ending.failed("\(error)") }
  }
}

import RDBFiles

/// Opens what a user named.
enum SourceOpening {
  static func open(_ path: String, _ options: CommonOptions) throws -> OpenedSource {
    do throws(SourceError) {
      let source = try InputFile.open(path)
      Diagnostics.say(
        options,
        "\(PathText(path)): content \(source.content), compression \(source.compression.isEmpty ? "none" : source.compression.map { "\($0)" }.joined(separator: " in ")), "
          + "\(source.byteCount.map { "\($0) bytes on disk" } ?? "size unknown"), \(source.isSeekable ? "can be read twice" : "can be read once"), "
          + "\(options.threadCount) threads")
      return source
    } catch {
      throw Ending.failed("\(error)")
    }
  }
}

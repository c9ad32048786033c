import RDBFiles

/// Opens what a user named.
enum SourceOpening {
  /// What the contract has for sources that this version does not read yet.
  private static func later(_ path: String) -> String? {
    let schemes = ["redis://", "rediss://", "redis+sentinel://", "rediss+sentinel://", "redis+cluster://", "rediss+cluster://", "unix://"]
    if schemes.contains(where: { path.lowercased().hasPrefix($0) }) { return "a live server" }
    return path.hasPrefix("@") ? "a backup in a repository" : nil
  }

  /// Finds out what a path leads to: a stream, or the files of an AOF.
  static func resolve(_ path: String, _ options: CommonOptions) throws -> ResolvedSource {
    try refuseLater(path)
    do throws(SourceError) {
      let resolved = try ResolvedSource.resolve(path)
      switch resolved {
      case .stream(let source), .aofFile(_, let source): say(source, path, options)
      case .aofSet(let set):
        Diagnostics.say(options, "\(PathText(path)): an AOF in \(PathText(set.directory)), \(set.parts.count) files to load, \(set.strays.count) that no line names")
      }
      return resolved
    } catch {
      throw Ending.failed("\(error)")
    }
  }

  /// Ends with a sentence for sources that this version does not read yet.
  static func refuseLater(_ path: String) throws {
    guard let what = later(path) else { return }
    // The address may hold a password: it is not repeated.
    throw Ending.failed("the source is \(what), which this version of rdbtool does not read yet; give it a file, or - for standard input")
  }

  private static func say(_ source: OpenedSource, _ path: String, _ options: CommonOptions) {
    Diagnostics.say(
      options,
      "\(PathText(path)): content \(source.content), compression \(source.compression.isEmpty ? "none" : source.compression.map { "\($0)" }.joined(separator: " in ")), "
        + "\(source.byteCount.map { "\($0) bytes on disk" } ?? "size unknown"), \(source.isSeekable ? "can be read twice" : "can be read once"), "
        + "\(options.threadCount) threads")
  }

  static func open(_ path: String, _ options: CommonOptions) throws -> OpenedSource {
    try refuseLater(path)
    do throws(SourceError) {
      let source = try InputFile.open(path)
      say(source, path, options)
      return source
    } catch {
      throw Ending.failed("\(error)")
    }
  }
}

/// What a path leads to: a stream of its own, or the files of an AOF.
public enum ResolvedSource {
  /// Anything that is no AOF, an RDB above all; and what cannot be read twice, an AOF too.
  case stream(OpenedSource)
  /// A file with commands, with an RDB in front or not; the stream that recognised it is at its start.
  case aofFile(AOFSet, OpenedSource)
  /// Several files with a manifest, or without where it is lost.
  case aofSet(AOFSet)

  /// Finds out what stands at a path: a file, `-`, a manifest, the directory of an AOF, or a server's data directory.
  ///
  /// What a file is decides its content, never its name.
  ///
  /// - Throws: ``SourceError``; a directory without any AOF is `.directoryWithoutAOF`.
  public static func resolve(_ path: String, standardInput: Int32 = 0) throws(SourceError) -> ResolvedSource {
    if path != "-", DirectoryListing.isDirectory(path) { return try directory(path) }
    let source = try InputFile.open(path, standardInput: standardInput)
    switch source.content {
    case .manifest where source.isSeekable && path != "-" && source.compression.isEmpty: return .aofSet(try AOFSet(manifest: path))
    case .aof where source.isSeekable && path != "-": return .aofFile(AOFSet(file: path), source)
    case .rdb where source.isSeekable && path != "-" && source.hasAOFPreambleMark: return .aofFile(AOFSet(file: path), source)
    // An empty file, comments only, or a damaged first line: a manifest by its name when nothing else can tell.
    case .empty, .text, .unknown, .rdbLike:
      guard path != "-", path.hasSuffix(".manifest"), source.compression.isEmpty, source.isSeekable else { return .stream(source) }
      return .aofSet(try AOFSet(manifest: path))
    default: return .stream(source)
    }
  }

  private static func directory(_ path: String) throws(SourceError) -> ResolvedSource {
    let here = try DirectoryListing(path)
    if let set = try set(in: here) { return .aofSet(set) }
    // A server's data directory has its AOF one level down, under a name that can be configured.
    var found: [AOFSet] = []
    for folder in here.entries.filter(\.mayBeDirectory).prefix(256) {
      // A folder that cannot be read may not be the server's at all: that one is there is no reason to stop.
      guard let inside = try? DirectoryListing(here.path(of: folder.name)) else { continue }
      if let set = try set(in: inside) { found.append(set) }
    }
    if found.count > 1 {
      throw SourceError(path: path, .severalAOFs(manifests: found.map { $0.manifestPath ?? $0.directory }))
    }
    if let set = found.first { return .aofSet(set) }
    // Before 7.0 the AOF is one file in the data directory.
    if here.entries.contains(where: { $0.name == "appendonly.aof" }) { return try resolve(here.path(of: "appendonly.aof")) }
    throw DirectoryListing.explain(path)
  }

  /// - Returns: nil when neither a manifest nor a file named like a part is there.
  private static func set(in listing: DirectoryListing) throws(SourceError) -> AOFSet? {
    let manifests = listing.manifests
    if manifests.count > 1 { throw SourceError(path: listing.path, .severalAOFs(manifests: manifests)) }
    let set = try AOFSet(listing: listing, manifestPath: manifests.first)
    return set.manifestPath == nil && set.strays.isEmpty ? nil : set
  }
}

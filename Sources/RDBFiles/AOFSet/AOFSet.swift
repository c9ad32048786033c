public import RDBFormats

/// An AOF on disk: which files it is made of, in the order in which a server loads them. Nothing is opened for writing.
public struct AOFSet: Hashable, Sendable {
  /// Where its files lie.
  public let directory: String
  /// The manifest's path; nil for a single file, and where files of a set lie without one.
  public let manifestPath: String?
  /// The manifest with all that is odd about its text.
  public let manifest: AOFManifest?
  /// What a server loads, in order: the base, then the increments.
  public let parts: [AOFPart]
  /// Files of the past that the manifest still names.
  public let history: [AOFPart]
  /// Files that are named like parts and that the manifest does not name: servers ignore them.
  public let strays: [AOFPart]
  /// What an interrupted rewrite left: names that begin with `temp-`.
  public let temporaryNames: [String]

  /// Whether it has several files, or would have.
  public var isMultipart: Bool { manifestPath != nil || parts.isEmpty }

  /// The prefix of the file names, `appendfilename` of the server: from the manifest's name, or a stray's.
  public var prefix: [UInt8] {
    if let manifestPath {
      let name = PathParts(manifestPath).name
      return Array((name.hasSuffix(".manifest") ? String(name.dropLast(9)) : name).utf8)
    }
    return strays.lazy.compactMap { AOFFileName(parsing: Array($0.name.utf8))?.prefix }.first ?? Array("appendonly.aof".utf8)
  }

  /// A single file, whatever stands in it.
  public init(file path: String) {
    let parts = PathParts(path)
    directory = parts.directory
    manifestPath = nil
    manifest = nil
    self.parts = [AOFPart(name: parts.name, path: path, entry: nil, type: .base)]
    history = []
    strays = []
    temporaryNames = []
  }

  /// The set that a manifest names.
  ///
  /// Names are looked for in the manifest's directory and nowhere else.
  ///
  /// - Throws: what keeps the manifest or its directory from being read. What is wrong with the text is in
  ///   ``AOFManifest/problems``, what is wrong with the files in ``AOFPart/state``.
  public init(manifest path: String) throws(SourceError) {
    self = try AOFSet(listing: DirectoryListing(PathParts(path).directory), manifestPath: path)
  }

  /// The set in a directory of which the names are known.
  init(listing: DirectoryListing, manifestPath: String?) throws(SourceError) {
    var manifest: AOFManifest?
    if let manifestPath { manifest = AOFManifest(parsing: try SmallFile.read(manifestPath)) }
    directory = listing.path
    self.manifestPath = manifestPath
    self.manifest = manifest
    func part(_ entry: AOFManifestEntry) -> AOFPart {
      let name = String(decoding: entry.name, as: UTF8.self)
      return AOFPart(name: name, path: listing.path(of: name), entry: entry, type: entry.type)
    }
    parts = manifest?.parts.map(part) ?? []
    history = manifest?.history.map(part) ?? []
    let known = Set((manifest?.entries ?? []).map { String(decoding: $0.name, as: UTF8.self) })
    let unnamed: [AOFPart] = listing.entries.compactMap { entry in
      guard !known.contains(entry.name), let name = AOFFileName(parsing: Array(entry.name.utf8)) else { return nil }
      return AOFPart(name: entry.name, path: listing.path(of: entry.name), entry: nil, type: name.type)
    }
    strays = unnamed.sorted { Self.rank($0) < Self.rank($1) }
    temporaryNames = listing.entries.map(\.name).filter { $0.hasPrefix("temp-") }
  }

  /// Bases first, each kind by its sequence.
  private static func rank(_ part: AOFPart) -> (Int, Int64) {
    (part.type == .base ? 0 : 1, AOFFileName(parsing: Array(part.name.utf8))?.sequence ?? 0)
  }
}

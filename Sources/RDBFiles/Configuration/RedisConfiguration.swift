import Glibc
import RDBFormats

/// Where a server's configuration says that its data lies.
public struct RedisConfiguration: Hashable, Sendable {
  /// `dir`, made absolute or relative to where we are; the configuration's own directory when it says none.
  public private(set) var directory: String
  /// `appendonly yes`.
  public private(set) var isAppendOnly = false
  /// `appenddirname`, a name in ``directory``.
  public private(set) var appendDirectoryName = "appendonlydir"
  /// `appendfilename`, the prefix of the AOF's files.
  public private(set) var appendFileName = "appendonly.aof"
  /// `dbfilename`, a name in ``directory``.
  public private(set) var databaseFileName = "dump.rdb"

  /// How deep files may include others.
  private static var maximumDepth: Int { 16 }

  /// Reads a configuration and the files that it includes; the last of several settings counts, as for servers.
  ///
  /// A relative `dir` is taken from the directory of the file: where the server was started nobody knows.
  ///
  /// - Throws: ``SourceError`` of the file that cannot be read; `.configuration` with its line where a setting makes no sense.
  public init(_ path: String) throws(SourceError) {
    directory = PathParts(path).directory
    try read(path, base: PathParts(path).directory, depth: 0)
  }

  /// What a server with this configuration would load: the AOF where it is switched on and there, the RDB otherwise.
  public var dataPath: String {
    if isAppendOnly {
      let folder = join(appendDirectoryName)
      let candidates = ["\(folder)/\(appendFileName).manifest", folder, join(appendFileName)]
      if let found = candidates.first(where: { AOFPart.state(of: $0) != .missing }) { return found }
    }
    return join(databaseFileName)
  }

  private func join(_ name: String) -> String { directory.hasSuffix("/") ? directory + name : directory + "/" + name }

  private mutating func read(_ path: String, base: String, depth: Int) throws(SourceError) {
    let bytes = try SmallFile.read(path)
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let trimmed = line.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
      if trimmed.isEmpty || trimmed.first == 0x23 { continue }
      guard let words = ManifestWords.split(Array(trimmed))?.map({ String(decoding: $0, as: UTF8.self) }), let key = words.first else {
        throw SourceError(path: path, .configuration(line: index + 1, problem: "a quote that does not end"))
      }
      func value() throws(SourceError) -> String {
        guard words.count == 2, !words[1].isEmpty else {
          throw SourceError(path: path, .configuration(line: index + 1, problem: "\(key) takes one value"))
        }
        return words[1]
      }
      switch key.lowercased() {
      case "dir":
        let given = try value()
        directory = given.hasPrefix("/") || base == "." ? given : base + "/" + given
      case "appendonly": isAppendOnly = try value().lowercased() == "yes"
      case "appenddirname": appendDirectoryName = try value()
      case "appendfilename": appendFileName = try value()
      case "dbfilename": databaseFileName = try value()
      case "include":
        guard depth < Self.maximumDepth else {
          throw SourceError(path: path, .configuration(line: index + 1, problem: "files include each other more than \(Self.maximumDepth) deep"))
        }
        for included in Self.matches(try value(), base: base) { try read(included, base: base, depth: depth + 1) }
      default: continue
      }
    }
  }

  /// The files of an `include`, which may be a pattern; a name without matches is tried as it stands, so that it is named in the error.
  private static func matches(_ pattern: String, base: String) -> [String] {
    let full = pattern.hasPrefix("/") || base == "." ? pattern : base + "/" + pattern
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(full, 0, nil, &found) == 0, let paths = found.gl_pathv else {
      return full.contains { "*?[".contains($0) } ? [] : [full]
    }
    return (0..<Int(found.gl_pathc)).compactMap { paths[$0].map { String(cString: $0) } }
  }
}

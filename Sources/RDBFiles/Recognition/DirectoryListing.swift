import Glibc

/// The names in a directory, in order.
struct DirectoryListing {
  struct Entry {
    let name: String
    let mayBeDirectory: Bool
  }

  let path: String
  /// Without `.` and `..`, sorted by name.
  let entries: [Entry]

  /// - Throws: what keeps the directory from being read.
  /// - Complexity: O(n log n) in the number of entries.
  init(_ path: String) throws(SourceError) {
    self.path = path
    guard let stream = opendir(path) else { throw SourceError(path: path, action: "list", errno: errno) }
    defer { closedir(stream) }
    var found: [Entry] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        if errno != 0 { throw SourceError(path: path, action: "list", errno: errno) }
        break
      }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      let type = Int(entry.pointee.d_type)
      guard name != ".", name != ".." else { continue }
      found.append(Entry(name: name, mayBeDirectory: type == DT_DIR || type == DT_UNKNOWN || type == DT_LNK))
    }
    entries = found.sorted { $0.name < $1.name }
  }

  /// Whether a path leads to a directory.
  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return !path.utf8.contains(0) && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The path of something in the directory.
  func path(of name: String) -> String { path.hasSuffix("/") ? path + name : path + "/" + name }

  /// The manifests here. A server replaces its manifest through a file whose
  /// name begins with `temp-`; one left behind is no AOF.
  var manifests: [String] {
    entries.map(\.name).filter { $0.hasSuffix(".manifest") && !$0.hasPrefix("temp-") }.map(path(of:))
  }

  /// Why a directory is not what was to be opened, and what in it might be.
  ///
  /// A server's data directory has its AOF one level down, in `appendonlydir`
  /// or a folder of another name, so the folders in it are looked at too.
  static func explain(_ path: String) -> SourceError {
    do throws(SourceError) {
      let here = try DirectoryListing(path)
      var manifests = here.manifests
      if manifests.isEmpty {
        for folder in here.entries.filter(\.mayBeDirectory).prefix(256) {
          // A folder that cannot be read cannot make the sentence better; the error that is being explained stays.
          guard let inside = try? DirectoryListing(here.path(of: folder.name)) else { continue }
          manifests += inside.manifests
        }
      }
      if let manifest = manifests.first {
        return SourceError(
          path: path, manifests.count == 1 ? .aofDirectory(manifest: manifest) : .severalAOFs(manifests: manifests))
      }
      let rdb = here.entries.map(\.name).first { $0.hasSuffix(".rdb") }.map(here.path(of:))
      return SourceError(path: path, .directoryWithoutAOF(rdb: rdb))
    } catch {
      return error
    }
  }
}

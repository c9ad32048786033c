import Glibc

/// Whether something may be written to a place, looked at before any work is done.
public enum OutputPlace {
  /// Looks at a place for a file.
  ///
  /// - Parameters:
  ///   - path: where it will be.
  ///   - inputs: the files that are read.
  ///   - directory: the directory of a set that is read; nil for a single file.
  ///   - replacing: whether a file that is there may be replaced.
  /// - Throws: ``SinkError``: `.isInput`, `.isInsideInput`, `.exists`, `.isDirectory`.
  public static func checkFile(
    _ path: String, inputs: [FileContent], directory: String? = nil, replacing: Bool
  ) throws(SinkError) {
    var status = stat()
    if stat(path, &status) == 0 {
      if inputs.contains(where: { $0.isFile(status) }) { throw SinkError(path: path, .isInput) }
      if status.st_mode & S_IFMT == S_IFDIR { throw SinkError(path: path, .isDirectory) }
      if !replacing { throw SinkError(path: path, .exists) }
    }
    if let directory, try isInside(path, directory) { throw SinkError(path: path, .isInsideInput) }
  }

  /// Looks at a place for the directory of a set.
  ///
  /// - Parameters: as ``checkFile(_:inputs:directory:replacing:)``.
  /// - Throws: ``SinkError``: `.isInput`, `.isInsideInput`, `.holdsInput`, `.exists` for a file that is there, `.directoryNotEmpty`,
  ///   `.holdsOtherThings`.
  public static func checkDirectory(
    _ path: String, inputs: [FileContent], directory: String, replacing: Bool
  ) throws(SinkError) {
    let target = withoutTrailingSlashes(path)
    if let here = resolved(target), let input = resolved(directory) {
      if here == input { throw SinkError(path: path, .isInput) }
      if input.hasPrefix(here == "/" ? here : here + "/") { throw SinkError(path: path, .holdsInput) }
    }
    if try isInside(target, directory) { throw SinkError(path: path, .isInsideInput) }
    var status = stat()
    guard lstat(target, &status) == 0 else { return }
    if stat(target, &status) == 0, inputs.contains(where: { $0.isFile(status) }) { throw SinkError(path: path, .isInput) }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw SinkError(path: path, .exists) }
    guard let names = try? DirectoryListing(target).entries.map(\.name) else { throw SinkError(path: path, .permissionDenied) }
    if names.isEmpty { return }
    guard replacing else { throw SinkError(path: path, .directoryNotEmpty) }
    for name in names {
      // A data directory given by mistake for the AOF's own has folders, and must not go.
      guard lstat(target + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        throw SinkError(path: path, .holdsOtherThings(name: name))
      }
    }
  }

  /// Whether a path that need not be there leads into a directory.
  private static func isInside(_ path: String, _ directory: String) throws(SinkError) -> Bool {
    guard let parent = resolved(PathParts(withoutTrailingSlashes(path)).directory) else { throw SinkError(path: path, .noSuchDirectory) }
    guard let directory = resolved(directory) else { return false }
    return parent == directory || parent.hasPrefix(directory == "/" ? directory : directory + "/")
  }

  private static func resolved(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }

  /// `out/` names what `out` does.
  static func withoutTrailingSlashes(_ path: String) -> String {
    var end = path.endIndex
    while let slash = path[..<end].lastIndex(of: "/"), path.index(after: slash) == end, slash != path.startIndex { end = slash }
    return String(path[..<end])
  }
}

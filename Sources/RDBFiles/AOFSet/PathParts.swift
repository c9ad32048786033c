/// A path cut at its last separator.
struct PathParts {
  /// What the name stands in; `.` when there is no separator.
  let directory: String
  /// Behind the last separator.
  let name: String

  init(_ path: String) {
    guard let slash = path.lastIndex(of: "/") else {
      directory = "."
      name = path
      return
    }
    directory = slash == path.startIndex ? "/" : String(path[..<slash])
    name = String(path[path.index(after: slash)...])
  }
}

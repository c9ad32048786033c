import Glibc

/// Whether there is anything of a name.
package enum FilePresence {
  /// Links are not followed.
  package static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }
}

import Glibc

/// Whether there is anything of a name.
package enum FilePresence {
  /// Links are not followed.
  package static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Removes a file of our own; that it is gone already is no error.
  package static func remove(_ path: String) { _ = unlink(path) }
}

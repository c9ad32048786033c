import Glibc

/// The second name under which a file stays when another takes its place.
package enum BackupFile {
  /// What it is called.
  package static func path(of path: String) -> String { path + ".bak" }

  /// Whether one is there already.
  package static func exists(for path: String) -> Bool {
    FilePresence.exists(self.path(of: path))
  }

  /// Gives a file its second name, and keeps the first: whoever is killed after this has lost nothing.
  ///
  /// - Parameter replacing: whether a backup that is there may go.
  /// - Throws: ``SinkError``; the file keeps its name in any case.
  package static func make(of path: String, replacing: Bool) throws(SinkError) {
    let backup = self.path(of: path)
    if replacing {
      // Never a moment without a backup: the new name takes the place of the old in one step.
      let temporary = backup + ".new"
      _ = unlink(temporary)
      if link(path, temporary) != 0 { throw SinkError(path: backup, action: "keep the file as", errno: errno) }
      if rename(temporary, backup) != 0 {
        let error = SinkError(path: backup, action: "keep the file as", errno: errno)
        _ = unlink(temporary)
        throw error
      }
    } else if link(path, backup) != 0 {
      throw SinkError(path: backup, action: "keep the file as", errno: errno)
    }
  }
}

import Glibc

/// Who owns a file or directory and who may do what with it: what a copy for a server has to have as well.
public struct FileAttributes: Hashable, Sendable {
  let mode: mode_t
  let owner: uid_t
  let group: gid_t

  init(_ status: stat) {
    mode = status.st_mode & 0o7777
    owner = status.st_uid
    group = status.st_gid
  }

  /// Those of what stands at a path; nil when nothing does.
  public init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// Gives them to an open file or directory, as far as the user may: only root may give files away.
  func apply(to descriptor: Int32) {
    let isGiven = fchown(descriptor, owner, group) == 0
    _ = fchmod(descriptor, mode & (isGiven ? 0o7777 : 0o777))
  }
}

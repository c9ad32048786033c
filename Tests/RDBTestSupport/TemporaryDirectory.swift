import Foundation

/// A directory of one test's own, removed with everything in it when the last
/// reference goes away.
package final class TemporaryDirectory: Sendable {
  /// Absolute, without a slash at the end.
  package let path: String

  /// Where the system wants temporary files.
  package static var systemPath: String { FileManager.default.temporaryDirectory.path }

  /// - Throws: what Foundation says when the directory cannot be made.
  package init(_ purpose: String = "test") throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "rdbtool-\(purpose)-\(UInt64.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { remove() }

  /// Removes it now; harmless when it is gone already.
  package func remove() { try? FileManager.default.removeItem(atPath: path) }

  /// The absolute path of something in it.
  package func path(_ name: String) -> String { path + "/" + name }

  /// Writes a file into it, with the folders on the way, and gives its path.
  @discardableResult
  package func write(_ bytes: [UInt8], to name: String) throws -> String {
    let url = URL(fileURLWithPath: path(name))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }

  /// A file in it, read whole; nil when it cannot be read.
  package func bytes(_ name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: path(name)).map { [UInt8]($0) }
  }
}

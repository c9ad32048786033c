import Foundation

/// Where the checked-out package lies, found through the path of this source file.
///
/// Fixtures and sources are read in place, never copied into bundles, so the
/// tests of one checkout cannot see the files of another.
package enum PackageRoot {
  /// The directory that holds `Package.swift`, absolute, without a slash at the end.
  package static let path: String = {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    return url.path
  }()

  /// The absolute path of something in the package, given from its root.
  package static func path(_ relative: String) -> String { path + "/" + relative }

  /// A file of the package, read whole.
  /// - Throws: what Foundation says when it cannot be read.
  package static func bytes(_ relative: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(relative))))
  }
}

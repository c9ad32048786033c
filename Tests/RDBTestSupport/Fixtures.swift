import Foundation

/// The files in `Fixtures/`, which every clone of the project has.
package enum Fixtures {
  /// The absolute path of the folder.
  package static let root = PackageRoot.path("Fixtures")

  /// The absolute path of one fixture, given from the folder.
  package static func path(_ relative: String) -> String { root + "/" + relative }

  /// One fixture, read whole.
  /// - Throws: what Foundation says when it cannot be read.
  package static func bytes(_ relative: String) throws -> [UInt8] {
    try PackageRoot.bytes("Fixtures/" + relative)
  }

  /// Every fixture below a folder whose name ends so, as paths from `Fixtures/`, sorted.
  package static func all(under folder: String = "", suffix: String = ".rdb") -> [String] {
    let start = folder.isEmpty ? root : path(folder)
    guard let names = FileManager.default.enumerator(atPath: start) else { return [] }
    return names.compactMap { $0 as? String }.filter { $0.hasSuffix(suffix) }
      .map { folder.isEmpty ? $0 : folder + "/" + $0 }.sorted()
  }
}

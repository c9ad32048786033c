import Foundation
import RDBTestSupport

/// The files of the package as they lie on disk, without what is built or fetched.
enum SourceTree {
  /// Folders of which nothing is under review.
  private static func isIgnored(_ component: Substring) -> Bool {
    component == ".git" || component.hasPrefix(".build") || component == ".peers"
      || component == ".swiftpm" || component == "__pycache__"
  }

  /// Paths from the root of the package of the files below a folder (the root itself when empty), sorted.
  static func files(under folder: String = "", suffix: String = "") -> [String] {
    guard let walk = FileManager.default.enumerator(atPath: PackageRoot.path(folder)) else { return [] }
    var found: [String] = []
    while let name = walk.nextObject() as? String {
      if let last = name.split(separator: "/").last, isIgnored(last) {
        walk.skipDescendants()
        continue
      }
      let path = folder.isEmpty ? name : folder + "/" + name
      if path.hasSuffix(suffix), walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular { found.append(path) }
    }
    return found.sorted()
  }

  /// A file as text; nil for files that are no text.
  static func text(_ path: String) -> String? {
    guard let bytes = try? PackageRoot.bytes(path), !bytes.contains(0) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Everything that a rule finds in the Swift files below a folder.
  static func check(_ folder: String, _ rule: (String, SwiftText) -> [Violation]) -> [Violation] {
    files(under: folder, suffix: ".swift").flatMap { path in text(path).map { rule(path, SwiftText($0)) } ?? [] }
  }
}

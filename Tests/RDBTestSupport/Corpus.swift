import Foundation

/// The shared corpus beside the package: files of every server and kind of
/// damage, with what real servers said of each. Its README explains the fields.
package struct Corpus: Sendable {
  /// Absolute path of the folder that holds `manifest.json`.
  package let root: String
  package let entries: [CorpusEntry]

  /// The corpus, or nil where it is not checked out; `$RDBTOOL_CORPUS` or
  /// `../shared/corpus` seen from the package.
  ///
  /// A manifest that is there but cannot be read is a mistake of the test
  /// machinery, and ``loadingProblem`` tells which.
  package static let shared: Corpus? = try? loading.get()

  /// Why there is no ``shared`` corpus.
  package static var loadingProblem: String? {
    if case .failure(let problem) = loading { "\(problem)" } else { nil }
  }

  /// Whether there is a manifest, readable or not.
  package static var isCheckedOut: Bool { FileManager.default.fileExists(atPath: sharedRoot + "/manifest.json") }

  private static let sharedRoot =
    ProcessInfo.processInfo.environment["RDBTOOL_CORPUS"]
    ?? URL(fileURLWithPath: PackageRoot.path).deletingLastPathComponent().appendingPathComponent("shared/corpus").path

  private static let loading = Result<Corpus, any Error> { try Corpus(root: sharedRoot) }

  /// Reads a corpus.
  /// - Throws: when `manifest.json` is missing or not understood.
  package init(root: String) throws {
    self.root = root
    let data = try Data(contentsOf: URL(fileURLWithPath: root + "/manifest.json"))
    entries = try JSONDecoder().decode(Manifest.self, from: data).files
  }

  /// The entries that are single RDB files.
  package var rdbFiles: [CorpusEntry] { entries.filter { $0.kind == .rdb } }

  /// The entry at a path of the manifest.
  package subscript(path: String) -> CorpusEntry? { entries.first { $0.path == path } }

  /// Absolute path of an entry's file or directory.
  package func path(of entry: CorpusEntry) -> String { root + "/" + entry.path }

  /// A file of the corpus, read whole.
  package func bytes(of entry: CorpusEntry) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(of: entry))))
  }

  /// The truth for an entry, one row a key; nil when the corpus has none.
  package func expected(for entry: CorpusEntry) throws -> [CorpusKey]? {
    guard let expected = entry.expected else { return nil }
    let text = try String(contentsOfFile: root + "/" + expected, encoding: .utf8)
    return try text.split(separator: "\n").map { try JSONDecoder().decode(CorpusKey.self, from: Data($0.utf8)) }
  }

  /// The bytes of a name in the manifest: `a%20b` is `a b`.
  package static func unescape(_ name: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = name.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let escaped = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(escaped)
        rest.removeFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }

  private struct Manifest: Decodable {
    let files: [CorpusEntry]
  }
}

// The manifest of an AOF in several files (aof.md §4), one line a file:
//
//   file appendonly.aof.1.base.rdb seq 1 type b
//   file appendonly.aof.1.incr.aof seq 1 type i [startoffset N] [endoffset N]
//
// Read as `aofLoadManifestFromFile` in aof.c does: lines by `fgets` into 1024 bytes, words by `sdssplitargs`.

/// Which files make up an AOF, in which order.
public struct AOFManifest: Hashable, Sendable {
  /// The lines that name a file, in the order of the text; lines that name none that could be opened are left out.
  public var entries: [AOFManifestEntry]
  /// Everything that is odd about the text, in its order; empty for a manifest that was put together.
  public let problems: [AOFManifestProblem]

  /// The longest line that servers read, its LF included.
  public static var maximumLineByteCount: Int { 1024 }

  /// - Parameter entries: in any order; ``text`` puts them in that of servers.
  public init(entries: [AOFManifestEntry]) {
    self.entries = entries
    problems = []
  }

  /// Reads a manifest, to its end whatever is wrong with it.
  ///
  /// - Parameter bytes: the text of the file.
  /// - Complexity: O(n).
  public init(parsing bytes: [UInt8]) {
    var parser = AOFManifestParser(bytes)
    parser.run()
    entries = parser.entries
    problems = parser.problems
  }

  /// Whether servers start with it, as far as its text goes.
  public var isAccepted: Bool { !problems.contains(where: \.kind.isRefused) }

  /// The base: the last one named, of which there should be one at most.
  public var base: AOFManifestEntry? { entries.last { $0.type == .base } }

  /// The increments, in the order in which servers load them: that of the text.
  public var increments: [AOFManifestEntry] { entries.filter { $0.type == .increment } }

  /// What servers load, in order: the base, then the increments.
  public var parts: [AOFManifestEntry] { (base.map { [$0] } ?? []) + increments }

  /// Files of the past that wait to be deleted, in the order of the text.
  public var history: [AOFManifestEntry] { entries.filter { $0.type == .history } }

  /// The manifest as servers write it: base, history, increments, a line each.
  public var text: [UInt8] {
    let ordered = entries.filter { $0.type == .base } + history + increments
    return ordered.flatMap(\.line)
  }
}

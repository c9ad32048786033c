import RDBFiles
import RDBFormats

/// A compressed file under a name that a server would load.
enum CompressedFinding {
  /// What is inside is checked all the same: `dump.rdb.gz` is a backup, a gzip called `dump.rdb` an outage.
  static func of(_ source: OpenedSource) -> [RecordFinding] {
    guard let outermost = source.compression.first, outermost != .vcs, source.path != "-" else { return [] }
    let name = source.path.lowercased()
    guard !["gz", "gzip", "tgz", "lz4"].contains(where: { name.hasSuffix("." + $0) }) else { return [] }
    // A pipe has no name that a server would look for.
    guard source.isSeekable else { return [] }
    return [RecordFinding(DecodeFault(.compressed("\(outermost)"), at: 0))]
  }
}

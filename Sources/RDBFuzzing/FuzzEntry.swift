/// A way into the parsers, with what must hold there for any bytes.
package struct FuzzEntry: Sendable {
  /// What its bytes are made from.
  package enum Input: Sendable {
    case rdb, gzip, lz4, lzf, text, aof, manifest
  }

  package let name: String
  package let input: Input
  /// How often it is run, compared with the others: by what it can find and what it costs.
  package let weight: Int
  /// Takes any bytes; says what is wrong with how they were taken, or nil. It must not trap, hang or hoard.
  package let run: @Sendable ([UInt8]) -> String?

  init(_ name: String, _ input: Input, weight: Int, _ run: @escaping @Sendable ([UInt8]) -> String?) {
    self.name = name
    self.input = input
    self.weight = weight
    self.run = run
  }

  /// Every entry point. A new one is one line here: a name, what feeds it, how often, and the function.
  package static let all: [FuzzEntry] = [
    FuzzEntry("check", .rdb, weight: 4, WalkEntries.check),
    FuzzEntry("check-fast", .rdb, weight: 1, WalkEntries.checkFast),
    FuzzEntry("check-windows", .rdb, weight: 6, WalkEntries.checkWindows),
    FuzzEntry("check-unsized", .rdb, weight: 2, WalkEntries.checkUnsized),
    FuzzEntry("check-threads", .rdb, weight: 1, WalkEntries.checkThreads),
    FuzzEntry("check-operation", .rdb, weight: 3, WalkEntries.checkOperation),
    FuzzEntry("sink", .rdb, weight: 24, WalkEntries.sink),
    FuzzEntry("digest", .rdb, weight: 20, DigestEntries.dialects),
    FuzzEntry("digest-operation", .rdb, weight: 3, DigestEntries.operation),
    FuzzEntry("export", .rdb, weight: 8, ExportEntries.formats),
    FuzzEntry("repair", .rdb, weight: 6, RepairEntries.run),
    FuzzEntry("filters", .text, weight: 3, ExportEntries.filters),
    FuzzEntry("recognition", .rdb, weight: 3, SourceEntries.recognition),
    FuzzEntry("gzip", .gzip, weight: 5, SourceEntries.gzip),
    FuzzEntry("gzip-check", .gzip, weight: 1, SourceEntries.check),
    FuzzEntry("lz4", .lz4, weight: 5, SourceEntries.lz4),
    FuzzEntry("lz4-check", .lz4, weight: 1, SourceEntries.check),
    FuzzEntry("lzf", .lzf, weight: 8, LZFEntry.run),
    FuzzEntry("aof-scan", .aof, weight: 8, AOFEntries.scan),
    FuzzEntry("aof-check", .aof, weight: 4, AOFCheckEntries.operation),
    FuzzEntry("aof-resync", .aof, weight: 6, AOFEntries.resynchronize),
    FuzzEntry("history", .aof, weight: 4, HistoryEntries.run),
    FuzzEntry("aof-salvage", .aof, weight: 6, AOFEntries.salvage),
    FuzzEntry("aof-cut", .aof, weight: 6, AOFCutEntry.run),
    FuzzEntry("aof-manifest", .manifest, weight: 3, AOFEntries.manifest),
    FuzzEntry("text", .text, weight: 4, TextEntries.run),
  ]

  /// The entry of a name.
  package static func named(_ name: String) -> FuzzEntry? { all.first { $0.name == name } }
}

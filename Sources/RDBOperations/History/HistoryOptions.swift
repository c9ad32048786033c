package import RDBFormats

/// What `history` looks for.
package struct HistoryOptions {
  /// The most events of each kind that are kept.
  package static var maximumEventLimit: Int { 1000 }

  /// What commands are counted by; when nil, the finest unit that a screen has room for.
  package var unit: HistoryUnit?
  /// How many events of each kind are kept, up to ``maximumEventLimit``.
  package var eventLimit = 20
  /// Which keys' lives are told; none when empty.
  package var keys: [Glob] = []
  /// Told how many bytes of the files were read so far, as they are on disk or on standard input.
  package var progress: ((UInt64) -> Void)?

  /// Everything, and no key's life.
  package init() {}
}

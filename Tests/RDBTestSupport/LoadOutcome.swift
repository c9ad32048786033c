/// What a real server did with a file it was started on.
package enum LoadOutcome: Sendable {
  /// What it holds after loading.
  package struct Dataset: Hashable, Sendable {
    /// `DBSIZE` of every database that is not empty.
    package let keys: [Int: Int]
    /// `DEBUG DIGEST`, 40 hex digits.
    package let digest: String
    /// The server's log up to then.
    package let log: String

    /// Keys in all databases.
    package var keyCount: Int { keys.values.reduce(0, +) }
  }

  case loaded(Dataset)
  /// It ended by itself, as servers do that cannot read their file.
  case refused(exitStatus: Int32, log: String)
  /// A signal ended it, while loading or while its keys were read afterwards.
  case crashed(signal: Int32, log: String)

  /// What it holds, or nil when it does not run.
  package var dataset: Dataset? { if case .loaded(let dataset) = self { dataset } else { nil } }

  /// What the server wrote into its log.
  package var log: String {
    switch self {
    case .loaded(let dataset): dataset.log
    case .refused(_, let log), .crashed(_, let log): log
    }
  }
}

package import Testing

extension Trait where Self == ConditionTrait {
  /// Runs a test only where these servers are.
  ///
  /// On a laptop without them it is skipped with a reason. Where peers are
  /// required (`CI`, `RDBTOOL_REQUIRE_PEERS`) it runs and fails, because a
  /// skipped proof is no proof; only Redis 7.4 may be missing there too.
  package static func needs(_ kinds: ServerKind...) -> Self {
    let missing = kinds.filter { !$0.isUsable }.map(\.name)
    let names = missing.joined(separator: ", ")
    return .enabled(if: missing.isEmpty, "needs \(names), see Scripts/install-peers")
  }

  /// Runs a test only where at least one server is: for tests with a case a server.
  package static var needsAnyServer: Self {
    .enabled(if: !ServerKind.usable.isEmpty, "no server is installed, see Scripts/install-peers")
  }

  /// Runs a test only where the corpus lies beside the package. It is no part of
  /// the project, so its absence is never a failure, but a manifest that cannot
  /// be read is: such a test runs, and its `#require` fails.
  package static var needsCorpus: Self {
    .enabled(if: Corpus.shared != nil || Corpus.isCheckedOut, "the corpus is not checked out beside the package")
  }
}

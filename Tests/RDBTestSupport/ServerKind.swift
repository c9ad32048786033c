import Foundation

/// The real servers that `Scripts/install-peers` puts into `.peers/`.
package enum ServerKind: String, CaseIterable, Sendable, CustomStringConvertible {
  case redis6_2 = "redis-6.2"
  case redis7_0 = "redis-7.0"
  /// With its modules; needs OpenSSL 1.1 and so is the one that may be missing even in CI.
  case redis7_4 = "redis-7.4"
  case redis8_2 = "redis-8.2"
  case valkey9_1 = "valkey-9.1"

  package var description: String { rawValue }

  /// The name that `--for` takes.
  package var name: String { rawValue }

  /// Whether a run that requires the peers may go without this one.
  package var isOptional: Bool { self == .redis7_4 }

  /// Whether `enable-debug-command` exists: 7.0 closed `DEBUG` by default, 6.2 does not know the directive.
  package var hasDebugSwitch: Bool { self != .redis6_2 }

  /// Where it is installed.
  ///
  /// - Throws: `TestSupportError` that says what to run, when the manifest has
  ///   no such server. A test calls this where ``isUsable`` let it through, so
  ///   that absence fails the test where peers are required.
  package func locate() throws -> ServerProgram {
    guard let program = ServerProgram.installed[self] else {
      throw TestSupportError("\(name) is not in \(ServerProgram.manifestPath); run Scripts/install-peers")
    }
    return program
  }

  /// Whether a test that needs it should run.
  ///
  /// True when it is installed, and true as well when it is missing but must not
  /// be (`CI` or `RDBTOOL_REQUIRE_PEERS` is set): then the test runs and fails.
  package var isUsable: Bool {
    ServerProgram.installed[self] != nil || (Self.peersAreRequired && !isOptional)
  }

  /// Whether a missing server is a failure instead of a skip.
  package static var peersAreRequired: Bool {
    let environment = ProcessInfo.processInfo.environment
    return ["CI", "RDBTOOL_REQUIRE_PEERS"].contains { !(environment[$0] ?? "").isEmpty && environment[$0] != "0" }
  }

  /// The servers that tests with one case a server run on: all that are usable.
  package static var usable: [ServerKind] { allCases.filter(\.isUsable) }

  /// The server whose name in the corpus begins so: `redis-7.0.15` is `redis7_0`.
  package init?(corpusName: String) {
    guard let kind = Self.allCases.first(where: { corpusName.hasPrefix($0.name + ".") }) else { return nil }
    self = kind
  }
}
